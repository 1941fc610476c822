"""Writes one report: a text with places for quantities becomes printed lines, and every number is remembered."""

import re
from dataclasses import dataclass, field
from fractions import Fraction

from zhibao.audit.proof.genres.facts import Fact, Facts
from zhibao.audit.proof.genres.truth import Mark, Print, Word
from zhibao.terms.numeral import chinese_number
from zhibao.terms.rounding import Rounding, round_exact

PLACE = re.compile(r"\{([^{}]+)\}")
CHOICE = re.compile(r"\[\[(.+?)\]\]")
SCALES = {"百": 100, "万": 10_000, "亿": 100_000_000}
CHARACTERS_ON_A_PAGE = 420


@dataclass(frozen=True, slots=True)
class Style:
    """体例: how headings, captions, contents, tables and numbers look."""

    headings: str = "arabic"
    caption: str = "表{chapter}-{number} {title}"
    contents: str = "tab"
    table: str = "pipe"
    case: str = "案例{number}：{title}"
    spaced: bool = False
    chapter: str = "第{number}节 {title}"


@dataclass(frozen=True, slots=True)
class Heading:
    """标题行: where it stands and what the contents page prints of it."""

    line: int
    level: int
    text: str
    after: int


@dataclass
class Sheet:
    """稿纸: lines so far, and what was printed on them."""

    facts: Facts
    style: Style
    lines: list[str] = field(default_factory=list)
    prints: list[Print] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)
    contents_at: int = -1
    table: int = 0

    def put(self, text: str, table: int = 0, labels: tuple[str, ...] = ()) -> int:
        """Print a line and return its number; `labels` are what heads the columns of a table's row."""
        line = len(self.lines)
        out, end = "", 0
        for place in PLACE.finditer(text):
            out += text[end : place.start()]
            end = place.end()
            out = self._fill(place[1], out, text[end : end + 1], line, table, labels)
        self.lines.append(out + text[end:])
        return line

    def blank(self) -> None:
        """Print an empty line."""
        self.lines.append("")

    def _fill(self, place: str, out: str, following: str, line: int, table: int, labels: tuple[str, ...]) -> str:
        key, _, form = place.partition("|")
        match key[:2]:
            case "a:":
                later, earlier = key[2:].split(",")
                return f"{out}{'↑' if self.facts.value(later) > self.facts.value(earlier) else '↓'}"
            case "w:":
                return self._word(key[2:], form, out, line)
            case "n:" | "l:":
                return self._list(key, form, out, line)
            case "@:":
                return out + self.references[key[2:]]
        if key.startswith("="):
            return out + self.facts.words[key[1:]]
        return self._number(key, form, out, following, line, table, labels)

    def _number(
        self, key: str, form: str, out: str, following: str, line: int, table: int, labels: tuple[str, ...]
    ) -> str:
        fact = self.facts.fact(key)
        digits, scale = printed(fact, form)
        if not self.style.spaced or table:
            before = after = ""
        else:
            before = " " if out and "\u4e00" <= out[-1] <= "\u9fff" else ""
            after = " " if "\u4e00" <= following <= "\u9fff" else ""
        shown = digits
        if "c" in form:
            whole, point, rest = digits.partition(".")
            shown = f"{int(whole):,}{point}{rest}"
        start = len(out) + len(before)
        if "x" not in form:
            seen = bool(fact.label) and (_stands_before(fact.label, out) or fact.label in labels)
            exact = fact.count and scale == 1 and "." not in digits
            place = Print(
                key, line, start, start + len(shown), digits, scale, exact, table, seen, "+" in form or "-" in form
            )
            self.prints.append(place)
        return out + before + shown + after

    def _word(self, names: str, form: str, out: str, line: int) -> str:
        later, earlier = names.split(",")
        up, down = form.split("/") if form else ("增加", "减少")
        rises = self.facts.value(later) > self.facts.value(earlier)
        word = up if rises else down
        self.words.append(Word(line, len(out), len(out) + len(word), rises, (up, down), later, earlier))
        return out + word

    def _list(self, key: str, form: str, out: str, line: int) -> str:
        name = key[2:]
        items = self.facts.lists[name]
        if key[0] == "n":
            digits = str(len(items))
            spoken = "两" if len(items) == 2 else chinese_number(len(items))
            shown = spoken if "h" in form else digits
            self.prints.append(Print(f"n:{name}", line, len(out), len(out) + len(shown), digits, 1, True))
            return out + shown
        text = "、".join(items)
        self.prints.append(Print(f"l:{name}", line, len(out), len(out) + len(text), str(len(items)), 1, True))
        return out + text


def printed(fact: Fact, form: str) -> tuple[str, int]:
    """Return the digits of a quantity, rounded half up once, and the scale word's factor.

    `form` may hold decimals (a digit), a scale (万 亿 or 元 for none), + for a sign, and ~ for a rounded quote: down
    with ~< (as before 余), up with ~> (as after 近); - prints
    the sign of a negative value alone, else a fall is printed without sign and a change word says so.
    """
    scale = next((SCALES[one] for one in form if one in SCALES), 1 if "元" in form else fact.scale)
    number = re.search(r"\d", form)
    decimals = int(number[0]) if number else fact.decimals
    value = fact.value / scale
    if "~" in form:
        return _rough(value, "<" in form), scale
    digits = f"{round_exact(value if '+' in form or '-' in form else abs(value), decimals, Rounding.HALF_UP):f}"
    if "+" in form and not digits.startswith("-"):
        digits = f"+{digits}"
    return digits, scale


def _rough(value: Fraction, down: bool) -> str:
    """Return a value of at least ten with one or two leading digits, strictly beyond it on the wanted side."""
    whole = int(value)
    unit = 10 ** max(1, len(str(whole)) - 2)
    floor = whole // unit * unit
    if down:
        return str(floor if floor < value else floor - unit)
    return str(floor + unit)


def _stands_before(label: str, out: str) -> bool:
    """Say whether the label stands close before the number, with no other number between."""
    at = out.rfind(label, max(0, len(out) - len(label) - 8))
    return at >= 0 and not re.search(r"[\d，。；、（]", out[at + len(label) :])
