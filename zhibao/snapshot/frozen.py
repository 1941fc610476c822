"""封存件: an immutable set of register tables: what its manifest says, what makes its identity, whether it is whole."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from zhibao.catalog.register import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.canonical import canonical, hashed, row_texts
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.submission import Action, Answer, Other, Reason, Row, Rows, Submission
from zhibao.terms.place import Level, Place

FORMAT = 1
COMPARED_BY = "compared_by"
BY = "answered_by"
"""Who answered: a name that is kept with the data, counts for no identity and is not published."""

WITHHELD = "personal.withheld"
"""The marker of a snapshot that was taken over from another store without its sealed fields."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """封存: an immutable submission on disk.

    `reduced`, in a release: the registers of persons of which it holds only the columns that are counted.
    `compared_by`: the id of the key of comparison under which its persons have look-ups besides its store's own.
    """

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
    workbook_sha256: str = ""
    origin: str = ""
    reduced: tuple[str, ...] = ()
    compared_by: str = ""

    def file(self, register: str) -> Path:
        """Return the Parquet file of a register."""
        return self.folder / f"{register}.parquet"

    def sealed_file(self, register: str) -> Path:
        """Return the file of a register's personal fields."""
        return sealed_file(self.folder, register)


@dataclass(frozen=True, slots=True)
class Sealed:
    """加封的部分: the digest of what is private, and the file of each register with personal fields.

    `compared` are the files of look-ups under a key of comparison, whose id is `compared_by`.
    """

    digest: str
    files: Mapping[str, str]
    compared_by: str = ""
    compared: Mapping[str, str] = field(default_factory=dict)


def content_id(
    submission: Submission,
    registers: Mapping[str, Register],
    personal: str = "",
    texts: Mapping[str, Iterable[str]] | None = None,
) -> str:
    """Return the SHA-256 of what a submission says, in whatever file.

    `personal` stands for what is private in it, so that the rest proves itself where that is not at hand. `texts` are
    the rows by register, as `row_texts` says them, where somebody has read them already.
    """
    is_open = [name for name in submission.registers if not registers[name].is_of_persons]
    content: dict[str, object] = {
        "format": FORMAT,
        "place": _place(submission.place),
        "year": submission.year,
        "reasons": [_listed(one) for one in sorted(submission.reasons) if not _is_private(one, registers)],
    }
    others = tuple(one for one in submission.others if not _is_private(one, registers))
    answers = () if personal else submission.answers
    content |= _extras(replace(submission, others=others, answers=answers), personal)
    if texts is None:
        texts = {name: row_texts(registers[name], submission.registers[name]) for name in is_open}
    return hashed(content, {name: texts[name] for name in is_open})


def private_content(submission: Submission, registers: Mapping[str, Register]) -> str:
    """Return what a submission says that no release holds, as text for a keyed digest; '' when it has no such part.

    It is the personal cells, whole rows about persons, what is said of these rows, and all answers to findings,
    which may name people.
    """
    named = [name for name in sorted(submission.registers) if registers[name].personal]
    if not named:
        return ""
    content = {
        "rows": {name: [_private_row(registers[name], row) for row in submission.registers[name]] for name in named},
        "reasons": [_listed(one) for one in sorted(submission.reasons) if _is_private(one, registers)],
        "others": [_told(one) for one in sorted(submission.others) if _is_private(one, registers)],
        "answers": [_answered(one) for one in sorted(submission.answers)],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_snapshot(folder: Path) -> Snapshot:
    """Return the snapshot in a folder; raises SnapshotError when its manifest cannot be used."""
    try:
        text = (folder / "manifest.json").read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise _damaged_manifest(folder) from error
    return snapshot_said(text, folder)


def snapshot_said(text: str, folder: Path) -> Snapshot:
    """Return the snapshot that the text of a manifest tells of, whose files lie or will lie in a folder.

    Raises: SnapshotError, when the text cannot be used.
    """
    try:
        manifest = json.loads(text)
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
            answers=tuple(
                Answer(thread, Action(action), reason, manifest.get(BY, {}).get(thread, ""))
                for thread, action, reason in manifest.get("answers", ())
            ),
            others=tuple(Other(*one) for one in manifest.get("others", ())),
            imports=tuple(manifest.get("imports", ())),
            personal=str(manifest.get("personal", "")),
            sealed=() if (folder / WITHHELD).exists() else tuple(manifest.get("sealed", ())),
            workbook_sha256=str(manifest.get("workbook_sha256", "")),
            origin=str(manifest["systems"].get("origin", "")),
            reduced=tuple(manifest.get("reduced", ())),
            compared_by=str(manifest.get(COMPARED_BY, "")),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged_manifest(folder) from error


def read_rows(snapshot: Snapshot, registers: Mapping[str, Register]) -> Rows:
    """Return every row of a snapshot as it was handed in, by register; personal cells are Missing, not published."""
    return {name: parquet.read(snapshot.file(name), registers[name]) for name in snapshot.registers}


def damage(snapshot: Snapshot, registers: Mapping[str, Register]) -> tuple[str, ...]:
    """Return what does not match the manifest, in Chinese; empty when the snapshot is whole.

    Files are compared by their hashes, and the rows in them by the snapshot's own id.
    """
    faults = [f"{snapshot.folder.name}/{file.name}：{wrong}" for file, wrong in altered(snapshot.folder)]
    if not faults:
        again = submission_of(snapshot, read_rows(snapshot, registers))
        if content_id(again, registers, snapshot.personal) != snapshot.id or snapshot.folder.name != snapshot.id:
            faults.append(f"{snapshot.folder.name}：清单与内容的标识不符")
    return tuple(faults)


def dataset_id(snapshots: tuple[Snapshot, ...]) -> str:
    """Return the hash that stands for a set of snapshots."""
    return hashlib.sha256("\n".join(sorted(snapshot.id for snapshot in snapshots)).encode()).hexdigest()


def altered(folder: Path) -> Iterator[tuple[Path, str]]:
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


def submission_of(snapshot: Snapshot, rows: Rows) -> Submission:
    """Return what was frozen as it was handed in, with the rows that were read back."""
    return Submission(
        snapshot.place,
        snapshot.year,
        rows,
        snapshot.reasons,
        snapshot.workbook,
        snapshot.workbook_sha256,
        {"origin": snapshot.origin} if snapshot.origin else {},
        snapshot.answers,
        snapshot.others,
        snapshot.imports,
    )


def manifest_text(submission: Submission, identity: str, files: Mapping[str, object], sealed: Sealed) -> str:
    """Return the manifest of a submission whose files are written."""
    content: dict[str, object] = {
        "format": FORMAT,
        "id": identity,
        "place": _place(submission.place),
        "year": submission.year,
        "workbook": submission.workbook,
        "workbook_sha256": submission.workbook_sha256,
        "systems": dict(submission.systems),
        "registers": files,
        "reasons": [_listed(one) for one in sorted(submission.reasons)],
    }
    content |= _extras(submission, sealed.digest)
    if sealed.files:
        content["sealed"] = sorted(sealed.files)
    if sealed.compared_by:
        content[COMPARED_BY] = sealed.compared_by
    if who := {one.thread: one.by for one in submission.answers if one.by}:
        content[BY] = who
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _extras(submission: Submission, personal: str) -> dict[str, object]:
    """Return what only some submissions have; one without keeps the identity that it always had."""
    extras: dict[str, object] = {
        "answers": [_answered(one)[:3] for one in sorted(submission.answers)],
        "others": [_told(one) for one in sorted(submission.others)],
        "imports": list(submission.imports),
        "personal": personal,
    }
    return {name: said for name, said in extras.items() if said}


def compared_file(folder: Path, register: str) -> Path:
    """Return where a snapshot keeps the look-ups of a register under a key of comparison."""
    return folder / f"{register}.compared"


def sealed_file(folder: Path, register: str) -> Path:
    """Return where a snapshot keeps the personal fields of a register."""
    return folder / f"{register}.personal.json"


def _place(place: Place) -> dict[str, str]:
    return {"level": place.level.value, "code": place.code, "name": place.name, "within": place.within}


def _listed(one: Reason) -> list[str]:
    return [one.register, one.key, one.field, one.text]


def _told(one: Other) -> list[str]:
    return [one.register, one.key, one.field, one.value, one.origin]


def _answered(one: Answer) -> list[str]:
    return [one.thread, one.action.value, one.reason, one.by]


def _is_private(one: Reason | Other, registers: Mapping[str, Register]) -> bool:
    """Say whether something is said of a row about a person."""
    return one.register in registers and registers[one.register].is_of_persons


def canonical_row(register: Register, row: Row) -> dict[str, str]:
    """Return a row's public cells as they count for its identity."""
    public = {name: cell for name, cell in row.items() if not register.fields[name].personal}
    return _canonical_cells(register, public)


def _private_row(register: Register, row: Row) -> dict[str, str]:
    """Return what of a row is private: all of one about a person, else its personal cells."""
    if register.is_of_persons:
        return _canonical_cells(register, row)
    return _canonical_cells(register, {name: cell for name, cell in row.items() if register.fields[name].personal})


def _canonical_cells(register: Register, row: Row) -> dict[str, str]:
    return {name: canonical(cell, parquet.own_origin(register, cell)) for name, cell in sorted(row.items())}


def _damaged_manifest(folder: Path) -> SnapshotError:
    return SnapshotError(f"{folder}：封存的清单 manifest.json 缺失或损坏，这份数据不能使用。请从备份恢复。")
