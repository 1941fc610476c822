"""清单工作簿: lists of findings and of reports as sheets that can be sorted, filtered and sent on."""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from zhibao.document.writers.lists import Column, ListSheet, Tint, Value

_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_INK, _LINE, _WASH, _AZURE = "#16202A", "#D8DEE2", "#E9EDEF", "#0B5C7D"
_TINTS: Mapping[Tint, Mapping[str, object]] = {
    "plain": {},
    "error": {"font_color": "#AD0F3C", "bold": True},
    "warning": {"font_color": "#855300", "bold": True},
    "note": {"font_color": "#0B5C7D"},
    "ok": {"font_color": "#1A6848"},
    "faint": {"font_color": "#5D6A75"},
    "head": {"bold": True, "bg_color": _WASH},
}
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_TEXT = 32_000
_MOST_ROWS = 1_000_000
_A4 = 9


def write_lists(sheets: Sequence[ListSheet], title: str) -> bytes:
    """Return the workbook; every text stays text, so that nothing in a report can act as a formula or a link."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": title, "author": "质报核验", "created": _MADE})
        looks = _Looks(book)
        names: set[str] = set()
        for one in sheets:
            _write(book.add_worksheet(free_name(one.name, names)), looks, one)
    return target.getvalue()


def free_name(wanted: str, names: set[str]) -> str:
    """Return a legal sheet name that is not taken yet, and take it."""
    name = re.sub(r"[\[\]:*?/\\']", "", _ILLEGAL.sub("", wanted)).strip()[:26] or "清单"
    numbered = (name if not number else f"{name}~{number}" for number in range(len(names) + 1))
    free = next(one for one in numbered if one.lower() not in names)
    names.add(free.lower())
    return free


class _Looks:
    """The formats, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def of(self, **properties: object) -> Format:
        whole = {"font_name": "宋体", "font_size": 10, "font_color": _INK, "valign": "top", **properties}
        key = tuple(sorted(whole.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(whole)
        return self._made[key]

    def head(self, *, upright: bool) -> Format:
        turned: dict[str, object] = {"rotation": 270} if upright else {}
        rules = {"top": 2, "top_color": _INK, "bottom": 1, "bottom_color": _INK}
        return self.of(bold=True, bg_color=_WASH, text_wrap=not upright, **{**turned, "valign": "vcenter", **rules})

    def cell(self, column: Column, tint: Tint, *, closing: bool, link: bool) -> Format:
        rule: dict[str, object] = (
            {"bold": True, "top": 1, "top_color": _INK} if closing else {"bottom": 1, "bottom_color": _LINE}
        )
        linked: dict[str, object] = {"font_color": _AZURE, "underline": 1} if link else {}
        return self.of(**{**rule, "text_wrap": column.wraps, **_TINTS[tint], **linked})


def _write(sheet: Worksheet, looks: _Looks, listed: ListSheet) -> None:
    for place, column in enumerate(listed.columns):
        sheet.set_column(place, place, column.width)
    top = 0
    if listed.remark:
        sheet.write_string(0, 0, _clean(listed.remark), looks.of(font_color="#44515D"))
        top = 1
    for place, column in enumerate(listed.columns):
        sheet.write_string(top, place, column.title, looks.head(upright=column.upright))
    if any(column.upright for column in listed.columns):
        sheet.set_row(top, 150)
    rows = listed.rows[:_MOST_ROWS]
    for number, row in enumerate(rows, top + 1):
        for place, (column, value) in enumerate(zip(listed.columns, row.cells, strict=True)):
            link = row.links.get(place, "")
            form = looks.cell(column, row.tints.get(place, "plain"), closing=row.closing, link=bool(link))
            _write_cell(sheet, (number, place), value, form, link)
    last = top + sum(not row.closing for row in rows)
    sheet.freeze_panes(top + 1, listed.frozen)
    if last > top:
        sheet.autofilter(top, 0, last, len(listed.columns) - 1)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_footer("&C&9第 &P 页，共 &N 页")


def _write_cell(sheet: Worksheet, at: tuple[int, int], value: Value, form: Format, link: str) -> None:
    if isinstance(value, str):
        text = _clean(value)
        # A link that the library refuses (too long, too many) leaves the text as it is.
        if not link or sheet.write_url(*at, link, form, text) != 0:
            sheet.write_string(*at, text, form)
    else:
        sheet.write_number(*at, value, form)


def _clean(text: str) -> str:
    """Return text that a workbook can hold."""
    return _ILLEGAL.sub("\ufffd", text)[:_LONGEST_TEXT]
