"""工作目录的桥: which folders there are whose year may be opened, and what each of them is about."""

from dataclasses import dataclass
from pathlib import Path

from zhibao.catalog.edition import FILE
from zhibao.terms.errors import ZhibaoError
from zhibao.web.bridge.places import about, roster


@dataclass(frozen=True)
class Folder:
    """一个工作目录: what it is about, or why it cannot be used yet."""

    name: str
    place: str = ""
    year: int = 0
    round_: str = ""
    schools: int = 0
    counties: int = 0
    fault: str = ""


def folders(home: Path) -> list[Folder]:
    """Return the working folders that lie in a folder, by their names; none when there is no such folder."""
    if not home.is_dir():
        return []
    return [_folder(one) for one in sorted(home.iterdir()) if (one / FILE).is_file()]


def folder_named(home: Path, name: str) -> Path | None:
    """Return a working folder by its name, None for any that does not lie there."""
    lying_there = home.iterdir() if home.is_dir() else ()
    return next((one for one in lying_there if one.name == name and (one / FILE).is_file()), None)


def _folder(path: Path) -> Folder:
    try:
        _, place, year, round_ = about(path)
        schools = roster(path)
    except ZhibaoError as error:
        return Folder(path.name, fault=str(error))
    counties = len({one.within for one in schools})
    return Folder(path.name, place, year, round_, len(schools), counties)
