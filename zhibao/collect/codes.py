"""代码的显示与辨认: how a code stands in a cell, and which code a typed text means."""

import unicodedata
from difflib import get_close_matches

from zhibao.catalog.model import CodeList


def shown(codes: CodeList, code: str) -> str:
    """Return a code as it stands in a cell: its label, after the code where the two differ."""
    if code not in codes.items:
        return code
    label = codes.items[code].label
    return label if label == code else f"{code} {label}"


def choices(codes: CodeList) -> tuple[str, ...]:
    """Return the texts of the drop-down, in the list's order."""
    return tuple(shown(codes, code) for code in codes.items)


def code_of(codes: CodeList, text: str) -> str | None:
    """Return the code that a typed text means: a code, a label, or both; None when it means none or several."""
    if text in codes.items:
        return text
    before, _, after = text.partition(" ")
    if before in codes.items and codes.items[before].label == after:
        return before
    wanted = _plain(text)
    found = [
        code
        for code, one in codes.items.items()
        if wanted in (_plain(code), _plain(one.label), _plain(code + one.label), _plain(one.label + code))
    ]
    return found[0] if len(found) == 1 else None


def nearest(codes: CodeList, text: str) -> tuple[str, ...]:
    """Return up to three choices that a text resembles, the nearest first."""
    wanted = _plain(text)
    written: dict[str, str] = {}
    for code, one in codes.items.items():
        for form in (code, one.label, code + one.label):
            written.setdefault(_plain(form), shown(codes, code))
    near = get_close_matches(wanted[:80], written, n=6, cutoff=0.5)
    return tuple(dict.fromkeys(written[form] for form in near))[:3]


def _plain(text: str) -> str:
    """Return letters, digits and characters only, as brackets, hyphens and blanks are set this way and that."""
    return "".join(mark for mark in unicodedata.normalize("NFKC", text) if mark.isalnum()).casefold()
