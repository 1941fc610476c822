"""封存库: snapshots on disk, written whole or not at all, addressed by the hash of what they say.

store/snapshots/<id>/manifest.json, <register>.parquet      never changes once it is there
store/snapshots/<id>/<register>.personal.json               personal fields, sealed; never published
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

from zhibao.catalog.register import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.drafts import sweep
from zhibao.snapshot.errors import SnapshotError, damaged_file, damaged_head
from zhibao.snapshot.seal import Vault, open_vault, opened_rows, personal_digest, sealed_rows
from zhibao.snapshot.submission import Action, Answer, Cell, Other, Reason, Row, Rows, Submission
from zhibao.terms.errors import reason_of
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known, Missing, Origin

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
    answers: tuple[Answer, ...] = ()
    others: tuple[Other, ...] = ()
    imports: tuple[str, ...] = ()
    personal: str = ""
    sealed: tuple[str, ...] = ()

    def file(self, register: str) -> Path:
        """Return the Parquet file of a register."""
        return self.folder / f"{register}.parquet"

    def sealed_file(self, register: str) -> Path:
        """Return the file of a register's personal fields."""
        return _sealed_file(self.folder, register)


class Store:
    """封存库: freezes submissions and finds those in force."""

    def __init__(self, path: Path) -> None:
        """Open a store; the folder appears with the first snapshot, the key beside it with the first personal cell."""
        self.path = path

    @property
    def vault(self) -> Vault:
        """Return the key that personal cells are sealed with: ZHIBAO_KEY_FILE, else a file beside the store."""
        named = os.environ.get("ZHIBAO_KEY_FILE")
        return open_vault(Path(named) if named else self.path.parent / "zhibao.key")

    def rows(self, snapshot: Snapshot, registers: Mapping[str, Register]) -> Rows:
        """Return every row of a snapshot with its personal cells; raises SnapshotError without the key."""
        public = read_rows(snapshot, registers)
        opened = {
            name: opened_rows(snapshot.sealed_file(name), registers[name], public[name], self.vault)
            for name in snapshot.sealed
        }
        return {name: opened.get(name, rows) for name, rows in public.items()}

    def freeze(self, submission: Submission, registers: Mapping[str, Register]) -> Snapshot:
        """Write a submission as a snapshot and make it the one in force.

        Equal content gives the equal id and changes nothing. A kill at any moment leaves the store as it was, or
        with a complete snapshot that is not yet in force.
        Raises: SnapshotError, when the disk does not take it.
        """
        try:
            sealed = self._sealed(submission, registers)
            identity = content_id(submission, registers, sealed.digest)
            target = self.path / "snapshots" / identity
            if not target.is_dir() or list(_altered(target)):
                self._write(submission, registers, identity, target, sealed)
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

    def _sealed(self, submission: Submission, registers: Mapping[str, Register]) -> "_Sealed":
        named = [name for name in submission.registers if registers[name].personal]
        if not named:
            return _Sealed("", {})
        vault = self.vault
        files = {name: sealed_rows(registers[name], submission.registers[name], vault) for name in named}
        return _Sealed(personal_digest(registers, submission.registers, vault), files)

    def _write(
        self,
        submission: Submission,
        registers: Mapping[str, Register],
        identity: str,
        target: Path,
        sealed: "_Sealed",
    ) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        sweep(target.parent.glob(f"{_DRAFT}*"))
        draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=target.parent))
        try:
            files = {}
            for name, rows in submission.registers.items():
                file = draft / f"{name}.parquet"
                parquet.write(file, registers[name], rows)
                files[name] = {"rows": len(rows), "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
            for name, content in sealed.files.items():
                _sealed_file(draft, name).write_text(content, encoding="utf-8")
            manifest = _manifest(submission, identity, files, sealed)
            (draft / "manifest.json").write_text(manifest, encoding="utf-8")
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


@dataclass(frozen=True, slots=True)
class _Sealed:
    """加封的部分: the digest of the personal cells, and the file of each register that has some."""

    digest: str
    files: Mapping[str, str]


def content_id(submission: Submission, registers: Mapping[str, Register], personal: str = "") -> str:
    """Return the SHA-256 of what a submission says, whatever file it came in; `personal` stands for its sealed cells."""
    content: dict[str, object] = {
        "format": FORMAT,
        "place": _place(submission.place),
        "year": submission.year,
        "registers": {
            name: [_canonical_row(registers[name], row) for row in rows]
            for name, rows in sorted(submission.registers.items())
        },
        "reasons": [[one.register, one.key, one.field, one.text] for one in sorted(submission.reasons)],
    }
    content |= _extras(submission, personal)
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
            answers=tuple(Answer(one[0], Action(one[1]), *one[2:]) for one in manifest.get("answers", ())),
            others=tuple(Other(*one) for one in manifest.get("others", ())),
            imports=tuple(manifest.get("imports", ())),
            personal=str(manifest.get("personal", "")),
            sealed=tuple(manifest.get("sealed", ())),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotError(
            f"{folder}：封存的清单 manifest.json 缺失或损坏，这份数据不能使用。请从备份恢复。"
        ) from error


def read_rows(snapshot: Snapshot, registers: Mapping[str, Register]) -> Rows:
    """Return every row of a snapshot as it was handed in, by register; personal cells are Missing, not published."""
    return {name: parquet.read(snapshot.file(name), registers[name]) for name in snapshot.registers}


def damage(snapshot: Snapshot, registers: Mapping[str, Register]) -> tuple[str, ...]:
    """Return what does not match the manifest, in Chinese; empty when the snapshot is whole.

    Files are compared by their hashes, and the rows in them by the snapshot's own id.
    """
    faults = [f"{snapshot.folder.name}/{file.name}：{wrong}" for file, wrong in _altered(snapshot.folder)]
    if not faults:
        again = Submission(
            snapshot.place,
            snapshot.year,
            read_rows(snapshot, registers),
            snapshot.reasons,
            answers=snapshot.answers,
            others=snapshot.others,
            imports=snapshot.imports,
        )
        if content_id(again, registers, snapshot.personal) != snapshot.id or snapshot.folder.name != snapshot.id:
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


def _manifest(submission: Submission, identity: str, files: Mapping[str, object], sealed: _Sealed) -> str:
    content: dict[str, object] = {
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
    content |= _extras(submission, sealed.digest)
    if sealed.files:
        content["sealed"] = sorted(sealed.files)
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _extras(submission: Submission, personal: str) -> dict[str, object]:
    """Return what only some submissions have; one without keeps the identity that it always had."""
    extras: dict[str, object] = {
        "answers": [[one.thread, one.action.value, one.reason, one.by] for one in sorted(submission.answers)],
        "others": [[one.register, one.key, one.field, one.value, one.origin] for one in sorted(submission.others)],
        "imports": list(submission.imports),
        "personal": personal,
    }
    return {name: said for name, said in extras.items() if said}


def _sealed_file(folder: Path, register: str) -> Path:
    return folder / f"{register}.personal.json"


def _place(place: Place) -> dict[str, str]:
    return {"level": place.level.value, "code": place.code, "name": place.name, "within": place.within}


def _canonical_row(register: Register, row: Row) -> dict[str, str]:
    """Return a row's public cells as they count for its identity."""
    return {
        name: _canonical(cell, parquet.own_origin(register, cell))
        for name, cell in sorted(row.items())
        if not register.fields[name].personal
    }


def _canonical(cell: Cell, origin: Origin | None) -> str:
    match cell:
        case Known(number, estimated):
            return ("~" if estimated else "=") + str(number) + (f"@{origin}" if origin else "")
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
