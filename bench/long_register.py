"""Reading and checking one long register: 100 000 rows of 30 columns, as a school may hand in a ledger.

The register, its checks and its rows are invented; both stand in bench/overlay, the rows are made here.
"""

import json
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from measure import Watch, main

from zhibao.catalog.asked import Asked
from zhibao.catalog.load import Catalog, load_catalog
from zhibao.catalog.register import FieldType
from zhibao.check.context import Context, Handed
from zhibao.check.run import check
from zhibao.collect.blank import Blank
from zhibao.collect.codes import choices
from zhibao.collect.layout import FIRST_ROW, row_columns, sheets_of
from zhibao.collect.read import Reading, read_workbook
from zhibao.collect.untrusted import Opened, open_bytes
from zhibao.collect.write import write_workbook
from zhibao.snapshot.frozen import read_rows
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Cell, Row, Submission
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known, Meaning, Missing, Values

OVERLAY = Path(__file__).resolve().parent / "overlay"
REGISTER = "training_sessions"
ROWS, SOME = 100_000, 667
YEAR = 2021
SCHOOL = Place(Level.SCHOOL, "S01", "示例市第一职业技术学校", "甲县")
FILE, FIVE = "S01.xlsx", "S02.xlsx"
FIVE_NAMES = tuple(f"{REGISTER}_{number}" for number in range(1, 6))


def prepare(folder: Path, watch: Watch) -> None:
    """Write the workbooks, filled in, as zhibao hands them out, and the demands of the first for others; once."""
    if (folder / FIVE).is_file():
        return
    catalog = _catalog()
    blank = _blank(catalog)
    rows = tuple(_rows(catalog, ROWS))
    with watch("write"):
        write_workbook(folder / FILE, replace(blank, now={REGISTER: rows}))
    schema = {"fields": list(_schema(blank)), "missingValues": ["", "无"]}
    (folder / "schema.json").write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
    several = _several(catalog)
    write_workbook(folder / FIVE, replace(_blank(several, FIVE_NAMES), now=dict.fromkeys(FIVE_NAMES, rows[:SOME])))


def lines(folder: Path, watch: Watch) -> None:
    """Read the workbook as rows of what stands in the cells, within the limits for files of others."""
    with watch("lines"):
        opened = open_bytes(FILE, (folder / FILE).read_bytes())
        assert isinstance(opened, Opened)
        rows = list(opened.growing(opened.names[1]) or ())
    watch.counts["rows"] = sum(1 for row in rows[FIRST_ROW:] if row[0])


def read(folder: Path, watch: Watch) -> None:
    """Read the workbook: every cell a typed value or a finding."""
    blank = _blank(_catalog())
    with watch("read"):
        reading = read_workbook(folder / FILE, blank)
    assert len(_submission(reading).registers[REGISTER]) == ROWS


def read_and_check(folder: Path, watch: Watch) -> None:
    """Read the workbook and check what the register demands: filled cells, parts and wholes, its two conditions."""
    catalog = _catalog()
    own = {name: rule for name, rule in catalog.checks.items() if rule.rows_of == REGISTER or rule.kind == "presence"}
    _read_and_check(folder / FILE, replace(catalog, checks=own), _blank(catalog), watch, "read_and_check")


def every_check(folder: Path, watch: Watch) -> None:
    """Run all packaged checks besides, those too that look for slips of the pen and for rows unlike the others."""
    catalog = _catalog()
    _read_and_check(folder / FILE, catalog, _blank(catalog), watch, "every_check")


def five(folder: Path, watch: Watch) -> None:
    """Read and check a workbook of 100 000 cells in five registers."""
    catalog = _several(_catalog())
    _read_and_check(folder / FIVE, catalog, _blank(catalog, FIVE_NAMES), watch, "five")


def freeze(folder: Path, watch: Watch) -> None:
    """Freeze what was read, and read it back."""
    catalog = _catalog()
    submission = _submission(read_workbook(folder / FILE, _blank(catalog)))
    shutil.rmtree(folder / "store", ignore_errors=True)
    with watch("freeze"):
        snapshot = Store(folder / "store").freeze(submission, catalog.registers)
    with watch("thaw"):
        rows = read_rows(snapshot, catalog.registers)
    assert rows == submission.registers


def _read_and_check(path: Path, catalog: Catalog, blank: Blank, watch: Watch, mark: str) -> None:
    with watch(mark):
        reading = read_workbook(path, blank)
        submission = _submission(reading)
        with watch(f"{mark}_check"):
            findings = check(_context(catalog, blank, submission))
    tables = submission.registers.values()
    watch.counts |= {
        f"{mark}: cells": sum(len(row) for rows in tables for row in rows),
        f"{mark}: findings": len(reading.findings) + len(findings),
    }


def _catalog() -> Catalog:
    """Return the packaged definitions and the invented ones."""
    return load_catalog((OVERLAY,))


def _several(catalog: Catalog) -> Catalog:
    """Return definitions with the register five times more, under five names."""
    one = catalog.registers[REGISTER]
    copies = {name: one.model_copy(update={"name": name, "label": f"{one.label}{name[-1]}"}) for name in FIVE_NAMES}
    return replace(catalog, registers={**catalog.registers, **copies})


def _blank(catalog: Catalog, names: Sequence[str] = (REGISTER,)) -> Blank:
    asked = tuple(Asked(catalog.registers[name], tuple(catalog.registers[name].fields)) for name in names)
    return Blank(SCHOOL, YEAR, "测速用数据采集表", asked, catalog.lists)


def _context(catalog: Catalog, blank: Blank, submission: Submission) -> Context:
    handed = Handed(SCHOOL, YEAR, submission.registers, submission.reasons, blank.asked, FILE)
    city = Place(Level.CITY, "440000", "示例市", "示例省")
    return Context(catalog, (handed,), {YEAR: (SCHOOL,)}, Values({}, city.code), (), (YEAR - 1, YEAR), city)


def _submission(reading: Reading) -> Submission:
    assert reading.submission is not None, reading.findings[:3]
    return reading.submission


def _schema(blank: Blank) -> Iterator[dict[str, object]]:
    """Yield the columns as a table schema states them: types, what must be filled, lists and bounds."""
    (sheet,) = sheets_of(blank)
    kinds = {
        FieldType.COUNT: "integer",
        FieldType.MEASURE: "number",
        FieldType.AMOUNT: "number",
        FieldType.DATE: "date",
    }
    for column in row_columns(sheet, with_last=False):
        one: dict[str, object] = {"name": column.header, "type": "string"}
        if column.field:
            field = sheet.definition(column.field)
            demands: dict[str, object] = {"required": True} if field.required else {}
            demands |= {"minimum": 0, "maximum": 10**12} if field.type.is_number else {}
            demands |= {"enum": list(choices(blank.lists[field.list]))} if field.list else {}
            demands |= {"unique": True} if column.field in sheet.register.key else {}
            one |= {"type": kinds.get(field.type, "string"), "constraints": demands}
        yield one


def _rows(catalog: Catalog, count: int) -> Iterator[Row]:
    """Yield the rows; two in ten thousand break a check, some cells may be empty, and one amount is an estimate."""
    chance = random.Random(5)
    majors, owners = (tuple(catalog.lists[name].items) for name in ("majors", "ownerships"))
    for number in range(1, count + 1):
        begun = date(YEAR, 1, 4) + timedelta(days=chance.randrange(300))
        yield {
            "number": f"440000{YEAR}{number:08d}",
            "title": f"示例技能提升第{number}期",
            "major": chance.choice(majors),
            "ownership": chance.choice(owners),
            "public": chance.choice("是否"),
            "begun": begun,
            "ended": begun + timedelta(days=chance.randrange(1, 40)),
            "venue": f"示例实训楼{chance.randrange(1, 60)}室",
            **_people(chance),
            "lessons": _known(lessons := chance.randrange(16, 120)),
            "practice_lessons": _known(lessons // 2 if chance.random() > 2e-4 else lessons // 4),
            "area": _known(chance.randrange(4000, 90000), 100),
            "satisfaction": _known(chance.randrange(8000, 10001), 100),
            "attendance": _known(chance.randrange(7000, 10001), 100),
            **_money(chance),
            "remark": f"示例备注{chance.randrange(500)}" if chance.random() < 0.3 else Missing(Meaning.NIL),
        }


def _people(chance: random.Random) -> dict[str, Cell]:
    trainees = chance.randrange(20, 400)
    men, young = chance.randrange(trainees), chance.randrange(trainees)
    old = chance.randrange(trainees - young)
    passed, teachers = trainees - chance.randrange(10), chance.randrange(1, 12)
    people = {
        "trainees": trainees, "men": men, "women": trainees - men,
        "under_30": young, "from_30_to_44": trainees - young - old, "from_45": old,
        "farmers": trainees // 3, "veterans": chance.randrange(5), "certified": chance.randrange(trainees),
        "passed": passed, "excellent": chance.randrange(passed),
        "teachers": teachers, "outside_teachers": chance.randrange(teachers),
    }  # fmt: skip
    return {name: _known(count) for name, count in people.items()}


def _money(chance: random.Random) -> dict[str, Cell]:
    income, subsidy = chance.randrange(1_000_00, 900_000_00), chance.randrange(200_000_00)
    cost = income * 9 // 10 if chance.random() > 2e-4 else income + subsidy + 1
    return {"income": _known(income, 100), "subsidy": _known(subsidy, 100), "cost": _known(cost, 100)}


def _known(number: int, parts: int = 1) -> Known:
    return Known(Fraction(number, parts))


if __name__ == "__main__":
    tasks = (prepare, lines, read, read_and_check, every_check, five, freeze)
    main({task.__name__: task for task in tasks})
