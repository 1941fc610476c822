"""写表的手法: what the sheets of a workbook are written with, alike for forms and registers of rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from unicodedata import east_asian_width

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from zhibao.catalog.register import FieldType, RegisterField
from zhibao.collect.blank import Blank
from zhibao.collect.cells import typed
from zhibao.collect.layout import FIRST_ROW, HEAD_ROW, HINT_ROW, TITLE_ROW, WHEN_ROW, Sheet, when
from zhibao.collect.looks import FONT, WARN_WASH, Looks
from zhibao.snapshot.submission import Cell, Reason

A4 = 9
ROW_HEIGHT, LINE_HEIGHT = 21, 15
# What Excel takes in a drop-down's and a note's texts.
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
_KEEP = "选“是”保留所填内容。"
_PROTECTION = {"format_columns": True, "format_rows": True}


@dataclass(frozen=True)
class Pen:
    """写表的工具: what is to be written, in which looks, with which choices in the drop-downs."""

    blank: Blank
    looks: Looks
    choices: Mapping[str, Sequence[str] | str]
    reasons: Mapping[tuple[str, str, str], str]

    def reason(self, register: str, key: str, field: str) -> str:
        """Return what was said for a change, '' when nothing was."""
        return self.reasons.get((register, key, field), "")

    def put(self, page: Worksheet, at: tuple[int, int], cell: Cell | None, field: RegisterField, look: Format) -> None:
        """Write a value as somebody would type it; text stays text, whatever it begins with."""
        content = None if cell is None else typed(cell, field, self.blank.lists.get(field.list))
        match content:
            case None:
                page.write_blank(*at, None, look)
            case float():
                page.write_number(*at, content, look)
            case date() if content.year >= _FIRST_DAY.year:
                page.write_datetime(*at, content, look)
            case _:
                page.write_string(*at, str(content), look)

    def say(self, page: Worksheet, at: tuple[int, int], text: str, look: Format) -> None:
        """Write a text, or leave the cell empty where there is none."""
        if text:
            page.write_string(*at, text, look)
        else:
            page.write_blank(*at, None, look)

    def head(self, page: Worksheet, at: tuple[int, int], text: str, field: RegisterField | None, look: Format) -> None:
        """Write a header, with the 口径 of its field as a note."""
        page.write_string(*at, text, look)
        if field is not None:
            self.explain(page, at, field)

    def explain(self, page: Worksheet, at: tuple[int, int], field: RegisterField) -> None:
        """Put the 口径 of a field as a note on a cell."""
        if field.note:
            text = f"{field.label}{f'（{field.unit}）' if field.unit else ''}\n{field.note}"
            lines = sum(-(-width_of(line) // 36) for line in text.split("\n"))
            look = {"font_name": FONT, "font_size": 9, "color": WARN_WASH, "x_scale": 2, "height": 18 * lines + 12}
            page.write_comment(*at, text, {"author": "质报", **look})

    def ask(self, page: Worksheet, area: tuple[int, int, int, int], field: RegisterField) -> None:
        """Say in an area what is to be filled in; an unusual entry is questioned, never refused."""
        page.data_validation(*area, {**self._rule(field), **_messages(field)})

    def _rule(self, field: RegisterField) -> dict[str, object]:
        match field.type:
            case FieldType.COUNT:
                return {"validate": "integer", "criteria": ">=", "value": 0}
            case FieldType.MEASURE | FieldType.AMOUNT:
                return {"validate": "decimal", "criteria": ">=", "value": 0}
            case FieldType.DATE:
                return {"validate": "date", "criteria": "between", "minimum": _FIRST_DAY, "maximum": _LAST_DAY}
            case FieldType.CODE:
                offered = self.choices[field.list]
                return {"validate": "list", "source": offered if isinstance(offered, str) else list(offered)}
            case _:
                return {"validate": "any"}


def pen_for(blank: Blank, looks: Looks, choices: Mapping[str, Sequence[str] | str]) -> Pen:
    """Return the pen of a workbook; several reasons for one cell are joined."""
    reasons: dict[tuple[str, str, str], str] = {}
    for one in blank.reasons:
        reasons[(one.register, one.key, one.field)] = _joined(reasons.get((one.register, one.key, one.field)), one)
    return Pen(blank, looks, choices, reasons)


def begin(page: Worksheet, sheet: Sheet, pen: Pen, hint: str, widths: Sequence[float], frozen: int) -> None:
    """Set up a sheet: columns, title, protection, frozen head and print."""
    blank, looks = pen.blank, pen.looks
    page.hide_gridlines(2)
    page.set_default_row(ROW_HEIGHT)
    page.set_row(TITLE_ROW, 30)
    page.set_row(HEAD_ROW, 33)
    scope = "全市合计" if blank.history else f"{blank.place.name}（{blank.place.code}）"
    about = "　｜　".join((scope, when(blank, sheet.register), f"填报：{sheet.register.owner}"))
    for row, text, look in (
        (TITLE_ROW, sheet.register.label, looks.title),
        (WHEN_ROW, about, looks.when),
        (HINT_ROW, hint, looks.hint),
    ):
        page.write_string(row, 0, text, look)
        for column in range(1, len(widths)):
            page.write_blank(row, column, None, looks.plain)
    page.freeze_panes(FIRST_ROW, frozen)
    page.protect("", {**_PROTECTION, "insert_rows": sheet.register.shape == "rows"})
    set_print(page, f"{blank.place.name}　{blank.year}年　{sheet.register.label}", blank.declaration)
    page.repeat_rows(HEAD_ROW)


def set_print(page: Worksheet, footer: str, header: str = "") -> None:
    """Print a sheet on A4, across, one page wide; what the edition declares stands above every page."""
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.75)
    page.center_horizontally()
    if header:
        page.set_header(f'&C&"{FONT},Regular"&8{header[:200].replace("&", "&&")}')
    page.set_footer(f'&L&"{FONT},Regular"&8{footer[:120].replace("&", "&&")}&R&"{FONT},Regular"&8第 &P 页，共 &N 页')


def close_table(page: Worksheet, row: int, columns: Iterable[int], look: Format) -> None:
    """Draw the closing rule under a table."""
    for column in columns:
        page.write_blank(row, column, None, look)


def heighten(page: Worksheet, row: int, texts: Iterable[tuple[str, float]]) -> None:
    """Make a row as high as the texts in it need, each in a column of the given width."""
    lines = max(
        (sum(-(-max(width_of(line), 1) // int(width)) for line in text.split("\n")) for text, width in texts), default=1
    )
    if lines > 1:
        page.set_row(row, LINE_HEIGHT * min(lines, 25) + 6)


@lru_cache(maxsize=20_000)
def width_of(text: str) -> int:
    """Return how wide a text is, in half-width characters."""
    return sum(2 if east_asian_width(mark) in "WFA" else 1 for mark in text)


def _joined(before: str | None, one: Reason) -> str:
    return one.text if not before else f"{before}；{one.text}"


def _messages(field: RegisterField) -> dict[str, object]:
    messages: dict[str, object] = {"ignore_blank": True, "input_title": field.label[:_LONGEST_TITLE]}
    if field.note:
        messages["input_message"] = field.note[:_LONGEST_MESSAGE]
    wanted = _wanted(field)
    if wanted:
        messages |= {"error_type": "warning", "error_title": "请核对", "error_message": f"{wanted}{_KEEP}"}
    return messages


def _wanted(field: RegisterField) -> str:
    unit = f"（单位：{field.unit}）" if field.unit else ""
    signs = "估计数写“约9000”，没有数写“／”（不适用）、“无”或“—”（未采集）。"
    match field.type:
        case FieldType.COUNT:
            return f"这里填不小于 0 的整数{unit}。{signs}"
        case FieldType.MEASURE | FieldType.AMOUNT:
            return f"这里填不小于 0 的数{unit}。{signs}"
        case FieldType.DATE:
            return "这里填日期，如 2021-11-30。没有的写“／”（不适用）或“无”。"
        case FieldType.CODE:
            return "请从下拉名单中选一项，系统按名单统计。"
        case _:
            return ""
