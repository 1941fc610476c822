"""发布的桥: a working folder becomes a sealed release and its public edition, and that what pages show."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from zhibao.audit.ties.written import SelfAuditError
from zhibao.document.nodes import Document
from zhibao.document.render import render
from zhibao.publish.comparison import Difference, differences
from zhibao.publish.public_edition import ARCHIVE, checksums, file_of, public_edition, write_edition
from zhibao.publish.public_report import FILE, PublicReport
from zhibao.publish.release import MANIFEST, publish, read_manifest
from zhibao.snapshot.drafts import sweep
from zhibao.snapshot.mirror import Mirror
from zhibao.workshop import Workshop

PUBLIC, SEALED = "public", "sealed"
_LAST = f"{SEALED}/{MANIFEST}"
SETTINGS = "zhibao.yaml"
_OF_WORKBOOKS = "stale"
"""What was typed on the site is newer than the workbooks in the folder, and no reason to hold a report back."""


@dataclass(frozen=True)
class Blocked:
    """拦下: what has to be done first, in lines that say where."""

    name: str
    count: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Built:
    """做成: the checksums of the public files and of the sealed release, and how many numbers are hidden."""

    title: str
    digest: str
    sealed: str
    hidden: int


def build(path: Path, home: Path) -> Built | tuple[Blocked, ...]:
    """Make the release of a working folder below `home` and return what it is, or what blocks it.

    Equal data give equal public files and so the same place; nothing that stands there is written over.
    Raises: ZhibaoError, when it cannot be compiled or written at all.
    """
    work = Workshop(path, fresh=True)
    if blocked := tuple(_blocked(work)):
        return blocked
    try:
        draft = work.draft()
    except SelfAuditError as error:
        lines = tuple(filter(None, str(error).splitlines()))
        return (Blocked("成稿核验没有通过", len(lines), lines[:5]),)

    def written(document: Document) -> dict[str, bytes]:
        pages = work.folder.edition.page_numbers
        fonts = work.folder.edition.system_fonts
        return dict(render(document, dress=work.dress, system_fonts=fonts, pages=pages).files)

    years = work.folder.edition.data_years
    within = {year: {one.code: one.within for one in work.tables.schools(year)} for year in years}
    edition = public_edition(draft, work.folder, work.catalog, within, written)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep(home.glob(".release-*"))
    staged = Path(tempfile.mkdtemp(prefix=".release-", dir=home))
    try:
        publish(draft, work.folder, work.catalog, staged / SEALED)
        write_edition(edition, staged / PUBLIC)
        sealed = hashlib.sha256((staged / SEALED / MANIFEST).read_bytes()).hexdigest()
        place = home / edition.digest[:32]
        if not place.exists():
            staged.rename(place)
        kept(place)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return Built(draft.document.title, edition.digest, sealed, edition.hidden)


def kept(place: Path) -> None:
    """Keep a release in the bucket, where there is one. Raises: SnapshotError, when the bucket does not take it."""
    _mirror(place.parent).up(place, _LAST)


def fetched(place: Path) -> Path:
    """Return the folder of a release, fetched from the bucket where there is one and it is not on this machine.

    Raises: SnapshotError, when what is there is not what was released.
    """
    if not place.is_dir():
        _mirror(place.parent).down(place, _LAST, damaged)
    return place


def _mirror(home: Path) -> Mirror:
    return Mirror(home, home.name)


def rests_on(path: Path) -> str:
    """Return the checksum of what a report of a folder is made from: what is in force, its outline, cases, settings."""
    found = hashlib.sha256()
    for pattern in (SETTINGS, "store/heads/*/*.json", "outline/*", "cases/**/*", "catalog/**/*"):
        for one in sorted(path.glob(pattern)):
            if one.is_file():
                content = hashlib.sha256(one.read_bytes()).hexdigest()
                found.update(f"{one.relative_to(path).as_posix()} {content}\n".encode())
    return found.hexdigest()


@lru_cache(maxsize=32)
def report_of(folder: Path) -> PublicReport:
    """Return what the pages of a release show; its files never change, so it is read once."""
    return PublicReport.model_validate_json((folder / PUBLIC / FILE).read_bytes())


@lru_cache(maxsize=64)
def checksums_of(folder: Path) -> dict[str, str]:
    """Return public file → SHA-256."""
    return checksums(folder / PUBLIC)


@lru_cache(maxsize=64)
def data_of(folder: Path) -> dict[str, str]:
    """Return data year → the hash of the frozen data that a release rests on, as its sealed manifest names it."""
    said = read_manifest(folder / SEALED).get("datasets")
    return {str(year): str(digest) for year, digest in said.items()} if isinstance(said, dict) else {}


def public_file(folder: Path, name: str) -> Path | None:
    """Return a public file of a release; None for what is not public or not there."""
    return file_of(folder / PUBLIC, name)


def size_of(folder: Path, name: str) -> int:
    """Return how large a public file is, in bytes; 0 for one that is not there."""
    path = public_file(folder, name)
    return path.stat().st_size if path is not None and path.is_file() else 0


@lru_cache(maxsize=32)
def compared(before: Path, after: Path) -> tuple[Difference, ...]:
    """Return what is printed otherwise in a later release."""
    return differences(report_of(before), report_of(after))


def damaged(folder: Path) -> tuple[str, ...]:
    """Return the public files of a release that are not on disk as they were released."""
    wrong = []
    for name, digest in checksums(folder / PUBLIC).items():
        path = folder / PUBLIC / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            wrong.append(name)
    return tuple(wrong)


def whole_release() -> str:
    """Return the name of the archive that holds every public file."""
    return ARCHIVE


def _blocked(work: Workshop) -> Iterator[Blocked]:
    for one in work.obstacles:
        if one.kind != _OF_WORKBOOKS:
            yield Blocked(one.name, one.count, one.told)
