"""写出示例: fills a working folder with everything that the schools and the city of an example hand in."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from zhibao.catalog.edition import FILE, WorkingFolder
from zhibao.catalog.load import Catalog, load_catalog
from zhibao.collect.blank import Blank
from zhibao.collect.folder import city_blank, school_blank
from zhibao.collect.write import write_workbook
from zhibao.document.charts import svg_png
from zhibao.examples.generate import Generated, Handed, generate
from zhibao.examples.model import Case, Example, load_example
from zhibao.examples.scenes import scene_svg
from zhibao.snapshot.submission import Rows
from zhibao.terms.place import Level, Place
from zhibao.terms.progress import Progress, silent

_NONE = Handed({})
_SCALE = 1.0


def write_example(name: str, folder: Path, progress: Progress = silent) -> None:
    """Write FOLDER/zhibao.yaml, every filled workbook, and the cases with their pictures.

    Equal calls write equal bytes; what is there under the same names is replaced.
    Raises: KeyError, for an unknown example.
    """
    example, catalog = load_example(name), load_catalog()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_bytes((example.folder / "city.yaml").read_bytes())
    tasks = [*_workbooks(example, WorkingFolder(folder), catalog), *_cases(example, folder / "cases")]
    for number, task in enumerate(tasks, 1):
        progress("生成示例数据", number, len(tasks))
        task()


def case_text(case: Case, number: int) -> str:
    """Return a case as its file holds it: settings between lines of ---, then the prose."""
    pictures = [
        f"  - {{file: {_picture(number, at)}, caption: {one.caption}}}" for at, one in enumerate(case.pictures, 1)
    ]
    front = [f"title: {case.title}", f"section: {case.section}", *(["pictures:", *pictures] if pictures else [])]
    return "\n".join(("---", *front, "---", "", case.body.strip(), ""))


def _workbooks(example: Example, folder: WorkingFolder, catalog: Catalog) -> list[Callable[[], None]]:
    generated = generate(example, catalog)
    return [
        partial(_write, path, _blank(folder, catalog, generated, place, year))
        for year, handed in sorted(generated.items())
        for place in _places(example)
        if place.code in handed
        for path in (_path(folder, place, year),)
    ]


def _places(example: Example) -> tuple[Place, ...]:
    schools = example.roster.schools
    return (example.edition.city, *(Place(Level.SCHOOL, one.code, one.name, one.county) for one in schools))


def _path(folder: WorkingFolder, place: Place, year: int) -> Path:
    return folder.workbook(year, place.code) if place.level is Level.SCHOOL else folder.city_workbook(year)


def _blank(folder: WorkingFolder, catalog: Catalog, generated: Generated, place: Place, year: int) -> Blank:
    handed, last = generated[year][place.code], generated.get(year - 1, {}).get(place.code, _NONE).rows
    if place.level is Level.SCHOOL:
        blank = school_blank(folder, catalog, place, year, last=last)
    else:
        blank = city_blank(folder, catalog, year, last=last)
    asked = {one.register.name for one in blank.asked}
    now: Rows = {register: rows for register, rows in handed.rows.items() if register in asked}
    return replace(blank, now=now, reasons=handed.reasons)


def _write(path: Path, blank: Blank) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_workbook(path, blank)


def _cases(example: Example, folder: Path) -> list[Callable[[], None]]:
    told: Counter[str] = Counter()
    tasks: list[Callable[[], None]] = []
    for case in example.cases:
        told[case.school] += 1
        tasks.append(partial(_write_case, folder / case.school, case, told[case.school]))
    return tasks


def _write_case(folder: Path, case: Case, number: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number}.md").write_text(case_text(case, number), encoding="utf-8", newline="\n")
    for at, picture in enumerate(case.pictures, 1):
        drawing = svg_png(scene_svg(picture.kind, picture.scene), _SCALE)
        (folder / _picture(number, at)).write_bytes(drawing)


def _picture(number: int, at: int) -> str:
    return f"{number}-{at}.png"
