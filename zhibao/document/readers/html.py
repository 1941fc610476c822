"""网页: block elements of an HTML file as lines; scripts, navigation and what is hidden are left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from zhibao.document.readers import errors
from zhibao.document.readers.decoding import decoded
from zhibao.document.readers.lines import LineCell, LineKind, SourceLine

_BLOCKS = frozenset(
    "p div section article main aside header footer blockquote pre ul ol dl dt dd li figure figcaption caption "
    "h1 h2 h3 h4 h5 h6 form fieldset details summary address hr body html center".split()
)
_DROPPED = frozenset(
    "script style nav noscript template svg head select textarea iframe object audio video canvas".split()
)
_VOID = frozenset("br hr img input meta link area base col embed source track wbr".split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w-]{2,20})", re.IGNORECASE)
APPARATUS = "data-apparatus"
"""Marks what our own pages say about a report and the report does not say itself."""
_MOST_TABLES_IN_ONE = 30
_MOST_DEPTH = 20_000
_MOST_SPAN = 500
_LONG_CELL = 200


@dataclass(slots=True)
class _Text:
    kind: LineKind
    text: str
    level: int = 0
    label: str = ""
    is_apart: bool = False


@dataclass(slots=True)
class _Cell:
    columns: int
    rows: int
    is_head: bool
    items: "list[_Text | _Table]" = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    caption: "list[_Text | _Table]" = field(default_factory=list)
    rows: list[list[_Cell]] = field(default_factory=list)
    heads: set[int] = field(default_factory=set)
    in_head: bool = False

    @property
    def is_layout(self) -> bool:
        """Say whether the table only places text: headings or tables in cells, or one column of long text."""
        cells = [cell for row in self.rows for cell in row]
        if any(isinstance(each, _Table) or each.kind == "heading" for cell in cells for each in cell.items):
            return True
        one_column = all(len(row) <= 1 for row in self.rows)
        return one_column and any(isinstance(each, _Text) and len(each.text) > _LONG_CELL
                                  for cell in cells for each in cell.items)  # fmt: skip


def html_lines(content: bytes, name: str) -> tuple[list[SourceLine], str]:
    """Return the lines of an HTML file, numbered by paragraphs and rows, and its title.

    Raises: ReadError, for an unknown encoding or tables nested without end.
    """
    text = _decoded(content, name)
    target = _Target(name)
    parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True)
    step = 1 << 20
    for start in range(0, max(1, len(text)), step):
        parser.feed(text[start : start + step].encode("utf-8", "replace"))
    items, title = parser.close()
    writer = _Writer()
    writer.items(items)
    return writer.lines, title


def _decoded(content: bytes, name: str) -> str:
    found = _CHARSET.search(content[:4096]) or _XML_CHARSET.match(content[:200])
    stated = found[1].decode("ascii", "replace").lower() if found else ""
    if stated.startswith(("gb", "x-gbk")):
        try:
            return content.decode("gb18030")
        except UnicodeDecodeError:
            return decoded(content, name)
    return decoded(content, name)


class _Target:
    """Takes what the parser finds and builds the list of texts and tables."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[str] = []
        self._hidden_from: int | None = None
        self._top: list[_Text | _Table] = []
        self._tables: list[_Table] = []
        self._into: list[list[_Text | _Table]] = [self._top]
        self._buffer: list[str] = []
        self._lists: list[int | None] = []
        self._label = ""
        self._in_title = False
        self._title: list[str] = []
        self._pre = 0
        self._apart = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        if tag in _VOID:
            if tag in ("br", "hr") and self._hidden_from is None:
                self._break(soft=tag == "br")
            return
        self._open.append(tag)
        if len(self._open) > _MOST_DEPTH:
            raise errors.too_deep(self._name)
        self._in_title = self._in_title or tag == "title"
        if self._hidden_from is not None:
            return
        if tag in _DROPPED or {"hidden", APPARATUS} & attributes.keys() or _HIDDEN.search(attributes.get("style", "")):
            self._hidden_from = len(self._open)
            return
        if tag in _BLOCKS:
            self._flush()
        self._enter(tag, attributes)

    def _enter(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table":
            self._flush()
            table = _Table()
            self._into[-1].append(table)
            self._tables.append(table)
            if len(self._tables) > _MOST_TABLES_IN_ONE:
                raise errors.too_deep(self._name)
            self._into.append(table.caption)
        elif tag == "thead" and self._tables:
            self._tables[-1].in_head = True
        elif tag == "tr" and self._tables:
            table = self._tables[-1]
            if table.in_head:
                table.heads.add(len(table.rows))
            table.rows.append([])
        elif tag in ("td", "th") and self._tables and self._tables[-1].rows:
            cell = _Cell(_span(attributes.get("colspan")), _span(attributes.get("rowspan")), tag == "th")
            self._tables[-1].rows[-1].append(cell)
            self._into.append(cell.items)
        elif tag in ("ol", "ul"):
            start = attributes.get("start", "1")
            self._lists.append(int(start) if tag == "ol" and start.isdecimal() and len(start) < 6 else
                               1 if tag == "ol" else None)  # fmt: skip
        elif tag == "li" and self._lists:
            number = self._lists[-1]
            self._label = "•" if number is None else f"{number}."
            self._lists[-1] = None if number is None else number + 1
        elif tag == "pre":
            self._pre += 1
        elif tag in ("header", "footer"):
            self._apart += 1

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if tag in _VOID or not self._open:
            return
        self._open.pop()
        if tag == "title":
            self._in_title = False
        if self._hidden_from is not None:
            if len(self._open) < self._hidden_from:
                self._hidden_from = None
            return
        if tag in _BLOCKS:
            self._flush(tag)
        if tag == "table" and self._tables:
            self._flush()
            self._tables.pop()
            self._into.pop()
        elif tag in ("td", "th") and self._tables and self._tables[-1].rows:
            self._flush()
            if len(self._into) > len(self._tables) + 1:
                self._into.pop()
        else:
            self._leave(tag)

    def _leave(self, tag: str) -> None:
        if tag == "thead" and self._tables:
            self._tables[-1].in_head = False
        elif tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        elif tag == "pre":
            self._pre = max(0, self._pre - 1)
        elif tag in ("header", "footer"):
            self._apart = max(0, self._apart - 1)

    def data(self, text: str) -> None:
        """Take text."""
        if self._in_title and len(self._title) < 1000:
            self._title.append(text)
        if self._hidden_from is None:
            self._buffer.append(text)

    def comment(self, text: str) -> None:
        """Pass over a comment."""

    def close(self) -> tuple[list[_Text | _Table], str]:
        """Return texts and tables, and the title."""
        self._flush()
        return self._top, " ".join("".join(self._title).split())

    def _break(self, *, soft: bool) -> None:
        if soft and len(self._into) > 1 and self._into[-1] is not self._tables[-1].caption:
            self._buffer.append(" ")
        else:
            self._flush(next((tag for tag in reversed(self._open) if tag in _BLOCKS), "") if soft else "")

    def _flush(self, tag: str = "") -> None:
        """Make a line of the text that has come together."""
        raw = "".join(self._buffer)
        self._buffer.clear()
        for part in raw.split("\n") if self._pre or tag == "pre" else (raw,):
            text = _squeezed(part)
            if not text:
                continue
            tag = tag or next((each for each in reversed(self._open) if each in _BLOCKS), "")
            level = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdecimal() else 0
            kind: LineKind = "heading" if level else "caption" if tag in ("caption", "figcaption") else "text"
            self._into[-1].append(_Text(kind, text, level, self._label, self._apart > 0))
            self._label = ""


def _squeezed(text: str) -> str:
    """Return a text as a browser shows it: runs of blanks as one, ideographic ones kept inside."""
    return re.sub(r"[ \t\r\n\f\v\u00a0]+", " ", text).strip()


def _span(value: str | None) -> int:
    return max(1, min(int(value), _MOST_SPAN)) if value and value.isdecimal() and len(value) < 6 else 1


class _Writer:
    """Numbers texts and rows and writes them as lines."""

    def __init__(self) -> None:
        self.lines: list[SourceLine] = []
        self._tables = 0

    def items(self, items: "list[_Text | _Table]") -> None:
        """Write texts and tables in reading order."""
        for each in items:
            if isinstance(each, _Text):
                number = len(self.lines) + 1
                flow: Literal["starts", ""] = "starts" if each.is_apart else ""
                line = SourceLine(number, each.text, None, each.kind, each.level, each.label, flow=flow)
                self.lines.append(line)
                continue
            self.items(each.caption)
            if each.is_layout:
                for row in each.rows:
                    for cell in row:
                        self.items(cell.items)
            else:
                self._table(each)

    def _table(self, table: _Table) -> None:
        self._tables += 1
        for index, row in enumerate(table.rows):
            text = ""
            cells = []
            for position, cell in enumerate(row):
                text += "\t" if position else ""
                inner = " ".join(_texts(cell))
                cells.append(LineCell(len(text), len(text) + len(inner), cell.columns, cell.rows))
                text += inner
            if not text.strip() and all(cell.rows == 1 for cell in row):
                continue
            head = index in table.heads or (bool(row) and index == 0 and all(cell.is_head for cell in row))
            self.lines.append(SourceLine(len(self.lines) + 1, text, None, "row", cells=tuple(cells),
                                         table=self._tables, head=head))  # fmt: skip


def _texts(cell: _Cell) -> Iterator[str]:
    return (each.label + each.text if each.label[:1].isdigit() else each.text
            for each in cell.items if isinstance(each, _Text))  # fmt: skip
