"""数字的读法: what a person typed into a number cell."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from zhibao.terms.value import Known, Meaning, Missing

_MISSING = {
    "／": Meaning.NOT_APPLICABLE,
    "/": Meaning.NOT_APPLICABLE,
    "不适用": Meaning.NOT_APPLICABLE,
    "无": Meaning.NIL,
    "—": Meaning.NOT_COLLECTED,
    "-": Meaning.NOT_COLLECTED,
    "未采集": Meaning.NOT_COLLECTED,
    "缺": Meaning.NOT_SUBMITTED,
    "＊": Meaning.SUPPRESSED,
    "*": Meaning.SUPPRESSED,
}
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_POWER = re.compile(r"([+-]?\d+(?:\.\d+)?)[eE]([+-]?\d{1,2})")


@dataclass(frozen=True, slots=True)
class Reading:
    """读数: the value, and what had to be done to read it (in Chinese, empty when nothing)."""

    value: Known | Missing
    note: str = ""


def missing_of(text: str) -> Missing | None:
    """Return the Missing that a sign such as ／ or 无 stands for, None for any other text."""
    meaning = _MISSING.get(text.strip())
    return None if meaning is None else Missing(meaning)


def read_number(text: str) -> Reading | None:
    """Return what a typed text means as a number, or None when it is none.

    Full-width digits, thousands marks, blanks and a leading 约 are read, each with a note.
    Missing: signs such as ／ 无 — ＊ give the Missing they stand for.
    """
    if missing := missing_of(text):
        return Reading(missing)
    stripped = text.strip()
    narrow = unicodedata.normalize("NFKC", stripped).replace("−", "-").replace(" ", "")
    notes = ["全角数字已按半角读取"] if narrow != stripped.replace("−", "-").replace(" ", "") else []
    estimated = narrow.startswith("约")
    if estimated:
        narrow = narrow[1:]
    if _GROUPED.fullmatch(narrow):
        narrow = narrow.replace(",", "")
        notes.append("千位分隔符已去掉")
    if power := _POWER.fullmatch(narrow):
        number = Fraction(power[1]) * Fraction(10) ** int(power[2])
    elif _NUMBER.fullmatch(narrow):
        number = Fraction(narrow)
    else:
        return None
    return Reading(Known(number, estimated=estimated), "；".join(notes))


_DIGITS = "〇一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Return 1 to 99 in Chinese numerals, as cases are numbered: 十, 十三, 二十一."""
    if not 0 < number < 100:
        raise ValueError(f"{number} is outside 1 to 99")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def chinese_year_month(year: int, month: int) -> str:
    """Return a month as covers print it: 二〇二一年十二月."""
    return "".join(_DIGITS[int(digit)] for digit in str(year)) + "年" + chinese_number(month) + "月"
