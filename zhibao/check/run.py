"""校验的执行: every check in force, by its kind, over everything handed in."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import ModuleType

from zhibao.catalog.expression import FieldName
from zhibao.catalog.identities import generated_checks
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Check, CheckExample
from zhibao.check.context import Context
from zhibao.check.kinds import change, condition, presence, share
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.value import Known, Meaning, Missing, Value

KINDS: Mapping[str, ModuleType] = {
    "each_row": condition,
    "parts_equal_total": condition,
    "within_total": condition,
    "change_needs_reason": change,
    "presence": presence,
    "share_in_range": share,
}
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def check(context: Context) -> tuple[Finding, ...]:
    """Return the findings of every check in force, errors first, then by place."""
    found = [one for rule in all_checks(context.catalog).values() for one in _run(rule, context)]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.severity), str(one.where), one.rule)))


def all_checks(catalog: Catalog) -> Mapping[str, Check]:
    """Return the written checks and those that follow from the registers."""
    return {**catalog.checks, **generated_checks(catalog.registers)}


def example_findings(rule: Check, example: CheckExample, catalog: Catalog) -> int:
    """Return how often a check speaks on one of its own examples."""
    row: dict[FieldName, Value] = {}
    for name, number in example.row.items():
        register, _, field = name.rpartition(".")
        known = Missing(Meaning.NOT_SUBMITTED) if number is None else Known(Fraction(str(number)))
        row[FieldName(register or rule.rows_of, field)] = known
    return int(KINDS[rule.kind].speaks(rule, row, catalog))


def _run(rule: Check, context: Context) -> Iterator[Finding]:
    if rule.is_in_force(context.years[1]):
        yield from KINDS[rule.kind].find(rule, context)
