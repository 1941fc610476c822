"""Small frozen data sets for tests: rows as plain values in, tables out."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from zhibao.catalog.load import Catalog, load_catalog
from zhibao.catalog.register import Register
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Cell, Row, Submission
from zhibao.snapshot.tables import Elsewhere, Tables
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known, Meaning, Missing

CITY = Place(Level.CITY, "city", "示例市")
Plain = str | int | float | Fraction | date | None | Missing
PlainRow = Mapping[str, Plain]


@cache
def catalog() -> Catalog:
    """Return the packaged catalog, loaded once."""
    return load_catalog()


def row(register: Register, given: PlainRow) -> Row:
    """Return a full row: numbers as Known, None as not submitted, fields not given as not collected."""
    cells: dict[str, Cell] = {}
    for name in register.fields:
        content = given.get(name, Missing(Meaning.NOT_COLLECTED))
        if content is None:
            cells[name] = Missing(Meaning.NOT_SUBMITTED)
        elif isinstance(content, int | float | Fraction):
            cells[name] = Known(Fraction(str(content)))
        else:
            cells[name] = content
    return cells


def roster(schools: Sequence[str], county: str = "甲县") -> list[PlainRow]:
    """Return roster rows that put every school in scope."""
    return [
        {
            "code": code,
            "name": f"示例{code}校",
            "county": county,
            "ownership": "公办",
            "grade": "其他",
            "in_scope": "是",
        }
        for code in schools
    ]


def submission(place: Place, year: int, registers: Mapping[str, Sequence[PlainRow]]) -> Submission:
    """Return a submission of plain rows."""
    known = catalog().registers
    return Submission(
        place, year, {name: tuple(row(known[name], one) for one in rows) for name, rows in registers.items()}
    )


def tables(
    folder: Path,
    years: Mapping[int, Mapping[str, Mapping[str, Sequence[PlainRow]]]],
    rosters: Mapping[int, Sequence[PlainRow]] | None = None,
    elsewhere: Elsewhere | None = None,
) -> Tables:
    """Return tables of year → school code → register → rows; the city's own registers stand under `city`."""
    store = Store(folder)
    for year, places in years.items():
        schools = [code for code in places if code != CITY.code]
        own = {"schools": (rosters or {}).get(year, roster(schools)), **places.get(CITY.code, {})}
        store.freeze(submission(CITY, year, own), catalog().registers)
        for code in schools:
            place = Place(Level.SCHOOL, code, f"示例{code}校", "甲县")
            store.freeze(submission(place, year, places[code]), catalog().registers)
    return Tables(store.current(), catalog().registers, CITY, elsewhere)
