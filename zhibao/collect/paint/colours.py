"""反馈的底色: one hue for each severity, in shades no eye tells apart; the shade says which fill a cell had before.

Every spreadsheet program keeps the colour of a cell, few keep anything else that could be hidden in a file. So a
painted cell can be given its own fill back whoever has saved the file since.
"""

import re

from zhibao.terms.finding import Severity

SHADES = 64
"""How many fills can be told apart: shade 0 is no fill at all, the others count a table of fills from 1."""

# 每个通道最低两位留给色阶，故都是 4 的倍数；与填报格的浅青、声明的浅黄分得开。
_BASE = {Severity.ERROR: (0xF8, 0xD8, 0xD4), Severity.WARNING: (0xF8, 0xE4, 0xB4), Severity.NOTE: (0xD0, 0xE0, 0xF4)}
_RGB = re.compile(rb"<(?:[^\s<>:]+:)?fgColor\b[^>]*?\srgb\s*=\s*[\"'](?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})[\"']")
_PREFIX = re.compile(r"(</?)[^\s<>/:\"]+:")


def colour(severity: Severity, shade: int = 0) -> str:
    """Return a hue as six hexadecimal digits."""
    bits = (shade >> 4 & 3, shade >> 2 & 3, shade & 3)
    return "".join(f"{base + low:02X}" for base, low in zip(_BASE[severity], bits, strict=True))


def shade_of(fill: bytes) -> int | None:
    """Return the shade of a fill that was painted; None for any other fill."""
    found = _RGB.search(fill)
    if found is None or b"solid" not in fill:
        return None
    channels = tuple(int(found[1][at : at + 2], 16) for at in (0, 2, 4))
    if tuple(one & ~3 for one in channels) not in _BASE.values():
        return None
    red, green, blue = (one & 3 for one in channels)
    return red << 4 | green << 2 | blue


def plain(fill: bytes) -> str:
    """Return a fill without prefixes, as it is kept in the table of fills."""
    return _PREFIX.sub(r"\1", fill.decode("utf-8", "replace"))


def prefixed(fill: str, prefix: bytes) -> bytes:
    """Return a fill of the table as it stands in a part whose elements bear a prefix."""
    return re.sub(r"(</?)", rf"\1{prefix.decode()}", fill).encode()
