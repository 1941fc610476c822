"""字体: the faces bundled with the program, so that charts and PDFs look alike on every machine."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from zhibao.catalog.look import Face, Look

SANS = "Noto Sans SC"
SERIF = "Noto Serif SC"

_WHEEL = "pylopdf_fonts_zh_cn"
_SYSTEM = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)


@cache
def bundled_directory() -> Path:
    """Return the folder of the font wheel, which holds 宋体 and 黑体 in one weight each."""
    return Path(str(files(_WHEEL)))


def directories(extra: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the folders to read fonts from: the bundled one, and `extra` ones that a setting names."""
    return (bundled_directory(), *extra)


def system_directories() -> tuple[Path, ...]:
    """Return the folders where this machine keeps its own fonts; only read when a setting asks for it."""
    return tuple(path for path in map(Path, _SYSTEM) if path.is_dir())


def faces(look: Look, *, system: bool = False) -> dict[Face, tuple[str, ...]]:
    """Return the families of each face of a printed report, to be tried in order; the last one is always bundled.

    Only with `system` are those of the machine named too; they come first.
    """
    bundled = {"serif": SERIF, "sans": SANS}
    named: tuple[Face, ...] = ("text", "hei", "kai", "song", "title")
    return {name: (*(look.faces[name].system if system else ()), bundled[look.faces[name].pdf]) for name in named}


def families(look: Look, *, system: bool = False) -> tuple[str, ...]:
    """Return the families that a PDF asks for, in their order."""
    return tuple(dict.fromkeys(one for each in faces(look, system=system).values() for one in each))
