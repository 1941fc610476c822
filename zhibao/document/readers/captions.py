"""题注: 表 1-1 and 图 2-3 with their titles, 续表."""

import re

from zhibao.document.nodes import Caption
from zhibao.document.origin import Origin

_CAPTION = re.compile(
    r"(?P<more>续)?\s*(?P<label>附?[表图])\s*"
    r"(?P<number>\d{1,3}(?:\s*[-\u2010\u2011–—－−.．]\s*\d{1,3}){0,3}|[一二三四五六七八九十]{1,3}(?![、]))?"
    r"\s*(?P<again>[（(]续表?[）)])?(?P<sign>\s*[:：.．、]|\s|(?=[^\d\s]))?"
)
_CONTINUED = re.compile(r"[（(]?\s*(?:续|接)上?(?:[表图]|页)\s*[）)]?")
_PROSE = re.compile(
    r"所示|显示|可见|可以|表明|反映|说明|中(?![职等高国小层学])|为(?!民)|是|和|与|及|给出|列出|列示|[、，,）)]|至|到|的"
)
MOST_LENGTH = 100


def caption_of(text: str, *, declared: bool = False) -> tuple[str, str, str] | None:
    """Return label, number and title of a caption, or None where a line is none.

    What its format declares a caption is not taken for prose that begins with a reference (图6-2 与外企合作).
    """
    if len(text) > MOST_LENGTH:
        return None
    text = text.strip()
    if _CONTINUED.fullmatch(text):
        return "表", "", text
    found = _CAPTION.match(text)
    if found is None or not (found["number"] or found["more"]):
        return None
    title = text[found.end() :].strip()
    if any(sign in title for sign in "。；") or title.endswith(("，", "、")):
        return None
    if not declared and not (found["sign"] or "").strip() and _PROSE.match(title):
        return None
    number = "".join((found["number"] or "").split())
    return found["label"], number, title


def caption(origin: Origin, *, declared: bool = False) -> Caption | None:
    """Return the caption that a printed line is; a line `declared` as caption by its format is one in any case."""
    parts = caption_of(origin.text, declared=declared)
    if parts is None:
        return Caption("", "", origin.text, origin) if declared else None
    return Caption(*parts, origin)
