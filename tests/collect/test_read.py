"""A filled workbook comes back as it was filled in, and every fault in it is named."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from tests.collect import sample
from tests.collect.edit import Cells, changed, few, filled, only_one, repacked, rules, said
from zhibao.collect.blank import Blank
from zhibao.collect.read import read_workbook
from zhibao.collect.write import workbook_bytes, write_workbook
from zhibao.snapshot.submission import Reason, Rows
from zhibao.terms.finding import Severity
from zhibao.terms.value import Known, Meaning, Missing


@pytest.mark.parametrize("place", [sample.school, sample.city])
@pytest.mark.parametrize("more", [{"everything": True}, {"last": False}])
def test_every_register_comes_back_as_it_was_filled_in(
    tmp_path: Path, place: Callable[..., Blank], more: dict[str, bool]
) -> None:
    blank = place(**more)
    write_workbook(tmp_path / "S01.xlsx", blank)
    reading = read_workbook(tmp_path / "S01.xlsx", blank)
    assert reading.findings == ()
    assert reading.submission is not None
    assert reading.submission.registers == blank.now
    assert reading.submission.reasons == blank.reasons
    assert (reading.submission.place, reading.submission.year) == (blank.place, blank.year)
    assert reading.submission.workbook == "S01.xlsx"
    assert len(reading.submission.workbook_sha256) == 64


counts = st.one_of(
    st.sampled_from([Missing(meaning) for meaning in Meaning]),
    st.builds(Known, st.integers(0, 10**12 - 1).map(Fraction), st.booleans()),
)
words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=3, max_size=20).map(lambda one: f"例{one}")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(entrants=counts, full_time=counts, enterprises=st.lists(words, unique=True, max_size=4))
def test_whatever_is_filled_in_comes_back(
    tmp_path: Path, entrants: Known, full_time: Known, enterprises: list[str]
) -> None:
    empty = few()
    now: Rows = {
        "students": ({"entrants": entrants, "full_time": full_time},),
        "practice_bases": tuple({"enterprise": one} for one in enterprises),
    }
    blank = Blank(empty.place, 2021, empty.title, empty.asked, empty.lists, now=now)
    write_workbook(tmp_path / "S01.xlsx", blank)
    reading = read_workbook(tmp_path / "S01.xlsx", blank)
    assert reading.submission is not None
    assert {name: reading.submission.registers[name] for name in now} == now


def test_an_empty_form_is_missing_and_an_empty_list_is_not_handed_in(tmp_path: Path) -> None:
    blank = few(last=False)
    write_workbook(tmp_path / "S01.xlsx", blank)
    reading = read_workbook(tmp_path / "S01.xlsx", blank)
    assert reading.submission is not None
    assert set(reading.submission.registers) == {
        one.register.name for one in blank.asked if one.register.shape == "form"
    }
    assert reading.submission.registers["students"] == (
        {"entrants": Missing(Meaning.NOT_SUBMITTED), "full_time": Missing(Meaning.NOT_SUBMITTED)},
    )
    assert [one.rule for one in reading.findings] == ["collect.nothing_listed"] * 3
    assert {one.severity for one in reading.findings} == {Severity.WARNING}


def test_a_list_that_says_there_is_none_is_not_questioned(tmp_path: Path) -> None:
    blank = few(last=False)
    reading = filled(tmp_path / "S01.xlsx", blank, "专业设置", {"A5": "无"})
    assert reading.submission is not None
    assert reading.submission.registers["majors"] == ()
    assert "专业设置" not in [str(one.where) for one in reading.findings]
    assert len(reading.findings) == 2


def test_a_list_without_rows_is_written_as_none_and_read_so(tmp_path: Path) -> None:
    empty = few(last=False)
    nothing = Blank(empty.place, 2021, empty.title, empty.asked, empty.lists, now={"majors": (), "awards": ()})
    write_workbook(tmp_path / "S01.xlsx", nothing)
    reading = read_workbook(tmp_path / "S01.xlsx", nothing)
    assert [str(one.where) for one in reading.findings] == ["S01.xlsx 工作表“合作企业教师实践基地” A5"]


def test_rows_keep_the_order_of_the_sheet_and_blank_lines_between_do_not_count(tmp_path: Path) -> None:
    cells = {"A5": "乙公司", "A9": "甲公司", "B9": "新增的企业"}
    reading = filled(tmp_path / "S01.xlsx", few(), "合作企业教师实践基地", cells)
    assert reading.submission is not None
    assert reading.submission.registers["practice_bases"] == ({"enterprise": "乙公司"}, {"enterprise": "甲公司"})
    assert reading.submission.reasons == (Reason("practice_bases", "甲公司", "", "新增的企业"),)


def test_what_a_code_list_gives_is_filled_in_by_the_reader(tmp_path: Path) -> None:
    reading = filled(tmp_path / "S01.xlsx", few(), "专业设置", {"A5": "710201", "A6": "种子生产技术"})
    assert reading.submission is not None
    assert [row["category"] for row in reading.submission.registers["majors"]] == ["71", "61"]


def test_real_dates_and_formulas_with_a_value_are_read(tmp_path: Path) -> None:
    reading = filled(tmp_path / "S01.xlsx", few(), "年度质量报告发布", {"D5": date(2021, 11, 30), "D6": "=1+1 那一页"})
    assert reading.submission is None
    assert rules(reading) == ["collect.formula_without_value"]
    reading = filled(tmp_path / "S01.xlsx", few(), "年度质量报告发布", {"D5": date(2021, 11, 30)})
    assert reading.submission is not None
    assert reading.submission.registers["report_publication"][0]["published"] == date(2021, 11, 30)


@pytest.mark.parametrize(
    ("sheet", "cells", "rule", "cell", "label"),
    [
        ("学生规模", {"D5": "四百一十"}, "number_expected", "D5", "招生数"),
        ("学生规模", {"D6": -3}, "negative", "D6", "全日制在校生数"),
        ("学生规模", {"D6": 3.5}, "whole_expected", "D6", "全日制在校生数"),
        ("办学条件", {"D7": "1400万元"}, "number_expected", "D7", "教学仪器设备总值"),
        ("年度质量报告发布", {"D5": "去年底"}, "date_expected", "D5", "发布时间"),
        ("技能竞赛获奖", {"A9": "全国大赛", "B9": "一等奖", "D9": 3}, "code_expected", "A9", "竞赛"),
        ("技能竞赛获奖", {"B9": "一等奖", "D9": 3}, "key_missing", "A9", "竞赛"),
        ("专业设置", {"A5": "710201", "A6": "710201 不存在"}, "code_expected", "A6", "专业"),
        ("学生规模", {"D5": "=400+10"}, "formula_without_value", "D5", "招生数"),
        ("合作企业教师实践基地", {"A5": "甲公司", "A8": "甲公司"}, "duplicate_row", "A8", "企业名称"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_taken_in(
    tmp_path: Path, sheet: str, cells: Cells, rule: str, cell: str, label: str
) -> None:
    reading = filled(tmp_path / "S01.xlsx", few(), sheet, cells)
    finding, where = only_one(reading)
    assert reading.submission is None
    assert finding.rule == f"collect.{rule}"
    assert (where.file, where.sheet, where.cell, where.label) == ("S01.xlsx", sheet, cell, label)
    assert finding.severity is Severity.ERROR
    assert finding.said
    assert finding.expected
    assert finding.fix
    assert str(finding).startswith(f"S01.xlsx 工作表“{sheet}” {cell}（{label}）：")


def test_both_rows_of_a_duplicate_are_named(tmp_path: Path) -> None:
    reading = filled(tmp_path / "S01.xlsx", few(), "专业设置", {"A5": "710201", "A8": "计算机应用"})
    finding, where = only_one(reading)
    assert where.cell == "A8"
    assert [str(one) for one in finding.related] == ["S01.xlsx 工作表“专业设置” A5（专业）"]
    assert "A5" in finding.message
    assert finding.said == "710201 计算机应用"


def test_a_number_read_leniently_is_noted_and_taken_in(tmp_path: Path) -> None:
    reading = filled(tmp_path / "S01.xlsx", few(), "学生规模", {"D5": "４１０", "D6": "1,200"})
    assert reading.submission is not None
    assert rules(reading) == ["collect.read_leniently"] * 2
    assert reading.submission.registers["students"][0]["entrants"] == Known(Fraction(410))


@pytest.mark.parametrize(("reason", "is_open"), [("", True), ("设备已整体移交", False)])
def test_an_amount_that_looks_like_ten_thousands_is_questioned(tmp_path: Path, reason: str, is_open: bool) -> None:
    reading = filled(tmp_path / "S01.xlsx", few(), "办学条件", {"D7": 1400, "E7": reason or None})
    finding, where = only_one(reading)
    assert reading.submission is not None
    assert (finding.rule, where.cell) == ("collect.looks_like_ten_thousand", "D7")
    assert "像是按万元填写" in finding.message
    assert (finding.severity, finding.is_open) == (Severity.WARNING, is_open)


@pytest.mark.parametrize("amount", [2900, 600, 14000000, 0])
def test_an_amount_of_another_magnitude_is_not(tmp_path: Path, amount: int) -> None:
    reading = filled(tmp_path / "S01.xlsx", few(), "办学条件", {"D7": amount})
    assert rules(reading) == []


def test_a_formula_that_ends_in_an_error_is_named(tmp_path: Path) -> None:
    def spoil(book: Workbook) -> None:
        book["学生规模"]["D5"] = "#REF!"
        book["学生规模"]["D5"].data_type = "e"
        book["学生规模"]["C6"] = "#REF!"
        book["学生规模"]["C6"].data_type = "e"

    finding, where = only_one(changed(tmp_path / "S01.xlsx", few(), spoil))
    assert (finding.rule, finding.said, where.cell) == ("collect.formula_error", "#REF!", "D5")


def rename(book: Workbook, old: str, new: str) -> None:
    book[old].title = new


@pytest.mark.parametrize(
    ("change", "rule", "message"),
    [
        (lambda book: rename(book, "学生规模", "学生"), "sheet_missing", "没有找到工作表“学生规模”。有一张叫“学生”的"),
        (lambda book: book.remove(book["专业设置"]), "sheet_missing", "没有找到工作表“专业设置”。"),
        (lambda book: book["专业设置"].delete_cols(1), "column_missing", "表头“专业”不见了"),
        (lambda book: book["技能竞赛获奖"].delete_cols(2), "column_missing", "表头“奖次”不见了"),
        (lambda book: book["学生规模"].delete_rows(5), "line_missing", "没有找到“招生数”这一行"),
        (
            lambda book: book["学生规模"].delete_cols(2),
            "column_missing",
            "表头“单位”不见了，这里写的是“上年（2020年）”",
        ),
        (lambda book: book["专业设置"].delete_rows(1), "column_missing", "表头“专业”不见了"),
    ],
)
def test_a_lost_sheet_column_or_row_is_named(tmp_path: Path, change: object, rule: str, message: str) -> None:
    assert callable(change)
    reading = changed(tmp_path / "S01.xlsx", few(now=True), change)
    assert reading.submission is None
    assert said(reading)[0].rule == f"collect.{rule}"
    assert said(reading)[0].message.startswith(message)


@pytest.mark.parametrize(
    ("sheet", "cells", "rule", "message"),
    [
        ("专业设置", {"A4": None}, "column_missing", "表头“专业”不见了，该列可能被删去或改名。"),
        ("专业设置", {"A4": "专业名称"}, "column_missing", "表头“专业”不见了，这里写的是“专业名称”。"),
        ("技能竞赛获奖", {"D4": "获奖数"}, "column_missing", "表头“获奖数（项）”不见了，这里写的是“获奖数”。"),
        ("技能竞赛获奖", {"C4": "等级"}, "column_unknown", "多出一列“等级”"),
        ("专业设置", {"F4": "专业"}, "column_repeated", "表头“专业”出现了两次，另一处在 A4。"),
        ("学生规模", {"A5": "招生人数"}, "line_unknown", "多出一行“招生人数”"),
        ("学生规模", {"A6": "招生数"}, "line_repeated", "“招生数”出现了两行，另一处在 A5。"),
        ("学生规模", {"D8": 900}, "line_unknown", "多出一行“900”"),
        ("学生规模", {"D4": "本年"}, "column_missing", "表头“本年（2021年）”不见了，这里写的是“本年”。"),
    ],
)
def test_a_changed_head_is_named(tmp_path: Path, sheet: str, cells: Cells, rule: str, message: str) -> None:
    reading = filled(tmp_path / "S01.xlsx", few(), sheet, cells)
    assert reading.submission is None
    assert said(reading)[0].rule == f"collect.{rule}"
    assert said(reading)[0].message.startswith(message)


def test_columns_may_change_places(tmp_path: Path) -> None:
    def swap(book: Workbook) -> None:
        for line in book["技能竞赛获奖"].iter_rows(min_row=4, max_row=9, max_col=2):
            line[0].value, line[1].value = line[1].value, line[0].value

    blank = few(now=True)
    reading = changed(tmp_path / "S01.xlsx", blank, swap)
    assert reading.submission is not None
    assert reading.submission.registers["awards"] == blank.now["awards"]


def test_what_is_added_beside_is_ignored_with_a_note(tmp_path: Path) -> None:
    def add(book: Workbook) -> None:
        book.create_sheet("草稿")["A1"] = "随手记"
        book["专业设置"]["H4"] = "备注"

    reading = changed(tmp_path / "S01.xlsx", few(), add)
    assert reading.submission is not None
    assert rules(reading) == ["collect.sheet_ignored", "collect.column_ignored"]
    assert {one.severity for one in said(reading)} == {Severity.NOTE}


def test_a_workbook_of_another_school_or_year_is_refused(tmp_path: Path) -> None:
    blank = few()
    write_workbook(tmp_path / "S01.xlsx", blank)
    elsewhere = Blank(sample.CITY, 2021, blank.title, blank.asked, blank.lists)
    before = Blank(blank.place, 2020, blank.title, blank.asked, blank.lists)
    for expected, rule in ((elsewhere, "collect.other_place"), (before, "collect.other_year")):
        reading = read_workbook(tmp_path / "S01.xlsx", expected)
        assert reading.submission is None
        assert rules(reading) == [rule]


def test_a_workbook_of_another_version_is_read_as_far_as_the_heads_agree(tmp_path: Path) -> None:
    blank = few(now=True)
    write_workbook(tmp_path / "S01.xlsx", blank)
    fewer = Blank(blank.place, 2021, blank.title, blank.asked[:2], blank.lists)
    reading = read_workbook(tmp_path / "S01.xlsx", fewer)
    assert reading.submission is not None
    assert reading.findings[0].rule == "collect.other_form"


def test_the_identity_is_found_in_the_hidden_sheet_or_in_the_properties(tmp_path: Path) -> None:
    blank = few()
    without_properties = repacked(workbook_bytes(blank), lambda name, part: None if "custom" in name else part)
    (tmp_path / "S01.xlsx").write_bytes(without_properties)
    assert read_workbook(tmp_path / "S01.xlsx", blank).submission is not None
    without_sheet = changed(tmp_path / "S01.xlsx", blank, lambda book: book.remove(book["标识"]))
    assert without_sheet.submission is not None


def test_a_workbook_without_identity_or_content_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "S01.xlsx"
    other = Workbook()
    other.save(file)
    assert rules(read_workbook(file, few())) == ["collect.empty_workbook"]
    other["Sheet"]["A1"] = "招生数"
    other.save(file)
    assert rules(read_workbook(file, few())) == ["collect.no_identity"]
