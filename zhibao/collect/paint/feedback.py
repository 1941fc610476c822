"""反馈: the sheet that lists every finding with a link to its cell, and has room for an answer to each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from zhibao.collect.layout import FEEDBACK
from zhibao.collect.looks import AZURE, AZURE_WASH, EDGE, FONT, INK, INK_2, INK_3, LINE, WARN_WASH, WASH_2
from zhibao.collect.paint.marks import Line, position
from zhibao.collect.paint.styles import Styles
from zhibao.collect.paint.tags import escaped
from zhibao.collect.pen import width_of
from zhibao.snapshot.submission import Action
from zhibao.terms.finding import Severity

HEADERS = ("编号", "位置", "程度", "发现", "怎么改", "处理", "理由", "填写人")
ANSWERS = tuple(one.label for one in Action)
TABLE = "zhibao-fills/1"
HEAD_ROW = 5
_HOW = (
    "逐条处理：点“位置”到那一格；改好的在“处理”中选“已改正”；数没有错的选“说明”并写理由；不应由本单位填的选“申请免予”并写理由。"
    "“填写人”写姓名。改完保存，仍交回这个文件。"
)
_NONE = "没有需要处理的发现。"
_WIDTHS = (11, 25, 7, 52, 44, 11, 36, 11)
_LONGEST, _WHOLE = 8000, 32767
_TEXT = 49
_LINE_HEIGHT, _LEAST_HEIGHT, _MOST_HEIGHT = 15, 24, 400


@dataclass(frozen=True)
class _Looks:
    """反馈表的格式: numbers of cell formats by what they are for."""

    title: int
    how: int
    count: int
    note: int
    head: int
    cell: int
    center: int
    link: int
    entry: int
    severity: dict[Severity, int]


def feedback_sheet(
    lines: Sequence[Line], visible: Collection[str], styles: Styles, namespace: str, title: str = "", note: str = ""
) -> bytes:
    """Return the sheet as a part; `visible` names the sheets to which a link can lead.

    Call it last: it keeps the table of the fills that cells had before.
    """
    looks = _looks(styles)
    rows = [
        _row(1, [_text("A1", title or FEEDBACK, looks.title)], 30),
        _row(2, [_text("A2", _HOW, looks.how), *_blank(2, looks.how)], 36),
        _row(3, [_text("A3", _count(lines), looks.count)], 21),
        _row(4, [_text("A4", note, looks.note), *_blank(4, looks.note)] if note else [], 36 if note else 6),
        _row(HEAD_ROW, [_text(f"{chr(65 + at)}{HEAD_ROW}", text, looks.head) for at, text in enumerate(HEADERS)], 27),
    ]
    rows += [_line(number, one, looks, _target(one, visible)) for number, one in enumerate(lines, HEAD_ROW + 1)]
    last = HEAD_ROW + max(len(lines), 1)
    if styles.table:
        rows[0] = rows[0].replace("</row>", f"{_text('J1', _packed(styles.table), 0, _WHOLE)}</row>")
    cols = "".join(
        f'<col min="{at}" max="{at}" width="{width}.7109375" customWidth="1"/>' for at, width in enumerate(_WIDTHS, 1)
    )
    links = "".join(
        _link(number, one, target)
        for number, one in enumerate(lines, HEAD_ROW + 1)
        if (target := _target(one, visible))
    )
    merged = '<mergeCell ref="A2:H2"/><mergeCell ref="A4:H4"/>' if note else '<mergeCell ref="A2:H2"/>'
    sheet = "".join(
        (
            f'<worksheet xmlns="{namespace}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
            f'<dimension ref="A1:H{last}"/>',
            '<sheetViews><sheetView showGridLines="0" workbookViewId="0">',
            f'<pane ySplit="{HEAD_ROW}" topLeftCell="A{HEAD_ROW + 1}" activePane="bottomLeft" state="frozen"/>',
            f'<selection pane="bottomLeft" activeCell="F{HEAD_ROW + 1}" sqref="F{HEAD_ROW + 1}"/>',
            '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="21" customHeight="1"/>',
            f'<cols>{cols}<col min="10" max="10" width="2.7109375" hidden="1" customWidth="1"/></cols>',
            f"<sheetData>{''.join(rows)}</sheetData>",
            f'<mergeCells count="{merged.count("/>")}">{merged}</mergeCells>',
            _choices(last),
            f"<hyperlinks>{links}</hyperlinks>" if links else "",
            '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>',
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>',
        )
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{sheet}'.encode()


def _choices(last: int) -> str:
    return (
        '<dataValidations count="1"><dataValidation type="list" allowBlank="1" showInputMessage="1" '
        f'showErrorMessage="1" errorTitle="请从名单中选" error="处理只有三种：{"、".join(ANSWERS)}。" '
        'promptTitle="处理" prompt="已改正：表中已改好。说明：数没有错，写理由。申请免予：写理由，由审核人定。" '
        f'sqref="F{HEAD_ROW + 1}:F{last}"><formula1>"{",".join(ANSWERS)}"</formula1></dataValidation></dataValidations>'
    )


def _line(row: int, line: Line, looks: _Looks, target: str) -> str:
    texts = (line.id, line.where, line.severity.label, line.message, line.fix, line.answer, line.reason, line.by)
    where = looks.link if target else looks.cell
    told = (looks.center, where, looks.severity[line.severity], looks.cell, looks.cell)
    styles = (*told, looks.entry, looks.entry, looks.entry)
    cells = [
        _text(f"{chr(65 + at)}{row}", text, style) for at, (text, style) in enumerate(zip(texts, styles, strict=True))
    ]
    wide = [(text, width) for text, width in zip(texts, _WIDTHS, strict=True) if text]
    lines = max((_lines_of(text, width) for text, width in wide), default=1)
    return _row(row, cells, min(max(_LINE_HEIGHT * lines + 8, _LEAST_HEIGHT), _MOST_HEIGHT))


def _lines_of(text: str, width: int) -> int:
    return sum(-(-max(width_of(one), 1) // (width - 2)) for one in text.split("\n"))


def _row(number: int, cells: Sequence[str], height: int) -> str:
    return f'<row r="{number}" ht="{height}" customHeight="1">{"".join(cells)}</row>'


def _text(name: str, text: str, style: int, longest: int = _LONGEST) -> str:
    if not text:
        return f'<c r="{name}" s="{style}"/>'
    said = escaped(text if len(text) <= longest else f"{text[:longest]}…")
    return f'<c r="{name}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'


def _blank(row: int, style: int) -> list[str]:
    return [f'<c r="{letter}{row}" s="{style}"/>' for letter in "BCDEFGH"]


def _target(line: Line, visible: Collection[str]) -> str:
    """Return where the link of a line leads; '' when it leads nowhere that can be seen."""
    if line.sheet not in visible:
        return ""
    cell = line.cell if position(line.cell) else "A1"
    return f"'{line.sheet.replace(chr(39), chr(39) * 2)}'!{cell}"


def _link(row: int, line: Line, target: str) -> str:
    return f'<hyperlink ref="B{row}" location="{escaped(target)}" display="{escaped(line.where[:200])}"/>'


def _count(lines: Sequence[Line]) -> str:
    if not lines:
        return _NONE
    many = {one: sum(line.severity is one for line in lines) for one in Severity}
    parts = "，".join(f"{one.label} {number} 条" for one, number in many.items() if number)
    answered = sum(bool(line.answer) for line in lines)
    return f"共 {len(lines)} 条：{parts}。" + (f"已答复 {answered} 条。" if answered else "")


def _packed(table: Sequence[str]) -> str:
    return "\n".join((TABLE, *(" ".join(fill.split()) for fill in table)))


def _looks(styles: Styles) -> _Looks:
    line = f'<bottom style="thin"><color rgb="FF{LINE[1:]}"/></bottom>'
    hairline = f"<border><left/><right/><top/>{line}<diagonal/></border>"
    edge = "".join(
        f'<{side} style="thin"><color rgb="FF{EDGE[1:]}"/></{side}>' if side != "top" else "<top/>"
        for side in ("left", "right", "top", "bottom")
    )
    rules = "".join(
        f'<{side} style="{style}"><color rgb="FF{INK[1:]}"/></{side}>'
        for side, style in (("top", "medium"), ("bottom", "thin"))
    )
    left = '<alignment horizontal="left" vertical="center" wrapText="1" indent="1"/>'
    plain = '<alignment vertical="center"/>'
    center = '<alignment horizontal="center" vertical="center" wrapText="1"/>'
    body, applied = _font(10, INK), 'applyBorder="1" applyAlignment="1">'
    filled = f'applyFill="1" {applied}'
    return _Looks(
        title=styles.look(_font(16, INK, "<b/>"), "", "", f"{applied}{plain}"),
        how=styles.look(_font(10, INK_2), "", "", f'{applied}<alignment vertical="center" wrapText="1"/>'),
        count=styles.look(_font(10, INK_3), "", "", f"{applied}{plain}"),
        note=styles.look(body, hairline, _fill(WARN_WASH), f"{filled}{left}"),
        head=styles.look(
            _font(10, INK, "<b/>"),
            f"<border><left/><right/>{rules}<diagonal/></border>",
            _fill(WASH_2),
            f"{filled}{left}",
        ),
        cell=styles.look(body, hairline, "", f"{applied}{left}", _TEXT),
        center=styles.look(_font(9, INK_3), hairline, "", f"{applied}{center}", _TEXT),
        link=styles.look(_font(10, AZURE, "<u/>"), hairline, "", f"{applied}{left}", _TEXT),
        entry=styles.look(
            body,
            f"<border>{edge}<diagonal/></border>",
            _fill(AZURE_WASH),
            f'applyProtection="1" {filled}{left}<protection locked="0"/>',
            _TEXT,
        ),
        severity={one: styles.look(body, hairline, styles.fill(one), f"{filled}{center}") for one in Severity},
    )


def _font(size: int, rgb: str, marks: str = "") -> str:
    return f'<font>{marks}<sz val="{size}"/><color rgb="FF{rgb[1:]}"/><name val="{FONT}"/><family val="2"/></font>'


def _fill(rgb: str) -> str:
    solid = f'<fgColor rgb="FF{rgb[1:]}"/><bgColor indexed="64"/>'
    return f'<fill><patternFill patternType="solid">{solid}</patternFill></fill>'
