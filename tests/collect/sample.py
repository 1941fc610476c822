"""A fictional school and a fictional city that fill in every register there is."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache

from zhibao.catalog.asked import Asked
from zhibao.catalog.load import Catalog, load_catalog
from zhibao.catalog.register import FieldType, Register, RegisterField
from zhibao.collect.blank import Blank
from zhibao.snapshot.submission import Cell, Reason, Row, Rows, row_key
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known, Meaning, Missing

SCHOOL = Place(Level.SCHOOL, "S01", "示例市第一职业技术学校", "甲县")
CITY = Place(Level.CITY, "440000", "示例市", "示例省")
DECLARATION = "本工作簿中的学校、人名与数据均为虚构，仅供演示，与任何真实学校无关。"
TITLE = "示例市职业教育质量年度报告数据采集表"
ROWS = 4
# 虚构的号码，校验码合规。
ID_NUMBERS = ("11010519491231002X", "440524188001010014")


@cache
def catalog() -> Catalog:
    return load_catalog()


def asked(level: Level, *, everything: bool = False) -> tuple[Asked, ...]:
    """Return the registers of a level that everybody fills, or every register there is, with every field."""
    registers = [one for one in catalog().registers.values() if one.level is level and (everything or not one.optional)]
    return tuple(Asked(one, tuple(one.fields)) for one in sorted(registers, key=lambda one: one.name != "schools"))


def school(*, last: bool = True, now: bool = True, everything: bool = False) -> Blank:
    """Return the school's workbook of 2021, with last year beside and filled in as wanted."""
    return blank(SCHOOL, last=last, now=now, everything=everything)


def city(*, last: bool = True, now: bool = True, everything: bool = False) -> Blank:
    """Return the city's workbook of 2021."""
    return blank(CITY, last=last, now=now, everything=everything)


def blank(place: Place, *, last: bool, now: bool, everything: bool) -> Blank:
    registers = asked(place.level, everything=everything)
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
        key = row_key(one.register, rows((one,), seed=7)[one.register.name][-1]) if one.register.key else ""
        for name in explained(one.register):
            given.append(Reason(one.register.name, key, name, "新校区启用，本年集中购置"))
    return tuple(given)


def explained(register: Register) -> tuple[str, ...]:
    """Return the fields that one 说明 speaks of: a number, a whole row ('') or a row of a printed table."""
    numbers = [name for name, field in register.fields.items() if field.type.is_number]
    if register.layout is not None:
        totals = {total for _, total, _ in register.layout.sums()}
        cells = {pair: name for pair, name in register.layout.cells().items() if name not in totals}
        first = next(iter(cells))[0]
        return tuple(name for (row_name, _), name in cells.items() if row_name == first)
    if register.shape == "rows" and len(numbers) > 1:
        return ("",)
    return tuple(numbers[:1])


def rows(registers: tuple[Asked, ...], seed: int) -> Rows:
    """Return rows for every register; in some of them a cell is estimated or missing."""
    filled: dict[str, tuple[Row, ...]] = {}
    for one in registers:
        number = 1 if one.register.shape == "form" else ROWS
        made = [row(one.register, seed, index) for index in range(number)]
        filled[one.register.name] = tuple({row_key(one.register, each): each for each in made}.values())
    return filled


def row(register: Register, seed: int, index: int) -> Row:
    cells: dict[str, Cell] = {}
    for number, (name, definition) in enumerate(register.fields.items()):
        if definition.derived_from:
            origin = cells[definition.derived_from]
            codes = catalog().lists[register.fields[definition.derived_from].list]
            is_code = isinstance(origin, str)
            cells[name] = codes.items[str(origin)].attributes[definition.attribute] if is_code else origin
        else:
            cells[name] = cell(definition, seed + index, number, is_key=name in register.key)
    return with_totals(register, cells)


def with_totals(register: Register, cells: dict[str, Cell]) -> Row:
    """Return the cells of a printed table with totals that are what their parts add up to; a gap leaves no total."""
    for _, total, parts in register.layout.sums() if register.layout else ():
        found = [one for part in parts if isinstance(one := cells[part], Known | Missing)]
        counted = [one for one in found if isinstance(one, Known) or one.meaning.leaves_a_gap]
        gap = next((one for one in counted if isinstance(one, Missing)), None)
        numbers = [one for one in counted if isinstance(one, Known)]
        whole = Known(
            sum((one.number for one in numbers), Fraction(0)), estimated=any(one.estimated for one in numbers)
        )
        cells[total] = (gap or whole) if counted else found[0]
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
        case FieldType.ID_NUMBER:
            return ID_NUMBERS[seed % len(ID_NUMBERS)]
        case _:
            return f"示例{definition.label}{seed}"
