"""备份文件: a ZIP whose last entry lists all others with their SHA-256; keys lie in a second file, kept elsewhere."""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from zhibao.terms.errors import ZhibaoError

MANIFEST = "manifest.json"
FORMAT = 1
_PIECE = 1 << 20
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
_PACKED = frozenset((".parquet", ".docx", ".xlsx", ".pdf", ".zip", ".png", ".jpg", ".jpeg"))


class BackupError(ZhibaoError):
    """A backup that cannot be made or cannot be trusted; nothing was put in place."""

    exit_code = 4


class Folder(BaseModel):
    """工作目录: where it lay; `inside` is its place within the data folder, '' for one that lies elsewhere."""

    model_config = ConfigDict(extra="forbid")
    path: str
    inside: str = ""


class Manifest(BaseModel):
    """清单: what is in a backup; `keys` are fingerprints of what lies in the file of keys."""

    model_config = ConfigDict(extra="forbid")
    format: Literal[1]
    made_at: str
    version: str
    vendor: str
    trail: tuple[int, str]
    migrations: list[tuple[str, str]]
    tables: dict[str, list[str]]
    folders: list[Folder]
    keys: dict[str, str]
    files: dict[str, tuple[int, str]]

    def text(self) -> str:
        """Return it as it is written."""
        return json.dumps(self.model_dump(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


class Keys(BaseModel):
    """密钥文件: the keys by name, and the fingerprint of the manifest that they belong to."""

    model_config = ConfigDict(extra="forbid")
    manifest: str
    keys: dict[str, str]


class Packing:
    """装箱: entries are written one after another, each with its hash."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        """Begin with nothing."""
        self._zip = zipped
        self.files: dict[str, tuple[int, str]] = {}

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write an entry."""
        about = zipfile.ZipInfo(name)
        about.external_attr = 0o600 << 16
        about.compress_type = zipfile.ZIP_STORED if Path(name).suffix in _PACKED else zipfile.ZIP_DEFLATED
        found, size = hashlib.sha256(), 0
        with self._zip.open(about, "w", force_zip64=True) as out:
            for piece in pieces:
                out.write(piece)
                found.update(piece)
                size += len(piece)
        self.files[name] = (size, found.hexdigest())

    def finish(self, manifest: Manifest) -> str:
        """Write the manifest and return its fingerprint."""
        text = manifest.text().encode()
        self._zip.writestr(zipfile.ZipInfo(MANIFEST), text)
        return hashlib.sha256(text).hexdigest()


def pieces_of(opened: IO[bytes]) -> Iterator[bytes]:
    """Yield what an open file holds."""
    while piece := opened.read(_PIECE):
        yield piece


class Backup:
    """打开的备份: its manifest, and its entries, which are believed only once they were compared."""

    def __init__(self, path: Path, zipped: zipfile.ZipFile) -> None:
        """Read the manifest. Raises: BackupError, when there is none that can be read."""
        self.path, self._zip = path, zipped
        try:
            text = zipped.read(MANIFEST)
            self.manifest = Manifest.model_validate_json(text)
        except (KeyError, *_UNREADABLE) as error:
            raise BackupError(f"{path}：不是质报的备份，或没有传完、清单已损坏。请重新拷贝，或换一份。") from error
        self.fingerprint = hashlib.sha256(text).hexdigest()
        wrong = next((one for one in _places(self.manifest) if not _is_inside(one)), None)
        if wrong is not None:
            raise BackupError(f"{path}：清单里有不该有的路径“{wrong}”，文件被改过。没有还原。")

    def verify(self) -> None:
        """Compare every entry. Raises: BackupError, which names the first one that differs."""
        for name in self.manifest.files:
            for _ in self._compared(name):
                pass
        more = {one for one in self._zip.namelist() if one != MANIFEST} - set(self.manifest.files)
        if more:
            raise BackupError(f"{self.path}：多出清单里没有的“{min(more)}”，文件被改过。没有还原。")

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield an entry, compared while it is read. Raises: BackupError, at its end, when it is another one."""
        return self._compared(name)

    def write(self, name: str, to: Path) -> None:
        """Write an entry to a path that is readable to the site alone."""
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for piece in self._compared(name):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())

    def below(self, start: str) -> Iterator[tuple[str, str]]:
        """Yield (entry, path below `start`) of every entry there."""
        for name in self.manifest.files:
            if name.startswith(start):
                yield name, name[len(start) :]

    def _compared(self, name: str) -> Iterator[bytes]:
        found, count = hashlib.sha256(), 0
        try:
            size, digest = self.manifest.files[name]
            with self._zip.open(name) as opened:
                for piece in pieces_of(opened):
                    found.update(piece)
                    count += len(piece)
                    yield piece
        except KeyError as error:
            raise BackupError(f"{self.path}：缺“{name}”，文件被改过。没有还原。") from error
        except _UNREADABLE as error:
            raise BackupError(f"{self.path}：“{name}”读不出，文件已损坏。没有还原，请换一份备份。") from error
        if (count, found.hexdigest()) != (size, digest):
            raise BackupError(f"{self.path}：“{name}”与清单的指纹不符，文件被改过或已损坏。没有还原。")


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """Open a backup. Raises: BackupError, for a file that is none, or was cut off."""
    if not path.is_file():
        raise BackupError(f"{path}：没有这个文件。请写明备份文件在哪里。")
    try:
        zipped = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
        raise BackupError(f"{path}：不是备份文件，或没有传完（尾部缺失）。请重新拷贝，或换一份备份。") from error
    with zipped:
        yield Backup(path, zipped)


def keys_beside(path: Path) -> Path:
    """Return where the keys of a backup are put when nobody says otherwise."""
    return path.with_name(f"{path.name}.keys")


def read_keys(path: Path, backup: Backup) -> Mapping[str, str]:
    """Return the keys that belong to a backup. Raises: BackupError, when the file holds others or none."""
    try:
        keys = Keys.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise BackupError(
            f"{path}：没有找到密钥文件。请用 --keys 指明它在哪里；确实没有了，加 --without-keys 还原其余的："
            "已封存的个人信息打不开，动态码要重新绑定。"
        ) from error
    except (OSError, ValidationError) as error:
        raise BackupError(f"{path}：不是密钥文件，或已损坏。没有还原。") from error
    if keys.manifest != backup.fingerprint:
        raise BackupError(f"{path}：这份密钥不是“{backup.path.name}”的，或备份的清单被改过。没有还原。")
    said = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in keys.keys.items()}
    if said != backup.manifest.keys:
        raise BackupError(f"{path}：密钥与备份清单所记的指纹不符，文件被改过。没有还原。")
    return keys.keys


def _places(manifest: Manifest) -> Iterator[str]:
    """Yield every place that a manifest names, below which something is written or taken away."""
    yield from manifest.files
    yield from manifest.keys
    yield from (f"data/{one.inside}" for one in manifest.folders if one.inside)


def _is_inside(name: str) -> bool:
    """Say whether a name leads below one of the parts; what begins with a slash after it would lead anywhere."""
    part, *rest = name.split("/")
    return part in _PARTS and bool(rest) and not {"", ".", ".."} & set(rest) and not {"\\", "\0"} & set(name)


_PARTS = ("database", "data", "folders")
