"""PDF: the text layer of a PDF as paragraphs and rows in reading order; scanned pages are refused."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Literal

import pdfplumber
import pdfplumber.pdf
import pypdfium2
from pypdfium2 import raw

from zhibao.document.readers import errors
from zhibao.document.readers.captions import caption_of
from zhibao.document.readers.contents import page_of
from zhibao.document.readers.furniture import set_aside
from zhibao.document.readers.joining import is_finished
from zhibao.document.readers.lines import LineCell, LineKind, SourceLine
from zhibao.document.readers.marks import counts, is_title, mark_of
from zhibao.document.readers.pdf_glyphs import Glyph, PrintedLine, glyphs_of, lines_of, together
from zhibao.document.readers.pdf_open_tables import open_tables
from zhibao.document.readers.pdf_tables import Box, PdfCell, PdfTable, aligned_tables, chart_boxes, inside, ruled_tables

_KIND = "PDF"
_MOST_PAGES = 5000
_FEWEST_RULES = 2
_FEWEST_GLYPHS_A_PAGE = 3
_LARGER = 1.15


@dataclass(slots=True)
class _Block:
    """一段或一表: a paragraph in the making, or a table."""

    page: int
    text: str = ""
    lines: int = 0
    flow: Literal["", "starts", "goes_on"] = ""
    first: PrintedLine | None = None
    last: PrintedLine | None = None
    table: PdfTable | None = None
    is_furniture: bool = False


@dataclass(frozen=True, slots=True)
class _Measures:
    """版心: where lines begin and end, how far they stand apart, and whether paragraphs are indented."""

    left: float
    right: float
    leading: float
    indents: bool


@dataclass(frozen=True, slots=True)
class _Drawn:
    """一页: its ruled tables, the text outside them, where its charts are, and the table that its end cuts."""

    tables: list[PdfTable]
    text: list[Glyph]
    charts: list[Box]
    cut: PdfTable | None = None


def pdf_lines(content: bytes, name: str) -> list[SourceLine]:
    """Return the paragraphs and rows of a PDF, numbered in reading order; heads, feet and page numbers are furniture.

    Raises: ReadError, for what is damaged, encrypted or has no text.
    """
    pages = _pages(content, name)
    blocks = [block for page in _without_furniture(pages) for block in page]
    return list(_numbered(blocks))


def _pages(content: bytes, name: str) -> list[list[PrintedLine | PdfTable]]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise errors.encrypted(name) from None
        raise errors.damaged(name, _KIND) from None
    try:
        if len(document) > _MOST_PAGES:
            raise errors.too_large(name, f"{len(document)} 页", f"{_MOST_PAGES} 页")
        return _printed(document, content, name)
    finally:
        document.close()


def _printed(document: pypdfium2.PdfDocument, content: bytes, name: str) -> list[list[PrintedLine | PdfTable]]:
    pages: list[list[PrintedLine | PdfTable]] = []
    total = 0
    plumber = None
    cut: PdfTable | None = None
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            glyphs = glyphs_of(page)
            is_ruled = _is_ruled(page)
            page.close()
        except pypdfium2.PdfiumError:
            raise errors.damaged(name, _KIND) from None
        total += len(glyphs)
        drawn = _Drawn([], glyphs, [])
        if (is_ruled or cut is not None) and glyphs:
            plumber = plumber or _plumber(content)
            drawn = _ruled(plumber, number, glyphs, cut) if plumber is not None else drawn
        cut = drawn.cut
        pages.append(_in_order(drawn, number))
    if plumber is not None:
        plumber.close()
    if total < _FEWEST_GLYPHS_A_PAGE * len(document):
        raise errors.scanned(name, len(document))
    return pages


def _plumber(content: bytes) -> "pdfplumber.pdf.PDF | None":
    try:
        return pdfplumber.open(io.BytesIO(content))
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001  its parser stumbles over what pdfium reads in as many ways as there are faults
        return None


def _ruled(plumber: "pdfplumber.pdf.PDF", number: int, glyphs: list[Glyph], above: PdfTable | None) -> _Drawn:
    try:
        page = plumber.pages[number - 1]
        tables, rest = ruled_tables(page, glyphs, number)
        more, rest, cut = open_tables(page, rest, number, above)
        tables += more
        boxes = chart_boxes(page, tables)
        page.close()
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001  as above; the page's text is then read without its tables
        return _Drawn([], glyphs, [])
    return _Drawn(tables, rest, boxes, cut)


def _is_ruled(page: pypdfium2.PdfPage) -> bool:
    paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4)
    return len(list(islice(paths, _FEWEST_RULES))) == _FEWEST_RULES


def _in_order(drawn: _Drawn, number: int) -> list[PrintedLine | PdfTable]:
    """Return lines and tables from top to bottom, aligned columns as tables; the words of charts stay single lines."""
    lines = lines_of(drawn.text, number)
    for line in lines if drawn.charts else ():
        glyphs = [glyph for segment in line.segments for glyph in segment]
        line.in_chart = 2 * sum(inside(drawn.charts, glyph) for glyph in glyphs) >= len(glyphs)
    placed: list[tuple[float, PrintedLine | PdfTable]] = [(table.top, table) for table in drawn.tables]
    taken: set[int] = set()
    for start, end, table in aligned_tables(lines, number):
        placed.append((table.top, table))
        taken |= set(range(start, end))
    placed += [(line.top, line) for index, line in enumerate(lines) if index not in taken]
    return [each for _, each in sorted(placed, key=lambda pair: pair[0])]


def _without_furniture(pages: Sequence[list[PrintedLine | PdfTable]]) -> Iterator[list[_Block]]:
    """Yield the blocks of each page, running heads and page numbers marked."""
    flat = [each for page in pages for each in page]
    lines = [
        SourceLine(index, each.text if isinstance(each, PrintedLine) else "", each.page,
                   "text" if isinstance(each, PrintedLine) else "row")
        for index, each in enumerate(flat)
    ]  # fmt: skip
    aside = [each for each, line in zip(flat, set_aside(lines), strict=True) if line.kind == "furniture"]
    furniture = set(map(id, _small(aside)))
    prose = [each for each in flat if isinstance(each, PrintedLine) and id(each) not in furniture]
    measures = _measures(prose)
    for page in pages:
        yield _blocks(page, furniture, measures)


def _small(aside: Sequence[PrintedLine | PdfTable]) -> Iterator[PrintedLine | PdfTable]:
    """Yield the lines set aside but those printed larger than their like: the title that running heads repeat."""
    sizes: dict[str, float] = {}
    for each in aside:
        if isinstance(each, PrintedLine):
            sizes[each.text] = min(each.size, sizes.get(each.text, each.size))
    for each in aside:
        if not isinstance(each, PrintedLine) or each.size <= _LARGER * sizes[each.text]:
            yield each


def _measures(lines: Sequence[PrintedLine]) -> _Measures:
    long = [line for line in lines if len(line.segments) == 1 and len(line.segments[0]) >= 20] or list(lines)
    if not long:
        return _Measures(0, 0, 0, indents=False)
    lefts = Counter(round(line.left) for line in long)
    left = min(value for value, count in lefts.items() if count >= max(lefts.values()) / 4)
    right = sorted(line.right for line in long)[max(0, len(long) * 9 // 10 - 1)]
    steps = sorted(
        below.middle - above.middle
        for above, below in pairwise(lines)
        if above.page == below.page and below.middle > above.middle
    )
    size = sorted(line.size for line in long)[len(long) // 2]
    leading = steps[len(steps) // 2] if steps else 1.5 * size
    indented = sum(1 for line in long if 1.2 * size < line.left - left < 3 * size)
    return _Measures(left, right, leading, indents=indented * 12 >= len(long))


def _blocks(page: Sequence[PrintedLine | PdfTable], furniture: set[int], measures: _Measures) -> list[_Block]:
    blocks: list[_Block] = []
    for each in page:
        if isinstance(each, PdfTable):
            blocks.append(_Block(each.page, table=each))
            continue
        text = each.text
        if id(each) in furniture:
            blocks.append(_Block(each.page, text, is_furniture=True))
            continue
        before = next((block for block in reversed(blocks) if not block.is_furniture), None)
        if before is not None and before.table is None and _goes_on(before, each, text, measures):
            before.text = together(before.text, text)
            before.lines += 1
            before.last = each
        else:
            blocks.append(_Block(each.page, text, 1, _flow(each, measures, is_first=before is None), each, each))
    return blocks


def _flow(line: PrintedLine, measures: _Measures, *, is_first: bool) -> Literal["", "starts", "goes_on"]:
    """Say what the place of a paragraph's first line tells, where paragraphs are indented."""
    if not measures.indents:
        return ""
    if line.left - measures.left > 1.2 * line.size:
        return "starts"
    return "goes_on" if is_first and len(line.segments) == 1 and line.right > measures.right - 2.5 * line.size else ""


def _goes_on(block: _Block, line: PrintedLine, text: str, measures: _Measures) -> bool:
    """Say whether a line belongs to the paragraph above it, by the look of the page."""
    above, first = block.last, block.first
    if above is None or first is None or len(line.segments) > 1 or len(above.segments) > 1:
        return False
    if line.in_chart or above.in_chart:
        return False
    size = above.size
    if abs(line.size - size) > 0.12 * size or line.middle - above.middle > 1.35 * measures.leading + 0.3 * size:
        return False
    if (
        above.right + _first_word(line) < measures.right - 0.3 * size
        or _stands_alone(block.text)
        or _stands_alone(text)
    ):
        return False
    mark = mark_of(text)
    if mark is not None and is_title(text, mark) and not counts(text, mark) and is_finished(block.text[-120:]):
        return False
    indent = line.left - measures.left
    if block.lines > 1:
        return abs(line.left - above.left) < 0.6 * size
    if line.left > first.left + 0.6 * size:
        return mark_of(block.text) is not None and line.left - first.left < 4 * size
    if indent > 1.2 * size and abs(line.left - first.left) < 0.6 * size:
        return not measures.indents or not is_finished(block.text[-120:])
    return measures.indents or not is_finished(block.text[-120:])


def _first_word(line: PrintedLine) -> float:
    """Return how wide the part of a line is that could not be broken, so that it came down from the line above."""
    first = line.segments[0]
    index = 0
    while index < len(first) - 1 and index < 40:
        sign, after = first[index].text, first[index + 1].text
        opens, closes = sign in "“”‘（《〈【(", after in "，。、；：？！“”‘’）》〉】%％‰)"
        opens = opens or (sign in "，。、；：" and after.isdigit())
        if not (opens or closes or (sign.isascii() and after.isascii() and not first[index + 1].after_blank)):
            break
        index += 1
    return first[index].right - first[0].left + 0.8 * first[0].size


def _stands_alone(text: str) -> bool:
    """Say whether a line is an entry of contents or a caption."""
    entry = page_of(text)
    return (entry is not None and entry[2]) or caption_of(text) is not None


def _numbered(blocks: Sequence[_Block]) -> Iterator[SourceLine]:
    _continue_tables(blocks)
    number = tables = 0
    for block in blocks:
        if block.is_furniture:
            yield SourceLine(0, block.text, block.page, "furniture")
        elif block.table is None:
            number += 1
            kind: LineKind = "box" if block.first is not None and block.first.in_chart else "text"
            yield SourceLine(number, block.text, block.page, kind, flow=block.flow)
        else:
            tables += not block.table.goes_on
            for row in block.table.repeated:
                yield replace(_row(row, block.page, 0), kind="furniture", cells=())
            for row in block.table.rows:
                number += 1
                yield replace(_row(row, block.page, tables), number=number)


def _continue_tables(blocks: Sequence[_Block]) -> None:
    """Tie the parts of tables that pages cut: repeated heads are set aside, a row cut in two is made whole."""
    before: PdfTable | None = None
    head = ""
    for block in blocks:
        table = block.table
        if table is None:
            before = None if not block.is_furniture else before
            continue
        table.goes_on = before is not None and before.width == table.width and before.page + 1 == table.page
        if before is None or not table.goes_on:
            head = _row(table.rows[0], 0, 0).text
        else:
            if _row(table.rows[0], 0, 0).text == head:
                table.repeated = [table.rows.pop(0)]
            if table.rows and before.rows and _is_rest(before.rows[-1], table.rows[0]):
                for above, rest in zip(before.rows[-1], table.rows.pop(0), strict=True):
                    above.text = together(above.text, rest.text)
        if table.rows:
            before = table


def _is_rest(above: Sequence[PdfCell], row: Sequence[PdfCell]) -> bool:
    """Say whether a row is the rest of the one before the page end: what is filled in it fills the cell above."""
    filled = [index for index, cell in enumerate(row) if cell.text]
    if len(above) != len(row) or not filled or len(filled) == len(row):
        return False
    return all(above[index].is_full for index in filled)


def _row(row: Sequence[PdfCell], page: int, table: int) -> SourceLine:
    text = ""
    cells = []
    for index, cell in enumerate(row):
        text += "\t" if index else ""
        inner = cell.text.strip()
        cells.append(LineCell(len(text), len(text) + len(inner), cell.columns, cell.rows))
        text += inner
    return SourceLine(0, text, page, "row", cells=tuple(cells), table=table)
