"""写工作簿: one workbook per place and year, with a sheet of instructions and a sheet per register."""

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from zhibao.collect import errors
from zhibao.collect.blank import Blank
from zhibao.collect.codes import choices
from zhibao.collect.layout import CODES, IDENTITY, Sheet, cell_name, sheets_of
from zhibao.collect.looks import Looks
from zhibao.collect.pen import Pen, pen_for
from zhibao.collect.write_form import write_form
from zhibao.collect.write_instructions import write_instructions
from zhibao.collect.write_rows import write_rows
from zhibao.collect.write_table import write_table
from zhibao.terms.errors import reason_of

# 同样的内容得到同样的字节，因此不写当时的时间。
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  a document property without a zone
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
_LONGEST_CHOICES = 255


class _LockedWorkbook(Workbook):  # type: ignore[misc]  # XlsxWriter has no types
    """A workbook whose sheets cannot be renamed, moved or deleted; XlsxWriter has no option for it."""

    def _write_book_views(self) -> None:
        self._xml_empty_tag("workbookProtection", [("lockStructure", 1)])
        super()._write_book_views()


def write_workbook(path: Path, blank: Blank) -> None:
    """Write a workbook, whole or not at all; equal blanks give equal bytes.

    Raises: CollectError, when the disk does not take it.
    """
    content = workbook_bytes(blank)
    draft = path.with_name(f".{path.name}.{uuid4().hex[:8]}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise errors.cannot_write(path, reason_of(error)) from error


def workbook_bytes(blank: Blank) -> bytes:
    """Return a workbook as bytes."""
    content = io.BytesIO()
    book = _LockedWorkbook(content, _OPTIONS)
    book.set_properties({"title": blank.title, "subject": f"{blank.place.name}{blank.year}年", "created": _CREATED})
    book.set_custom_property("zhibao", str(blank.identity))
    book.set_calc_mode("auto")
    looks = Looks(book)
    sheets = sheets_of(blank)
    write_instructions(book, looks, blank, sheets)
    pages = [(sheet, book.add_worksheet(sheet.name)) for sheet in sheets]
    pen = pen_for(blank, looks, _choices(book, blank, sheets))
    for sheet, page in pages:
        _way_of(sheet)(page, sheet, pen)
    _write_identity(book.add_worksheet(IDENTITY), blank)
    book.close()
    return content.getvalue()


def _way_of(sheet: Sheet) -> Callable[[Worksheet, Sheet, Pen], None]:
    """Return how a register's sheet is written: as the printed table, a list of fields, or a list of rows."""
    if sheet.register.layout is not None:
        return write_table
    return write_form if sheet.register.shape == "form" else write_rows


def _choices(book: Workbook, blank: Blank, sheets: tuple[Sheet, ...]) -> dict[str, Sequence[str] | str]:
    """Return list → what a drop-down offers: the texts themselves, or where in the hidden sheet they stand."""
    used = dict.fromkeys(sheet.definition(name).list for sheet in sheets for name in sheet.typed)
    texts = {name: choices(blank.lists[name]) for name in used if name}
    offered: dict[str, Sequence[str] | str] = dict(texts)
    long = {name: one for name, one in texts.items() if not _fits_in_a_cell_rule(one)}
    if long:
        page = book.add_worksheet(CODES)
        page.hide()
        page.protect()
        for column, (name, one) in enumerate(long.items()):
            page.write_string(0, column, blank.lists[name].label)
            for row, text in enumerate(one, 1):
                page.write_string(row, column, text)
            letters = cell_name(0, column)[:-1]
            offered[name] = f"={CODES}!${letters}$2:${letters}${len(one) + 1}"
    return offered


def _fits_in_a_cell_rule(texts: Sequence[str]) -> bool:
    """Say whether Excel takes the choices as a list within the rule; a comma there would part one in two."""
    return len(",".join(texts)) <= _LONGEST_CHOICES and not any(mark in text for text in texts for mark in ',"')


def _write_identity(page: Worksheet, blank: Blank) -> None:
    """Write what the workbook is, where neither people nor WPS change it."""
    page.write_string(0, 0, str(blank.identity))
    page.write_string(0, 1, f"{blank.place.name} {blank.year}年")
    page.protect()
    page.very_hidden()
