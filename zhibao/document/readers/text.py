"""文本: lines of plain text and Markdown, tables of pipes, tabs and aligned columns found in them."""

import re
from dataclasses import dataclass, replace
from itertools import islice

from zhibao.document.readers.grids import Grids
from zhibao.document.readers.lines import SourceLine

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(?=\S)")
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?){1,8}")
_MARKS = re.compile(r"(?<!\*)\*{1,3}(?!\*)|(?<![_A-Za-z0-9])_{2}(?=\S)|(?<=\S)_{2}(?![_A-Za-z0-9])|`{1,3}|~~")
_MOST_MARKS = 1000
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_RULE = re.compile(r"\s{0,3}(?:-{3,}|\*{3,}|_{3,}|={3,})\s*")


@dataclass(frozen=True, slots=True)
class _Raw:
    number: int
    text: str
    page: int | None


def text_lines(text: str, *, markdown: bool = False) -> list[SourceLine]:
    r"""Return the lines of a text that are not empty, rows of tables recognised.

    Unit: lines end at "\n" only, columns count code points; form feeds count pages.
    """
    raw = _numbered(text)
    grids = Grids([line.text for line in raw])
    lines: list[SourceLine] = []
    for index, line in enumerate(raw):
        if not line.text or line.text.isspace():
            continue
        row = grids.rows.get(index)
        if row is not None:
            found = SourceLine(
                line.number, line.text, line.page, row.kind, cells=row.cells, table=row.table, head=row.head
            )
            lines.append(replace(found, skips=_marks(line.text)) if markdown else found)
            continue
        plain = SourceLine(line.number, line.text, line.page)
        lines.append(_marked_up(plain) if markdown else _sharp(plain))
    return lines


def _numbered(text: str) -> list[_Raw]:
    paged = "\f" in text
    page = 1
    raw = []
    for number, ended in enumerate(text.split("\n"), 1):
        line = ended.removesuffix("\r")
        body = len(line) - len(line.lstrip())
        page += line.count("\f", 0, body) if paged else 0
        raw.append(_Raw(number, line, page if paged else None))
        page += line.count("\f", body) if paged else 0
    return raw


def _sharp(line: SourceLine) -> SourceLine:
    """Return a line of Markdown headings in a text file as a heading."""
    found = _HEADING.match(line.text)
    if found is None:
        return line
    return replace(line, kind="heading", level=len(found[1]), skips=((0, found.end()),))


def _marked_up(line: SourceLine) -> SourceLine:
    """Return a line of Markdown with its mark-up named, so that it is no part of the text."""
    if len(line.text) < 200 and (_RULE.fullmatch(line.text) or _FENCE.match(line.text)):
        return replace(line, kind="furniture")
    line = _sharp(line)
    quote = _QUOTE.match(line.text) if not line.skips else None
    start = (*line.skips, *([quote.span()] if quote else []))
    marks = _marks(line.text)
    return replace(line, skips=(*start, *(span for span in marks if not start or span[0] >= start[0][1])))


def _marks(text: str) -> tuple[tuple[int, int], ...]:
    """Return the signs of emphasis in a line; one alone is none, and thousands are no Markdown."""
    marks = [found.span() for found in islice(_MARKS.finditer(text), _MOST_MARKS)]
    return tuple(marks) if 1 < len(marks) < _MOST_MARKS else ()
