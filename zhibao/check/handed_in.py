"""报来的一份: a snapshot with its rows becomes what the checks look at."""

from collections.abc import Mapping

from zhibao.catalog.asked import Asked
from zhibao.catalog.register import Register
from zhibao.check.context import Handed
from zhibao.snapshot.frozen import Snapshot
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Rows


def handed_in(
    snapshot: Snapshot, rows: Rows, asked: tuple[Asked, ...], store: Store, registers: Mapping[str, Register]
) -> Handed:
    """Return a submission with what was asked for, its reasons and answers, and how persons are looked up in it."""
    return Handed(
        snapshot.place,
        snapshot.year,
        store.unopened(snapshot, rows),
        snapshot.reasons,
        asked,
        snapshot.workbook,
        snapshot.answers,
        snapshot.others,
        store.look_ups(snapshot, registers, rows),
    )
