"""封存库: snapshots on disk, written whole or not at all, addressed by the hash of what they say.

store/snapshots/<id>/manifest.json, <register>.parquet      never changes once it is there
store/heads/<year>/<place>.json                             names the snapshot in force
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from zhibao.catalog.model import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.drafts import sweep
from zhibao.snapshot.errors import SnapshotError, damaged_file, damaged_head
from zhibao.snapshot.submission import Cell, Reason, Row, Rows, Submission
from zhibao.terms.errors import reason_of
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known, Missing

FORMAT = 1
_DRAFT = ".draft-"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """封存: an immutable submission on disk."""

    id: str
    folder: Path
    place: Place
    year: int
    registers: tuple[str, ...]
    reasons: tuple[Reason, ...]
    workbook: str

    def file(self, register: str) -> Path:
        """Return the Parquet file of a register."""
        return self.folder / f"{register}.parquet"


class Store:
    """封存库: freezes submissions and finds those in force."""

    def __init__(self, path: Path) -> None:
        """Open a store; the folder appears with the first snapshot."""
        self.path = path

    def freeze(self, submission: Submission, registers: Mapping[str, Register]) -> Snapshot:
        """Write a submission as a snapshot and make it the one in force.

        Equal content gives the equal id and changes nothing. A kill at any moment leaves the store as it was, or
        with a complete snapshot that is not yet in force.
        Raises: SnapshotError, when the disk does not take it.
        """
        try:
            identity = content_id(submission)
            target = self.path / "snapshots" / identity
            if not target.is_dir() or list(_altered(target)):
                self._write(submission, registers, identity, target)
            self._make_current(submission, identity)
        except OSError as error:
            raise SnapshotError(
                f"{self.path}：写入封存库失败（{reason_of(error)}）。原有数据未变，请检查磁盘空间与权限。"
            ) from error
        return read_snapshot(target)

    def current(self, years: tuple[int, ...] = ()) -> tuple[Snapshot, ...]:
        """Return the snapshots in force, by year and place; all years when none is named.

        Raises: SnapshotError, when one is not what its manifest says.
        """
        heads = sorted((self.path / "heads").glob("*/*.json"))
        wanted = set(map(str, years))
        return tuple(self._in_force(head) for head in heads if not wanted or head.parent.name in wanted)

    def current_of(self, place: str, year: int) -> Snapshot | None:
        """Return the snapshot in force of one place and year, or None."""
        head = self.path / "heads" / str(year) / f"{place}.json"
        return self._in_force(head) if head.is_file() else None

    def _in_force(self, head: Path) -> Snapshot:
        try:
            snapshot = read_snapshot(self.path / "snapshots" / _named(head))
        except (ValueError, KeyError, TypeError) as error:
            raise damaged_head(head) from error
        for file, _ in _altered(snapshot.folder):
            raise damaged_file(file)
        return snapshot

    def _write(self, submission: Submission, registers: Mapping[str, Register], identity: str, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        sweep(target.parent.glob(f"{_DRAFT}*"))
        draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=target.parent))
        try:
            files = {}
            for name, rows in submission.registers.items():
                file = draft / f"{name}.parquet"
                parquet.write(file, registers[name], rows)
                files[name] = {"rows": len(rows), "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
            (draft / "manifest.json").write_text(_manifest(submission, identity, files), encoding="utf-8")
            _sync(draft)
            if target.is_dir() and list(_altered(target)):
                target.rename(draft.with_name(f"{draft.name}-damaged"))
            draft.rename(target)
        except FileExistsError:  # pragma: no cover  another process froze the same content first
            pass
        except OSError:
            if not target.is_dir():
                raise
        finally:
            for left in target.parent.glob(f"{draft.name}*"):
                shutil.rmtree(left, ignore_errors=True)

    def _make_current(self, submission: Submission, identity: str) -> None:
        head = self.path / "heads" / str(submission.year) / f"{submission.place.code}.json"
        if head.is_file() and _names(head, identity):
            return
        head.parent.mkdir(parents=True, exist_ok=True)
        sweep(head.parent.glob("*.tmp"))
        draft = head.with_suffix(f".{os.getpid()}.tmp")
        try:
            with draft.open("w", encoding="utf-8") as file:
                file.write(json.dumps({"snapshot": identity}) + "\n")
                file.flush()
                os.fsync(file.fileno())
            draft.replace(head)
        finally:
            draft.unlink(missing_ok=True)


def content_id(submission: Submission) -> str:
    """Return the SHA-256 of what a submission says: place, year, rows and reasons, whatever file it came in."""
    content = {
        "format": FORMAT,
        "place": _place(submission.place),
        "year": submission.year,
        "registers": {
            name: [{field: _canonical(cell) for field, cell in sorted(row.items())} for row in rows]
            for name, rows in sorted(submission.registers.items())
        },
        "reasons": [[one.register, one.key, one.field, one.text] for one in sorted(submission.reasons)],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read_snapshot(folder: Path) -> Snapshot:
    """Return the snapshot in a folder; raises SnapshotError when its manifest cannot be used."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise SnapshotError(
                f"{folder}：封存格式 {manifest['format']}，本版本只认识格式 {FORMAT}。请用相应版本打开。"
            )
        place = manifest["place"]
        return Snapshot(
            id=str(manifest["id"]),
            folder=folder,
            place=Place(Level(place["level"]), *(str(place[part]) for part in ("code", "name", "within"))),
            year=int(manifest["year"]),
            registers=tuple(dict(manifest["registers"])),
            reasons=tuple(Reason(*one) for one in manifest["reasons"]),
            workbook=manifest["workbook"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotError(
            f"{folder}：封存的清单 manifest.json 缺失或损坏，这份数据不能使用。请从备份恢复。"
        ) from error


def read_rows(snapshot: Snapshot, registers: Mapping[str, Register]) -> Rows:
    """Return every row of a snapshot as it was handed in, by register."""
    return {name: parquet.read(snapshot.file(name), registers[name]) for name in snapshot.registers}


def damage(snapshot: Snapshot, registers: Mapping[str, Register]) -> tuple[str, ...]:
    """Return what does not match the manifest, in Chinese; empty when the snapshot is whole.

    Files are compared by their hashes, and the rows in them by the snapshot's own id.
    """
    faults = [f"{snapshot.folder.name}/{file.name}：{wrong}" for file, wrong in _altered(snapshot.folder)]
    if not faults:
        again = Submission(snapshot.place, snapshot.year, read_rows(snapshot, registers), snapshot.reasons)
        if content_id(again) != snapshot.id or snapshot.folder.name != snapshot.id:
            faults.append(f"{snapshot.folder.name}：清单与内容的标识不符")
    return tuple(faults)


def dataset_id(snapshots: tuple[Snapshot, ...]) -> str:
    """Return the hash that stands for a set of snapshots."""
    return hashlib.sha256("\n".join(sorted(snapshot.id for snapshot in snapshots)).encode()).hexdigest()


def _altered(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the table files of a snapshot that are missing or not those of its manifest, with what is wrong."""
    try:
        registers = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["registers"]
        listed = {name: said["sha256"] for name, said in registers.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        yield folder / "manifest.json", "清单缺失或损坏"
        return
    for name, digest in listed.items():
        file = folder / f"{name}.parquet"
        if not file.is_file():
            yield file, "文件不在"
        elif hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            yield file, "内容与清单的校验值不符"


def _named(head: Path) -> str:
    """Return the id that a head names; raises ValueError, KeyError or TypeError when it names none."""
    identity: object = json.loads(head.read_text(encoding="utf-8"))["snapshot"]
    if not isinstance(identity, str) or not identity.isalnum():
        raise ValueError(head)
    return identity


def _names(head: Path, identity: str) -> bool:
    try:
        return _named(head) == identity
    except (ValueError, KeyError, TypeError):
        return False


def _manifest(submission: Submission, identity: str, files: Mapping[str, object]) -> str:
    content = {
        "format": FORMAT,
        "id": identity,
        "place": _place(submission.place),
        "year": submission.year,
        "workbook": submission.workbook,
        "workbook_sha256": submission.workbook_sha256,
        "systems": dict(submission.systems),
        "registers": files,
        "reasons": [[one.register, one.key, one.field, one.text] for one in sorted(submission.reasons)],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _place(place: Place) -> dict[str, str]:
    return {"level": place.level.value, "code": place.code, "name": place.name, "within": place.within}


def _canonical(cell: Cell) -> str:
    match cell:
        case Known(number, estimated):
            return ("~" if estimated else "=") + str(number)
        case Missing(meaning):
            return f"?{meaning.value}"
        case _:
            return f"'{cell}"


def _sync(folder: Path) -> None:
    for path in (*folder.iterdir(), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def row_key(register: Register, row: Row) -> str:
    """Return what tells a row apart in a register of rows; '' in a form."""
    return "｜".join(str(row[name]) for name in register.key)
