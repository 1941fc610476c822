"""漏斗图: a rate lies outside the limits that its own base leaves to chance around the rate of all schools.

`of` names the part and the whole. Parameters: `schools`, fewer of which prove nothing; `deviations`, how far the limits
lie (3.09 leaves two rates in a thousand outside); `least`, the smallest base that is compared.
Limits are Wilson's, widened by how far the schools differ more than chance makes them (the winsorised mean of the
squared scores), so that real differences between schools are not all called errors.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import sqrt

from zhibao.catalog.asked import qualified
from zhibao.catalog.model import Check
from zhibao.check.context import CellName, Context, Handed, digits, finding
from zhibao.check.reach import Reach
from zhibao.terms.finding import Finding
from zhibao.terms.quantity import Form, print_number

VAGUE = True
REACH = Reach.CELLS
_WINSORISED = 10
_Rates = list[tuple[Handed, Fraction, Fraction]]


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per school whose rate lies outside the limits; silent where too few schools can be compared."""
    rates = _rates(check, context)
    whole = sum((base for _, _, base in rates), Fraction(0))
    part = sum((number for _, number, _ in rates), Fraction(0))
    if len(rates) < check.number("schools") or not 0 < part < whole:
        return
    centre = part / whole
    scores = [_score(number, base, centre) for _, number, base in rates]
    limit = float(check.number("deviations")) * sqrt(max(1.0, _dispersion(scores)))
    for (handed, number, base), score in zip(rates, scores, strict=True):
        if abs(score) > limit:
            yield _finding(check, context, handed, (number, base, centre), len(rates))


def touched(check: Check, context: Context) -> Iterator[tuple[str, CellName]]:
    """Yield place and cells of every rate, when enough schools can be compared."""
    rates = _rates(check, context)
    if len(rates) >= check.number("schools"):
        for handed, _, _ in rates:
            yield from ((handed.place.code, cell) for cell in _names(check))


def _rates(check: Check, context: Context) -> _Rates:
    part, whole = _names(check)
    found = []
    for handed in context.schools.get(context.years[1], ()):
        number, base = handed.typed.get(part), handed.typed.get(whole, Fraction(0))
        if number is not None and 0 <= number <= base and base >= check.number("least"):
            found.append((handed, number, base))
    return found


def _names(check: Check) -> tuple[CellName, CellName]:
    part, whole = (CellName(register, "", field) for register, field in (qualified("", name) for name in check.of))
    return part, whole


def _score(number: Fraction, base: Fraction, centre: Fraction) -> float:
    return float(number / base - centre) / sqrt(float(centre * (1 - centre) / base))


def _dispersion(scores: list[float]) -> float:
    """Return the mean of the squared scores, the outermost tenth at either end drawn in."""
    ordered = sorted(scores)
    cut = max(len(ordered) // _WINSORISED, 1)
    low, high = ordered[cut], ordered[-cut - 1]
    return sum(min(max(one, low), high) ** 2 for one in scores) / len(scores)


def _finding(
    check: Check, context: Context, handed: Handed, rate: tuple[Fraction, Fraction, Fraction], schools: int
) -> Finding:
    part, whole = _names(check)
    labels = [context.catalog.field_label(cell.register, cell.field) for cell in (part, whole)]
    said, usual = (print_number(one * 100, Form(2)) + "%" for one in (rate[0] / rate[1], rate[2]))
    return finding(
        check,
        handed.where(context.catalog, part.register, part.field),
        check.message.format(part=labels[0], whole=labels[1], rate=said, usual=usual, schools=schools),
        said=said,
        expected=f"与{schools}所学校合计的{usual}相近",
        computation=f"{digits(rate[0])} ÷ {digits(rate[1])} = {said}",
        reason=handed.reason_for(*part) or handed.reason_for(*whole),
        related=(handed.where(context.catalog, whole.register, whole.field),),
    )
