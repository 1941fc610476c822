"""A fictional school and a fictional city that fill in every register there is."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache

from zhibao.catalog.asked import Asked
from zhibao.catalog.load import Catalog, load_catalog
from zhibao.catalog.register import FieldType, Register, RegisterField
from zhibao.collect.blank import Blank
from zhibao.snapshot.store import row_key
from zhibao.snapshot.submission import Cell, Reason, Row, Rows
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known, Meaning, Missing

SCHOOL = Place(Level.SCHOOL, "S01", "示例市第一职业技术学校", "甲县")
CITY = Place(Level.CITY, "440000", "示例市", "示例省")
DECLARATION = "本工作簿中的学校、人名与数据均为虚构，仅供演示，与任何真实学校无关。"
TITLE = "示例市职业教育质量年度报告数据采集表"
ROWS = 4


@cache
def catalog() -> Catalog:
    return load_catalog()


def asked(level: Level) -> tuple[Asked, ...]:
    """Return every register of a level with every field."""
    registers = [one for one in catalog().registers.values() if one.level is level]
    return tuple(Asked(one, tuple(one.fields)) for one in sorted(registers, key=lambda one: one.name != "schools"))


def school(*, last: bool = True, now: bool = True) -> Blank:
    """Return the school's workbook of 2021, with last year beside and filled in as wanted."""
    return blank(SCHOOL, last=last, now=now)


def city(*, last: bool = True, now: bool = True) -> Blank:
    """Return the city's workbook of 2021."""
    return blank(CITY, last=last, now=now)


def blank(place: Place, *, last: bool, now: bool) -> Blank:
    registers = asked(place.level)
    return Blank(
        place=place,
        year=2021,
        title=TITLE,
        asked=registers,
        lists=catalog().lists,
        last=rows(registers, seed=0) if last else {},
        now=rows(registers, seed=7) if now else {},
        reasons=reasons(registers) if now else (),
        declaration=DECLARATION,
    )


def reasons(registers: tuple[Asked, ...]) -> tuple[Reason, ...]:
    """Return one reason in every register that has a number, in the order they stand in the workbook."""
    given = []
    for one in registers:
        numbers = [name for name in one.fields if one.register.fields[name].type.is_number]
        if numbers:
            key = row_key(one.register, rows((one,), seed=7)[one.register.name][1]) if one.register.key else ""
            given.append(Reason(one.register.name, key, numbers[0], "新校区启用，本年集中购置"))
    return tuple(given)


def rows(registers: tuple[Asked, ...], seed: int) -> Rows:
    """Return rows for every register; in some of them a cell is estimated or missing."""
    filled: dict[str, tuple[Row, ...]] = {}
    for one in registers:
        number = 1 if one.register.shape == "form" else ROWS
        filled[one.register.name] = tuple(row(one.register, seed, index) for index in range(number))
    return filled


def row(register: Register, seed: int, index: int) -> Row:
    cells: dict[str, Cell] = {}
    for number, (name, definition) in enumerate(register.fields.items()):
        if definition.derived_from:
            origin = str(cells[definition.derived_from])
            codes = catalog().lists[register.fields[definition.derived_from].list]
            cells[name] = codes.items[origin].attributes[definition.attribute]
        else:
            cells[name] = cell(definition, seed + index, number, is_key=name in register.key)
    return cells


def cell(definition: RegisterField, seed: int, number: int, *, is_key: bool) -> Cell:
    signs = {3: Missing(Meaning.NOT_APPLICABLE), 5: Missing(Meaning.NIL), 6: Missing(Meaning.NOT_COLLECTED)}
    if seed == 7 and number in signs and not is_key:
        return signs[number]
    match definition.type:
        case FieldType.COUNT:
            return Known(Fraction(120 + 37 * number + seed), estimated=number == 2)
        case FieldType.MEASURE:
            return Known(Fraction(46000 + number + seed) + Fraction(3, 10))
        case FieldType.AMOUNT:
            return Known(Fraction(14000000 + 1000 * seed) + Fraction(1, 100))
        case FieldType.DATE:
            return date(2021, 11, 30)
        case FieldType.CODE:
            codes: Mapping[str, object] = catalog().lists[definition.list].items
            return list(codes)[(seed * 3 if is_key else seed) % len(codes)]
        case _:
            return f"示例{definition.label}{seed}"
