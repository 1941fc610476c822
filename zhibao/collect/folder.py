"""工作目录的采集: blank workbooks out for everybody, filled ones in; each is frozen whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from zhibao.catalog.asked import ROSTER, Asked, asked_for, asked_for_history
from zhibao.catalog.edition import Edition, WorkingFolder
from zhibao.catalog.load import Catalog
from zhibao.collect import errors, faults
from zhibao.collect.blank import Blank
from zhibao.collect.difference import Change, State, differences
from zhibao.collect.layout import sheets_of
from zhibao.collect.read import Reading, read_workbook
from zhibao.collect.read_feedback import Written
from zhibao.collect.spots import Spots
from zhibao.collect.write import write_workbook
from zhibao.snapshot.frozen import Snapshot, read_rows, submission_of
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Row, Rows, Submission
from zhibao.terms.finding import Finding
from zhibao.terms.place import Level, Place
from zhibao.terms.progress import Progress, silent
from zhibao.terms.source import CellPlace


@dataclass(frozen=True)
class Book:
    """一本工作簿: whose it is and of which year, what reading it found, and how it stands to the one before.

    `changes` are looked up by a dry run only.
    """

    path: Path
    place: Place
    year: int
    state: State
    findings: tuple[Finding, ...]
    sheets: Mapping[str, str]
    spots: Mapping[str, Spots]
    written: Mapping[str, Written]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Collected:
    """采集结果: what was frozen, what was refused and what was noticed, and every workbook whose place is known."""

    snapshots: tuple[Snapshot, ...]
    refused: tuple[Path, ...]
    findings: tuple[Finding, ...]
    books: tuple[Book, ...] = ()


def read_folder(
    folder: WorkingFolder, catalog: Catalog, progress: Progress = silent, *, dry_run: bool = False
) -> Collected:
    """Read every workbook of the edition and freeze those without a bad cell; a dry run freezes none.

    The city's workbook of a year comes first, since its roster says which schools belong to the year.
    """
    edition = folder.edition
    work = [(year, path) for year in _own_years(edition) if (path := folder.city_workbook(year)).is_file()]
    twice = [files for year in edition.data_years for files in _of_one_school(folder.workbooks(year))]
    apart = {path for files in twice for path in files}
    schools = [(year, path) for year in edition.data_years for path in folder.workbooks(year) if path not in apart]
    reader = _Reader(folder, catalog, dry_run=dry_run)
    for number, (year, path) in enumerate(work + schools, 1):
        progress("读取工作簿", number, len(work) + len(schools))
        if number <= len(work):
            reader.take_city(year, path)
        else:
            reader.take_school(year, path)
    reader.refused += sorted(apart)
    reader.findings += [faults.two_files(_label(folder, files[0]), [one.name for one in files]) for files in twice]
    reader.findings += [
        errors.file_ignored(_label(folder, path)) for year in edition.data_years for path in folder.other_files(year)
    ]
    findings = tuple(dict.fromkeys(reader.findings))
    return Collected(tuple(reader.done), tuple(reader.refused), findings, tuple(reader.books))


class _Reader:
    """Reads one workbook after another, and remembers what each says for those that come after it."""

    def __init__(self, folder: WorkingFolder, catalog: Catalog, *, dry_run: bool) -> None:
        self._folder, self._catalog, self._dry_run = folder, catalog, dry_run
        self._store = Store(folder.store)
        self._last = _LastYear(self._store, catalog)
        self._rosters: dict[int, Sequence[Row]] = {}
        self.done: list[Snapshot] = []
        self.refused: list[Path] = []
        self.findings: list[Finding] = []
        self.books: list[Book] = []

    def take_city(self, year: int, path: Path) -> None:
        """Read the city's workbook of a year, and keep its roster."""
        city = self._folder.edition.city
        blank = city_blank(self._folder, self._catalog, year, last=self._last.of(city, year))
        submission = self._take(path, blank)
        if submission is not None:
            self._rosters[year] = submission.registers.get(ROSTER, ())

    def take_school(self, year: int, path: Path) -> None:
        """Read a school's workbook, if the school is on the roster of the year."""
        if year not in self._rosters:
            self._rosters[year] = _frozen_roster(self._store, self._catalog, self._folder.edition.code, year)
        place = _school(self._rosters[year], path.stem)
        if place is None:
            self.refused.append(path)
            self.findings += _unknown_school(self._folder, path, self._rosters[year])
            return
        self._take(path, school_blank(self._folder, self._catalog, place, year, last=self._last.of(place, year)))

    def _take(self, path: Path, blank: Blank) -> Submission | None:
        """Read a workbook, and freeze what it says or, in a dry run, compare it."""
        read = read_workbook(path, blank)
        reading = replace(read, findings=tuple(_in_folder(one, self._folder, path) for one in read.findings))
        self.findings += reading.findings
        if reading.submission is None:
            self.refused.append(path)
            self.books.append(_book(path, blank, reading, State.REFUSED))
            return None
        self._last.keep(reading.submission)
        state, changes = (self._compare if self._dry_run else self._freeze)(reading.submission, blank, reading)
        self.books.append(replace(_book(path, blank, reading, state), changes=changes))
        return reading.submission

    def _freeze(self, submission: Submission, blank: Blank, reading: Reading) -> tuple[State, tuple[Change, ...]]:
        before = self._store.typed_id(blank.place.code, blank.year)
        self.done.append(self._store.hand_in(submission, self._catalog))
        if not before:
            return State.NEW, ()
        is_same = before == self._store.typed_id(blank.place.code, blank.year)
        return State.UNCHANGED if is_same else State.CHANGED, ()

    def _compare(self, submission: Submission, blank: Blank, reading: Reading) -> tuple[State, tuple[Change, ...]]:
        """Return how a workbook stands to the one that its place typed before."""
        before = self._store.typed_of(blank.place.code, blank.year)
        if before is None:
            return State.NEW, ()
        old = submission_of(before, self._store.rows(before, self._catalog.registers))
        changes = differences(old, submission, sheets_of(blank), blank.lists, reading.spots)
        return State.CHANGED if changes else State.UNCHANGED, changes


def write_templates(folder: WorkingFolder, catalog: Catalog, progress: Progress = silent) -> tuple[Path, ...]:
    """Write a workbook for the city and for every school of the roster, for each data year; return what was written.

    A workbook that is there already is left alone, so that nothing typed is lost. Schools appear once the city's
    roster is filled in and read.
    """
    edition = folder.edition
    store = Store(folder.store)
    last = _LastYear(store, catalog, with_personal=not store.key_fault())
    work: list[tuple[Path, Blank]] = []
    for year in _own_years(edition):
        blank = city_blank(folder, catalog, year, last=last.of(edition.city, year))
        work.append((folder.city_workbook(year), blank))
    for snapshot in store.current(edition.data_years):
        if snapshot.place.code == edition.code:
            roster = read_rows(snapshot, catalog.registers).get(ROSTER, ())
            for place in schools_of(roster):
                blank = school_blank(folder, catalog, place, snapshot.year, last=last.of(place, snapshot.year))
                work.append((folder.workbook(snapshot.year, place.code), blank))
    written = []
    for number, (path, blank) in enumerate(work, 1):
        progress("生成工作簿", number, len(work))
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_workbook(path, blank)
            written.append(path)
    return tuple(written)


def school_blank(
    folder: WorkingFolder, catalog: Catalog, place: Place, year: int, *, last: Rows | None = None
) -> Blank:
    """Return the empty form of a school for a year."""
    return _blank(folder, catalog, place, year, _asked(folder, catalog, Level.SCHOOL), last)


def city_blank(folder: WorkingFolder, catalog: Catalog, year: int, *, last: Rows | None = None) -> Blank:
    """Return the empty form of the city for a data year, or for an earlier year of which it gives totals."""
    edition = folder.edition
    if year in edition.history_years:
        return _blank(folder, catalog, edition.city, year, asked_for_history(catalog, edition, year), None)
    return _blank(folder, catalog, edition.city, year, _asked(folder, catalog, edition.level), last)


def _own_years(edition: Edition) -> tuple[int, ...]:
    """Return the years for which the reporting place itself fills in a workbook: a region gives this year's reasons."""
    return (edition.this,) if edition.members else edition.years


def schools_of(roster: Sequence[Row]) -> tuple[Place, ...]:
    """Return the schools in scope of a roster, as places."""
    return tuple(
        Place(Level.SCHOOL, str(row["code"]), str(row["name"]), str(row["county"]))
        for row in roster
        if row["in_scope"] == "是"
    )


def _asked(folder: WorkingFolder, catalog: Catalog, level: Level) -> tuple[Asked, ...]:
    return asked_for(catalog, folder.edition.outline, level, folder.edition.registers)


def _blank(
    folder: WorkingFolder, catalog: Catalog, place: Place, year: int, asked: tuple[Asked, ...], last: Rows | None
) -> Blank:
    edition = folder.edition
    return Blank(
        place=place,
        year=year,
        title=f"{edition.place}职业教育质量年度报告数据采集表",
        asked=asked,
        lists=catalog.lists,
        last=last or {},
        declaration=edition.declaration,
        history=year in edition.history_years,
    )


class _LastYear:
    """Rows of the year before: those just read, else those in the store; a place is shown its own persons."""

    def __init__(self, store: Store, catalog: Catalog, *, with_personal: bool = False) -> None:
        self._store, self._catalog, self._with_personal = store, catalog, with_personal
        self._rows: dict[tuple[int, str], Rows] = {}

    def keep(self, submission: Submission) -> None:
        """Remember a submission of this run."""
        self._rows[(submission.year, submission.place.code)] = submission.registers

    def of(self, place: Place, year: int) -> Rows:
        """Return the rows of the year before `year`; empty when there are none."""
        key = (year - 1, place.code)
        if key not in self._rows:
            snapshot = self._store.current_of(place.code, year - 1)
            self._rows[key] = self._stored(snapshot) if snapshot else {}
        return self._rows[key]

    def _stored(self, snapshot: Snapshot) -> Rows:
        """Return the rows of a snapshot; without the key its personal cells are left out, not shown as withheld."""
        if self._with_personal and snapshot.sealed:
            return self._store.rows(snapshot, self._catalog.registers)
        rows = dict(read_rows(snapshot, self._catalog.registers))
        for name in snapshot.sealed:
            personal = self._catalog.registers[name].personal
            rows[name] = tuple({field: row[field] for field in row if field not in personal} for row in rows[name])
        return rows


def _book(path: Path, blank: Blank, reading: Reading, state: State) -> Book:
    sheets = {one.register.name: one.name for one in sheets_of(blank)}
    return Book(path, blank.place, blank.year, state, reading.findings, sheets, reading.spots, reading.feedback.written)


def _of_one_school(files: tuple[Path, ...]) -> list[tuple[Path, ...]]:
    """Return those workbooks that only their endings tell apart."""
    by_name: dict[str, list[Path]] = {}
    for file in files:
        by_name.setdefault(file.stem, []).append(file)
    return [tuple(these) for these in by_name.values() if len(these) > 1]


def _school(roster: Sequence[Row], code: str) -> Place | None:
    return next((place for place in schools_of(roster) if place.code == code), None)


def _frozen_roster(store: Store, catalog: Catalog, city: str, year: int) -> Sequence[Row]:
    """Return the roster that was frozen before, for a year whose city workbook was not read this time."""
    snapshot = store.current_of(city, year)
    return read_rows(snapshot, catalog.registers).get(ROSTER, ()) if snapshot else ()


def _unknown_school(folder: WorkingFolder, path: Path, roster: Sequence[Row]) -> tuple[Finding, ...]:
    """Return why a workbook was not read: once for all when there is no roster, else for the school."""
    if not roster:
        city = folder.city_workbook(int(path.parent.name))
        return (errors.no_roster(_label(folder, path.parent), _label(folder, city)),)
    return (errors.unknown_school(_label(folder, path), path.stem),)


def _label(folder: WorkingFolder, path: Path) -> str:
    return path.relative_to(folder.path).as_posix()


def _in_folder(finding: Finding, folder: WorkingFolder, path: Path) -> Finding:
    """Return a finding that tells the workbooks of one school for two years apart."""
    if not isinstance(finding.where, CellPlace):
        return finding
    return replace(finding, where=replace(finding.where, file=_label(folder, path)))
