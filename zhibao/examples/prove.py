"""证明: evaluates, by arithmetic alone, why a cell does not come out as printed."""

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import ceil, floor

from zhibao.examples.model import Difference, Kind, Operand, Published
from zhibao.terms.rounding import Rounding, round_exact

_NUMBER = re.compile(r"-?\d+(?:\.(\d+))?")
_FALLS = "↓"


def proves(entry: Difference, published: Published, entries: Sequence[Difference]) -> bool:
    """Say whether the entry's own kind is the first that holds and its arithmetic gives what was rebuilt.

    Every operand that names a cell must be what that cell prints.
    """
    if not _is_printed((entry.table, entry.row, entry.column), entry.printed, published):
        return False
    if not all(_is_printed(one.cell, one.value, published) for one in entry.operands if one.cell):
        return False
    result, decimals = _result(entry, _data(entry)), _decimals(entry.rebuilt)
    gives = Fraction(round_exact(result, decimals, Rounding.HALF_UP)) == _number(entry.rebuilt)
    return gives and entry.printed != entry.rebuilt and first_kind(entry, entries) == entry.kind


def first_kind(entry: Difference, entries: Sequence[Difference]) -> Kind | None:
    """Return the first kind of proof that holds, in their fixed order; None when none does."""
    tests: Mapping[Kind, Callable[[], bool]] = {
        "truncated": lambda: _is_truncated(entry),
        "difference": lambda: entry.operation == "difference" and _contradicts(entry),
        "parts": lambda: entry.operation != "difference" and _contradicts(entry),
        "no_whole_number": lambda: _has_no_whole_number(entry),
        "follows": lambda: _follows(entry, entries),
    }
    return next((kind for kind, holds in tests.items() if holds()), None)


def _is_truncated(entry: Difference) -> bool:
    """The data would print so if the digits after the last printed one were cut off."""
    if entry.operation not in ("quotient", "percent"):
        return False
    cut = round_exact(_result(entry, _data(entry)), _decimals(entry.printed), Rounding.TRUNCATE)
    return Fraction(cut) == _number(entry.printed)


def _contradicts(entry: Difference) -> bool:
    """All operands are printed, and what is printed of them is not what they give."""
    if not all(one.cell for one in entry.operands):
        return False
    return _rounded(entry, _result(entry, _printed(entry))) != _number(entry.printed)


def _has_no_whole_number(entry: Difference) -> bool:
    """No whole numerator over the base gives the print, and the one taken is as near as any."""
    numerator, base, *more = entry.operands
    if entry.operation != "percent" or more or numerator.cell:
        return False
    printed, whole = _number(entry.printed), int(base.value)
    if any(_rounded(entry, Fraction(100 * number, whole)) == printed for number in range(whole + 1)):
        return False
    wanted = printed * whole / 100
    nearest = min((floor(wanted), ceil(wanted)), key=lambda number: abs(number - wanted))
    return int(numerator.value) == nearest


def _follows(entry: Difference, entries: Sequence[Difference]) -> bool:
    """The operands give the print, but one of them is itself a cell that differs."""
    differing = {(one.table, one.row, one.column): one.rebuilt for one in entries}
    changed = [one for one in entry.operands if one.cell and one.rebuilt and differing.get(one.cell) == one.rebuilt]
    return bool(changed) and _rounded(entry, _result(entry, _printed(entry))) == _number(entry.printed)


def _result(entry: Difference, values: Sequence[Fraction]) -> Fraction:
    match entry.operation:
        case "sum":
            return sum(values, Fraction(0))
        case "difference":
            return reduce(lambda left, right: left - right, values)
        case "quotient":
            return values[0] / values[1]
        case "percent":
            return values[0] * 100 / values[1]


def _printed(entry: Difference) -> list[Fraction]:
    return [Fraction(one.value) for one in entry.operands]


def _data(entry: Difference) -> list[Fraction]:
    return [Fraction(_value(one)) for one in entry.operands]


def _value(operand: Operand) -> str:
    return operand.rebuilt or operand.value


def _rounded(entry: Difference, value: Fraction) -> Fraction:
    return Fraction(round_exact(value, _decimals(entry.printed), Rounding.HALF_UP))


def _is_printed(cell: tuple[str, int, int], text: str, published: Published) -> bool:
    table, row, column = cell
    return published.table(table).rows[row - 1][column - 1] == text


def _number(text: str) -> Fraction:
    """Return the number that a cell prints; an arrow down is a minus."""
    found = _NUMBER.search(text)
    if found is None:
        raise ValueError(f"{text!r} prints no number")
    number = Fraction(found[0])
    return -number if _FALLS in text else number


def _decimals(text: str) -> int:
    found = _NUMBER.search(text)
    return len(found[1] or "") if found else 0
