"""封存库: snapshots on disk, written whole or not at all, addressed by the hash of what they say.

store/snapshots/<id>/manifest.json, <register>.parquet      never changes once it is there
store/snapshots/<id>/<register>.personal.json               personal fields, sealed; never published
store/key_id                                                tells which key they were sealed with, not the key
zhibao.key, zhibao-compare.key                              beside the store: what seals, and what compares cities
store/heads/<year>/<place>.json                             names the snapshot in force
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from zhibao.catalog.load import Catalog
from zhibao.catalog.register import Register
from zhibao.snapshot.comparison import COMPARISON, COMPARISON_FILE, compare, compared_files
from zhibao.snapshot.compose import Given, composed
from zhibao.snapshot.drafts import sweep
from zhibao.snapshot.errors import SnapshotError, damaged_file, damaged_head
from zhibao.snapshot.frozen import (
    Sealed,
    Snapshot,
    altered,
    compared_file,
    content_id,
    manifest_text,
    private_content,
    read_rows,
    read_snapshot,
    sealed_file,
    submission_of,
)
from zhibao.snapshot.head import Head, head_of, is_head, read_head
from zhibao.snapshot.long_rows import write_table
from zhibao.snapshot.mirror import Mirror
from zhibao.snapshot.seal import (
    Vault,
    look_ups,
    missing_key,
    open_vault,
    opened_rows,
    other_key,
    sealed_rows,
    unopened_rows,
)
from zhibao.snapshot.submission import LookUps, Rows, Submission
from zhibao.terms.errors import reason_of
from zhibao.terms.place import Place
from zhibao.terms.progress import Progress, silent
from zhibao.terms.value import Origin, parse_origin

_DRAFT = ".draft-"


class Store:
    """封存库: freezes submissions and finds those in force."""

    def __init__(self, path: Path) -> None:
        """Open a store; the folder appears with the first snapshot, the key beside it with the first personal cell."""
        self.path = path
        self.mirror = Mirror(path, f"{path.parent.name}/{path.name}")

    def hand_in(self, submission: Submission, catalog: Catalog) -> Snapshot:
        """Freeze what a place typed, joined with the imports in force for it, and make that the snapshot in force.

        What was typed stays in the store as it was typed; an import that is taken back leaves it.
        Raises: SnapshotError, when the disk does not take it.
        """
        head = self._head(submission.place.code, submission.year)
        return self._put_together(submission, head.imports if head else (), catalog)

    def put(self, given: Submission, origin: Origin, catalog: Catalog) -> Snapshot:
        """Freeze what another source gives, without joining it to anything yet."""
        return self._freeze_only(replace(given, systems={"origin": str(origin)}), catalog.registers)

    def take_in(self, place: Place, year: int, imported: str, catalog: Catalog) -> Snapshot:
        """Join a frozen import to what is in force for a place and year; the same import twice changes nothing."""
        head = self._head(place.code, year)
        imports = head.imports if head else ()
        if imported not in imports:
            imports = (*imports, imported)
        return self._put_together(self._typed(place, year, head, catalog), imports, catalog)

    def take_back(self, imported: str, place: Place, year: int, catalog: Catalog) -> Snapshot | None:
        """Take one import of a place back; None when it was not in force."""
        head = self._head(place.code, year)
        if head is None or imported not in head.imports:
            return None
        left = tuple(one for one in head.imports if one != imported)
        return self._put_together(self._typed(place, year, head, catalog), left, catalog)

    def _typed(self, place: Place, year: int, head: Head | None, catalog: Catalog) -> Submission:
        """Return what a place typed; nothing when only imports are there so far."""
        if head is None:
            return Submission(place, year, {})
        snapshot = read_snapshot(self.path / "snapshots" / head.typed)
        return submission_of(snapshot, self.rows(snapshot, catalog.registers))

    def _put_together(self, typed: Submission, imports: tuple[str, ...], catalog: Catalog) -> Snapshot:
        given = []
        for one in imports:
            snapshot = read_snapshot(self.path / "snapshots" / one)
            given.append(Given(one, parse_origin(snapshot.origin), self.rows(snapshot, catalog.registers)))
        base = self._freeze_only(typed, catalog.registers)
        whole = composed(typed, given, catalog)
        snapshot = base if whole == typed else self._freeze_only(whole, catalog.registers)
        self._point(typed.place.code, typed.year, Head(snapshot.id, base.id, imports))
        return snapshot

    @property
    def key(self) -> Path:
        """Return where the key lies that personal cells are sealed with: ZHIBAO_KEY_FILE, else beside the store."""
        named = os.environ.get("ZHIBAO_KEY_FILE")
        return Path(named) if named else self.path.parent / "zhibao.key"

    @property
    def vault(self) -> Vault:
        """Return the vault of the store's key; a key is made for a store in which nothing is sealed yet.

        Raises: SnapshotError, when the key is missing, none, or not the one of this store.
        """
        known = self._key_id.read_text(encoding="ascii").strip() if self._key_id.is_file() else ""
        if known and not self.key.exists():
            raise missing_key(self.key)
        vault = open_vault(self.key)
        if known and vault.id != known:
            raise other_key(self.key)
        return vault

    @property
    def comparison_key(self) -> Vault | None:
        """Return the key by which persons of several cities are compared, where one was installed.

        Raises: SnapshotError, when the file is no key.
        """
        named = os.environ.get(COMPARISON_FILE)
        path = Path(named) if named else self.path.parent / COMPARISON
        return open_vault(path) if path.exists() else None

    def key_fault(self) -> str:
        """Return why what is sealed cannot be opened, in Chinese; '' when it can, or when nothing is sealed."""
        if self._key_id.is_file():
            try:
                _ = self.vault
            except SnapshotError as error:
                return str(error)
        return ""

    @property
    def _key_id(self) -> Path:
        return self.path / "key_id"

    def unopened(self, snapshot: Snapshot, rows: Rows) -> Rows:
        """Return public rows of a snapshot in which a personal cell without content says so; no key is needed."""
        if not snapshot.sealed:
            return rows
        known = {name: unopened_rows(snapshot.sealed_file(name), rows[name]) for name in snapshot.sealed}
        return {**rows, **known}

    def look_ups(self, snapshot: Snapshot, registers: Mapping[str, Register], rows: Rows) -> LookUps:
        """Return register → per row what stands for its person, '' for nothing; nothing is opened."""
        return {
            name: look_ups(snapshot.sealed_file(name), registers[name], len(rows[name])) for name in snapshot.sealed
        }

    def rows(self, snapshot: Snapshot, registers: Mapping[str, Register]) -> Rows:
        """Return every row of a snapshot with its personal cells; raises SnapshotError without the key."""
        public = read_rows(snapshot, registers)
        vault = self.vault if snapshot.sealed else None
        opened = {
            name: opened_rows(snapshot.sealed_file(name), registers[name], public[name], vault)
            for name in snapshot.sealed
            if vault is not None
        }
        return {name: opened.get(name, rows) for name, rows in public.items()}

    def freeze(self, submission: Submission, registers: Mapping[str, Register]) -> Snapshot:
        """Write a submission as a snapshot and make it the one in force.

        Equal content gives the equal id and changes nothing. A kill at any moment leaves the store as it was, or
        with a complete snapshot that is not yet in force.
        Raises: SnapshotError, when the disk does not take it.
        """
        snapshot = self._freeze_only(submission, registers)
        self._point(submission.place.code, submission.year, Head(snapshot.id, snapshot.id, ()))
        return snapshot

    def _freeze_only(self, submission: Submission, registers: Mapping[str, Register]) -> Snapshot:
        try:
            sealed = self._sealed(submission, registers)
            identity = content_id(submission, registers, sealed.digest)
            target = self.path / "snapshots" / identity
            if not _is_whole(target, sealed):
                self._write(submission, registers, identity, target, sealed)
            elif sealed.compared_by:
                self.mirror.again(compare(target, sealed.compared_by, sealed.compared))
        except OSError as error:
            raise _cannot_write(self.path, error) from error
        self.mirror.up(target, "manifest.json")
        return read_snapshot(target)

    def refresh(self) -> None:
        """Bring what is in force to the state of the bucket, where there is one; nothing otherwise."""
        self.mirror.heard("heads", self._fetch)

    def _fetch(self, head: str) -> None:
        """Fetch the snapshots that a head names."""
        try:
            said = head_of(head)
        except (ValueError, KeyError, TypeError) as error:
            raise damaged_head(self.path / "heads") from error
        self.bring((said.snapshot, said.typed, *said.imports))

    def bring(self, snapshots: Iterable[str]) -> None:
        """Fetch snapshots that are not on this disk, where there is a bucket; nothing otherwise."""
        for one in dict.fromkeys(snapshots):
            self.mirror.down(self.path / "snapshots" / one, "manifest.json", altered)

    def put_in_force(self, snapshot: Snapshot) -> None:
        """Make a whole snapshot that lies in the store the one in force for its place and year."""
        self.mirror.up(self.path / "snapshots" / snapshot.id, "manifest.json")
        self._point(snapshot.place.code, snapshot.year, Head(snapshot.id, snapshot.id, ()))

    def current(self, years: tuple[int, ...] = ()) -> tuple[Snapshot, ...]:
        """Return the snapshots in force, by year and place; all years when none is named.

        Raises: SnapshotError, when one is not what its manifest says.
        """
        self.refresh()
        heads = sorted((self.path / "heads").glob("*/*.json"))
        wanted = set(map(str, years))
        return tuple(self._in_force(head) for head in heads if not wanted or head.parent.name in wanted)

    def current_of(self, place: str, year: int) -> Snapshot | None:
        """Return the snapshot in force of one place and year, or None."""
        self.refresh()
        head = self.path / "heads" / str(year) / f"{place}.json"
        return self._in_force(head) if head.is_file() else None

    def typed_of(self, place: str, year: int) -> Snapshot | None:
        """Return what a place last typed, before imports and derived values joined it; None when it never did."""
        head = self._head(place, year)
        return read_snapshot(self.path / "snapshots" / head.typed) if head else None

    def typed_id(self, place: str, year: int) -> str:
        """Return the id of what a place last typed, '' when it never did; the snapshot itself is not opened."""
        head = self._head(place, year)
        return head.typed if head else ""

    def imports_of(self, place: str, year: int) -> tuple[Snapshot, ...]:
        """Return the imports in force for a place and year, in the order they were taken in."""
        head = self._head(place, year)
        return tuple(read_snapshot(self.path / "snapshots" / one) for one in head.imports) if head else ()

    def _in_force(self, head: Path) -> Snapshot:
        try:
            snapshot = read_snapshot(self.path / "snapshots" / read_head(head).snapshot)
        except (ValueError, KeyError, TypeError) as error:
            raise damaged_head(head) from error
        for file, _ in altered(snapshot.folder):
            raise damaged_file(file)
        return snapshot

    def _sealed(self, submission: Submission, registers: Mapping[str, Register]) -> "Sealed":
        named = [name for name in submission.registers if registers[name].personal]
        if not named:
            return Sealed("", {})
        vault = self.vault
        files = {name: sealed_rows(registers[name], submission.registers[name], vault) for name in named}
        if not self._key_id.is_file():
            self.path.mkdir(parents=True, exist_ok=True)
            self._key_id.write_text(vault.id + "\n", encoding="ascii")
        digest = vault.digest(private_content(submission, registers))
        return Sealed(digest, files, *compared_files(submission.registers, registers, self.comparison_key))

    def compare_again(self, registers: Mapping[str, Register], progress: Progress = silent) -> int:
        """Give the persons of every snapshot in force look-ups under the key of comparison; return how many lacked it.

        Nothing else of a snapshot changes, nor its id. Raises: SnapshotError without one of the keys.
        """
        key, changed = self.comparison_key, 0
        for number, snapshot in enumerate(those := self.current() if key else ()):
            progress("加比对标记", number, len(those))
            if snapshot.sealed and key is not None and snapshot.compared_by != key.comparison_id:
                named = compared_files(self.rows(snapshot, registers), registers, key)
                try:
                    self.mirror.again(compare(snapshot.folder, *named))
                except OSError as error:
                    raise _cannot_write(self.path, error) from error
                changed += 1
        return changed

    def _write(
        self,
        submission: Submission,
        registers: Mapping[str, Register],
        identity: str,
        target: Path,
        sealed: "Sealed",
    ) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        sweep(target.parent.glob(f"{_DRAFT}*"))
        draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=target.parent))
        try:
            files = {}
            for name, rows in submission.registers.items():
                file = draft / f"{name}.parquet"
                write_table(file, registers[name], rows)
                files[name] = {"rows": len(rows), "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
            for name, content in sealed.files.items():
                sealed_file(draft, name).write_text(content, encoding="utf-8")
            for name, content in sealed.compared.items():
                compared_file(draft, name).write_text(content, encoding="ascii")
            manifest = manifest_text(submission, identity, files, sealed)
            (draft / "manifest.json").write_text(manifest, encoding="utf-8")
            _sync(draft)
            if target.is_dir() and not _is_whole(target, sealed):
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

    def _head(self, place: str, year: int) -> Head | None:
        """Return what is in force for a place and year; raises SnapshotError when the file that says so is damaged."""
        self.refresh()
        file = self._head_file(place, year)
        if not file.is_file():
            return None
        try:
            return read_head(file)
        except (ValueError, KeyError, TypeError) as error:
            raise damaged_head(file) from error

    def _head_file(self, place: str, year: int) -> Path:
        return self.path / "heads" / str(year) / f"{place}.json"

    def _point(self, place: str, year: int, head: Head) -> None:
        """Make a snapshot the one in force."""
        file = self._head_file(place, year)
        try:
            if file.is_file() and is_head(file, head):
                return
            self.mirror.say(file, head.text())
            file.parent.mkdir(parents=True, exist_ok=True)
            sweep(file.parent.glob("*.tmp"))
            draft = file.with_suffix(f".{os.getpid()}.tmp")
            try:
                with draft.open("w", encoding="utf-8") as opened:
                    opened.write(head.text())
                    opened.flush()
                    os.fsync(opened.fileno())
                draft.replace(file)
            finally:
                draft.unlink(missing_ok=True)
        except OSError as error:
            raise _cannot_write(self.path, error) from error


def _is_whole(folder: Path, sealed: Sealed) -> bool:
    """Say whether a snapshot is there with all its files."""
    return (
        folder.is_dir()
        and not list(altered(folder))
        and all(sealed_file(folder, name).is_file() for name in sealed.files)
    )


def _cannot_write(path: Path, error: OSError) -> SnapshotError:
    return SnapshotError(f"{path}：写入封存库失败（{reason_of(error)}）。原有数据未变，请检查磁盘空间与权限。")


def _sync(folder: Path) -> None:
    for path in (*folder.iterdir(), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
