"""Word: paragraphs and rows of a docx file in reading order, and where each character lies in the file.

`word_lines` is what a writer uses to put something on the very digits of a finding. Its contract:
- one WordLine for each line of the reading that comes from the text part, in the same order and with the same
  `line.number`; it is unique, save for comments (number of the paragraph they hang on) and heads and feet (0);
- `pieces` lie in rising order; between them lie only the blanks and tabs that the reader put between the paragraphs
  and cells of a row. `line.text[piece.start:piece.end]` is the text of `piece.element`, character by character;
- elements are those of `package`: change them and write the trees back. Fields, hyperlinks, smart tags, insertions
  and deletions lie between run and paragraph: the run's parent need not be the paragraph.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from zhibao.document.readers.lines import LineCell, LineKind, SourceLine
from zhibao.document.readers.word_charts import chart_rows
from zhibao.document.readers.word_numbers import Numbers, W
from zhibao.document.readers.word_package import Style, WordPackage, value_of
from zhibao.document.readers.word_text import MC, Fields, Piece, Revisions, Spoken, speak

_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
_GONE = {
    "accepted": (f"{W}del", f"{W}moveFrom"),
    "rejected": (f"{W}ins", f"{W}moveTo"),
    "pending": (),
}
_NO_STYLE = Style("", 0, "", None)


@dataclass(frozen=True, slots=True)
class WordLine:
    """一行及其在文件中的位置."""

    line: SourceLine
    pieces: tuple[Piece, ...] = ()

    def pieces_of(self, column: int, length: int) -> tuple[tuple[Piece, int, int], ...]:
        """Return the pieces under `length` characters from a column (from 1), each with its own start and end."""
        low, high = column - 1, column - 1 + length
        return tuple(
            (piece, max(low, piece.start) - piece.start, min(high, piece.end) - piece.start)
            for piece in self.pieces
            if piece.start < high and piece.end > low
        )


def word_lines(package: WordPackage, revisions: Revisions = "accepted") -> tuple[WordLine, ...]:
    """Return the lines of a Word file, each with its pieces."""
    reader = _Reader(package, revisions)
    reader.blocks(package.body)
    reader.settle()
    return (*reader.furniture(), *reader.lines)


def title_of(package: WordPackage, lines: Sequence[WordLine]) -> str:
    """Return the text of the paragraph in style Title, '' where there is none."""
    for each in lines:
        if each.pieces and each.line.kind == "text":
            style = _style_of(each.pieces[0].paragraph, package)
            if style.name in ("title", "标题") and len(each.line.text) <= 100:
                return each.line.text.strip()
    return ""


@dataclass(slots=True)
class _Row:
    """一行表格在拼接中: its texts, cells, pieces and what hangs on it."""

    number: int
    text: str = ""
    cells: list[LineCell] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    has_texts: bool = False

    def add(self, spoken: Spoken) -> None:
        """Add a paragraph to the cell that is open."""
        if not spoken.text.strip():
            return
        if self.has_texts:
            self.text += " "
        start = len(self.text)
        self.text += spoken.text
        self.pieces += [replace(piece, start=piece.start + start, end=piece.end + start) for piece in spoken.pieces]
        self.has_texts = True


class _Reader:
    """Walks the text part once, counting paragraphs and rows."""

    def __init__(self, package: WordPackage, view: Revisions) -> None:
        self.lines: list[WordLine] = []
        self._package = package
        self._view = view
        self._fields = Fields()
        self._numbers = Numbers(package.related("numbering"))
        self._number = self._tables = self._depth = 0
        self._page = 1
        self._pages_known = any(True for _ in package.body.iter(f"{W}lastRenderedPageBreak"))
        self._carried: Spoken | None = None
        self._hanging: list[Spoken] = []
        self._notes = {kind: _by_id(package.related(f"{kind}s"), kind) for kind in ("footnote", "endnote")}
        self._comments = _by_id(package.related("comments"), "comment")

    def blocks(self, parent: etree._Element, kind: LineKind = "text") -> None:
        """Take the paragraphs and tables below an element."""
        for child in parent:
            tag = child.tag
            if tag == f"{W}p":
                self._paragraph(child, kind)
            elif tag == f"{W}tbl":
                self._table(child)
            elif tag in _GONE[self._view]:
                continue
            elif tag == f"{MC}AlternateContent":
                choice = child.find(f"{MC}Choice")
                chosen = choice if choice is not None else child.find(f"{MC}Fallback")
                if chosen is not None:
                    self.blocks(chosen, kind)
            elif tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}del"):
                self.blocks(child, kind)

    def settle(self) -> None:
        """Take what is still open at the end."""
        if self._carried is not None:
            carried, self._carried = self._carried, None
            self._add(SourceLine(self._number, carried.text, self._at()), carried.pieces)

    def furniture(self) -> list[WordLine]:
        """Return heads and feet, each once."""
        texts: dict[str, None] = {}
        for root in (*self._package.every("header"), *self._package.every("footer")):
            for paragraph in root.iter(f"{W}p"):
                text = speak(paragraph, self._view, Fields()).text.strip()
                if text:
                    texts[text] = None
        return [WordLine(SourceLine(0, text, kind="furniture")) for text in texts]

    def _at(self) -> int | None:
        return self._page if self._pages_known else None

    def _add(self, line: SourceLine, pieces: Sequence[Piece] = ()) -> None:
        if line.text.strip():
            self.lines.append(WordLine(line, tuple(pieces)))

    def _paragraph(self, paragraph: etree._Element, kind: LineKind) -> None:
        self._number += 1
        number = self._number
        spoken = speak(paragraph, self._view, self._fields)
        page = self._at()
        self._page += spoken.pages
        if self._pages_known and spoken.pages and not _text_before_break(spoken):
            page = self._at()
        if self._carried is not None:
            spoken, self._carried = _merged(self._carried, spoken), None
        if self._is_merged_with_next(paragraph):
            self._carried = spoken
            return
        style = _style_of(paragraph, self._package)
        label = self._label(paragraph, style) if spoken.text.strip() else ""
        level = _outline_level(paragraph, style)
        is_caption = style.name in ("caption", "题注") or spoken.has_sequence
        shown: LineKind = kind
        if kind == "text":
            shown = "heading" if level else "caption" if is_caption else "text"
        self._add(SourceLine(number, spoken.text, page, shown, level, label), spoken.pieces)
        self._after(spoken, number)

    def _after(self, spoken: Spoken, number: int) -> None:
        """Take what hangs on a paragraph: comments, boxes, charts, notes."""
        for comment in spoken.comments:
            element = self._comments.get(comment)
            if element is not None:
                self._add(SourceLine(number, _plain(element, self._view), self._at(), "comment"))
        for box in spoken.boxes:
            self.blocks(box, "box")
        for chart in spoken.charts:
            self._chart(chart)
        for kind, note in spoken.notes:
            element = self._notes[kind].get(note)
            if element is not None:
                self.blocks(element, "footnote")

    def _is_merged_with_next(self, paragraph: etree._Element) -> bool:
        """Say whether the end of a paragraph is not there in this view, so that the next one goes on with it."""
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is None or self._view == "pending":
            return False
        return mark.find(f"{W}del" if self._view == "accepted" else f"{W}ins") is not None

    def _label(self, paragraph: etree._Element, style: Style) -> str:
        own = paragraph.find(f"{W}pPr")
        num = value_of(own, f"{W}numPr/{W}numId")
        level = value_of(own, f"{W}numPr/{W}ilvl")
        num = num if num is not None else style.list
        if not num or num == "0":
            return ""
        if level is not None and level.isdecimal():
            return self._numbers.next(num, int(level))
        if style.list_level is not None:
            return self._numbers.next(num, style.list_level)
        style_id = value_of(own, f"{W}pStyle") or ""
        return self._numbers.next(num, self._numbers.level_of_style(num, style_id))

    def _chart(self, relation: str) -> None:
        kind, part = self._package.relations.get(relation, ("", ""))
        if kind != "chart" or part not in self._package.parts:
            return
        rows = chart_rows(self._package.tree(part))
        self._tables += bool(rows)
        for index, texts in enumerate(rows):
            self._number += 1
            text, cells = _tabbed(texts)
            self._add(SourceLine(self._number, text, self._at(), "chart", cells=cells, table=self._tables,
                                 head=not index))  # fmt: skip

    def _table(self, table: etree._Element) -> None:
        self.settle()
        self._tables += 1
        number_of_table = self._tables
        self._depth += 1
        first = len(self.lines)
        merges: dict[int, tuple[int, int]] = {}
        rows: list[tuple[int, _Row, bool]] = []
        for row in _rows(table):
            if self._is_gone(row):
                continue
            self._number += 1
            taken, nested = self._row(row, rows, merges)
            rows.append((len(self.lines), taken, row.find(f"{W}trPr/{W}tblHeader") is not None))
            for inner in nested:
                self._table(inner)
        # Rows are put in at the end, when all spans are known; those of inner tables stand already.
        for position, taken, head in reversed(rows):
            line = SourceLine(taken.number, taken.text, self._at(), "row", cells=tuple(taken.cells),
                              table=number_of_table, head=head)  # fmt: skip
            self.lines.insert(position, WordLine(line, tuple(taken.pieces)))
        self._depth -= 1
        if not self._depth:
            hanging, self._hanging = self._hanging, []
            for spoken in hanging:
                self._after(spoken, self.lines[-1].line.number if len(self.lines) > first else self._number)

    def _is_gone(self, row: etree._Element) -> bool:
        mark = {"accepted": "del", "rejected": "ins"}.get(self._view)
        return mark is not None and row.find(f"{W}trPr/{W}{mark}") is not None

    def _row(
        self, row: etree._Element, rows: list[tuple[int, _Row, bool]], merges: dict[int, tuple[int, int]]
    ) -> tuple[_Row, list[etree._Element]]:
        taken = _Row(self._number)
        nested: list[etree._Element] = []
        column = _count(row, f"{W}trPr/{W}gridBefore", 0)
        if column:
            taken.cells.append(LineCell(0, 0, column))
        for index, cell in enumerate(_cells(row)):
            taken.text += "\t" if index else ""
            start = len(taken.text)
            span = _count(cell, f"{W}tcPr/{W}gridSpan", 1)
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(f"{W}val", "continue") == "continue" and column in merges:
                at, which = merges[column]
                above = rows[at][1].cells
                above[which] = replace(above[which], rows=above[which].rows + 1)
            else:
                nested += self._cell(cell, taken)
                inner = taken.text[start:]
                low = start + len(inner) - len(inner.lstrip())
                taken.cells.append(LineCell(low, max(low, start + len(inner.rstrip())), span))
                merges.pop(column, None)
                if merge is not None:
                    merges[column] = (len(rows), len(taken.cells) - 1)
            column += span
        return taken, nested

    def _cell(self, cell: etree._Element, taken: _Row) -> list[etree._Element]:
        """Add the paragraphs of a cell to its row; return the tables in it."""
        taken.has_texts = False
        nested: list[etree._Element] = []
        waiting = list(reversed(list(cell)))
        while waiting:
            child = waiting.pop()
            if child.tag == f"{W}p":
                spoken = speak(child, self._view, self._fields)
                self._page += spoken.pages
                taken.add(spoken)
                if spoken.boxes or spoken.charts or spoken.notes or spoken.comments:
                    self._hanging.append(spoken)
            elif child.tag == f"{W}tbl":
                nested.append(child)
            elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
                waiting.extend(reversed(list(child)))
        return nested


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    yield from _inside(table, f"{W}tr")


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    yield from _inside(row, f"{W}tc")


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the children of a tag, those in content controls and custom XML too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            yield from _inside(child, tag)


def _count(element: etree._Element, path: str, default: int) -> int:
    value = value_of(element, path)
    return min(int(value), 500) if value and value.isdecimal() and len(value) < 5 else default


def _by_id(root: etree._Element | None, tag: str) -> dict[str, etree._Element]:
    if root is None:
        return {}
    return {
        each.get(f"{W}id", ""): each for each in root.iterchildren(f"{W}{tag}")
        if each.get(f"{W}type") not in _SEPARATORS
    }  # fmt: skip


def _style_of(paragraph: etree._Element, package: WordPackage) -> Style:
    style = value_of(paragraph, f"{W}pPr/{W}pStyle")
    return package.styles.get(style or "", _NO_STYLE)


def _outline_level(paragraph: etree._Element, style: Style) -> int:
    own = value_of(paragraph, f"{W}pPr/{W}outlineLvl")
    if own is not None and own.isdecimal():
        return int(own) + 1 if int(own) < 9 else 0
    return style.level


def _plain(element: etree._Element, view: Revisions) -> str:
    fields = Fields()
    return " ".join(speak(paragraph, view, fields).text for paragraph in element.iter(f"{W}p")).strip()


def _merged(first: Spoken, second: Spoken) -> Spoken:
    length = len(first.text)
    moved = [replace(piece, start=piece.start + length, end=piece.end + length) for piece in second.pieces]
    return Spoken(
        first.text + second.text, first.pieces + moved, first.boxes + second.boxes, first.charts + second.charts,
        first.notes + second.notes, first.comments + second.comments, first.has_sequence or second.has_sequence,
    )  # fmt: skip


def _text_before_break(spoken: Spoken) -> bool:
    """Say whether a paragraph has text before the page ends: it then belongs to the page where it starts."""
    if not spoken.pieces:
        return False
    run = spoken.pieces[0].run
    return run.find(f"{W}lastRenderedPageBreak") is None and run.find(f"{W}br") is None


def _tabbed(texts: Sequence[str]) -> tuple[str, tuple[LineCell, ...]]:
    cells = []
    start = 0
    for text in texts:
        cells.append(LineCell(start, start + len(text)))
        start += len(text) + 1
    return "\t".join(texts), tuple(cells)
