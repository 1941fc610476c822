"""编号: the number in front of a heading, a case, an annex or a list item, and whether a title follows it."""

import re
from dataclasses import dataclass
from typing import Literal

MarkKind = Literal["chapter", "section", "chinese", "bracket", "decimal", "digit_bracket", "item", "case", "annex"]

CHINESE = "〇零一二三四五六七八九十百"
MOST_TITLE = 58
_LOOK = 120

_MARKS: tuple[tuple[MarkKind, re.Pattern[str]], ...] = (
    ("case", re.compile(rf"【\s*(?:典型)?案例\s*([{CHINESE}]{{1,4}}|\d{{1,3}})?\s*】\s*[:：]?")),
    ("case", re.compile(rf"(?:典型)?案例\s*([{CHINESE}]{{1,4}}|\d{{1,3}})(?:\s*[:：.．、]|(?=\s))")),
    ("annex", re.compile(rf"附[件录]\s*([{CHINESE}]{{1,4}}|\d{{1,2}}|[A-Z](?![A-Za-z]))?(?:\s*[:：、.．]|(?=\s)|$)")),
    ("chapter", re.compile(rf"第\s*([{CHINESE}]{{1,4}}|\d{{1,2}})\s*(?:章|编|篇|部分)[:：、]?")),
    ("section", re.compile(rf"第\s*([{CHINESE}]{{1,4}}|\d{{1,2}})\s*节[:：、]?")),
    ("chinese", re.compile(rf"([{CHINESE}]{{1,4}})\s*[、．.]")),
    ("bracket", re.compile(rf"[（(]\s*([{CHINESE}]{{1,4}})\s*[）)]\s*[、.]?")),
    ("decimal", re.compile(r"(\d{1,2}(?:[.．]\d{1,2}){1,4})[.．、]?(?![\d%％‰.．/])")),
    ("decimal", re.compile(r"(\d{1,2})(?:\s*[.．、](?!\d)|(?=\s))")),
    ("digit_bracket", re.compile(r"[（(]\s*(\d{1,2})\s*[）)]")),
    ("item", re.compile(r"(\d{1,2})\s*[)）]|[①-⑳●•◆■▪·–]|[-*+](?=\s)")),
)
_UNITS_ALWAYS = re.compile(
    r"\s*(?:[万亿]|[%％‰]|个?百分点|[千百]?[万元]|平方|公顷|公里|立方|千[米瓦克]|[a-zA-Z]{1,4}(?=[，。、；\s]|$)|倍)"
)
_UNIT = re.compile(
    r"\s*[个名人所年月日项元成位家台册门次种类届级期场本篇条件套间亩吨岁天周时分支只座对组批份户辆艘米度]"
)
_AFTER_UNIT = re.compile(r"[，。、；：,;:的多余以和与及增减占为比次（()）\s\d]|$|左右|学生|教师|学校")
_LETTER = re.compile(r"[^\W\d_]")
_MANY_DIGITS = re.compile(r"\d{3,}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)|100\s*周年")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {CHINESE[0]: 0}
_PLAIN = frozenset("前言 引言 序言 导言 结语 结束语 后记 摘要 致谢 编者按".split())


@dataclass(frozen=True, slots=True)
class Mark:
    """编号: `numbers` as values (3.2.1 → 3, 2, 1), `printed` as it stands, `end` where the title starts.

    `is_set_off` says that a sign follows the number, and not a blank only.
    """

    kind: MarkKind
    numbers: tuple[int, ...]
    printed: str
    end: int
    is_set_off: bool = True

    @property
    def family(self) -> str:
        """Return what marks of one level share: kind and number of parts."""
        return f"{self.kind}{len(self.numbers)}" if self.kind == "decimal" else self.kind


def mark_of(text: str) -> Mark | None:
    """Return the number in front of a text, or None; blanks before it are skipped."""
    start = len(text) - len(text.lstrip())
    head = text[start : start + _LOOK]
    for kind, pattern in _MARKS:
        found = pattern.match(head)
        if found is None:
            continue
        printed = found[0].rstrip()
        values = tuple(_value(part) for part in re.split(r"[.．]", found[1])) if found[1] else ()
        end = start + found.end()
        while end < len(text) and text[end].isspace():
            end += 1
        if kind == "decimal" and (0 in values or not text[end:].strip()):
            return None
        if kind == "chinese" and head[found.end() : found.end() + 1] in f"{CHINESE}等":
            return None
        return Mark(kind, values, printed, end, not printed[-1].isdigit())
    return None


def is_title(text: str, mark: Mark | None) -> bool:
    """Say whether what follows a mark can be a title: short, no sentence, no quantity."""
    if len(text) > _LOOK * 2:
        return False
    title = text[mark.end if mark else 0 :].strip()
    if not _LETTER.search(title) or len(title) > MOST_TITLE or any(sign in title for sign in "。；;"):
        return False
    if title[-1] in "，、：:,！？" or title.count("，") + title.count(",") >= 4:
        return False
    if _MANY_DIGITS.search(_YEAR.sub("", title)):
        return False
    return mark is None or not counts(text, mark)


def counts(text: str, mark: Mark) -> bool:
    """Say whether the number in front is a quantity: a measure word or unit follows, as in 1.2 万人."""
    if mark.kind != "decimal" or not mark.end or text[mark.end - 1 : mark.end] == "、":
        return False
    rest = text[mark.end : mark.end + 12]
    if not mark.is_set_off and rest[:1] in "，。、；：）)～~—-－/:,;+":
        return True
    if _UNITS_ALWAYS.match(rest):
        return not mark.is_set_off or len(mark.numbers) > 1
    unit = _UNIT.match(rest)
    return bool(unit and _AFTER_UNIT.match(rest, unit.end()))


def is_plain_heading(text: str) -> bool:
    """Say whether a line is one of the headings that reports print without a number, such as 前言."""
    return len(text) < 12 and "".join(text.split()) in _PLAIN


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    if number.isascii():
        return ord(number) - 64
    if "百" in number:
        hundreds, _, rest = number.partition("百")
        return _DIGITS.get(hundreds, 1) * 100 + (_value(rest.lstrip("零〇")) if rest else 0)
    tens, ten, ones = number.partition("十")
    if ten:
        return (_DIGITS.get(tens, 0) if tens else 1) * 10 + _DIGITS.get(ones, 0)
    value = 0
    for digit in number:
        value = value * 10 + _DIGITS.get(digit, 0)
    return value
