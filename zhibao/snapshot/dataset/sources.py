"""来处: what hands snapshots over to a dataset: a city's working folder, or a release of its report."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from zhibao.catalog.edition import WorkingFolder
from zhibao.catalog.load import load_catalog
from zhibao.catalog.register import Register
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.frozen import Snapshot, read_snapshot
from zhibao.snapshot.store import Store
from zhibao.terms.place import Level, Place

_MANIFEST, _SNAPSHOTS = "manifest.json", "snapshots"


@dataclass(frozen=True)
class Source:
    """来处: a city, the definitions of its registers, and its snapshots; `release` is the hash of a release, or ''."""

    path: Path
    city: Place
    registers: Mapping[str, Register]
    snapshots: tuple[Snapshot, ...]
    release: str = ""

    @cached_property
    def definitions(self) -> str:
        """Return the definitions of the registers as a text."""
        told = {name: self.registers[name].model_dump(mode="json") for name in sorted(self.registers)}
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def source_of(path: Path) -> Source:
    """Return what a working folder or a release hands over.

    Raises: CatalogError or SnapshotError, when the folder is neither, or says nothing of a city.
    """
    folder = WorkingFolder(path)
    if folder.edition.level is not Level.CITY:
        raise SnapshotError(f"{path}：这是{folder.edition.level.label}级的工作目录。请逐个交来各市的工作目录或发布件。")
    is_release = (path / _MANIFEST).is_file() and (path / _SNAPSHOTS).is_dir()
    if is_release:
        registers = load_catalog(base=folder.catalog).registers
        snapshots = tuple(map(read_snapshot, sorted((path / _SNAPSHOTS).iterdir())))
        digest = hashlib.sha256((path / _MANIFEST).read_bytes()).hexdigest()
        return Source(path, folder.edition.city, registers, snapshots, digest)
    registers = load_catalog((folder.catalog,) if folder.catalog.is_dir() else ()).registers
    snapshots = Store(folder.store).current()
    if not snapshots:
        raise SnapshotError(f"{path}：还没有封存的数据可交。请先运行 zhibao collect read。")
    return Source(path, folder.edition.city, registers, snapshots)


def registers_of(text: str, names: Collection[str]) -> Mapping[str, Register]:
    """Return the registers of some names that a text of definitions holds.

    Raises: SnapshotError, when one is not in it, or says what this version does not understand.
    """
    try:
        return {name: _register(text, name) for name in names}
    except (KeyError, ValueError) as error:
        raise SnapshotError("封存时的数据表定义不全，或不是本版本认识的写法。请用相应版本打开。") from error


@lru_cache(maxsize=1024)
def _register(text: str, name: str) -> Register:
    return Register.model_validate(_definitions(text)[name])


@lru_cache(maxsize=4)
def _definitions(text: str) -> Mapping[str, object]:
    found: Mapping[str, object] = json.loads(text)
    return found
