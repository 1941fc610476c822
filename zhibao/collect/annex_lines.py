"""附表的行: takes one printed row apart: 其中, indents, numbers of every style, the unit behind the name."""

import re
import unicodedata
from dataclasses import dataclass

from zhibao.collect.annex_head import split_unit

_PART = re.compile(r"(?:其\s*中\s*[:：、，,]?|[#*▪·•○└├]+|[—–]+|-(?=\s))\s*")
_ONLY_PART = re.compile(r"其\s*中\s*[:：]?")
_CHINESE = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
NUMBERED = 20
_NUMBERS = (
    (1, re.compile(rf"第?([{_CHINESE}]+)(?:部分|章|、|\.|．)\s*")),
    (2, re.compile(rf"[（(]([{_CHINESE}]+)[)）]\s*")),
    (NUMBERED, re.compile(r"(\d+(?:[.．]\d+)*[A-Z]?)(?:[.．、)）]\s*|\s+|(?<=[.．]\d)(?=\D))")),
    (40, re.compile(r"[（(](\d+)[)）]\s*")),
    (50, re.compile(rf"([{_CIRCLED}])\s*")),
)
_ALONE = ((1, re.compile(f"([{_CHINESE}]+)")), (NUMBERED, re.compile(r"(\d+(?:[.．-]\d+)*[A-Z]?)")))
_ENDS = re.compile(
    r"(?:注|说明|备注|附注|填表说明|填报说明|填报须知|编制说明|资料来源|数据来源|审核人|填表人|填报人|制表人|单位负责人|统计负责人"
    r"|联系人|联系电话|报出日期|填报日期|填报单位|学校盖章)\s*(?:[:：\d（(]|$)|[※*]\s*\S{6}"
)
_TOTAL = re.compile(r"[总合小]\s*计")
_UNIT_LINE = re.compile(r"[（(]?\s*(?:计量)?单位\s*[:：]\s*([^（）()：:]{1,12}?)\s*[)）]?")
_GRADES = re.compile(r"(?:国家|省部?|市|地市|区县|县|校|院)级(?:及以上)?")


@dataclass(frozen=True, slots=True)
class Line:
    """一行: the name without its trimmings, and what the trimmings say.

    `depth` follows from the style of the number: 一、 1, （一） 2, 1 20, 1.1 25, （1） 40, ① 50; None without one.
    """

    label: str
    number: str = ""
    depth: int | None = None
    unit: str = ""
    is_part: bool = False
    indent: int = 0

    @property
    def is_chapter(self) -> bool:
        """Say whether the number is that of a chapter: 一、 or （一）."""
        return self.depth is not None and self.depth < NUMBERED

    @property
    def is_grade(self) -> bool:
        """Say whether the name is but a grade (国家级), which always splits something."""
        return bool(_GRADES.fullmatch(self.label))


def take_apart(text: str, number: str = "") -> Line:
    """Return the parts of a row's name; `number` is what the column of numbers holds."""
    bare = text.strip().replace("\uff03", "#")
    indent = sum(2 if sign == "\u3000" else 1 for sign in text[: len(text) - len(text.lstrip())])
    no, depth = _number(number.strip())
    is_part = False
    for _ in range(3):
        if found := _PART.match(bare):
            is_part, bare = True, bare[found.end() :]
            continue
        taken = _prefix(bare)
        # With a column of numbers, 1.5 before a name belongs to the name.
        if taken is None or (no and taken[1] != no and taken[1][:1].isdigit()):
            break
        end, said, style = taken
        bare = bare[end:]
        no, depth = (no, depth) if no else (said, style)
    label, unit = split_unit(bare.strip())
    return Line(" ".join(label.split()), no, depth, unit, is_part, indent)


def only_says_part(text: str) -> bool:
    """Say whether a cell holds nothing but 其中."""
    return bool(_ONLY_PART.fullmatch(text.strip()))


def ends_table(text: str) -> bool:
    """Say whether a row is a note or a signature: the table ends above it."""
    return bool(_ENDS.match(text.strip()))


def is_total(text: str) -> bool:
    """Say whether a row only adds up the others."""
    return bool(_TOTAL.fullmatch(text.strip()))


def unit_line(text: str) -> str:
    """Return the unit that a caption line states for the rows below it, or nothing."""
    found = _UNIT_LINE.fullmatch(text.strip())
    return found[1] if found else ""


def _prefix(text: str) -> tuple[int, str, int] | None:
    for style, pattern in _NUMBERS:
        found = pattern.match(text)
        if found and found.end() < len(text):
            said = _plain(found[1])
            return found.end(), _as_printed(style, said), _depth(style, said)
    return None


def _number(text: str) -> tuple[str, int | None]:
    """Return what a column of numbers holds, as printed; one of no known style stands on the level of 1."""
    for style, pattern in (*_NUMBERS, *_ALONE):
        if text and (found := pattern.fullmatch(text)):
            said = _plain(found[1])
            return _as_printed(style, said), _depth(style, said)
    return (text, NUMBERED) if text else ("", None)


def _plain(number: str) -> str:
    return number if number in _CIRCLED else unicodedata.normalize("NFKC", number)


def _as_printed(style: int, number: str) -> str:
    return f"（{number}）" if style in (2, 40) else number


def _depth(style: int, number: str) -> int:
    """Return how deep a number stands; 1.1 and 1A stand one below 1, 1.1.1 two."""
    below = sum(number.count(sign) for sign in ".-") + number[-1:].isalpha()
    return style + 5 * below if style == NUMBERED else style
