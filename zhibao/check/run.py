"""校验的执行: every check in force, by its kind, over everything handed in."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast, runtime_checkable

from zhibao.catalog.expression import FieldName
from zhibao.catalog.files import CatalogError
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Check, CheckExample
from zhibao.catalog.set_question import SetQuestion
from zhibao.check import kinds
from zhibao.check.context import CellName, Context
from zhibao.check.example import example_context
from zhibao.check.in_turn import found_in_turn
from zhibao.check.reach import Reach
from zhibao.check.rules import all_checks
from zhibao.check.vague import without_vague
from zhibao.snapshot.answered import with_answers
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.value import Known, Meaning, Missing, Value

__all__ = ["all_checks", "check", "example_findings", "kind_of", "touched"]
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


class Kind(Protocol):
    """校验种类: what a module of zhibao.check.kinds offers; the module's name is the kind's."""

    def find(self, check: Check, context: Context) -> Iterator[Finding]:
        """Yield what a check finds in everything handed in."""


@runtime_checkable
class RowKind(Kind, Protocol):
    """逐例说话的种类: a kind that can be asked about one row alone, for examples that give no more."""

    def speaks(self, check: Check, row: Mapping[FieldName, Value], catalog: Catalog) -> bool:
        """Say whether a check speaks on one of its examples."""


@runtime_checkable
class Touching(Kind, Protocol):
    """说得出看了哪些格的种类: a kind that names the numbers of this year of which it could have spoken."""

    def touched(self, check: Check, context: Context) -> Iterator[tuple[str, CellName]]:
        """Yield place code and cell of every number that the check looked at with enough beside it to judge."""


@runtime_checkable
class SetKind(Kind, Protocol):
    """问全体的种类: a kind that asks about all rows of a region at once, of whichever engine there is.

    What it asks is stated once; without an engine it looks through the rows and finds the same, in the same order.
    """

    def questions(self, check: Check, context: Context) -> tuple[SetQuestion, ...]:
        """Return what a check asks about everything handed in."""


def check(context: Context) -> tuple[Finding, ...]:
    """Return the findings of every check in force, errors first, then by place.

    A cell of which something definite is said is not also called merely unusual.
    """
    rules = context.rules or all_checks(context.catalog)
    whole = replace(context, rules=rules)
    if whole.is_read_in_turn:
        in_turn = found_in_turn(_by_reach(rules, whole), whole, _found)
        found = [one for name in rules for one in in_turn.get(name, ())]
    else:
        found = [one for rule in rules.values() for one in _run(rule, whole)]
    kept = without_vague(found, {name: kind_of(rule) for name, rule in rules.items()})
    answers = {(one.place.code, one.year): one.answers for one in context.handed}
    said = with_answers(kept, answers, (context.city.code, context.years[1]))
    return tuple(sorted(said, key=lambda one: (_ORDER.index(one.severity), str(one.where), one.rule)))


def touched(context: Context) -> Mapping[tuple[str, CellName], frozenset[str]]:
    """Return (place code, cell) → the rules in force that could have spoken of that number of this year."""
    found: dict[tuple[str, CellName], set[str]] = defaultdict(set)
    rules = context.rules or all_checks(context.catalog)
    for rule in rules.values():
        kind = kind_of(rule)
        if isinstance(kind, Touching) and rule.is_in_force(context.years[1]):
            for place in kind.touched(rule, context):
                found[place].add(rule.name)
    return {place: frozenset(names) for place, names in found.items()}


def example_findings(rule: Check, example: CheckExample, catalog: Catalog) -> int:
    """Return how often a check speaks on one of its own examples.

    Raises: CatalogError, when the example names what no register has, or gives a row to a kind that needs registers.
    """
    kind = kind_of(rule)
    if not example.row:
        return len(_found(rule, example_context(rule, example, catalog)))
    if not isinstance(kind, RowKind):
        raise CatalogError(f"checks/{rule.name}.yaml：“{rule.kind}”这种校验的例子用 given 写出数据表。")
    row: dict[FieldName, Value] = {}
    for name, number in example.row.items():
        register, _, field = name.rpartition(".")
        known = Missing(Meaning.NOT_SUBMITTED) if number is None else Known(Fraction(str(number)))
        row[FieldName(register or rule.rows_of, field)] = known
    return int(kind.speaks(rule, row, catalog))


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


def _by_reach(rules: Mapping[str, Check], context: Context) -> Mapping[Reach, list[Check]]:
    """Return the rules in force by what they look at; one that asks an engine lets that look at everything."""
    found: dict[Reach, list[Check]] = defaultdict(list)
    for rule in rules.values():
        kind = kind_of(rule)
        if rule.is_in_force(context.years[1]):
            asks = context.sets is not None and isinstance(kind, SetKind)
            found[Reach.WHOLE if asks else getattr(kind, "REACH", Reach.WHOLE)].append(rule)
    return found


def _run(rule: Check, context: Context) -> Iterator[Finding]:
    if rule.is_in_force(context.years[1]):
        yield from _found(rule, context)


def _found(rule: Check, context: Context) -> tuple[Finding, ...]:
    """Return what a check finds; a parameter, field or word of its message that its kind lacks is a CatalogError."""
    try:
        return tuple(kind_of(rule).find(rule, context))
    except (LookupError, ValueError) as error:
        what = str(error.args[0]) if error.args else ""
        raise CatalogError(
            f"checks/{rule.name}.yaml：这条规则算不出来（“{what}”）。请核对 of、parameters 与 message 里的名称。"
        ) from error
