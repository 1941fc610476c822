"""An empty cell, a nought, and every sign for no number: each stays what it is from the workbook to print."""

import csv
import io
import shutil
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from zhibao.cli.demo import document_tables
from zhibao.collect.folder import school_blank, write_templates
from zhibao.collect.write import write_workbook
from zhibao.publish.values import as_csv, records
from zhibao.snapshot.frozen import read_rows
from zhibao.snapshot.store import Store
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known, Meaning, Missing, Value, ValueKey
from zhibao.workshop import Workshop

SETTINGS = """\
place: 示例市
code: example
outline: small
round: 2021年度
label_year: 2021
data_years: [2020, 2021]
issuer: 示例市教育局
issued: 2021-12
"""
OUTLINE = """\
label: 示例提纲
why: 只为测试。
source: [{title: 示例}]
title: [示例报告]
case_heading: 案例{number}：{title}
contents: [headings]
"""
CHAPTER = """\
# 规模

```table totals
caption: "{year}年对照表"
kind: by_indicator
columns: [指标, 本年]
holds: [label, this]
rows:
  - {indicator: full_time_students}
  - {indicator: student_teacher_ratio}
```

```table schools
caption: "{year}年各校表"
kind: listing
register: students
columns: [学校, 在校生]
cells: ["{school}", "{full_time}"]
```
"""
SHEET, CELL, YEAR = "学生规模", "D5", 2021
NAMES = {f"S{number}": f"示例{number}校" for number in range(1, 8)}
TYPED = dict(zip(NAMES, (None, 0, "／", "无", "—", "＊", "约900"), strict=True))
KEPT: dict[str, Value] = {
    "S1": Missing(Meaning.NOT_SUBMITTED),
    "S2": Known(Fraction(0)),
    "S3": Missing(Meaning.NOT_APPLICABLE),
    "S4": Missing(Meaning.NIL),
    "S5": Missing(Meaning.NOT_COLLECTED),
    "S6": Missing(Meaning.SUPPRESSED),
    "S7": Known(Fraction(900), estimated=True),
}
PRINTED = dict(zip(NAMES, ("缺", "0", "／", "无", "—", "＊", "约900"), strict=True))


@dataclass(frozen=True)
class Town:
    """A city of seven schools, each in a county of its own, whose workbooks have been read."""

    work: Workshop

    def value(self, place: str, indicator: str = "full_time_students") -> Value:
        return self.work.values[ValueKey(indicator, place, YEAR)].value


def fill(path: Path, sheet: str, cells: dict[str, str | int | None]) -> None:
    book = openpyxl.load_workbook(path)
    for name, content in cells.items():
        book[sheet][name].value = content
    book.save(path)


def made(path: Path, typed: dict[str, str | int | None]) -> Town:
    """Return the town in which every school has typed its cell of this year; every other number is 100."""
    (path / "zhibao.yaml").write_text(SETTINGS, encoding="utf-8")
    outline = path / "catalog" / "outlines" / "small"
    outline.mkdir(parents=True)
    (outline / "outline.yaml").write_text(OUTLINE, encoding="utf-8")
    (outline / "10_scale.md").write_text(CHAPTER, encoding="utf-8")
    work = Workshop(path)
    write_templates(work.folder, work.catalog)
    for year in (2020, YEAR):
        roster: dict[str, str | int | None] = {}
        for row, (code, name) in enumerate(NAMES.items(), 5):
            words = (code, name, None, f"{code}县", "公办", "其他", "是")
            roster |= {f"{letter}{row}": word for letter, word in zip("ABCDEFG", words, strict=True)}
        fill(work.folder.city_workbook(year), "学校名册", roster)
    assert work.collect().refused == ()
    write_templates(work.folder, work.catalog)
    for year in (2020, YEAR):
        for code in NAMES:
            book = work.folder.workbook(year, code)
            fill(book, SHEET, {CELL: typed[code] if year == YEAR else 100})
            fill(book, "教职工", {"D5": 100})
    work = Workshop(path)
    assert work.collect().refused == ()
    return Town(work)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return made(tmp_path_factory.mktemp("missing"), TYPED)


def test_a_snapshot_keeps_what_was_typed(town: Town) -> None:
    store = Store(town.work.folder.store)
    for code, expected in KEPT.items():
        snapshot = store.current_of(code, YEAR)
        assert snapshot is not None
        assert read_rows(snapshot, town.work.catalog.registers)["students"][0]["full_time"] == expected
    assert len(set(KEPT.values())) == len(TYPED)


def test_a_workbook_is_written_again_as_it_was_typed(town: Town, tmp_path: Path) -> None:
    work = town.work
    for code, content in TYPED.items():
        snapshot = Store(work.folder.store).current_of(code, YEAR)
        assert snapshot is not None
        rows = read_rows(snapshot, work.catalog.registers)
        place = Place(Level.SCHOOL, code, NAMES[code], f"{code}县")
        write_workbook(tmp_path / "S.xlsx", school_blank(work.folder, work.catalog, place, YEAR + 1, last=rows))
        beside = openpyxl.load_workbook(tmp_path / "S.xlsx")[SHEET]["C5"].value
        assert beside == content


@pytest.mark.parametrize("place", ["{}", "{}县"])
def test_a_value_over_one_cell_says_what_the_cell_says(town: Town, place: str) -> None:
    for code, expected in KEPT.items():
        meaning = expected.meaning if isinstance(expected, Missing) else None
        wanted = Missing(meaning, int(meaning.leaves_a_gap)) if meaning else expected
        assert town.value(place.format(code)) == wanted


def test_a_share_over_what_is_missing_is_missing_for_the_same_reason_and_one_over_nought_is_nought(town: Town) -> None:
    assert town.value("S2", "student_teacher_ratio") == Known(Fraction(0))
    for code in ("S1", "S3", "S4", "S5", "S6"):
        value = town.value(code, "student_teacher_ratio")
        assert isinstance(value, Missing)
        assert value.sign == PRINTED[code]


def test_a_total_over_several_reasons_is_no_smaller_total(town: Town) -> None:
    assert town.value("example") == Missing(Meaning.NOT_SUBMITTED, 3)
    assert document_tables(town.work.document)["totals"] == [["全日制在校生数", "缺"], ["生师比", "缺"]]


@pytest.mark.parametrize(
    ("others", "expected", "printed"),
    [
        ({"S1": 100, "S5": 100, "S6": 100}, Known(Fraction(1200), estimated=True), "约1200"),
        ({"S1": 100, "S5": "—", "S6": 100}, Missing(Meaning.NOT_COLLECTED, 1), "—"),
        ({"S1": 100, "S5": "＊", "S6": "＊"}, Missing(Meaning.SUPPRESSED, 2), "＊"),
        ({"S1": None, "S5": "＊", "S6": "—"}, Missing(Meaning.NOT_SUBMITTED, 3), "缺"),
        (dict.fromkeys(NAMES, "／"), Missing(Meaning.NOT_APPLICABLE, 0), "／"),
        (dict.fromkeys(NAMES, "／") | {"S7": "无"}, Missing(Meaning.NIL, 0), "无"),
        (dict.fromkeys(NAMES, "／") | {"S7": 0}, Known(Fraction(0)), "0"),
    ],
)
def test_a_total_leaves_out_what_does_not_apply_and_prints_the_one_reason_of_its_gaps(
    town: Town, tmp_path: Path, others: dict[str, str | int | None], expected: Value, printed: str
) -> None:
    folder = Path(shutil.copytree(town.work.folder.path, tmp_path / "town"))
    for code, content in others.items():
        fill(folder / f"workbooks/{YEAR}/{code}.xlsx", SHEET, {CELL: content})
    changed = Town(Workshop(folder))
    assert changed.work.collect().refused == ()
    assert changed.value("example") == expected
    assert document_tables(changed.work.document)["totals"][0] == ["全日制在校生数", printed]


def test_the_report_prints_each_as_what_it_is(town: Town) -> None:
    assert dict(document_tables(town.work.document)["schools"]) == {NAMES[code]: sign for code, sign in PRINTED.items()}


def test_the_public_values_tell_each_apart(town: Town) -> None:
    work = town.work
    rows = list(records(work.values, work.catalog, work.names, work.folder.edition.rounding))
    told = {
        one["place"]: (one["state"], one["printed"], one["exact"], one["estimated"])
        for one in csv.DictReader(io.StringIO(as_csv(rows).decode("utf-8-sig")))
        if (one["indicator"], one["year"]) == ("full_time_students", str(YEAR))
    }
    assert {code: told[code] for code in NAMES} == {
        "S1": ("not_submitted", "缺", "", "False"),
        "S2": ("known", "0", "0", "False"),
        "S3": ("not_applicable", "／", "", "False"),
        "S4": ("nil", "无", "", "False"),
        "S5": ("not_collected", "—", "", "False"),
        "S6": ("suppressed", "＊", "", "False"),
        "S7": ("known", "900", "900", "True"),
    }


def test_only_the_empty_cell_is_asked_for(town: Town) -> None:
    found = [one for one in town.work.findings if one.rule == "cells_are_filled" and "在校生" in one.message]
    assert [NAMES["S1"] in str(one.where) for one in found] == [True]
