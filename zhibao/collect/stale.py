"""过时的封存: workbooks that say something else than what was frozen from them."""

import hashlib
from collections.abc import Collection
from pathlib import Path

from zhibao.catalog.edition import WorkingFolder
from zhibao.catalog.load import Catalog
from zhibao.collect.difference import State
from zhibao.collect.folder import read_folder


def stale_workbooks(folder: WorkingFolder, catalog: Catalog, frozen: Collection[str]) -> tuple[str, ...]:
    """Return the workbooks that were filled in or changed since they were read, with how they stand.

    `frozen` are the SHA-256 of the workbooks behind the snapshots in force. Only when a file has another are the
    workbooks read, and none is frozen: a file that was saved again and says the same is not stale.
    """
    edition = folder.edition
    files = [path for year in edition.years if (path := folder.city_workbook(year)).is_file()]
    files += [path for year in edition.data_years for path in folder.workbooks(year)]
    if all(_digest(path) in frozen for path in files):
        return ()
    books = read_folder(folder, catalog, dry_run=True).books
    return tuple(
        f"{one.path.relative_to(folder.path).as_posix()}：{one.state.label}"
        for one in books
        if one.state is not State.UNCHANGED and _digest(one.path) not in frozen
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
