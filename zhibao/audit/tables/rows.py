"""指标行: the numbers of a table by indicator and period, where each row (or column) is an indicator of one whole."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from weakref import WeakKeyDictionary

from zhibao.audit.claim import Claim
from zhibao.audit.tables.head import TOTALS, Sense
from zhibao.audit.tables.names import LabelNames
from zhibao.audit.tables.table import ReadTable
from zhibao.catalog.rulebook import RuleBook

ANNEX = 6
"""A table with so many indicators of the catalog is an annex: its rows are by definition of one whole and one date."""

Period = tuple[int | None, bool | None]


@dataclass(slots=True, eq=False)
class IndicatorRows:
    """指标行: key → period → claims; only numbers that speak of the whole table's subject, not of one of many rows."""

    of: dict[str, dict[Period, list[Claim]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def at(self, keys: frozenset[str], period: Period) -> Claim | None:
        """Return the one claim under any of the keys in a period; None where there is none, or more than one value."""
        found = [claim for key in keys for claim in self.of.get(key, {}).get(period, ())]
        values = {claim.numeral.value for claim in found}
        return found[0] if len(values) == 1 else None

    def known(self, keys: frozenset[str]) -> int:
        """Return how many different indicators of the table are among the keys."""
        return len(
            {
                min(claim.index for claims in periods.values() for claim in claims)
                for key, periods in self.of.items()
                if key in keys
            }
        )

    def every(self, keys: frozenset[str]) -> Iterator[tuple[Period, Claim]]:
        """Yield all claims under any of the keys, with their periods."""
        seen: set[int] = set()
        for key in sorted(keys):
            for period, claims in self.of.get(key, {}).items():
                for claim in claims:
                    if claim.index not in seen:
                        seen.add(claim.index)
                        yield period, claim


_READ: "WeakKeyDictionary[ReadTable, IndicatorRows]" = WeakKeyDictionary()
"""Several rules ask for the same rows; they go when their table goes."""


def indicator_rows(table: ReadTable, names: LabelNames) -> IndicatorRows:
    """Return a table's numbers by indicator and period."""
    if table not in _READ:
        _READ[table] = _indicator_rows(table, names)
    return _READ[table]


def _indicator_rows(table: ReadTable, names: LabelNames) -> IndicatorRows:
    found = IndicatorRows()
    by_row = {head.index: head for head in table.rows}
    by_column = {head.index: head for head in table.columns}
    timed_columns = any(head.year is not None or head.before is not None for head in table.columns)
    timed_rows = any(head.year is not None or head.before is not None for head in table.rows)
    for (r, c), claim in table.cells.items():
        if r not in by_row:
            continue
        row, column = by_row[r], by_column[c]
        if Sense.CHANGE in (row.sense, column.sense):
            continue
        if timed_columns and not timed_rows and not (column.year is None and column.before is None):
            label, period = row.rest if not column.rest else f"{row.rest}{column.rest}", (column.year, column.before)
        elif timed_rows and (row.year is not None or row.before is not None):
            label, period = _own(column.group, column.core), (row.year, row.before)
        elif not timed_columns and not timed_rows and len(table.columns) == 1:
            label, period = row.rest, (None, None)
        elif row.sense in TOTALS and not timed_columns:
            label, period = column.rest, (None, None)
        else:
            continue
        if key := names.comparable(label):
            found.of[key][period].append(claim)
            if (loose := names.loose(label)) and loose != key:
                found.of[loose][period].append(claim)
    return found


def _own(group: str, core: str) -> str:
    return group + ("" if core in ("人数", "数量", "数") and group else core)


@lru_cache(maxsize=8)
def catalog_keys(book: RuleBook, names: LabelNames) -> frozenset[str]:
    """Return the comparable names of everything the catalog counts or computes."""
    quantities = (label for one in book.quantities.values() for label in one.labels)
    return names.keys([*quantities, *(label for one in book.indicators.values() for label in one.labels)])
