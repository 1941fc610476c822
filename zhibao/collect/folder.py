"""工作目录的采集: blank workbooks out for everybody, filled ones in; each is frozen whole or not at all."""

from dataclasses import dataclass, replace
from pathlib import Path

from zhibao.catalog.asked import ROSTER, Asked, asked_for, asked_for_history
from zhibao.catalog.edition import WorkingFolder
from zhibao.catalog.load import Catalog
from zhibao.collect import errors
from zhibao.collect.blank import Blank
from zhibao.collect.read import read_workbook
from zhibao.collect.write import write_workbook
from zhibao.snapshot.store import Snapshot, Store, read_rows
from zhibao.snapshot.submission import Row, Rows, Submission
from zhibao.terms.finding import Finding
from zhibao.terms.place import Level, Place
from zhibao.terms.progress import Progress, silent
from zhibao.terms.source import CellPlace


@dataclass(frozen=True)
class Collected:
    """采集结果: what was frozen, what was refused and what was noticed."""

    snapshots: tuple[Snapshot, ...]
    refused: tuple[Path, ...]
    findings: tuple[Finding, ...]


def read_folder(folder: WorkingFolder, catalog: Catalog, progress: Progress = silent) -> Collected:
    """Read every workbook of the edition and freeze those without a bad cell.

    The city's workbook of a year comes first, since its roster says which schools belong to the year.
    """
    edition = folder.edition
    store = Store(folder.store)
    last = _LastYear(store, catalog)
    done: list[Snapshot] = []
    refused: list[Path] = []
    findings: list[Finding] = []
    rosters: dict[int, tuple[Row, ...]] = {}
    work = [(year, folder.city_workbook(year)) for year in edition.years]
    work = [(year, path) for year, path in work if path.is_file()]
    schools = [(year, path) for year in edition.data_years for path in folder.workbooks(year)]
    total = len(work) + len(schools)
    for number, (year, path) in enumerate(work + schools, 1):
        progress("读取工作簿", number, total)
        if (year, path) in work:
            blank = city_blank(folder, catalog, year, last=last.of(edition.city, year))
        else:
            if year not in rosters:
                rosters[year] = _frozen_roster(store, catalog, edition.code, year)
            place = _school(rosters[year], path.stem)
            if place is None:
                refused.append(path)
                findings += _unknown_school(folder, path, rosters[year])
                continue
            blank = school_blank(folder, catalog, place, year, last=last.of(place, year))
        reading = read_workbook(path, blank)
        findings += [_in_folder(one, folder, path) for one in reading.findings]
        if reading.submission is None:
            refused.append(path)
            continue
        last.keep(reading.submission)
        done.append(store.freeze(reading.submission, catalog.registers))
        if (year, path) in work:
            rosters[year] = reading.submission.registers.get(ROSTER, ())
    findings += [
        errors.file_ignored(_label(folder, path)) for year in edition.data_years for path in folder.other_files(year)
    ]
    return Collected(tuple(done), tuple(refused), tuple(dict.fromkeys(findings)))


def write_templates(folder: WorkingFolder, catalog: Catalog, progress: Progress = silent) -> tuple[Path, ...]:
    """Write a workbook for the city and for every school of the roster, for each data year; return what was written.

    A workbook that is there already is left alone, so that nothing typed is lost. Schools appear once the city's
    roster is filled in and read.
    """
    edition = folder.edition
    store = Store(folder.store)
    last = _LastYear(store, catalog)
    work: list[tuple[Path, Blank]] = []
    for year in edition.years:
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
    return _blank(folder, catalog, place, year, asked_for(catalog, folder.edition.outline, Level.SCHOOL), last)


def city_blank(folder: WorkingFolder, catalog: Catalog, year: int, *, last: Rows | None = None) -> Blank:
    """Return the empty form of the city for a data year, or for an earlier year of which it gives totals."""
    edition = folder.edition
    if year in edition.history_years:
        return _blank(folder, catalog, edition.city, year, asked_for_history(catalog, edition, year), None)
    return _blank(folder, catalog, edition.city, year, asked_for(catalog, edition.outline, Level.CITY), last)


def schools_of(roster: tuple[Row, ...]) -> tuple[Place, ...]:
    """Return the schools in scope of a roster, as places."""
    return tuple(
        Place(Level.SCHOOL, str(row["code"]), str(row["name"]), str(row["county"]))
        for row in roster
        if row["in_scope"] == "是"
    )


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
    """Rows of the year before: those just read, else those in the store."""

    def __init__(self, store: Store, catalog: Catalog) -> None:
        self._store, self._catalog = store, catalog
        self._rows: dict[tuple[int, str], Rows] = {}

    def keep(self, submission: Submission) -> None:
        """Remember a submission of this run."""
        self._rows[(submission.year, submission.place.code)] = submission.registers

    def of(self, place: Place, year: int) -> Rows:
        """Return the rows of the year before `year`; empty when there are none."""
        key = (year - 1, place.code)
        if key not in self._rows:
            snapshot = self._store.current_of(place.code, year - 1)
            self._rows[key] = read_rows(snapshot, self._catalog.registers) if snapshot else {}
        return self._rows[key]


def _school(roster: tuple[Row, ...], code: str) -> Place | None:
    return next((place for place in schools_of(roster) if place.code == code), None)


def _frozen_roster(store: Store, catalog: Catalog, city: str, year: int) -> tuple[Row, ...]:
    """Return the roster that was frozen before, for a year whose city workbook was not read this time."""
    snapshot = store.current_of(city, year)
    return read_rows(snapshot, catalog.registers).get(ROSTER, ()) if snapshot else ()


def _unknown_school(folder: WorkingFolder, path: Path, roster: tuple[Row, ...]) -> tuple[Finding, ...]:
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
