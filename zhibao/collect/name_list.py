"""名单: a plain list as a workbook, one line per person, with drop-downs; and what a filled one says, as text."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from zhibao.catalog.register import FieldType
from zhibao.collect.cells import plain_text
from zhibao.collect.looks import Looks
from zhibao.collect.untrusted import open_bytes
from zhibao.terms.finding import Finding

MOST_LINES = 5000
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
_HEAD_ROW, _FIRST_ROW, _SPARE_ROWS, _SEARCHED_ROWS = 2, 3, 500, 10
_CHOICES = "可选"


@dataclass(frozen=True)
class ListColumn:
    """名单的一栏: its title, what is said under it, how wide it is, and what it offers."""

    title: str
    note: str
    width: int
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListLine:
    """名单的一行: where it stands, and its texts by title; a column that is not there says ''."""

    row: int
    texts: Mapping[str, str]


def list_bytes(title: str, hint: str, columns: Sequence[ListColumn], lines: Sequence[Sequence[str]]) -> bytes:
    """Return a list as a workbook, with lines that are known already and room for more."""
    content = io.BytesIO()
    book = Workbook(content, _OPTIONS)
    book.set_properties({"title": title})
    looks = Looks(book)
    page, offered = book.add_worksheet(title), book.add_worksheet(_CHOICES)
    page.write_string(0, 0, title, looks.title)
    page.write_string(1, 0, hint, looks.hint)
    for at, column in enumerate(columns):
        page.set_column(at, at, column.width)
        page.write_string(_HEAD_ROW, at, column.title, looks.head())
        page.write_comment(_HEAD_ROW, at, column.note)
        _offer(page, offered, at, column, looks)
    last = _FIRST_ROW + len(lines) + _SPARE_ROWS
    for row in range(_FIRST_ROW, last):
        line = lines[row - _FIRST_ROW] if row - _FIRST_ROW < len(lines) else [""] * len(columns)
        for at, text in enumerate(line):
            if text:
                page.write_string(row, at, text, looks.entry[FieldType.TEXT])
            else:
                page.write_blank(row, at, None, looks.entry[FieldType.TEXT])
    page.freeze_panes(_FIRST_ROW, 1)
    book.close()
    return content.getvalue()


def _offer(page: Worksheet, offered: Worksheet, at: int, column: ListColumn, looks: Looks) -> None:
    """Put a column's choices on a sheet of their own and let the drop-down show them; others may be typed."""
    if not column.choices:
        return
    offered.set_column(at, at, column.width)
    offered.write_string(0, at, column.title, looks.head())
    for row, text in enumerate(column.choices, 1):
        offered.write_string(row, at, text, looks.plain)
    letter = chr(ord("A") + at)
    source = f"={_CHOICES}!${letter}$2:${letter}${len(column.choices) + 1}"
    rule = {"validate": "list", "source": source, "error_type": "information", "show_error": False}
    page.data_validation(_FIRST_ROW, at, _FIRST_ROW + MOST_LINES, at, rule)


def read_list(name: str, content: bytes, title: str, needed: Sequence[str]) -> tuple[ListLine, ...] | str:
    """Return the lines of a filled list, or in Chinese why there are none; nothing is raised, whatever it holds."""
    opened = open_bytes(name, content)
    if isinstance(opened, Finding):
        return f"“{name}”：{opened.message}{opened.fix}"
    sheet = title if title in opened.names else opened.names[0] if opened.names else ""
    rows = opened.grid(sheet) if sheet else None
    if rows is None:
        return f"“{name}”的工作表读不出来。请用下载的模板重填。"
    head = next(_heads(rows, needed), None)
    if head is None:
        return f"“{name}”里没有找到表头：要有{'、'.join(needed)}这几栏。请用下载的模板填。"
    at, titles = head
    lines = []
    for row, cells in enumerate(rows[at + 1 :], at + 2):
        texts = {said: plain_text(cell) for said, cell in zip(titles, cells, strict=False) if said}
        if any(texts.values()):
            lines.append(ListLine(row, texts))
    if len(lines) > MOST_LINES:
        return f"“{name}”有 {len(lines)} 行，一次最多 {MOST_LINES} 行。请分几次上传。"
    return tuple(lines)


def _heads(rows: Sequence[Sequence[object]], needed: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    for at, cells in enumerate(rows[:_SEARCHED_ROWS]):
        titles = [str(cell).strip().rstrip("*＊") for cell in cells]
        if set(needed) <= set(titles):
            yield at, titles
