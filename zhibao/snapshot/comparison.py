"""比对密钥: one key that a province gives its cities, so that a person in two of them is found and nobody is named.

Each store seals with its own key, and its look-ups mean nothing elsewhere. Under the key of comparison every identity
number has a second look-up in `<register>.compared`; the manifest of the snapshot says under which key. These files go
to the province, the sealed ones stay. Comparing needs the look-ups alone: who holds them should not hold the key.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhibao.catalog.register import FieldType, Register
from zhibao.snapshot.errors import SnapshotError, damaged_file
from zhibao.snapshot.frozen import COMPARED_BY, Snapshot, compared_file
from zhibao.snapshot.seal import Vault, compared_rows, open_vault
from zhibao.snapshot.submission import Rows
from zhibao.terms.errors import reason_of
from zhibao.terms.place import Level, Region

COMPARISON = "zhibao-compare.key"
COMPARISON_FILE = "ZHIBAO_COMPARE_KEY_FILE"
"""The environment variable that names another place for it."""


def make_key(path: Path) -> Vault:
    """Return a new key, written to a path that its owner alone may read.

    Raises: SnapshotError, when something lies there, or it cannot be written.
    """
    if path.exists():
        raise SnapshotError(f"{path}：已有这个文件，没有覆盖。密钥换了，原来的就比不上；确要新做，请换一个文件名。")
    return open_vault(path)


def install_key(given: Path, beside: Path, sealing: Path) -> Vault:
    """Return the key that was given, after it was copied beside a store; another one there is kept under its id.

    Raises: SnapshotError, when it is no key, or is the one that the store seals with.
    """
    if not given.is_file():
        raise SnapshotError(f"{given}：没有这个文件。请写明省级发来的比对密钥在哪里。")
    key = open_vault(given)
    if sealing.is_file() and open_vault(sealing) == key:
        raise SnapshotError(f"{given}：这是本工作目录封存用的密钥，不能当比对密钥用，也不要发给别处。")
    target = beside / COMPARISON
    try:
        if target.exists():
            if (former := open_vault(target)) == key:
                return key
            target.rename(beside / f"zhibao-compare-{former.comparison_id}.key")
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(given.read_bytes())
    except OSError as error:
        raise SnapshotError(f"{target}：写不进去（{reason_of(error)}）。请检查权限与磁盘空间。") from error
    return key


def compared_files(rows: Rows, registers: Mapping[str, Register], key: Vault | None) -> tuple[str, Mapping[str, str]]:
    """Return the id of a key of comparison, and the look-ups under it of each register with identity numbers."""
    if key is None:
        return "", {}
    named = [one for one in rows if any(each.type is FieldType.ID_NUMBER for each in registers[one].fields.values())]
    return key.comparison_id, {name: compared_rows(registers[name], rows[name], key) for name in named}


def compare(folder: Path, by: str, files: Mapping[str, str]) -> Sequence[Path]:
    """Give a snapshot the look-ups of a key of comparison that it has not; return the files that were written.

    The manifest is written last: until it names the key, nobody compares by it.
    """
    manifest = folder / "manifest.json"
    try:
        content = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise damaged_file(manifest) from error
    if content.get(COMPARED_BY, "") == by:
        return ()
    written = {compared_file(folder, name): text for name, text in files.items()}
    content[COMPARED_BY] = by
    written[manifest] = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    for file, text in written.items():
        draft = file.with_name(f".{file.name}.{os.getpid()}.tmp")
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)
    return tuple(written)


@dataclass(frozen=True, slots=True)
class Compared:
    """可比的范围: with whose look-ups those of a submission may be compared: those under its key, else of its city.

    A city needs neither: all its look-ups are its store's own.
    """

    city: str = ""
    key: str = ""

    @property
    def group(self) -> str:
        """Return what is equal for look-ups that may be compared."""
        return f"key:{self.key}" if self.key else f"city:{self.city}" if self.city else ""


def compared(snapshot: Snapshot, region: Region, city: str) -> Compared:
    """Return how the persons of a snapshot of a city may be compared in a region."""
    return Compared() if region.place.level is Level.CITY else Compared(city, snapshot.compared_by)
