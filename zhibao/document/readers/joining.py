"""接合: whether a line goes on with the text before it, and through what the cut went.

A text file breaks paragraphs at page ends (blank lines between) or wraps all lines at one width; formats with
paragraphs break them at page ends only. A cut is remembered, a wrap is not.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import add
from typing import Literal

from zhibao.document.origin import Origin, joined
from zhibao.document.readers.lines import Joint, SourceLine
from zhibao.document.readers.pieces import printed

Link = Literal["", "wrap", "number", "word", "sentence"]

MOST_BLANK = 2
_PROSE_LENGTH = 30
_FEWEST_WRAPPED = 4
_FEWEST_LISTED = 4
_LONG_LINE = 40
_MOST_ITEM = 120
_ENDS = "。！？；：!?;:…"
_OPEN, _CLOSE = "《（“〈(【", "》）”〉)】"
_GOES_ON = "，。、；：）》”％%‰)】"
_TAIL = re.compile(r"[0-9０-９](?P<point>[.．]|[,，](?=\Z))?\Z")
_UNIT = (
    r"(?:[%％‰]|个?百分点|个|名|人|所|年|月|日|项|万|亿|元|倍|成|位|家|台|册|门|次|种|类|届|期|场|本|篇|件|套|间|亩|平方|"
    r"公里|吨|岁|天|周|小时|分|座|对|组|批|户|辆|艘|米)"
)
_NUMBER_GOES_ON = re.compile(rf"[0-9０-９]+(?:[.．,][0-9０-９]+)*\s*(?:{_UNIT}|[，。、；）)～~—\-/])")
_DIGIT = re.compile(r"[0-9０-９]")
_YEAR_FIRST = re.compile(r"(?:19|20)[0-9]{2}\s*(?:年|[—–-]\s*(?:19|20)[0-9]{2})")
_UNIT_FIRST = re.compile(_UNIT)
_SOFT_CUT = "，、；）》”’】"
_FUNCTION = "的和等与及或并了而将在为是对由从以"
_OFTEN = 0.15
_MOST_GUESSES = 2000
_MOST_WIDTH = 1000
_WIDE = re.compile(r"[^\x00-\xff]")


@dataclass(slots=True)
class Prose:
    """一段未完的文字: its parts so far, and what decides whether it may go on; grows without looking back."""

    parts: list[Origin] = field(default_factory=list)
    last: SourceLine | None = None
    length: int = 0
    depth: int = 0
    has_stop: bool = False
    is_indented: bool = False

    def add(self, line: SourceLine, origin: Origin) -> None:
        """Add a line at the end."""
        if not self.parts:
            self.is_indented = is_indented(line)
        self.parts.append(origin)
        self.last = line
        self.length += len(origin.text)
        self.has_stop = self.has_stop or any(sign in origin.text for sign in "，。；")
        self.depth += sum(origin.text.count(sign) for sign in _OPEN) - sum(origin.text.count(sign) for sign in _CLOSE)

    @property
    def tail(self) -> str:
        """Return the end of the text."""
        return self.parts[-1].text[-120:]

    def origin(self) -> Origin:
        """Return the whole text."""
        return joined(tuple(self.parts))


@dataclass(frozen=True, slots=True)
class Habits:
    """文件的习惯: the width at which lines are wrapped (0: they are not), and whether paragraphs are indented.

    Programs wrap at a printed width, or at a number of characters.
    """

    width: int
    indents: bool
    counts_characters: bool = False

    def measure(self, line: SourceLine) -> int:
        """Return how wide a line is by the measure of this file."""
        return len(line.text.rstrip()) if self.counts_characters else width(line.text)


def habits_of(lines: Sequence[SourceLine], numbers: Sequence[int]) -> Habits:
    """Return how a file breaks and indents its lines; `numbers` are the indexes of lines that are running text."""
    long = [lines[index] for index in numbers if width(lines[index].text) >= _LONG_LINE]
    indented = sum(is_indented(line) for line in long)
    indents = indented >= 3 and 5 * indented >= len(long)
    unfinished = [
        lines[index]
        for index, following in pairwise(numbers)
        if following == index + 1
        and lines[following].number == lines[index].number + 1
        and not is_finished(printed(lines[index])[-120:])
    ]
    by_width = Habits(_wrapped_at(sorted(width(line.text) for line in unfinished), 30), indents)
    if by_width.width:
        return by_width
    return Habits(
        _wrapped_at(sorted(len(line.text.rstrip()) for line in unfinished), 20), indents, counts_characters=True
    )


def unmarked_lists(lines: Sequence[SourceLine], numbers: Sequence[int], habits: Habits) -> frozenset[int]:
    """Return the indexes of lines that stand in a list without marks: many in a row, none of them with a stop.

    A page cuts one paragraph in two; it does not leave four and more lines in a row unfinished.
    """
    listed: list[int] = []
    run: list[int] = []
    for index in (*numbers, -1):
        text = printed(lines[index]) if index >= 0 else ""
        if run and index != run[-1] + 1:
            listed += _listed(run)
            run = []
        if text and len(text) <= _MOST_ITEM and not is_finished(text) and text[-1] not in "，、":
            run.append(index)
        else:
            listed += _listed(run)
            run = []
    return frozenset() if habits.width else frozenset(listed)


def _listed(run: Sequence[int]) -> Sequence[int]:
    return run if len(run) >= _FEWEST_LISTED else ()


def _wrapped_at(widths: Sequence[int], least: int) -> int:
    """Return the width that most of these lines reach and none passes, 0 where they have none in common."""
    if len(widths) < _FEWEST_WRAPPED:
        return 0
    widest = widths[min(len(widths) - 1, len(widths) * 19 // 20)]
    near = sum(1 for each in widths if 0.85 * widest <= each <= widest + 4)
    return widest if 10 * near >= 7 * len(widths) and widest >= least else 0


def link(before: Prose, line: SourceLine, text: str, blanks: int, habits: Habits) -> Link:
    """Return how a line goes on with the text before it, '' where it starts a new paragraph."""
    if before.last is None or not text:
        return ""
    tail = before.tail
    finished = is_finished(tail)
    if habits.width and not blanks and _fills(before.last, habits):
        if not finished:
            return "wrap"
        if habits.indents and not is_indented(line) and habits.measure(before.last) >= habits.width - 4:
            return "wrap"
        return ""
    if finished or blanks > MOST_BLANK:
        return ""
    if _DIGIT.match(tail[-1]) and _YEAR_FIRST.match(text):
        return ""
    if _cuts_a_number(before, tail, text):
        return "number"
    if habits.indents and is_indented(line) and tail[-1] not in "，、":
        return ""
    prose = before.has_stop or before.length >= _PROSE_LENGTH or before.depth > 0 or tail[-1] in "，、"
    if not (prose or text[0] in _GOES_ON or (before.is_indented and habits.indents and not is_indented(line))):
        return ""
    if habits.width and not blanks and tail[-1] not in "，、" and before.depth <= 0:
        return ""
    return _cut(tail, text)


def is_finished(tail: str) -> bool:
    """Say whether a text ends where a paragraph may end: after a stop, or a closing bracket or quote behind one."""
    tail = tail.rstrip()
    if not tail:
        return True
    if tail[-1] in _ENDS:
        return True
    while tail and tail[-1] in "”’』」":
        tail = tail[:-1]
        if tail and tail[-1] in _ENDS:
            return True
    if tail and tail[-1] in "）)":
        opened = max(tail.rfind("（"), tail.rfind("("))
        return (opened > 0 and tail[opened - 1] in _ENDS) or tail[-2:-1] in ("。", "！", "？")
    return False


def is_indented(line: SourceLine) -> bool:
    """Say whether a line starts with the blanks of a new paragraph."""
    head = line.text[:4]
    return head.startswith(("\u3000", "    ")) or head[:1] == "\t"


def width(text: str) -> int:
    """Return the printed width of a line in half-width characters."""
    if len(text) > _MOST_WIDTH:
        return 2 * len(text)
    text = text.rstrip()
    return len(text) + len(_WIDE.findall(text))


def _fills(line: SourceLine, habits: Habits) -> bool:
    return 0.85 * habits.width <= habits.measure(line) <= habits.width + 8


def _cuts_a_number(before: Prose, tail: str, text: str) -> bool:
    ending = _TAIL.search(tail)
    if ending is None:
        return False
    head = text[:24]
    prose = before.has_stop or before.length >= _PROSE_LENGTH or before.depth > 0
    digits = len(tail) - len(tail.rstrip("0123456789０１２３４５６７８９.．"))
    if before.length <= digits:
        return False
    if ending["point"]:
        return bool(_NUMBER_GOES_ON.match(head) or (prose and _DIGIT.match(head)))
    if prose:
        return bool(_DIGIT.match(head) or _UNIT_FIRST.match(head) or (head[:1] in ".．%％‰" and len(head) > 1))
    return bool((_NUMBER_GOES_ON.match(head) and not re.match(r"[0-9]{4}\s*年", head)) or _UNIT_FIRST.match(head))


def _cut(tail: str, text: str) -> Link:
    """Return through what a cut went that is not inside a number."""
    last, first = tail[-1], text[0]
    if last in _SOFT_CUT or first in "《“（‘【〈(" + _GOES_ON or bool(_WIDE.match(last)) != bool(_WIDE.match(first)):
        return "sentence"
    return "word"


def through_words(lines: Sequence[SourceLine], joints: Sequence[Joint], texts: dict[int, str]) -> list[Joint]:
    """Return the joints, those that go between words rather than through one called so.

    `texts` holds what each line of a joint says. Two characters that often stand side by side elsewhere are a word, and
    two that never do may be one; two that meet by chance are not.
    """
    ends = {texts[joint.first][-1] + texts[joint.second][0] for joint in joints if joint.cut == "word"}
    if not ends or len(ends) > _MOST_GUESSES:
        return list(joints)
    pairs: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    for line in lines:
        signs.update(line.text)
        pairs.update(pair for pair in map(add, line.text, line.text[1:]) if pair in ends)
    by_chance = {
        pair for pair in ends
        if pair[1] in _FUNCTION or 0 < pairs[pair] < _OFTEN * min(signs[pair[0]], signs[pair[1]])
    }  # fmt: skip
    return [
        replace(joint, cut="sentence")
        if joint.cut == "word" and texts[joint.first][-1] + texts[joint.second][0] in by_chance
        else joint
        for joint in joints
    ]
