"""合包: what lies loose in a province and year goes into its pack, when there is enough of it.

Everything is written under the hash of what it holds before the part points to it: an end in between changes nothing,
and two who pack at once do the same work or the later one begins again.
"""

from dataclasses import dataclass
from hashlib import sha256

from zhibao.snapshot.dataset.heads import point_to_pack
from zhibao.snapshot.dataset.loose import loose_of
from zhibao.snapshot.dataset.making import Making
from zhibao.snapshot.dataset.pack import pack_name
from zhibao.snapshot.dataset.plan import Plan, extra, is_due, plan
from zhibao.snapshot.dataset.shelf import Shelf
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.here import MEMORY
from zhibao.terms.progress import Progress, silent

GRACE = 24 * 3600.0
_TRIES = 5


@dataclass(frozen=True)
class Packed:
    """合包的结果: what was done to a part; the places of `odd` stay loose, a column of theirs being of another type."""

    year: int
    province: str
    is_new: bool
    snapshots: int = 0
    rows: int = 0
    written: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()


def pack_part(
    shelf: Shelf,
    year: int,
    province: str,
    *,
    everything: bool = False,
    repair: bool = False,
    grace: float = GRACE,
    memory: str = MEMORY,
    progress: Progress = silent,
) -> Packed:
    """Pack what lies loose in a part, if that is enough, or `everything` is asked for.

    What has not been in force for longer than `grace` seconds, and nobody names, is left behind. With `repair` every
    file of rows is compared with its hash, and one that is not what it was is made again from the originals.
    """
    for _ in range(_TRIES):
        found = plan(shelf, year, province)
        broken = _broken(shelf, found) if repair else frozenset()
        if not (broken or is_due(shelf, found) or (everything and _is_some(shelf, found))):
            return Packed(year, province, False)
        making = Making(shelf, found, grace, memory, progress, broken)
        pack = making.pack()
        if pack == found.pack:
            return Packed(year, province, False, written=tuple(making.written), odd=making.odd)
        text = pack.text()
        digest = sha256(text.encode()).hexdigest()
        shelf.put_text(pack_name(digest), text)
        if point_to_pack(shelf, year, province, found.before, digest):
            rows = sum(sum(one.counts) for one in pack.registers.values())
            return Packed(year, province, True, len(pack.places), rows, tuple(making.written), making.odd)
    raise SnapshotError(f"{year} 年 {province}：一直有别的程序在合包，这一次没有做成。数据没有改动，请稍后再试。")


def _broken(shelf: Shelf, one: Plan) -> frozenset[str]:
    """Return the registers whose file of rows is missing, or not what it was; such a file is removed."""
    rows = one.pack.registers
    return frozenset(name for name in rows if not shelf.is_whole(one.pack.rows_file(name), rows[name].file))


def _is_some(shelf: Shelf, one: Plan) -> bool:
    """Say whether anything of a part could be packed better than it is."""
    return bool(one.new or one.gone or extra(one, loose_of(shelf, one.year, one.province)))
