"""Word 表: tables of three rules with heads that repeat and rows that do not break; and pairs side by side."""

from collections.abc import Callable, Iterator, Sequence

from zhibao.catalog.look import Look
from zhibao.document.nodes import Cell, Inlines, Number, Row, Table, Text
from zhibao.document.writers.columns import layout_of
from zhibao.document.writers.docx_elements import (
    Element,
    border,
    element,
    escaped,
    is_one_run,
    paragraph,
    pieces_around,
    xml_of,
)
from zhibao.document.writers.docx_package import Bulk
from zhibao.document.writers.measures import SHORT_ROWS, Room, head_grid, room_of

Content = Callable[[Inlines, Sequence[Element]], list[Element]]
"""Turns inlines into runs; the elements are run properties that each run gets."""

_HAIR = 4
_GAP = 400
"""Between two pictures side by side, in twips."""
_SMALL_LINE = 230
_MARKS = {True: "@text@", False: "＠文＠"}
"""What stands in a form for text; a run says whether its text is all ASCII."""


def table_element(table: Table, style: str, content: Content, bulk: Bulk, look: Look) -> Element:
    """Return a table; `style` is the paragraph style of its cells; its body is put into `bulk`."""
    room, rules = room_of(look), look.tables
    layout = layout_of(table, room)
    total = round(20 * layout.room)
    widths = _twips(layout.shares, total)
    thick, thin = round(8 * rules.outer), round(8 * rules.inner)
    sides = ("top", "left", "bottom", "right") if rules.kind == "grid" else ("top", "bottom")
    inside = ("insideH", "insideV") if rules.kind == "grid" else ()
    drawn = (*(border(side, thick) for side in sides), *(border(side, thin) for side in inside))
    properties = element(
        "tblPr",
        element("tblW", w=total, type="dxa"),
        element("jc", val="center"),
        element("tblBorders", *drawn),
        element("tblLayout", type="fixed"),
        element("tblCellMar", element("left", w=70, type="dxa"), element("right", w=70, type="dxa")),
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    half = round(2 * layout.points)
    size = [element("sz", val=half), element("szCs", val=half)] if layout.points != room.tables[0] else []
    weights = (0, 0) if rules.kind == "grid" else (thin, _HAIR)
    writer = _Rows(widths, style, content, size, weights, len(table.body) <= SHORT_ROWS)
    body = "".join(writer.body(table.body, total=table.total, followed=bool(table.notes)))
    return element("tbl", properties, grid, *writer.head(table.head), bulk.placed(body))


def pairs_element(cells: Sequence[Sequence[Element]], room: Room) -> Element:
    """Return paragraphs side by side, two cells a row, without rules; an odd last one stands in the middle."""
    total = round(20 * room.text)
    half = total // 2
    rows: list[Element] = []
    for place in range(0, len(cells), 2):
        pair = cells[place : place + 2]
        made: list[Element] = []
        for content in pair:
            width = element("tcW", w=half * (3 - len(pair)), type="dxa")
            if len(pair) == 1:
                inner = element("gridSpan", val=2)
            else:
                inner = element("tcMar", element("left" if made else "right", w=_GAP // 2, type="dxa"))
            made.append(element("tc", element("tcPr", width, inner), *content))
        rows.append(_row(made))
    margins = element("tblCellMar", element("left", w=0, type="dxa"), element("right", w=0, type="dxa"))
    properties = element(
        "tblPr",
        element("tblW", w=total, type="dxa"),
        element("jc", val="center"),
        element("tblLayout", type="fixed"),
        margins,
    )
    return element("tbl", properties, element("tblGrid", *(element("gridCol", w=half) for _ in range(2))), *rows)


def _twips(shares: Sequence[float], total: int) -> list[int]:
    widths = [round(share * total) for share in shares]
    widths[-1] += total - sum(widths)
    return widths


class _Rows:
    """The rows of one table; keeps what all its cells share."""

    def __init__(
        self,
        widths: Sequence[int],
        style: str,
        content: Content,
        size: Sequence[Element],
        weights: tuple[int, int],
        short: bool,
    ) -> None:
        self._thin, self._hair = weights
        self._widths = widths
        self._style = style
        self._content = content
        self._size = size
        self._short = short
        self._forms: dict[tuple[object, ...], tuple[str, str]] = {}

    def head(self, head: tuple[Row, ...]) -> list[Element]:
        """Return the head rows, with merged cells, the rule below the last one, and a hairline below spans."""
        made: list[Element] = []
        grid = head_grid(head, len(self._widths))
        for y, line in enumerate(grid):
            cells: list[Element] = []
            x = 0
            while x < len(line):
                row, place = line[x]
                cell = head[row][place] if row >= 0 else Cell(())
                columns = 1
                while x + columns < len(line) and row >= 0 and line[x + columns] == (row, place):
                    columns += 1
                ends = y + 1 == len(grid) or grid[y + 1][x] != (row, place) or row < 0
                rule = self._thin if y + 1 == len(grid) else self._hair if ends and columns > 1 else 0
                cells.append(self._cell(cell, x, columns, rule, merge=_merge(cell, y - row), keep=True, bold=True))
                x += columns
            made.append(_row(cells, header=True))
        return made

    def body(self, body: tuple[Row, ...], *, total: bool, followed: bool) -> Iterator[str]:
        """Yield the body rows; the last one is ruled off when it is a total, and stays with notes that follow."""
        for y, row in enumerate(body):
            last = y + 1 == len(body)
            keep = followed if last else self._short or y == 0 or y + 2 == len(body)
            padded = [*row, *(Cell(()) for _ in range(len(self._widths) - len(row)))]
            look = (self._hair if total and y + 2 == len(body) else 0, keep, total and last)
            cells = "".join([self._text_cell(cell, x, look) for x, cell in enumerate(padded)])
            yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"

    def _text_cell(self, cell: Cell, x: int, look: tuple[int, bool, bool]) -> str:
        """Return a cell of the body as XML; one with a single plain text or number is put into a form made once."""
        rule, keep, bold = look
        match cell.content:
            case (Text(text) | Number(text=text),) if is_one_run(text):
                key = (x, cell.align, look, text.isascii())
                if key not in self._forms:
                    mark = _MARKS[text.isascii()]
                    model = self._cell(Cell((Text(mark),), cell.align), x, 1, rule, keep=keep, bold=bold)
                    self._forms[key] = pieces_around(model, mark)
                before, after = self._forms[key]
                return f"{before}{escaped(text)}{after}"
            case _:
                return xml_of(self._cell(cell, x, 1, rule, keep=keep, bold=bold))

    def _cell(
        self, cell: Cell, x: int, columns: int, rule: int, *, merge: str = "", keep: bool = False, bold: bool = False
    ) -> Element:
        properties = element("tcPr", element("tcW", w=sum(self._widths[x : x + columns]), type="dxa"))
        if columns > 1:
            properties.append(element("gridSpan", val=columns))
        if merge:
            properties.append(element("vMerge", val=merge))
        if rule:
            properties.append(element("tcBorders", border("bottom", rule)))
        properties.append(element("vAlign", val="center"))
        looks = [*([element("b"), element("bCs")] if bold else []), *self._size]
        runs = [] if merge == "continue" else self._content(cell.content, looks)
        above = [element("keepNext")] if keep else []
        line = {"line": _SMALL_LINE, "lineRule": "exact"} if self._size else {}
        spacing = element("spacing", before=42, after=42, **line)
        return element("tc", properties, paragraph(self._style, runs, *above, spacing, element("jc", val=cell.align)))


def _merge(cell: Cell, depth: int) -> str:
    return "" if cell.rows == 1 else "restart" if depth == 0 else "continue"


def _row(cells: Sequence[Element], *, header: bool = False) -> Element:
    properties = element("trPr", element("cantSplit"))
    if header:
        properties.append(element("tblHeader"))
    return element("tr", properties, *cells)
