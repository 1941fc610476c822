"""与各校的生均数相比: a number per student lies far outside what most schools have.

`of` names fields of forms. Parameters: `per`, the field divided by; `schools`, fewer of which prove nothing; `ranges`,
by how many interquartile ranges of the logarithms beyond the quartiles a value is far; `times`, within how many times
the median it never is; `least`, the smallest divisor that is compared.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import exp, log
from statistics import median

from zhibao.catalog.asked import qualified
from zhibao.catalog.model import Check
from zhibao.check.context import CellName, Context, Handed, finding
from zhibao.check.reach import Reach
from zhibao.check.robust import fences
from zhibao.terms.finding import Finding
from zhibao.terms.quantity import Form, print_number

VAGUE = True
REACH = Reach.CELLS
_Shares = list[tuple[Handed, Fraction]]


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per value beyond the fences; silent where too few schools can be compared."""
    for cell, shares in _comparable(check, context):
        values = [log(float(share)) for _, share in shares]
        low, high = fences(values, float(check.number("ranges")))
        middle, widest = median(values), log(float(check.number("times")))
        low, high = min(low, middle - widest), max(high, middle + widest)
        for (handed, share), value in zip(shares, values, strict=True):
            if not low <= value <= high:
                yield _finding(check, context, cell, handed, share, (exp(middle), len(shares)))


def touched(check: Check, context: Context) -> Iterator[tuple[str, CellName]]:
    """Yield place and cell of every number that enough schools can be compared in."""
    for cell, shares in _comparable(check, context):
        yield from ((handed.place.code, cell) for handed, _ in shares)


def _comparable(check: Check, context: Context) -> Iterator[tuple[CellName, _Shares]]:
    per = CellName(*_form(str(check.parameters["per"])))
    for name in check.of:
        cell, shares = CellName(*_form(name)), []
        for handed in context.schools.get(context.years[1], ()):
            number, base = handed.typed.get(cell, Fraction(0)), handed.typed.get(per, Fraction(0))
            if number > 0 and base >= check.number("least"):
                shares.append((handed, number / base))
        if len(shares) >= check.number("schools"):
            yield cell, shares


def _form(name: str) -> tuple[str, str, str]:
    register, field = qualified("", name)
    return register, "", field


def _finding(
    check: Check, context: Context, cell: CellName, handed: Handed, share: Fraction, usual: tuple[float, int]
) -> Finding:
    label, schools = context.catalog.field_label(cell.register, cell.field), usual[1]
    said, middle = (print_number(one, Form(2)) for one in (share, Fraction(usual[0])))
    return finding(
        check,
        handed.where(context.catalog, cell.register, cell.field),
        check.message.format(label=label, share=said, usual=middle, schools=schools),
        said=said,
        expected=f"与{schools}所学校的中位数{middle}相近",
        reason=handed.reason_for(*cell),
    )
