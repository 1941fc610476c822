"""版式: the colours, lines and cell formats of a workbook, after the visual language 账与线."""

from collections.abc import Mapping

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from zhibao.catalog.register import FieldType

FONT = "微软雅黑"
INK, INK_2, INK_3 = "#16202A", "#44515D", "#5D6A75"
WASH, WASH_2, LINE, EDGE = "#F4F6F7", "#E9EDEF", "#D8DEE2", "#9BC0D0"
AZURE, AZURE_WASH, WARN_WASH = "#0B5C7D", "#E6F0F4", "#FBF1DC"
HAIRLINE, RULE = 1, 2

# 数按所填的样子显示；金额分节，多写或少写一个“万”看得出来。
_SHOWN_AS = {
    FieldType.COUNT: "General",
    FieldType.MEASURE: "General",
    FieldType.AMOUNT: "#,##0.00",
    FieldType.TEXT: "@",
    FieldType.CODE: "@",
    FieldType.DATE: "yyyy-mm-dd",
    FieldType.ID_NUMBER: "@",
}

Property = str | int | bool


class Looks:
    """版式: makes each cell format once per workbook."""

    def __init__(self, book: Workbook) -> None:
        """Prepare the formats of a workbook that is being written."""
        self._book = book
        self._made: dict[tuple[tuple[str, Property], ...], Format] = {}
        self.title = self._make(font_size=16, bold=True)
        self.subtitle = self._make(font_size=11, font_color=INK_2)
        self.section = self._make(font_size=12, bold=True, bottom=RULE, bottom_color=INK)
        self.when = self._make(font_color=INK_2)
        self.hint = self._make(font_size=9, font_color=INK_3)
        self.plain = self._make()
        self.link = self._cell(font_color=AZURE, underline=1, indent=1)
        self.declaration = self._make(text_wrap=True, indent=1, bg_color=WARN_WASH, border=HAIRLINE, border_color=LINE)
        self.label = self._cell(text_wrap=True, indent=1)
        self.part = self._cell(text_wrap=True, indent=3, font_color=INK_2)
        self.unit = self._cell(align="center", font_color=INK_3)
        self.sign = self._cell(align="center", bold=True)
        self.note = self._cell(text_wrap=True, indent=1, font_size=9, font_color=INK_3)
        self.reason = self._cell(text_wrap=True, indent=1, locked=False, num_format="@", **_ENTRY)
        self.grey = self._cell(bg_color=WASH_2)
        self.closing = self._make(top=RULE, top_color=INK)
        self.footnote = self._make(top=RULE, top_color=INK, text_wrap=True, font_size=9, font_color=INK_3, valign="top")
        self.unlocked = self._make(locked=False)
        self.entry = {kind: self._entry(kind) for kind in FieldType}
        self.last = {kind: self._last(kind) for kind in FieldType}

    def head(self, align: str = "left", *, is_last: bool = False) -> Format:
        """Return the format of a header, aligned as what stands below it."""
        return self._make(
            bold=True,
            text_wrap=True,
            bg_color=WASH_2,
            font_color=INK_3 if is_last else INK,
            align=align,
            indent=0 if align == "center" else 1,
            top=RULE,
            top_color=INK,
            bottom=HAIRLINE,
            bottom_color=INK,
        )

    def _entry(self, kind: FieldType) -> Format:
        """Return the format of a cell to be filled."""
        return self._cell(locked=False, num_format=_SHOWN_AS[kind], **_aligned(kind), **_ENTRY)

    def _last(self, kind: FieldType) -> Format:
        """Return the format of a cell that shows last year's value."""
        return self._cell(num_format=_SHOWN_AS[kind], font_color=INK_3, bg_color=WASH, **_aligned(kind))

    def _cell(self, **properties: Property) -> Format:
        return self._make(**{"bottom": HAIRLINE, "bottom_color": LINE, **properties})

    def _make(self, **properties: Property) -> Format:
        whole: dict[str, Property] = {**_BASE, **properties}
        key = tuple(sorted(whole.items(), key=lambda one: one[0]))
        if key not in self._made:
            self._made[key] = self._book.add_format(whole)
        return self._made[key]


_BASE: Mapping[str, Property] = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
# 没有上边线，否则盖住表头下的线。
_ENTRY: Mapping[str, Property] = {
    "bg_color": AZURE_WASH,
    **dict.fromkeys(("left", "right", "bottom"), HAIRLINE),
    **{f"{side}_color": EDGE for side in ("left", "right", "bottom")},
}


def _aligned(kind: FieldType) -> dict[str, Property]:
    if kind.is_number or kind is FieldType.DATE:
        return {"align": "right", "indent": 1}
    return {"align": "left", "indent": 1, "text_wrap": True}
