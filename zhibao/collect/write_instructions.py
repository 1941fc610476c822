"""写说明页: who fills the workbook, how, and what is written where there is no number."""

from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from zhibao.collect.blank import Blank
from zhibao.collect.layout import INSTRUCTIONS, Sheet, when
from zhibao.collect.looks import Looks
from zhibao.collect.pen import ROW_HEIGHT, heighten, set_print, width_of
from zhibao.terms.place import Level
from zhibao.terms.value import Meaning

_WIDTHS = (5, 27, 18, 38, 13, 48)
_LAST_COLUMN = len(_WIDTHS) - 1
_FITS_ON_A_PAGE = 44
_HOW = (
    "只填浅青色的格，其余各格已锁定（未设密码）。请不要改工作表名称、表头和指标名称，不要增删列。",
    "每项数据的口径写在该行右侧，或选中该格后显示。数按口径逐项填写，合计、占比、生均值由系统计算，不另填。",
    "数字只写数，不写单位；金额一律按元填，不是万元。估计数在数前加“约”，如“约9000”。",
    "比上年变化较大的，请在同一行的“变化说明”或“说明”栏写一句原因，报告会用到。",
    "填一行一项的表时，名单中有的请从下拉名单中选；一项也没有的，在第一行第一格写“无”。",
    "填好后保存，仍用原来的文件名交回；格式须为 xlsx，不要设打开密码。",
)
_WHEN_USED = {
    Meaning.NOT_APPLICABLE: "本单位没有这类事，谈不上有无，如没有高职衔接专业的学校填升学去向。",
    Meaning.NIL: "应当有这一项，而本年确实没有发生。",
    Meaning.NOT_COLLECTED: "有这个数，本年没有统计到。",
    Meaning.SUPPRESSED: "有这个数，按规定不公布。",
}
_ALSO = {Meaning.NOT_APPLICABLE: "或“不适用”", Meaning.NOT_COLLECTED: "或“未采集”"}


def write_instructions(book: Workbook, looks: Looks, blank: Blank, sheets: Sequence[Sheet]) -> None:
    """Write the first sheet of a workbook."""
    page = book.add_worksheet(INSTRUCTIONS)
    page.hide_gridlines(2)
    page.set_default_row(ROW_HEIGHT)
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width)
    page.set_row(0, 34)
    page.write_string(0, 0, blank.title, looks.title)
    page.write_string(1, 0, _about(blank), looks.subtitle)
    row = 3
    if blank.declaration:
        page.merge_range(row, 0, row, _LAST_COLUMN, blank.declaration, looks.declaration)
        page.set_row(row, 16 * -(-width_of(blank.declaration) // sum(_WIDTHS)) + 12)
        row += 2
    row = _write_how(page, row, looks)
    row = _write_signs(page, row + 1, looks)
    row = _write_contents(page, row + 1, looks, blank, sheets)
    page.protect("", {"format_columns": True, "format_rows": True})
    set_print(page, f"{blank.place.name}　{blank.year}年　{INSTRUCTIONS}", blank.declaration)
    page.fit_to_pages(1, 1 if row <= _FITS_ON_A_PAGE else 0)
    page.print_area(0, 0, row, _LAST_COLUMN)
    page.activate()


def _about(blank: Blank) -> str:
    who = "学校" if blank.place.level is Level.SCHOOL else "单位"
    scope = "　｜　全市合计数，供与以后年份比较" if blank.history else ""
    return f"{who}：{blank.place.name}（{blank.place.code}）　｜　数据年度：{blank.year}年{scope}"


def _section(page: Worksheet, row: int, title: str, looks: Looks) -> int:
    page.set_row(row, 26)
    for column in range(len(_WIDTHS)):
        page.write_blank(row, column, None, looks.section)
    page.write_string(row, 0, title, looks.section)
    return row + 1


def _write_how(page: Worksheet, row: int, looks: Looks) -> int:
    row = _section(page, row, "怎样填", looks)
    for number, sentence in enumerate(_HOW, 1):
        page.write_string(row, 0, f"{number}", looks.unit)
        page.merge_range(row, 1, row, _LAST_COLUMN, sentence, looks.label)
        row += 1
    return row


def _write_signs(page: Worksheet, row: int, looks: Looks) -> int:
    row = _section(page, row, "没有数的时候写什么（空白不等于 0，也不等于没有）", looks)
    lines = [(one.sign, f"{one.label}", _ALSO.get(one, ""), text) for one, text in _WHEN_USED.items()]
    lines.append(("0", "零", "", "统计了，结果是零。"))
    lines.append(("约", "估计数", "如“约9000”", "只有估计的数；报告中会标明是估计。"))
    for sign, label, also, text in lines:
        page.write_string(row, 0, sign, looks.sign)
        page.write_string(row, 1, label, looks.label)
        page.write_string(row, 2, also, looks.note)
        page.merge_range(row, 3, row, _LAST_COLUMN, text, looks.label)
        row += 1
    return row


def _write_contents(page: Worksheet, row: int, looks: Looks, blank: Blank, sheets: Sequence[Sheet]) -> int:
    row = _section(page, row, "要填的表（点名称前往）", looks)
    for column, header in enumerate(("", "工作表", "填报部门", "统计时间", "填法", "为什么要填")):
        page.write_string(row, column, header, looks.note)
    for number, sheet in enumerate(sheets, 1):
        row += 1
        register = sheet.register
        shape = f"一表 {len(sheet.typed)} 项" if register.shape == "form" else "一行一项"
        page.write_string(row, 0, f"{number}", looks.unit)
        page.write_url(row, 1, f"internal:'{sheet.name}'!A1", looks.link, string=sheet.name)
        page.write_string(row, 2, register.owner, looks.label)
        page.write_string(row, 3, when(blank, register), looks.label)
        page.write_string(row, 4, shape, looks.label)
        page.write_string(row, 5, register.why, looks.note)
        heighten(page, row, [(register.why, _WIDTHS[5] * 1.05)])
    return row + 1
