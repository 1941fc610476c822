"""一行行的格: the rows of a long register as HTML, written by hand because a register may have thousands of cells."""

from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from zhibao.web.parts.sheet import Cell, Sheet


def sheet_rows(sheet: Sheet, *, may_fill: bool) -> SafeString:
    """Return the rows of a list; whatever somebody typed is escaped."""
    return mark_safe("\n".join(_rows(sheet, may_fill=may_fill)))  # noqa: S308  every text below goes through escape


def _rows(sheet: Sheet, *, may_fill: bool) -> Iterator[str]:
    drawn = _input if may_fill else _button
    for row in sheet.rows:
        cells = []
        for cell in row.cells:
            if cell.column.is_number:
                title, last = escape(cell.column.title), escape(cell.last)
                cells.append(
                    f'<td class="v0" data-l="{title}">{last}</td>{drawn(cell)}<td class="vd">{cell.change}</td>'
                )
            else:
                cells.append(drawn(cell))
        why = drawn(row.why, is_text=True) if row.why else ""
        yield (
            f'<tr data-line="{escape(row.id)}"><th scope="row" class="rn">{row.number}</th>{"".join(cells)}{why}</tr>'
        )


def _open(cell: Cell, *, is_text: bool) -> str:
    words = "" if cell.column.is_number and not is_text else " words"
    title = "" if is_text else f' data-l="{escape(cell.column.title)}"'
    return f'<td class="v1 {cell.marks}{words}" id="{cell.ref}"{title}>'


def _about(cell: Cell) -> str:
    note, past = escape(cell.column.note), escape(cell.past_text)
    return (
        f'data-line="{escape(cell.line)}" data-field="{escape(cell.column.name)}" data-ref="{cell.ref}" '
        f'data-note="{note}" data-last="{escape(cell.last)}" data-past="{past}"'
    )


def _input(cell: Cell, *, is_text: bool = False) -> str:
    more = ' inputmode="decimal"' if cell.column.is_number and not is_text else ""
    if cell.column.choices and not is_text:
        more += f' list="of-{escape(cell.column.name)}"'
    if is_text:
        more += f' placeholder="{escape(gettext("说明"))}"'
    if "bad" in cell.marks:
        more += ' aria-invalid="true"'
    return (
        f'{_open(cell, is_text=is_text)}<input name="{escape(cell.name)}" {_about(cell)} data-part="{cell.part}" '
        f'value="{escape(cell.text)}"{more} aria-label="{escape(cell.label)}"></td>'
    )


def _button(cell: Cell, *, is_text: bool = False) -> str:
    text = escape(cell.text)
    return (
        f'{_open(cell, is_text=is_text)}<button type="button" class="read" {_about(cell)} '
        f'aria-label="{escape(cell.label)} {text}">{text}</button></td>'
    )
