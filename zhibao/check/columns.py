"""按栏比较: the numbers of a register of rows as columns of whole numbers, so that only what may break is looked at.

Every number field keeps at most four decimals; in ten-thousandths they are whole, and comparing them is exact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm
from operator import add

from zhibao.catalog.expression import COMPARED, Condition, FieldName, Node, Operation
from zhibao.snapshot.long_rows import LongRows
from zhibao.snapshot.submission import Cell, Row
from zhibao.terms.value import Known

_PARTS = 10_000
_Terms = dict[str, Fraction]
_CONSTANT = ""


@dataclass(frozen=True, slots=True)
class _Column:
    """一栏: the numbers in ten-thousandths, 0 where there is none; the rows without, and those with a finer one."""

    numbers: Sequence[int]
    gaps: frozenset[int]
    finer: frozenset[int]


class Columns:
    """各栏: the columns of one register of rows, each made when it is first asked for."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Take the rows."""
        self._rows = rows
        self._made: dict[str, _Column] = {}

    def doubtful(self, condition: Condition) -> Sequence[int]:
        """Return the rows, from 0, in which a condition may not hold; it holds or cannot be decided in all others."""
        terms = _difference(condition)
        if terms is None or not set(terms) - {_CONSTANT}:
            return range(len(self._rows))
        if isinstance(self._rows, LongRows):
            return self._rows.broken(terms, condition.comparison)
        whole = lcm(*(one.denominator for one in terms.values()))
        columns = {name: self._column(name) for name in terms if name != _CONSTANT}
        sums: Sequence[int] = [int(terms.get(_CONSTANT, Fraction(0)) * whole * _PARTS)] * len(self._rows)
        for name, column in columns.items():
            times = int(terms[name] * whole)
            sums = list(map(add, sums, column.numbers if times == 1 else [times * one for one in column.numbers]))
        holds = COMPARED[condition.comparison]
        broken = {row for row, total in enumerate(sums) if not holds(total, 0)}
        gaps = frozenset[int]().union(*(one.gaps for one in columns.values()))
        return sorted((broken | frozenset[int]().union(*(one.finer for one in columns.values()))) - gaps)

    def _column(self, name: str) -> _Column:
        if name not in self._made:
            cells = [row.get(name) for row in self._rows]
            # Equal cells of a column are mostly one object; each is turned into a whole number once.
            each: Mapping[int, Cell | None] = dict(zip(map(id, cells), cells, strict=True))
            numbers = {key: _whole(one) for key, one in each.items()}
            gaps = {key for key, one in each.items() if not isinstance(one, Known)}
            finer = {key for key, number in numbers.items() if number is None and key not in gaps}
            self._made[name] = _Column(
                list(map({key: number or 0 for key, number in numbers.items()}.__getitem__, map(id, cells))),
                _rows_of(cells, gaps),
                _rows_of(cells, finer),
            )
        return self._made[name]


def _rows_of(cells: Sequence[Cell | None], wanted: set[int]) -> frozenset[int]:
    return frozenset(row for row, one in enumerate(cells) if id(one) in wanted) if wanted else frozenset()


def _whole(cell: Cell | None) -> int | None:
    """Return a number in ten-thousandths; None when there is none or it is finer than that."""
    if not isinstance(cell, Known):
        return None
    times, rest = divmod(_PARTS, cell.number.denominator)
    return None if rest else cell.number.numerator * times


@lru_cache(maxsize=1024)
def _difference(condition: Condition) -> Mapping[str, Fraction] | None:
    """Return left minus right as field → factor, the constant under ''; None when fields are multiplied."""
    left, right = _terms(condition.left), _terms(condition.right)
    return None if left is None or right is None else _sum(left, right, -1)


def _terms(node: Node) -> _Terms | None:
    match node:
        case FieldName(_, field):
            return {field: Fraction(1)}
        case Fraction():
            return {_CONSTANT: node}
        case Operation("+" | "-" as sign, left, right):
            first, second = _terms(left), _terms(right)
            return None if first is None or second is None else _sum(first, second, 1 if sign == "+" else -1)
        case Operation("*", Fraction() as factor, other) | Operation("*", other, Fraction() as factor):
            inner = _terms(other)
            return None if inner is None else {name: one * factor for name, one in inner.items()}
        case _:
            return None


def _sum(first: _Terms, second: _Terms, sign: int) -> _Terms:
    return first | {name: first.get(name, Fraction(0)) + sign * one for name, one in second.items()}
