"""行: the rows of registers as they are handed in."""

from collections.abc import Mapping
from fractions import Fraction

from zhibao.snapshot.submission import Row
from zhibao.terms.value import Known

SchoolRows = Mapping[str, Mapping[str, tuple[Row, ...]]]
"""Rows of registers, by school and register."""


def counted(number: int, *, estimated: bool = False) -> Known:
    """Return a whole number as a cell."""
    return Known(Fraction(number), estimated=estimated)
