"""取舍: where something definite is said of a cell, a finding that only calls it unusual is left out."""

from collections.abc import Iterable, Iterator, Mapping

from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace

_Cell = tuple[str, int, str, str, str]
VAGUE = "VAGUE"
"""The name under which a kind's module says that its findings are vague."""


def without_vague(found: Iterable[Finding], kinds: Mapping[str, object]) -> list[Finding]:
    """Return the findings without the vague ones of a cell that an error or a definite warning speaks of.

    `kinds` gives each rule's kind. An explained finding stays: its reason is printed.
    """
    every = list(found)
    vague = {name for name, kind in kinds.items() if getattr(kind, VAGUE, False)}
    taken = {cell for one in every if one.rule not in vague and _is_definite(one) for cell in _cells(one)}
    return [one for one in every if one.rule not in vague or one.reason or not taken.intersection(_names(one.where))]


def _is_definite(one: Finding) -> bool:
    return one.severity is Severity.ERROR or (one.severity is Severity.WARNING and one.is_open)


def _cells(one: Finding) -> Iterator[_Cell]:
    """Yield the cells that a finding speaks of; of a warning only its own."""
    related = one.related if one.severity is Severity.ERROR else ()
    for where in (one.where, *related):
        if isinstance(where, CellPlace) and where.field:
            yield where.place, where.year, where.register, where.key, where.field


def _names(where: object) -> frozenset[_Cell]:
    """Return the names under which a cell may be spoken of: with its key, and as part of a sum over all rows."""
    if not isinstance(where, CellPlace) or not where.field:
        return frozenset()
    return frozenset((where.place, where.year, where.register, key, where.field) for key in (where.key, ""))
