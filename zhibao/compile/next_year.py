"""新的一年: a working folder that begins where last year's ended: its settings, its text, its data as last year's."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from zhibao.catalog.edition import FILE, WorkingFolder
from zhibao.catalog.files import CatalogError
from zhibao.catalog.load import Catalog, outline_texts
from zhibao.catalog.takeover import next_settings, taken_over


@dataclass(frozen=True, slots=True)
class Begun:
    """开好的新一年: the folder, and how many chapters and passages were taken over (some with digits typed by hand)."""

    folder: WorkingFolder
    chapters: int
    passages: int
    typed: int


def begin_next_year(folder: WorkingFolder, catalog: Catalog, to: Path) -> Begun:
    """Write the working folder of the next year and return what was taken over; last year's folder stays as it is.

    Taken over: settings, the chapters as they were used, own definitions, and this year's workbooks and snapshots,
    which are last year's now. Not taken over: cases, older years, feedback, builds, and the key of personal data.
    Raises: CatalogError, when something stands at the place already.
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise CatalogError(f"{to}：这里已有别的文件，没有写入。请换一个文件夹。")
    edition = folder.edition
    chapters = outline_texts(catalog, edition.outline, folder.outline)
    texts = [taken_over(text, path, edition.label_year) for path, text in chapters]
    settings = next_settings((folder.path / FILE).read_text(encoding="utf-8"))
    to.mkdir(parents=True, exist_ok=True)
    (to / FILE).write_text(settings, encoding="utf-8")
    begun = WorkingFolder(to)
    begun.outline.mkdir()
    for (path, _), one in zip(chapters, texts, strict=True):
        (begun.outline / path.name).write_text(one.text, encoding="utf-8")
    if folder.catalog.is_dir():
        shutil.copytree(folder.catalog, begun.catalog)
    _hand_over(folder, begun)
    return Begun(begun, len(texts), sum(one.passages for one in texts), sum(one.typed for one in texts))


def _hand_over(folder: WorkingFolder, begun: WorkingFolder) -> None:
    """Copy the data of the year that is last year's now: what was frozen, and the workbooks it was read from."""
    year = folder.edition.this
    if folder.store.is_dir():
        shutil.copytree(folder.store, begun.store)
        for heads in (begun.store / "heads").glob("*"):
            if heads.name != str(year):
                shutil.rmtree(heads)
    for path in (folder.city_workbook(year), *folder.workbooks(year)):
        if path.is_file():
            target = begun.path / path.relative_to(folder.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
