"""报告之间照搬的段落: passages of at least forty characters that stand in more than one report.

Every report keeps an anchor (twenty characters) at each twentieth place; any common passage of forty characters holds
one of them, so one look-up per character finds all. The cost grows with the text, not with the pairs of reports.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhibao.audit.report.shared import shared
from zhibao.document.nodes import BulletList, Note, OrderedList, Paragraph, plain, walk
from zhibao.document.readers.lines import Reading

LEAST = 40
_STEP = LEAST // 2
_BLANK = re.compile(r"\s+")
_DIGIT = re.compile(r"[0-9０-９]")
_CUT = "\n"


@dataclass(frozen=True, slots=True)
class Prose:
    """一份报告的正文: the file's name and its paragraphs with the lines where they begin."""

    file: str
    paragraphs: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """段落所在: which report, in which line, and whether the digits are the first one's too."""

    file: str
    line: int
    same_numbers: bool


@dataclass(slots=True)
class Passage:
    """照搬的一段: its text as it stands in the first report, and where it stands."""

    text: str
    standings: list[Standing] = field(default_factory=list)


def prose_of(reading: Reading) -> Prose:
    """Return the running text of a report; headings, tables and captions are alike by right."""
    found = []
    for block in walk(reading.document.blocks):
        if isinstance(block, BulletList | OrderedList | Note):
            continue
        if isinstance(block, Paragraph):
            text = block.origin.text if block.origin else plain(block.content)
            line = block.origin.runs[0].line if block.origin and block.origin.runs else 0
            if len(text) >= LEAST:
                found.append((line, _BLANK.sub("", text)))
    return Prose(reading.file, tuple(found))


def copied_passages(reports: Sequence[Prose]) -> list[Passage]:
    """Return the passages that stand in several reports, the longest first; digits may differ and then say so."""
    texts = [_Text(one) for one in reports]
    anchors: dict[str, tuple[int, int]] = {}
    passages: dict[tuple[int, int, int], Passage] = {}
    masked = [one.masked for one in texts]
    for number, text in enumerate(texts):
        for first, start, here, length in shared(text.masked, masked, anchors, LEAST, _CUT):
            key = (first, start, length)
            original = texts[first]
            if key not in passages:
                passages[key] = Passage(original.plain[start : start + length], [original.standing(start, same=True)])
            same = original.plain[start : start + length] == text.plain[here : here + length]
            passages[key].standings.append(text.standing(here, same=same))
        for place in range(0, len(text.masked) - _STEP + 1, _STEP):
            anchor = text.masked[place : place + _STEP]
            if _CUT not in anchor:
                anchors.setdefault(anchor, (number, place))
    found = _without_repeats(list(passages.values()))
    return sorted(found, key=lambda one: (-len(one.standings), -len(one.text), one.text))


class _Text:
    """A report as one string, a mark between paragraphs, digits masked."""

    def __init__(self, prose: Prose) -> None:
        self.file = prose.file
        self.plain = _CUT.join(text for _, text in prose.paragraphs)
        self.masked = _DIGIT.sub("0", self.plain)
        self.lines = [line for line, _ in prose.paragraphs]
        self.starts: list[int] = []
        length = 0
        for _, text in prose.paragraphs:
            self.starts.append(length)
            length += len(text) + 1

    def standing(self, place: int, *, same: bool) -> Standing:
        return Standing(self.file, self.lines[bisect_right(self.starts, place) - 1], same)


def _without_repeats(passages: list[Passage]) -> list[Passage]:
    """Join passages of equal text."""
    by_text: dict[str, Passage] = {}
    for one in passages:
        known = by_text.setdefault(one.text, one)
        if known is not one:
            known.standings += [each for each in one.standings if each not in known.standings]
    return list(by_text.values())
