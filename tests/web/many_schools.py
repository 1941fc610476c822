"""A city of as many schools as are wanted, frozen without workbooks, whose reports have one short chapter each."""

from pathlib import Path

from tests.way.little_city import KEPT
from zhibao.catalog.asked import asked_for
from zhibao.catalog.edition import FILE, WorkingFolder
from zhibao.catalog.load import Catalog, load_catalog
from zhibao.examples.generate import generate
from zhibao.examples.model import load_example
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Row, Rows, Submission
from zhibao.terms.place import Level, Place

ROSTER = "schools"


def many_schools(folder: Path, number: int) -> Path:
    """Write a working folder with so many schools, each with the numbers of one of an example's, and return it."""
    example = load_example("jiangmen")
    folder.mkdir(parents=True)
    (folder / FILE).write_bytes((example.folder / "city.yaml").read_bytes())
    work = WorkingFolder(folder)
    packaged = load_catalog().folders[0] / "outlines"
    _shorten(packaged / work.edition.outline, work.outline)
    catalog = load_catalog(chapters={work.edition.outline: work.outline})
    generated, store = generate(example, catalog), Store(work.store)
    asked = {level: _asked(work, catalog, level) for level in (Level.SCHOOL, Level.CITY)}
    roster = [dict(one) for one in generated[work.edition.this][work.edition.code].rows[ROSTER]]
    schools = [_school(roster[at % len(example.codes)], at) for at in range(number)]
    for year in work.edition.data_years:
        handed = generated[year]
        for at, row in enumerate(schools):
            place = Place(Level.SCHOOL, str(row["code"]), str(row["name"]), str(row["county"]))
            same_as = handed[example.codes[at % len(example.codes)]]
            rows = {name: one for name, one in same_as.rows.items() if name in asked[Level.SCHOOL] and one}
            store.freeze(Submission(place, year, rows, same_as.reasons), catalog.registers)
        own: Rows = handed[work.edition.code].rows | {ROSTER: schools}  # type: ignore[operator]  # it is a dict
        rows = {name: one for name, one in own.items() if name in asked[Level.CITY] and one}
        store.freeze(Submission(work.edition.city, year, rows), catalog.registers)
    school_outline = catalog.outlines[work.edition.outline].schools
    for row in schools:
        _shorten(packaged / school_outline, work.chapters_of(str(row["code"])))
    return folder


def _school(like: Row, at: int) -> Row:
    code = f"jm{at + 1:03d}"
    return {**like, "code": code, "name": f"示例第{at + 1}职业技术学校"}


def _asked(work: WorkingFolder, catalog: Catalog, level: Level) -> set[str]:
    asked = asked_for(catalog, work.edition.outline, level, work.edition.registers)
    return {one.register.name for one in asked}


def _shorten(outline: Path, to: Path) -> None:
    """Keep the chapter of the numbers; of every other the heading stays."""
    to.mkdir(parents=True)
    for chapter in sorted(outline.glob("*.md")):
        text = chapter.read_text(encoding="utf-8")
        heading = next(line for line in text.splitlines() if line.startswith("# "))
        (to / chapter.name).write_text(text if chapter.name == KEPT else f"{heading}\n", encoding="utf-8")
