"""播错: the errors that clerks make, put into what a school of an example hands in, always the same ones."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from zhibao.catalog.expression import FieldName
from zhibao.check.context import CellName, Context, Handed, Numbers
from zhibao.check.relations import totals
from zhibao.check.slips import exchanged
from zhibao.snapshot.submission import Cell, Row, row_key
from zhibao.terms.unit import UNITS, Dimension
from zhibao.terms.value import Known, Meaning, Missing

EXPLAINED = "explained_digits_exchanged"
_TEN_THOUSAND = 10_000
_LEAST = 10
Changes = Mapping[CellName, Fraction | None]
"""Cell → the number that was typed instead; None for a cell left empty."""


@dataclass(frozen=True)
class Fault:
    """差错: the cells of one school that say something else than they should; `explained` when their 说明 stay."""

    place: str
    changes: Changes
    explained: bool = False


@dataclass(frozen=True)
class School:
    """一所学校: what it handed in this year, the numbers in it and those of last year."""

    context: Context
    handed: Handed
    now: Numbers
    before: Numbers


Sower = Callable[[School], Iterator[Changes]]


def faults(context: Context, kind: str, most: int) -> tuple[Fault, ...]:
    """Return at most so many errors of a kind, spread over all schools and cells in a fixed order.

    Raises: KeyError, for an unknown kind.
    """
    every = {
        f"{kind} {handed.place.code} {sorted(changes.items())}": Fault(handed.place.code, changes, kind == EXPLAINED)
        for handed in context.schools.get(context.years[1], ())
        for changes in SOWERS[kind][1](_school(context, handed))
    }
    order = sorted(every, key=lambda name: hashlib.sha256(name.encode()).digest())
    return tuple(every[name] for name in order[:most])


def with_fault(handed: Handed, fault: Fault, context: Context) -> Handed:
    """Return a submission with the error in it; whoever mistypes a number has not explained it yet, unless he has."""
    changes = fault.changes
    reasons = tuple(one for one in handed.reasons if (one.register, one.key, one.field) not in changes)
    rows = {
        name: tuple(_changed(name, row_key(context.catalog.registers[name], row), row, changes) for row in those)
        for name, those in handed.rows.items()
    }
    return replace(handed, rows=rows, reasons=handed.reasons if fault.explained else reasons)


def _changed(register: str, key: str, row: Row, changes: Changes) -> Row:
    return {name: _cell(content, CellName(register, key, name), changes) for name, content in row.items()}


def _cell(content: Cell, name: CellName, changes: Changes) -> Cell:
    if name not in changes:
        return content
    number = changes[name]
    return Missing(Meaning.NOT_SUBMITTED) if number is None else Known(number)


def _school(context: Context, handed: Handed) -> School:
    code, (last, this) = handed.place.code, context.years
    return School(context, handed, context.typed[code, this], context.typed.get((code, last), {}))


def _times(factor: int) -> Sower:
    def sow(school: School) -> Iterator[Changes]:
        yield from ({cell: number * factor} for cell, number in school.now.items() if number > 0)

    return sow


def _ten_thousands(school: School) -> Iterator[Changes]:
    for cell, number in school.now.items():
        unit = school.context.catalog.registers[cell.register].fields[cell.field].unit
        if number >= _TEN_THOUSAND and UNITS[unit].dimension is Dimension.MONEY:
            yield {cell: Fraction(round(number / _TEN_THOUSAND))}


def _leading_exchanged(school: School) -> Iterator[Changes]:
    for cell, number in school.now.items():
        for other in exchanged(number):
            if cell in school.before and _is_far(number, other):
                yield {cell: other}


def _explained_exchanged(school: School) -> Iterator[Changes]:
    for changes in _leading_exchanged(school):
        if any(school.handed.reason_for(*cell) for cell in changes):
            yield changes


def _later_exchanged(school: School) -> Iterator[Changes]:
    for cell, number in school.now.items():
        for other in exchanged(number):
            if cell not in school.before or not _is_far(number, other):
                yield {cell: other}


def _is_far(number: Fraction, other: Fraction) -> bool:
    return abs(other - number) * _LEAST > number


def _digit_changed(school: School) -> Iterator[Changes]:
    for cell, number in school.now.items():
        digits = str(number)
        if number.denominator == 1 and number >= _LEAST:
            for place, digit in enumerate(digits):
                other = str((int(digit) + 3) % 10)
                if place or other != "0":
                    yield {cell: Fraction(digits[:place] + other + digits[place + 1 :])}


def _total_broken(school: School) -> Iterator[Changes]:
    for whole, _, _ in _relations(school, "="):
        yield {whole: school.now[whole] + 1}
        yield {whole: school.now[whole] + 2 * _LEAST}


def _above_whole(school: School) -> Iterator[Changes]:
    for whole, part, others in _relations(school, "<="):
        if not others:
            yield {part: school.now[whole] + 1}
            yield {part: school.now[whole] * 2 + _LEAST}


def _relations(school: School, comparison: str) -> Iterator[tuple[CellName, CellName, int]]:
    """Yield (whole, a part of it in a form, how many other parts) of every relation that can be decided."""
    for rule in school.context.rules.values():
        if not (rule.generated and rule.must):
            continue
        condition = school.context.condition(rule)
        values = totals(rule, condition, school.handed) if condition.comparison == comparison else None
        if values is None or condition.evaluate(values).holds is not True:
            continue
        parts = [_in_form(name) for name in condition.fields if _in_form(name) in school.now]
        if len(parts) > 1 and parts[-1] == _in_form(condition.fields[-1]):
            yield parts[-1], parts[0], len(parts) - 2


def _in_form(name: FieldName) -> CellName:
    return CellName(name.register, "", name.field)


def _columns_exchanged(school: School) -> Iterator[Changes]:
    for one, other in pairwise(school.now):
        numbers = school.now[one], school.now[other]
        if one[:2] == other[:2] and numbers[0] != numbers[1] and max(numbers) >= _LEAST:
            yield {one: school.now[other], other: school.now[one]}


def _year_copied(school: School) -> Iterator[Changes]:
    for register in dict.fromkeys(cell.register for cell in school.now):
        copied = {cell: school.before.get(cell) for cell in school.now if cell.register == register}
        changes: Changes = {cell: number for cell, number in copied.items() if number is not None}
        if len(changes) == len(copied) and any(school.now[cell] != number for cell, number in changes.items()):
            yield changes


def _to_zero(school: School) -> Iterator[Changes]:
    yield from ({cell: Fraction(0)} for cell, number in school.now.items() if number >= _LEAST)


def _emptied(school: School) -> Iterator[Changes]:
    yield from ({cell: None} for cell in school.now)


SOWERS: Mapping[str, tuple[str, Sower]] = {
    "times_10": ("多写一个零（×10）", _times(10)),
    "times_100": ("多写两个零（×100）", _times(100)),
    "times_1000": ("多写三个零（×1000）", _times(1000)),
    "times_10000": ("万元填成元（×10000）", _times(_TEN_THOUSAND)),
    "ten_thousands": ("元填成万元（÷10000）", _ten_thousands),
    "digits_exchanged": ("相邻两位颠倒，数变化一成以上，有上年可比", _leading_exchanged),
    EXPLAINED: ("相邻两位颠倒，而该格已有说明", _explained_exchanged),
    "later_digits_exchanged": ("相邻两位颠倒，数变化不到一成或无上年可比", _later_exchanged),
    "digit_changed": ("一位数字写错", _digit_changed),
    "total_broken": ("合计与分项不符", _total_broken),
    "part_above_whole": ("部分大于整体", _above_whole),
    "columns_exchanged": ("相邻两栏填反（至少一栏不小于10）", _columns_exchanged),
    "year_copied": ("照抄上年的表", _year_copied),
    "value_to_zero": ("不小于10的数填成零", _to_zero),
    "cell_emptied": ("漏填", _emptied),
}
"""Kind of error → its name and how it is sown."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "量级（×10 至 ×10000，元与万元）": ("times_10", "times_100", "times_1000", "times_10000", "ten_thousands"),
    "数字颠倒（变化一成以上）": ("digits_exchanged",),
    "恒等式被打破": ("total_broken", "part_above_whole"),
    "两栏填反": ("columns_exchanged",),
}
"""What the rules must find at least 95 in 100 of, and the kinds of error that make it up."""
