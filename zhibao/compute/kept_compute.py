"""留存的用法: values computed from what was kept in a folder where that is as good as the rows, else from the rows."""

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from zhibao.catalog.load import Catalog
from zhibao.compute.kept_values import KeptTables
from zhibao.compute.values import compute, wanted_aggregates
from zhibao.compute.work import Work
from zhibao.snapshot.frozen import Snapshot
from zhibao.snapshot.in_force import InForce
from zhibao.snapshot.kept import Kept
from zhibao.snapshot.packed import Packed
from zhibao.snapshot.store import Store
from zhibao.snapshot.tables import Tables
from zhibao.terms.place import Region
from zhibao.terms.value import Values

FILE = Path("kept") / "values.sqlite"
"""Where in a store it lies."""


def compute_kept(
    snapshots: Sequence[Snapshot],
    region: Region,
    catalog: Catalog,
    indicators: Iterable[str],
    file: Path,
    rows: Callable[[], Tables],
    packed: Packed | None = None,
) -> tuple[Values, Work | None]:
    """Return what compute returns over the snapshots, and what was done for it; None for all, from the rows.

    `packed` says whose rows lie in packs. `rows` opens the tables where sums of schools do not make the whole: where a
    school stands in rosters twice.
    Raises: FormulaError and SnapshotError, as compute does.
    """
    names = tuple(dict.fromkeys(indicators))
    kept = KeptTables(InForce.of(snapshots), catalog.registers, region, Kept(file), packed=packed)
    try:
        if not kept.is_joinable():
            return compute(rows(), catalog, names), None
        kept.prepare(wanted_aggregates(catalog, [catalog.indicators[name] for name in names]))
        values = compute(kept, catalog, names)
        kept.sweep()
        return values, kept.work
    finally:
        kept.close()


def compute_places(
    store: Store,
    region: Region,
    years: Iterable[int],
    catalog: Catalog,
    indicators: Iterable[str],
    places: Collection[str],
) -> tuple[Values, Work] | None:
    """Return the values of some places and what was done for them; no snapshot is opened that did not change.

    Missing: None where sums of schools do not make the whole.
    Raises: FormulaError and SnapshotError, as compute does.
    """
    names, file = tuple(dict.fromkeys(indicators)), Kept(store.path / FILE)
    kept = KeptTables(InForce.of_store(store, years, file), catalog.registers, region, file, places)
    try:
        if not kept.is_joinable():
            return None
        kept.prepare(wanted_aggregates(catalog, [catalog.indicators[name] for name in names]))
        values = compute(kept, catalog, names)
        kept.sweep()
        return values, kept.work
    finally:
        kept.close()
