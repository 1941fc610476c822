"""报来的一份: a snapshot with its rows becomes what the checks look at."""

from collections.abc import Mapping

from zhibao.catalog.asked import Asked
from zhibao.catalog.register import Register
from zhibao.check.context import Handed
from zhibao.snapshot.comparison import Compared
from zhibao.snapshot.frozen import Snapshot
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Rows


def handed_in(
    snapshot: Snapshot,
    rows: Rows,
    asked: tuple[Asked, ...],
    store: Store,
    registers: Mapping[str, Register],
    by: Compared | None = None,
) -> Handed:
    """Return a submission with what was asked for, its reasons and answers, and how persons are looked up in it.

    `by`, in a region of several cities, says with whose its persons may be compared; an engine does it there.
    """
    by = by or Compared()
    return Handed(
        snapshot.place,
        snapshot.year,
        store.unopened(snapshot, rows),
        snapshot.reasons,
        asked,
        snapshot.workbook,
        snapshot.answers,
        snapshot.others,
        {} if by.city else store.look_ups(snapshot, registers, rows),
        by,
    )
