"""Reading a city's workbooks with zhibao: the whole step, and its two halves apart."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from measure import Watch, main

from zhibao.catalog.asked import ROSTER
from zhibao.catalog.edition import WorkingFolder
from zhibao.catalog.load import Catalog, load_catalog
from zhibao.collect.blank import Blank
from zhibao.collect.folder import city_blank, read_folder, school_blank, schools_of
from zhibao.collect.read import Reading, read_workbook
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Rows, Submission


def whole(city: Path, watch: Watch) -> None:
    """Read every workbook, check every cell, freeze every submission, into a store that is empty."""
    folder, catalog = WorkingFolder(_with_empty_store(city)), load_catalog()
    with watch("read_folder"):
        collected = read_folder(folder, catalog)
    assert not collected.refused
    assert collected.snapshots


def halves(city: Path, watch: Watch) -> None:
    """Read and check every workbook, then freeze what was read; the forms that are expected are made beforehand."""
    folder, catalog = WorkingFolder(_with_empty_store(city)), load_catalog()
    handed = list(_workbooks(folder, catalog))
    with watch("read_cells"):
        readings = [read_workbook(path, blank) for path, blank in handed]
    store = Store(folder.store)
    submissions = [_submission(reading) for reading in readings]
    with watch("freeze"):
        for one in submissions:
            store.freeze(one, catalog.registers)


def _with_empty_store(city: Path) -> Path:
    """Return a second working folder over the same workbooks, so that the store of the first stays as it is."""
    folder = city / "reading"
    if not folder.exists():
        shutil.copytree(city / "folder", folder)
    shutil.rmtree(folder / "store", ignore_errors=True)
    return folder


def _workbooks(folder: WorkingFolder, catalog: Catalog) -> Iterator[tuple[Path, Blank]]:
    """Yield every workbook with the form it is measured by, as `read_folder` makes it."""
    edition = folder.edition
    last: dict[str, Rows] = {}
    for year in edition.years:
        path, now = folder.city_workbook(year), dict[str, Rows]()
        blank = city_blank(folder, catalog, year, last=last.get(edition.code))
        yield path, blank
        now[edition.code] = _submission(read_workbook(path, blank)).registers
        if year in edition.data_years:
            for place in schools_of(now[edition.code][ROSTER]):
                path = folder.workbook(year, place.code)
                blank = school_blank(folder, catalog, place, year, last=last.get(place.code))
                yield path, blank
                now[place.code] = _submission(read_workbook(path, blank)).registers
        last = now


def _submission(reading: Reading) -> Submission:
    assert reading.submission is not None, reading.findings
    return reading.submission


if __name__ == "__main__":
    main({"whole": whole, "halves": halves})
