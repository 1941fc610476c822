"""字体: the faces bundled with the program, so that charts and PDFs look alike on every machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

SANS = "Noto Sans SC"
SERIF = "Noto Serif SC"

_WHEEL = "pylopdf_fonts_zh_cn"
_SONG = ("FangSong", "FangSong_GB2312", "STFangsong", "Zhuque Fangsong")
_KAI = ("KaiTi", "KaiTi_GB2312", "STKaiti", "LXGW WenKai")
_HEI = ("SimHei", "STHeiti")
_SYSTEM = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)


@dataclass(frozen=True, slots=True)
class Faces:
    """字体族: for each role the families to try in order; the last one is always bundled."""

    body: tuple[str, ...]
    heading: tuple[str, ...]
    emphasis: tuple[str, ...]


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


def faces(extra: Sequence[Path] = ()) -> Faces:
    """Return the families of a printed report.

    Without extra folders only bundled ones are named; with them 仿宋, 楷体 and 黑体 come first where they exist.
    """
    if not extra:
        return Faces((SERIF,), (SANS,), (SANS,))
    return Faces((*_SONG, SERIF), (*_HEI, SANS), (*_KAI, SANS))
