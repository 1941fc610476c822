"""缺口: how many teachers, square metres or books are lacking for a line, everything else unchanged."""

from fractions import Fraction
from math import ceil

from zhibao.catalog.expression import Aggregate, Node, Operation
from zhibao.catalog.load import Catalog
from zhibao.catalog.register import FieldType
from zhibao.catalog.standard import Standard
from zhibao.diagnose.verdict import Judgment, Outcome, Shortage
from zhibao.terms.value import Computed, Known

THRESHOLD = "threshold"


def shortage_of(standard: Standard, computed: Computed, judgment: Judgment, catalog: Catalog) -> Shortage | None:
    """Return what is lacking; None for what is met, and where a formula has no single field to add to.

    Shape: a ratio that is too low lacks of its numerator, one that is too high of its denominator.
    Unit: the register's; counts are rounded up to whole ones.
    """
    if judgment.outcome is not Outcome.BELOW or standard.kind != THRESHOLD or judgment.gap is None:
        return None
    indicator = catalog.indicators[standard.indicator]
    if not indicator.denominator:
        return Shortage(indicator.label, judgment.gap, indicator.unit) if judgment.gap > 0 else None
    top, bottom = computed.numerator, computed.denominator
    if not isinstance(top, Known) or not isinstance(bottom, Known):
        return None
    percent = 100 if indicator.unit == "%" else 1
    if standard.low is not None and judgment.gap > 0:
        return _lacking(indicator.numerator, standard.low / percent * bottom.number - top.number, catalog)
    if standard.high:
        return _lacking(indicator.denominator, top.number * percent / standard.high - bottom.number, catalog)
    return None


def _lacking(formula: str, amount: Fraction, catalog: Catalog) -> Shortage | None:
    found = _single(catalog.formula(formula).tree)
    if found is None or amount <= 0:
        return None
    scale, one = found
    field = catalog.registers[one.register].fields[one.field]
    number = amount / scale
    return Shortage(field.label, Fraction(ceil(number)) if field.type is FieldType.COUNT else number, field.unit)


def _single(tree: Node) -> tuple[Fraction, Aggregate] | None:
    """Return the factor and the one sum that a formula consists of."""
    match tree:
        case Aggregate(function="SUM", where=""):
            return Fraction(1), tree
        case Operation("*", Fraction() as factor, Aggregate(function="SUM", where="") as one) if factor:
            return factor, one
    return None
