"""影子目录: a working folder that is only read: what is frozen on the way goes into a store in a temporary place."""

import shutil
from pathlib import Path

from zhibao.catalog.edition import WorkingFolder


class Shadow(WorkingFolder):
    """影子目录: everything lies where it lies, only the store is another one."""

    def __init__(self, folder: WorkingFolder, home: Path) -> None:
        """Stand for an opened folder; `home` is a private temporary place."""
        self.path, self.edition = folder.path, folder.edition
        self._home = home

    @property
    def store(self) -> Path:
        """Return the place of the store that is written."""
        return self._home / "store"

    def follow(self) -> None:
        """Put into force what is in force in the folder's own store; snapshots never change, so they are linked."""
        own = super().store
        shutil.rmtree(self.store / "heads", ignore_errors=True)
        (self.store / "snapshots").mkdir(parents=True, exist_ok=True)
        for snapshot in own.glob("snapshots/[!.]*"):
            link(snapshot, self.store / "snapshots" / snapshot.name)
        if (own / "heads").is_dir():
            shutil.copytree(own / "heads", self.store / "heads", ignore=shutil.ignore_patterns("*.tmp"))
        if (own / "key_id").is_file():
            shutil.copyfile(own / "key_id", self.store / "key_id")
            if (self.path / "zhibao.key").is_file():
                link(self.path / "zhibao.key", self._home / "zhibao.key")


def link(source: Path, target: Path) -> None:
    """Link to a file or folder, or copy it where the system lets nobody link; what is there stays."""
    if target.exists():
        return
    target.unlink(missing_ok=True)
    try:
        target.symlink_to(source.resolve(), target_is_directory=source.is_dir())
    except OSError:
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)
            target.chmod(0o600)
