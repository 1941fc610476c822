"""What the examples hand in, as plain numbers, made once for all tests."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from tests.registers import catalog
from zhibao.examples.generate import Generated, generate
from zhibao.examples.model import Example, load_example
from zhibao.snapshot.submission import Rows
from zhibao.terms.value import Known

CITIES = ("jiangmen", "qingyuan")


@cache
def generated(name: str) -> Generated:
    """Return everything that an example hands in."""
    return generate(load_example(name), catalog())


def schools(name: str) -> Iterator[tuple[int, str, Rows]]:
    """Yield (year, code, rows) of every school in both data years."""
    example = load_example(name)
    for year in example.edition.data_years:
        for code in example.codes:
            yield year, code, generated(name)[year][code].rows


def number(rows: Rows, register: str, field: str) -> Fraction | None:
    """Return a field of one place, added up over its rows; None when it is not asked for."""
    cells = [row.get(field) for row in rows.get(register, ())]
    known = [cell.number for cell in cells if isinstance(cell, Known)]
    return sum(known, Fraction(0)) if known else None


def total(example: Example, year: int, register: str, field: str) -> Fraction:
    """Return a field added up over the schools."""
    found = [number(generated(example.name)[year][code].rows, register, field) for code in example.codes]
    return sum((one for one in found if one is not None), Fraction(0))
