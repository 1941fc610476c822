"""自动编号: the numbers that Word prints in front of paragraphs and that stand in no text."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_LEVELS = 9
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    start: int
    style: str
    restart: int | None
    is_legal: bool


@dataclass(slots=True)
class _List:
    """一套编号: its levels and how far each has counted (None: not yet)."""

    levels: dict[int, _Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * _MOST_LEVELS)


class Numbers:
    """Counts the numbered paragraphs of a document in reading order."""

    def __init__(self, numbering: etree._Element | None) -> None:
        """Begin before the first paragraph, with the lists of a file."""
        self._lists: dict[str, _List] = {}
        self._nums: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self._begun: set[tuple[str, int]] = set()
        if numbering is not None:
            for abstract in numbering.iterchildren(f"{W}abstractNum"):
                levels = {int(lvl.get(f"{W}ilvl", "0") or 0): _level(lvl) for lvl in abstract.iterchildren(f"{W}lvl")}
                self._lists[abstract.get(f"{W}abstractNumId", "")] = _List(levels)
            for num in numbering.iterchildren(f"{W}num"):
                self._nums[num.get(f"{W}numId", "")] = _num(num)

    def level_of_style(self, num: str, style: str) -> int:
        """Return the level of a list that is bound to a paragraph style, 0 where none is."""
        known = self._nums.get(num)
        shared = self._lists.get(known[0]) if known else None
        levels = shared.levels if shared else {}
        return next((index for index, level in levels.items() if style and level.style == style), 0)

    def next(self, num: str, index: int) -> str:
        """Return the number that the next paragraph of a list prints, '' where it prints none."""
        known = self._nums.get(num)
        shared = self._lists.get(known[0]) if known else None
        if known is None or shared is None or not 0 <= index < _MOST_LEVELS:
            return ""
        _, overridden, starts = known
        levels = {**shared.levels, **overridden}
        level = levels.get(index)
        if level is None:
            return ""
        counts = shared.counts
        if index in starts and (num, index) not in self._begun:
            counts[index] = starts[index]
        else:
            before = counts[index]
            counts[index] = level.start if before is None else before + 1
        self._begun.add((num, index))
        for deeper in range(index + 1, _MOST_LEVELS):
            below = levels.get(deeper)
            if below is None or below.restart is None or index < below.restart:
                counts[deeper] = None
        return _printed(level, levels, counts)


def _printed(level: _Level, levels: dict[int, _Level], counts: list[int | None]) -> str:
    if level.format == "bullet":
        return "•"
    text = level.text
    for index in range(_MOST_LEVELS):
        sign = f"%{index + 1}"
        if sign in text and (shown := levels.get(index)):
            count = counts[index] if counts[index] is not None else shown.start
            counts[index] = count
            text = text.replace(sign, number(count or 0, "decimal" if level.is_legal else shown.format))
    return text.strip()


def number(value: int, form: str) -> str:
    """Return a number in one of Word's formats; decimal for those that are not known."""
    make = _FORMATS.get(form)
    return make(value) if make else str(value)


def _num(num: etree._Element) -> tuple[str, dict[int, _Level], dict[int, int]]:
    abstract = num.find(f"{W}abstractNumId")
    overridden: dict[int, _Level] = {}
    starts: dict[int, int] = {}
    for override in num.iterchildren(f"{W}lvlOverride"):
        index = _int(override.get(f"{W}ilvl"), 0)
        start = override.find(f"{W}startOverride")
        if start is not None:
            starts[index] = _int(start.get(f"{W}val"), 1)
        own = override.find(f"{W}lvl")
        if own is not None:
            overridden[index] = _level(own)
    return abstract.get(f"{W}val", "") if abstract is not None else "", overridden, starts


def _level(lvl: etree._Element) -> _Level:
    def value(tag: str, default: str = "") -> str:
        element = lvl.find(f"{W}{tag}")
        return default if element is None else element.get(f"{W}val", default)

    restart = lvl.find(f"{W}lvlRestart")
    legal = lvl.find(f"{W}isLgl")
    return _Level(
        value("numFmt", "decimal"), value("lvlText"), _int(value("start", "1"), 1), value("pStyle"),
        None if restart is None else _int(restart.get(f"{W}val"), 0),
        legal is not None and legal.get(f"{W}val") not in ("0", "false"),
    )  # fmt: skip


def _int(text: str | None, default: int) -> int:
    return int(text) if text and text.lstrip("-").isdecimal() and len(text) < 9 else default


def _chinese(value: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    if not 0 < value < 10_000:
        return str(value)
    text = ""
    zero = False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            text += ("零" if zero and text else "") + digits[digit] + (units[place - 1] if place else "")
        zero = bool(text) and not digit
    return text[1:] if text.startswith(digits[1] + units[0]) and digits is _DIGITS else text


def _each_digit(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    steps = (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X")
    text = ""
    for size, sign in (*steps, (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += sign * (value // size)
        value %= size
    return text


def _letter(value: int) -> str:
    return chr(64 + (value - 1) % 26 + 1) * min(9, (value - 1) // 26 + 1) if value > 0 else str(value)


def _enclosed(first: int, most: int) -> Callable[[int], str]:
    return lambda value: chr(first + value - 1) if 0 < value <= most else str(value)


def _row(signs: str) -> Callable[[int], str]:
    return lambda value: signs[value - 1] if 0 < value <= len(signs) else str(value)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda value: _letter(value).lower(),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "koreanCounting": _chinese,
    "chineseLegalSimplified": lambda value: _chinese(value, _LEGAL, "拾佰仟"),
    "ideographLegalTraditional": lambda value: _chinese(value, _LEGAL, "拾佰仟"),
    "ideographDigital": _each_digit,
    "japaneseDigitalTenThousand": _each_digit,
    "taiwaneseDigital": _each_digit,
    "decimalFullWidth": lambda value: "".join(chr(0xFF10 + int(digit)) for digit in str(value)),
    "decimalFullWidth2": lambda value: "".join(chr(0xFF10 + int(digit)) for digit in str(value)),
    "decimalEnclosedCircle": _enclosed(0x2460, 20),
    "decimalEnclosedCircleChinese": _enclosed(0x2460, 20),
    "decimalEnclosedParen": _enclosed(0x2474, 20),
    "decimalEnclosedFullstop": _enclosed(0x2488, 20),
    "ideographTraditional": _row("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _row("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _enclosed(0x3280, 10),
    "none": lambda value: "",
}
