"""正常形: a text with one form for each sign, so that the grammar needs to know only one."""

import re
from array import array

_SAME = {
    **{chr(0xFF01 + i): chr(0x21 + i) for i in range(94)},
    "∶": ":", "︰": ":", "－": "-", "−": "-", "–": "-", "—": "-", "‒": "-", "―": "-", "‐": "-", "‑": "-",
    "～": "~", "〜": "~", "∼": "~", "％": "%", "﹪": "%", "\u00a0": " ", "\u3000": " ", "\t": " ", "\u2003": " ", "\u2002": " ",
    "\u2009": " ", "(": "（", ")": "）", "（": "（", "）": "）", ",": "，", "，": "，", ";": "；", "；": "；",
    "?": "？", "？": "？", "!": "！", "！": "！", "．": ".", "／": "/", "╱": "/", "\u200b": "", "\ufeff": "", "﹙": "（", "﹚": "）",
    "↗": "↑", "↘": "↓", "\n": " ",
}  # fmt: skip
_WORD = re.compile(r"[0-9A-Za-z]")
_DIGITS = frozenset("0123456789")


def normalised(text: str) -> "tuple[str, array[int]]":
    """Return a text in its normal form and, per character of it, the offset in the text as it stood.

    Half-width digits, letters and % : - ~ / ; full-width （），；？！; blanks stay only between two Latin words or digits;
    a comma stays a comma only as a thousands mark (before exactly three digits), else it is ，.
    """
    kept: list[str] = []
    offsets = array("I")
    for place, raw in enumerate(text):
        same = _SAME.get(raw, raw)
        if not same:
            continue
        if same == " ":
            if kept and kept[-1] != " ":
                kept.append(" ")
                offsets.append(place)
            continue
        if kept and kept[-1] == " " and not (len(kept) > 1 and _WORD.match(kept[-2]) and _WORD.match(same)):
            kept.pop()
            offsets.pop()
        kept.append(same)
        offsets.append(place)
    if kept and kept[-1] == " ":
        kept.pop()
        offsets.pop()
    _thousands(kept)
    return "".join(kept), offsets


def _thousands(kept: list[str]) -> None:
    """Give back to a comma before exactly three digits its sense of a thousands mark."""
    size = len(kept)
    for place in range(1, size - 3):
        if kept[place] != "，" or kept[place - 1] not in _DIGITS:
            continue
        if not all(kept[place + k] in _DIGITS for k in (1, 2, 3)) or (place + 4 < size and kept[place + 4] in _DIGITS):
            continue
        run = place - 1
        while run >= 0 and kept[run] in _DIGITS:
            run -= 1
        grouped = run >= 0 and kept[run] == "," and place - 1 - run == 3
        fresh = place - 1 - run <= 3 and not (run >= 0 and kept[run] in ".,")
        if grouped or fresh:
            kept[place] = ","
