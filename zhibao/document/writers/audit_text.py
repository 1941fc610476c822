"""核验正文: the report's own text in reading order, every numeral and every finding in it marked where it stands."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import assert_never

from zhibao.document.nodes import (
    Block,
    BulletList,
    Caption,
    Cell,
    Chart,
    Contents,
    Figure,
    Heading,
    Inlines,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    Row,
    Table,
    plain,
)
from zhibao.document.origin import Origin
from zhibao.document.readers.lines import Reading, SourceLine
from zhibao.document.writers.findings_words import line_word
from zhibao.terms.audited import Audited, NumeralClass
from zhibao.terms.finding import Severity
from zhibao.terms.source import Location, TextPlace

MARKS = {
    NumeralClass.VERIFIED: "ok",
    NumeralClass.CONTRADICTED: "bad",
    NumeralClass.CONSISTENT: "self",
    NumeralClass.NOT_CHECKABLE: "none",
    NumeralClass.NOT_UNDERSTOOD: "huh",
    NumeralClass.EXCLUDED: "out",
}
"""The line under a number of each class, told without colour."""

_MOST_SPAN = 1000


@dataclass(frozen=True, slots=True)
class Chapter:
    """目录的一行: a heading, and how many errors and warnings stand below it before the next."""

    anchor: str
    level: int
    text: str
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class _Mark:
    """Characters [start, end) of a line that belong to a numeral or a finding."""

    start: int
    end: int
    number: int
    quote: str


class AuditText:
    """The marked text of a report: `html`, its `chapters`, and where numerals, findings and lines are to be found."""

    def __init__(self, reading: Reading, audited: Audited) -> None:
        """Walk the tree once, and then what the tree leaves out."""
        self._reading = reading
        self._audited = audited
        numerals = enumerate(audited.numerals)
        self._numerals = _by_line((number, place) for number, one in numerals for place in one.places)
        self._findings = _by_line((number, one.where) for number, one in enumerate(audited.findings))
        self._placed: set[int] = set()
        self._found: set[int] = set()
        self._lines: dict[int, str] = {}
        self._chapters: list[tuple[str, int, str, list[int]]] = []
        self.ticks: list[tuple[float, Severity]] = []
        self._length = 0
        parts = [self._grouped(group) for group in _below_captions(reading.document.blocks)]
        parts.append(self._left_out())
        self.html = "".join(parts)
        self.ticks = [(at / max(1, self._length), severity) for at, severity in self.ticks]

    @property
    def chapters(self) -> list[Chapter]:
        """Return the headings with what was found below them."""
        severities = [one.severity for one in self._audited.findings]
        return [
            Chapter(
                anchor,
                level,
                text,
                sum(severities[number] is Severity.ERROR for number in found),
                sum(severities[number] is Severity.WARNING for number in found),
            )
            for anchor, level, text, found in self._chapters
        ]

    def target(self, where: Location) -> str:
        """Return the anchor of a place: its numeral, its finding, its line; '' where the text has none of them."""
        if not isinstance(where, TextPlace):
            return ""
        for prefix, table, known in (("n", self._numerals, self._placed), ("f", self._findings, self._found)):
            for mark in table.get(where.line, ()):
                if mark.start < where.column + max(1, len(where.quote)) and where.column < mark.end:
                    return f"{prefix}{mark.number}" if mark.number in known else self._lines.get(where.line, "")
        return self._lines.get(where.line, "")

    def _grouped(self, group: Sequence[Block]) -> str:
        """Return a block, or a table with the lines that its file prints between its caption and its rows."""
        *between, block = group
        if between and isinstance(block, Table):
            return self._table(block.head, block.body, block.caption, block.notes, between)
        return "".join(self._block(one) for one in group)

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph(content, origin=origin):
                return self._element("p", origin, content)
            case BulletList(items) | OrderedList(items):
                tag = "ul" if isinstance(block, BulletList) else "ol"
                inner = "".join(f"<li>{''.join(self._block(one) for one in item)}</li>\n" for item in items)
                return f"<{tag}>\n{inner}</{tag}>\n"
            case Table(head=head, body=body, caption=caption, notes=notes):
                return self._table(head, body, caption, notes)
            case Figure(content=drawn, caption=caption, notes=notes, alt=alt):
                if isinstance(drawn, Chart):
                    return self._table((drawn.head,), drawn.body, caption, notes)
                picture = f'<p class="picture">（图：{escape(alt or "原文此处是图片")}）</p>\n'
                return f"<figure>\n{picture}{self._caption(caption)}{_notes(notes)}</figure>\n"
            case Note(content):
                return f'<div class="note">\n{"".join(self._block(one) for one in content)}</div>\n'
            case Contents():
                return self._contents(block)
            case PageBreak():
                return ""
            case _:
                assert_never(block)

    def _heading(self, heading: Heading) -> str:
        text = heading.origin.text if heading.origin else heading.number + plain(heading.content)
        anchor = f"s{len(self._chapters)}"
        self._chapters.append((anchor, heading.level, text.strip(), []))
        tag = f"h{min(heading.level + 1, 5)}"
        kind = ' class="case"' if heading.role == "case" else ""
        return self._element(tag, heading.origin, heading.content, f' id="{anchor}"{kind}', printed=text, anchor=anchor)

    def _contents(self, contents: Contents) -> str:
        rows = "".join(
            f'<li class="l{min(entry.level, 4)}">{self._inner(entry.origin, entry.text + entry.page)}</li>\n'
            for entry in contents.entries
        )
        title = f"<h2>{escape(contents.title)}</h2>\n" if contents.title else ""
        return f'<div class="contents">{title}<ol>\n{rows}</ol></div>\n'

    def _table(
        self,
        head: tuple[Row, ...],
        body: tuple[Row, ...],
        caption: Caption | None,
        notes: tuple[Inlines, ...],
        between: Sequence[Block] = (),
    ) -> str:
        told = (self._caption(caption) if caption else "") + "".join(self._block(one) for one in between)
        heads = "".join(self._row(row, "th") for row in head)
        rows = "".join(self._row(row, "td") for row in body)
        thead = f"<thead>\n{heads}</thead>\n" if heads else ""
        name = escape(f"{caption.name}{caption.text}" if caption else "") or "表"
        return (
            f'<figure>{told}<div class="tblbox" role="region" aria-label="{name}" tabindex="0"><table class="tbl">\n'
            f"{thead}<tbody>\n{rows}</tbody>\n</table></div>{_notes(notes)}</figure>\n"
        )

    def _row(self, row: Row, tag: str) -> str:
        return f"<tr>{''.join(self._cell(cell, tag) for cell in row)}</tr>\n"

    def _cell(self, cell: Cell, tag: str) -> str:
        spans = "".join(
            f' {name}="{min(count, _MOST_SPAN)}"'
            for name, count in (("colspan", cell.columns), ("rowspan", cell.rows))
            if count > 1
        )
        text = cell.origin.text if cell.origin else plain(cell.content)
        kind = ' class="num"' if tag == "td" and _is_number(text) else ""
        return f"<{tag}{spans}{kind}{self._line(cell.origin)}>{self._inner(cell.origin, text)}</{tag}>"

    def _caption(self, caption: Caption) -> str:
        if not (caption.origin or caption.name or caption.text):
            return ""
        return self._element("figcaption", caption.origin, (), printed=f"{caption.name} {caption.text}".strip())

    def _element(
        self,
        tag: str,
        origin: Origin | None,
        content: Inlines,
        more: str = "",
        printed: str | None = None,
        anchor: str = "",
    ) -> str:
        before = len(self._found)
        inner = self._inner(origin, plain(content) if printed is None else printed)
        kind = ' class="has-bad"' if len(self._found) > before and "class=" not in more else ""
        return f"<{tag}{more}{kind}{self._line(origin, anchor, number=True)}>{inner}</{tag}>\n"

    def _line(self, origin: Origin | None, anchor: str = "", *, number: bool = False) -> str:
        """Return the attributes that name the source line of an element, for its margin and as an anchor."""
        if origin is None or not origin.runs or not origin.runs[0].line:
            return ""
        line = origin.runs[0].line
        shown = f' data-line="{line}"' if number else ""
        fresh = [run.line for run in origin.runs if run.line not in self._lines]
        own = anchor or f"l{line}"
        self._lines.update(dict.fromkeys(fresh, own))
        return f'{shown} id="{own}"' if line in fresh and not anchor else shown

    def _inner(self, origin: Origin | None, printed: str) -> str:
        if origin is None:
            self._length += len(printed)
            return escape(printed)
        made = []
        for index, run in enumerate(origin.runs):
            stop = origin.runs[index + 1].start if index + 1 < len(origin.runs) else len(origin.text)
            made.append(self._marked(origin.text[run.start : stop], run.line, run.column))
        return "".join(made)

    def _marked(self, text: str, line: int, column: int) -> str:
        """Return a stretch of one source line with its marks; nothing is nested, so a mark may be cut by another."""
        numerals = _inside(self._numerals.get(line, ()), text, column)
        findings = _inside(self._findings.get(line, ()), text, column)
        edges = sorted({0, len(text), *(edge for mark in (*numerals, *findings) for edge in (mark.start, mark.end))})
        made = []
        for low, high in pairwise(edges):
            numeral = next((one for one in numerals if one.start <= low < one.end), None)
            about = [one for one in findings if one.start <= low < one.end]
            made.append(self._segment(text[low:high], numeral, about, low))
        self._length += len(text)
        return "".join(made) if len(edges) > 1 else ""

    def _segment(self, text: str, numeral: _Mark | None, about: Sequence[_Mark], at: int) -> str:
        shown = escape(text, quote=False)
        if numeral is None and not about:
            return shown
        classes, attributes = [], []
        fresh = [one.number for one in about if one.number not in self._found]
        for number in fresh:
            self._found.add(number)
            self.ticks.append((self._length + at, self._audited.findings[number].severity))
            if self._chapters:
                self._chapters[-1][3].append(number)
        if numeral is not None:
            known = self._audited.numerals[numeral.number]
            classes.append(f"v v-{MARKS[known.outcome]}")
            attributes.append(f'data-n="{numeral.number}"')
            if numeral.number not in self._placed:
                attributes.append(f'id="n{numeral.number}" aria-label="{escape(text)}，{known.outcome.label}"')
            self._placed.add(numeral.number)
        if about:
            worst = min(about, key=lambda one: _RANK[self._audited.findings[one.number].severity])
            classes.append(f"hit hit-{self._audited.findings[worst.number].severity.value}")
            attributes.append(f'data-f="{" ".join(str(one.number) for one in about)}"')
        # Thousands of numbers must not be thousands of stops of the Tab key; J and K go to each of them.
        stop = "" if about else ' tabindex="-1"'
        anchors = "".join(f'<i class="at" id="f{number}"></i>' for number in fresh)
        return f'{anchors}<a class="{" ".join(classes)}" href="#card" {" ".join(attributes)}{stop}>{shown}</a>'

    def _left_out(self) -> str:
        """Return the lines with numerals or findings that the tree does not hold: running heads, page numbers."""
        missing = {
            place.line
            for number, one in enumerate(self._audited.numerals)
            if number not in self._placed
            for place in one.places
        }
        missing |= {
            one.where.line
            for number, one in enumerate(self._audited.findings)
            if number not in self._found and isinstance(one.where, TextPlace)
        }
        rows = "".join(self._loose(line) for line in self._reading.lines if line.number in missing)
        if not rows:
            return ""
        return f'<section class="loose" aria-label="版面文字">\n<h2>页眉、页脚、页码等版面文字</h2>\n{rows}</section>\n'

    def _loose(self, line: SourceLine) -> str:
        made = self._marked(line.text, line.number, 1)
        where = f"第 {line.page} 页" if line.page else f"第 {line.number} {line_word(self._reading.file)}"
        return f'<p data-line="{line.number}"><span class="faint">{where}</span> {made}</p>\n'


def _below_captions(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """Yield the blocks, each table with the paragraphs before it that its file prints below its caption (单位：人)."""
    held: list[Block] = []
    for block in blocks:
        held.append(block)
        if isinstance(block, Paragraph):
            continue
        line = _first_line(block.caption.origin) if isinstance(block, Table) and block.caption else 0
        start = len(held) - 1
        while line and start and isinstance(above := held[start - 1], Paragraph) and _first_line(above.origin) > line:
            start -= 1
        yield from ((one,) for one in held[:start])
        yield held[start:]
        held = []
    yield from ((one,) for one in held)


def _first_line(origin: Origin | None) -> int:
    return origin.runs[0].line if origin is not None and origin.runs else 0


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def _by_line(pairs: Iterable[tuple[int, Location]]) -> Mapping[int, list[_Mark]]:
    table: dict[int, list[_Mark]] = defaultdict(list)
    for number, where in pairs:
        if isinstance(where, TextPlace) and where.line and where.quote:
            start = max(1, where.column)
            table[where.line].append(_Mark(start, start + len(where.quote), number, where.quote))
    for marks in table.values():
        marks.sort(key=lambda one: (one.start, one.end))
    return table


def _inside(marks: Sequence[_Mark], text: str, column: int) -> list[_Mark]:
    """Return the marks that reach into a stretch, as offsets of it; what does not stand there is of another text."""
    end = column + len(text)
    found = []
    for mark in marks[: bisect_left(marks, end, key=lambda one: one.start)]:
        if mark.end <= column:
            continue
        low, high = max(mark.start, column), min(mark.end, end)
        if text[low - column : high - column] == mark.quote[low - mark.start : high - mark.start]:
            found.append(_Mark(low - column, high - column, mark.number, mark.quote))
    return found


def _notes(notes: tuple[Inlines, ...]) -> str:
    return "".join(f'<p class="under">{escape(plain(note))}</p>\n' for note in notes)


def _is_number(text: str) -> bool:
    return any(letter.isdigit() for letter in text) and not any(letter.isalpha() for letter in text)
