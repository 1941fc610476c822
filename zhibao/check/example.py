"""校验的例: the rows that an example gives, as a context that a kind of check can look at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial

from zhibao.catalog.asked import Asked
from zhibao.catalog.files import CatalogError
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Check, CheckExample
from zhibao.catalog.register import FieldType, Register, RegisterField
from zhibao.check.context import CaseText, Context, Handed
from zhibao.check.rules import all_checks
from zhibao.snapshot.submission import Cell, Other, Reason, Row
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known, Meaning, Missing, Origin, OriginKind, Values

YEARS = (2020, 2021)
CITY = Place(Level.CITY, "市", "示例市")
_SCHOOL = "A"
Plain = str | int | float | date | None
_Rows = dict[str, list[Mapping[str, Plain]]]


def example_context(rule: Check, example: CheckExample, catalog: Catalog) -> Context:
    """Return what an example hands in: a school per `school`, the city as 市, years before last year as history.

    Shape: only the fields that the example names are asked for; a row that leaves one of them out has not collected it.
    Raises: CatalogError, when a register or field is unknown.
    """
    places: dict[tuple[int, str], _Rows] = defaultdict(lambda: defaultdict(list))
    for register, rows in example.given.items():
        for row in rows:
            school, year = str(row.get("school", _SCHOOL)), int(str(row.get("year", YEARS[1])))
            cells = {name: cell for name, cell in row.items() if name not in ("school", "year")}
            places[year, school][register].append(cells)
    asked = {name: _asked(rule, catalog, name, rows) for name, rows in example.given.items()}
    handed = [_handed(place, rows, asked, year) for (year, place), rows in sorted(places.items())]
    said = partial(replace, others=_others(example), reasons=_reasons(example))
    handed = [said(one) if one.place.code == _SCHOOL else one for one in handed]
    schools = tuple(dict.fromkeys(one.place for one in handed if one.place != CITY))
    return Context(
        catalog=catalog,
        handed=tuple(one for one in handed if one.year in YEARS),
        expected={year: schools for year in YEARS if any(one.year == year for one in handed)},
        values=Values({}, CITY.code),
        printed=(),
        years=YEARS,
        city=CITY,
        history=tuple(one for one in handed if one.year < YEARS[0]),
        rules=all_checks(catalog),
        cases=tuple(CaseText(school, f"示例{school}校案例", text) for school, text in example.cases.items()),
    )


def _handed(code: str, registers: _Rows, asked: Mapping[str, Asked], year: int) -> Handed:
    place = CITY if code == CITY.code else Place(Level.SCHOOL, code, f"示例{code}校", "示例县")
    rows = {name: tuple(_row(asked[name], one) for one in given) for name, given in registers.items()}
    look_ups = {name: tuple(_person(asked[name].register, row) for row in those) for name, those in rows.items()}
    return Handed(place, year, rows, (), tuple(asked[name] for name in rows), look_ups=look_ups)


def _person(register: Register, row: Row) -> str:
    """Return the invented number that stands in an example for the keyed one."""
    names = (name for name, field in register.fields.items() if field.type is FieldType.ID_NUMBER)
    return "".join(str(row[name]) for name in names if name in row and not isinstance(row[name], Missing))


def _others(example: CheckExample) -> tuple[Other, ...]:
    origin = str(Origin(OriginKind.IMPORTED, "示例系统"))
    names = [(name.partition("."), str(number)) for name, number in example.others.items()]
    return tuple(Other(register, "", field, number, origin) for (register, _, field), number in names)


def _reasons(example: CheckExample) -> tuple[Reason, ...]:
    names = [(name.partition("."), text) for name, text in example.reasons.items()]
    return tuple(Reason(register, "", field, text) for (register, _, field), text in names)


def _asked(rule: Check, catalog: Catalog, name: str, rows: Iterable[Mapping[str, Plain]]) -> Asked:
    if name not in catalog.registers:
        raise CatalogError(f"checks/{rule.name}.yaml：例中的“{name}”不是数据表。")
    register = catalog.registers[name]
    given = {field for row in rows for field in row} - {"school", "year"}
    for unknown in sorted(given - {*register.fields}):
        raise CatalogError(f"checks/{rule.name}.yaml：例中的数据表“{name}”没有字段“{unknown}”。")
    return Asked(register, tuple(field for field in register.fields if field in given))


def _row(asked: Asked, given: Mapping[str, Plain]) -> Row:
    register: Register = asked.register
    names = dict.fromkeys((*register.key, *asked.fields))
    return {name: _cell(register.fields[name], given.get(name, Meaning.NOT_COLLECTED.sign)) for name in names}


def _cell(field: RegisterField, content: Plain) -> Cell:
    """Return a cell of the field's type; None was not submitted, a sign says what it means."""
    if content is None:
        return Missing(Meaning.NOT_SUBMITTED)
    if meaning := next((one for one in Meaning if one.sign == content), None):
        return Missing(meaning)
    if field.type.is_number:
        return Known(Fraction(str(content)))
    if field.type is FieldType.DATE:
        return content if isinstance(content, date) else date.fromisoformat(str(content))
    return str(content)
