"""清理: what nothing names any more is removed from a dataset, once it is old enough; never what anything names.

Named is what is in force, what a release or a person wants kept, and every file of the packs that the parts point to.
What is younger than the grace may be a draft, or be read by somebody who looked before; it stays.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from zhibao.snapshot.dataset.dataset import RESTORED, Dataset
from zhibao.snapshot.dataset.heads import kept
from zhibao.snapshot.dataset.loose import ABOUT, LOOSE, loose_name
from zhibao.snapshot.dataset.pack import definitions_name, listed, pack_name
from zhibao.snapshot.dataset.packing import GRACE
from zhibao.snapshot.dataset.plan import named
from zhibao.snapshot.dataset.shelf import DRAFTS, Shelf
from zhibao.terms.progress import Progress, silent

_SWEPT = (LOOSE, "packs", "rows", "index", "archive", "objects", "definitions")
_OWN = (RESTORED, DRAFTS)
KINDS = {
    LOOSE: "散件",
    "packs": "合包目录",
    "rows": "合包的行",
    "index": "合包的清单",
    "archive": "原件",
    "objects": "大的原件",
    "definitions": "数据表定义",
    RESTORED: "取出的副本",
    DRAFTS: "没写完的与记号",
}


@dataclass(frozen=True)
class Cleaned:
    """清理的结果: names and sizes of what goes or went; how many younger files wait; what is named and not there."""

    gone: tuple[tuple[str, int], ...]
    waiting: int
    missing: tuple[str, ...]

    @property
    def size(self) -> int:
        """Return how many bytes go or went."""
        return sum(size for _, size in self.gone)


def clean(
    dataset: Dataset,
    *,
    remove: bool = False,
    grace: float = GRACE,
    keep: Collection[str] = (),
    progress: Progress = silent,
) -> Cleaned:
    """Find what nothing names and is older than `grace` seconds, and with `remove` remove it.

    `keep` are ids of snapshots that stay besides those that the dataset itself knows to keep.
    """
    shelf, own = dataset.shelf, Shelf(dataset.path)
    # 先看有哪些文件，再看谁还被指名：其间交来的不会被当作没人要的。
    there = {name: one for top in _SWEPT for name, one in shelf.names(top).items()}
    # 桶里已经没有、只留在本机的，与取出的、没写完的一样。
    ours = {name: one for top in (*_OWN, *_SWEPT) for name, one in own.names(top).items() if name not in there}
    ours = {name: one for name, one in ours.items() if not name.startswith(f"{DRAFTS}/locks")}
    dataset.again()
    files, folders, lost = _named(dataset, keep)
    loose = {name: one for name, one in there.items() if not _is_named(name, files, folders)} | ours
    old = {name: one for name, one in loose.items() if one.age > grace}
    missing = sorted(files - set(there)) + sorted(one for one in folders if f"{one}/{ABOUT}" not in there) + lost
    if remove:
        # 散件先去掉说它完整的那一个。
        order = sorted(old, key=lambda name: (not name.endswith(ABOUT), name))
        _remove([(own if name in ours else shelf, name) for name in order], grace, progress)
        dataset.again()
    gone = tuple((name, old[name].size) for name in sorted(old))
    return Cleaned(gone, len(loose) - len(old), tuple(missing))


def _named(dataset: Dataset, keep: Collection[str]) -> tuple[set[str], set[str], list[str]]:
    """Return the files, and the folders of loose snapshots, that something names; and what is kept and is nowhere."""
    wishes = kept(dataset.shelf)
    wanted = named(wishes) | set(keep)
    files: set[str] = {definitions_name(entry.definitions) for one in wishes for entry in one.entries}
    folders: set[str] = set()
    found: set[str] = set()
    for one in dataset.plans():
        files |= {pack_name(one.before), *one.pack.files} if one.before else set()
        files |= {definitions_name(entry.definitions) for _, entry in one.wanted.values()}
        folders |= {loose_name(one.year, one.province, entry.manifest) for entry in one.new}
        told = listed(dataset.shelf, one.pack)
        kept_here = {each.manifest for each in told}
        found |= kept_here | {each.snapshot for each in told}
        for manifest, loose in dataset.loose_in(one.year, one.province).items():
            found |= {manifest, loose.entry.snapshot}
            if manifest not in kept_here and (manifest in wanted or loose.entry.snapshot in wanted):
                folders.add(loose.name)
                files.add(definitions_name(loose.entry.definitions))
    lost = [f"{one.name}：{entry.snapshot}" for one in wishes for entry in one.entries if entry.manifest not in found]
    lost += [f"{one.name}" for one in wishes for snapshot in one.snapshots if snapshot not in found]
    return files, folders, lost


def _is_named(name: str, files: Collection[str], folders: Collection[str]) -> bool:
    return name in files or (name.startswith(f"{LOOSE}/") and "/".join(name.split("/")[:4]) in folders)


def _remove(names: Sequence[tuple[Shelf, str]], grace: float, progress: Progress) -> None:
    """Remove files, unless one became young again: then somebody has just handed it in."""
    for number, (where, name) in enumerate(names):
        progress("清理", number, len(names))
        now = where.seen(name)
        if now is not None and now.age > grace:
            where.remove(name)
    progress("清理", len(names), len(names))
