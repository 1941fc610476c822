"""生成: turns an example's figures into what every school and the city hand in, year by year; always the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from zhibao.catalog.load import Catalog
from zhibao.examples.jiangmen import columns as jiangmen_columns
from zhibao.examples.jiangmen import listings as jiangmen_listings
from zhibao.examples.model import Example, School
from zhibao.examples.qingyuan import columns as qingyuan_columns
from zhibao.examples.qingyuan import listings as qingyuan_listings
from zhibao.examples.reasons import school_reasons
from zhibao.examples.rows import counted
from zhibao.examples.shares import Shares
from zhibao.snapshot.submission import Reason, Row, Rows
from zhibao.terms.value import Meaning, Missing

_COLUMNS: Mapping[str, ModuleType] = {"jiangmen": jiangmen_columns, "qingyuan": qingyuan_columns}
_LISTINGS: Mapping[str, ModuleType] = {"jiangmen": jiangmen_listings, "qingyuan": qingyuan_listings}
_NOTHING = Missing(Meaning.NIL)


@dataclass(frozen=True)
class Handed:
    """填好的表: what one place hands in for one year."""

    rows: Rows
    reasons: tuple[Reason, ...] = ()


Generated = Mapping[int, Mapping[str, Handed]]
"""What is handed in, by year and place code; the city's own code too."""


@cache
def shares_of(example: Example) -> Mapping[int, Shares]:
    """Return the columns of both years: this year by the sizes of the schools, last year along this year."""
    last, this = example.edition.data_years
    columns = _COLUMNS[example.name]
    now = Shares(example, this)
    columns.cut(now)
    before = Shares(example, last, like=now)
    columns.cut(before)
    return {last: before, this: now}


def generate(example: Example, catalog: Catalog) -> Generated:
    """Return everything that is typed into the example's workbooks.

    Shape: the two data years with every school and the city; a history year with the city alone.
    """
    edition = example.edition
    rows = {year: _school_rows(example, shares) for year, shares in shares_of(example).items()}
    handed: dict[int, dict[str, Handed]] = {edition.last: {}, edition.this: {}}
    for code in example.codes:
        handed[edition.last][code] = Handed(rows[edition.last][code], _written(example, code, edition.last))
        reasons = school_reasons(example.name, code, rows[edition.last][code], rows[edition.this][code], catalog)
        handed[edition.this][code] = Handed(rows[edition.this][code], _written(example, code, edition.this) + reasons)
    for year in edition.data_years:
        handed[year][edition.code] = Handed(_city_rows(example, year, catalog))
    for year in edition.history_years:
        handed[year] = {edition.code: Handed(_history_rows(example, year))}
    return handed


def _written(example: Example, code: str, year: int) -> tuple[Reason, ...]:
    return tuple(
        Reason(one.register_, "", one.field, one.reason)
        for one in example.reasons.schools
        if (one.school, one.year) == (code, year)
    )


def _school_rows(example: Example, shares: Shares) -> Mapping[str, Rows]:
    listed = _LISTINGS[example.name].school_rows(shares)
    return {
        code: {register: (row,) for register, row in _forms(example, shares, place).items()} | listed[code]
        for place, code in enumerate(example.codes)
    }


def _forms(example: Example, shares: Shares, place: int) -> dict[str, Row]:
    figures = example.figures
    forms: dict[str, Row] = {
        register: {field: counted(shares[f"{register}.{field}"][place]) for field in fields}
        for register, fields in figures.forms.items()
    }
    for register, maxima in figures.maxima.items():
        more = {field: counted(maximum.values[place]) for field, maximum in maxima.items()}
        forms[register] = {**forms.get(register, {}), **more}
    return forms


def _city_rows(example: Example, year: int, catalog: Catalog) -> Rows:
    roster = [_roster_row(school, "是") for school in example.roster.schools]
    roster += [_roster_row(school, "否") for school in example.roster.out_of_scope]
    reasons = example.reasons.city if year == example.edition.this else ()
    explained: tuple[Row, ...] = tuple(
        {"indicator": one.about(catalog.indicators), "reason": one.reason} for one in reasons
    )
    rows: Rows = _LISTINGS[example.name].city_rows(example, year)
    return {"schools": tuple(roster), **rows, "change_reasons": explained}


def _roster_row(school: School, in_scope: str) -> Row:
    return {
        "code": school.code,
        "name": school.name,
        "short_name": school.short_name or _NOTHING,
        "county": school.county,
        "ownership": school.ownership,
        "grade": school.grade,
        "in_scope": in_scope,
        "scope_reason": school.scope_reason or _NOTHING,
    }


def _history_rows(example: Example, year: int) -> Rows:
    return {
        register: ({field: counted(figure.total[year], estimated=True) for field, figure in fields.items()},)
        for register, fields in example.figures.history.items()
    }
