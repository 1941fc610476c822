"""校验的执行: every check in force, by its kind, over everything handed in."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from zhibao.catalog.expression import FieldName
from zhibao.catalog.files import CatalogError
from zhibao.catalog.identities import generated_checks
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Check, CheckExample
from zhibao.check import kinds
from zhibao.check.context import Context
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.value import Known, Meaning, Missing, Value

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


class Kind(Protocol):
    """校验种类: what a module of zhibao.check.kinds offers; the module's name is the kind's."""

    def find(self, check: Check, context: Context) -> Iterator[Finding]:
        """Yield what a check finds in everything handed in."""

    def speaks(self, check: Check, row: Mapping[FieldName, Value], catalog: Catalog) -> bool:
        """Say whether a check speaks on one of its examples."""


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
    return int(kind_of(rule).speaks(rule, row, catalog))


@cache
def _known_kinds() -> frozenset[str]:
    return frozenset(module.name for module in iter_modules(kinds.__path__))


def kind_of(rule: Check) -> Kind:
    """Return the kind that runs a check; raises CatalogError when there is none of that name."""
    if rule.kind not in _known_kinds():
        raise CatalogError(
            f"checks/{rule.name}.yaml：没有“{rule.kind}”这种校验。可选：{'、'.join(sorted(_known_kinds()))}。"
        )
    return cast("Kind", import_module(f"{kinds.__name__}.{rule.kind}"))


def _run(rule: Check, context: Context) -> Iterator[Finding]:
    if rule.is_in_force(context.years[1]):
        yield from kind_of(rule).find(rule, context)
