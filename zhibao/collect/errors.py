"""采集的措辞: every sentence that collecting says to a person, as findings; each names its rule.

What is wrong in a file or a cell is a finding, never an exception. One exception is left:

CollectError: a workbook cannot be written.
"""

from collections.abc import Sequence
from dataclasses import replace

from zhibao.catalog.register import RegisterField
from zhibao.terms.errors import ZhibaoError
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace, Source

NEW_FORM = "请另取一份空表，把已填的数复制过去。"
NOT_TOLD = "（内容不在此显示）"
ADVICE_NUMBER = "请只写数字；估计数写“约9000”，没有数时写“／”（不适用）、“无”或“—”（未采集）。"


class CollectError(ZhibaoError):
    """采集有误: a workbook cannot be written; the message says where and what to do."""

    exit_code = 5


def cannot_write(path: object, reason: str) -> CollectError:
    """Return the error for a workbook that the disk does not take."""
    return CollectError(
        f"{path}：工作簿写不进去（{reason}）。原有文件未变；请检查磁盘空间与权限，关闭正打开它的程序后重试。"
    )


def _finding(
    rule: str,
    severity: Severity,
    where: CellPlace,
    message: str,
    fix: str,
    *,
    said: str = "",
    expected: str = "",
    ground: RegisterField | None = None,
    suggestions: Sequence[str] = (),
    related: tuple[CellPlace, ...] = (),
) -> Finding:
    source = (Source("填报说明", clause=f"“{ground.label}”：{ground.note}"),) if ground and ground.note else ()
    return Finding(
        rule=f"collect.{rule}",
        severity=severity,
        where=where,
        message=message,
        said=said,
        expected=expected,
        fix=fix,
        source=source,
        suggestions=tuple(suggestions),
        related=related,
    )


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def _file(rule: str, file: str, message: str, fix: str, said: str = "", expected: str = "xlsx 工作簿") -> Finding:
    return _finding(rule, Severity.ERROR, CellPlace(file), message, fix, said=said, expected=expected)


def unknown_school(file: str, said: str) -> Finding:
    """Say that the file bears the name of no school on the roster."""
    message = f"学校名册里没有代码为“{said}”、纳入统计的学校，这个工作簿没有读入。"
    fix = "请核对文件名是否等于学校代码，或在市级工作簿的“学校名册”中补上这所学校。"
    return _file("unknown_school", file, message, fix, said, "学校名册中的学校代码")


def no_roster(folder: str, city: str) -> Finding:
    """Say that there is no roster by which the workbooks of a year could be told."""
    message = "这一年还没有学校名册，其中各校的工作簿都没有读入。"
    fix = f"请先在 {city} 里填好“学校名册”；没有这个文件时，用 zhibao collect template 生成。"
    return _file("no_roster", folder, message, fix, "没有学校名册", "学校名册")


def file_ignored(file: str) -> Finding:
    """Say that something else than a workbook lies among the workbooks."""
    message = "不是工作簿（xlsx、xls、et），没有读取。"
    fix = "若是要报的表，请另存为“Excel 工作簿（*.xlsx）”；不是的，请移到别处。"
    return _finding("file_ignored", Severity.WARNING, CellPlace(file), message, fix, expected="xlsx 工作簿")


def cannot_read(file: str, reason: str) -> Finding:
    """Say that the file is not there or may not be read."""
    fix = "请检查文件是否在、是否有读取权限，关闭正打开它的程序后重试。"
    return _file("cannot_read", file, f"文件打不开（{reason}）。", fix)


def empty_file(file: str) -> Finding:
    """Say that the file has no bytes."""
    fix = "请从原处重新复制；找不回时" + NEW_FORM
    return _file("empty_file", file, "文件是空的（0 字节），没有内容可读。", fix, "0 字节")


def not_a_workbook(file: str, kind: str = "") -> Finding:
    """Say that the file is no xlsx workbook, or a damaged one."""
    said = kind or "不是工作簿，或文件已损坏"
    message = f"这个文件不是 xlsx 工作簿（{said}），没有读入。"
    fix = "请在 Excel 或 WPS 中打开它，另存为“Excel 工作簿（*.xlsx）”；打不开时请重新复制或从备份恢复。"
    return _file("not_a_workbook", file, message, fix, said)


def old_format(file: str) -> Finding:
    """Say that the file is an xls or et workbook that cannot be read."""
    fix = "请在 Excel 或 WPS 中打开它，另存为“Excel 工作簿（*.xlsx）”；打不开时请重新复制或从备份恢复。"
    message = "这个 xls 或 et 文件读不出来，可能版本太旧，或文件已损坏。"
    return _file("old_format", file, message, fix, "读不出的 xls 或 et 文件")


def password_protected(file: str) -> Finding:
    """Say that the file is encrypted."""
    fix = "请打开后在“文件—信息—保护工作簿—用密码进行加密”中清空密码，再保存。"
    return _file("password_protected", file, "工作簿设了打开密码，读不到内容。", fix, "加密文件", "不设打开密码")


def too_large(file: str, said: str, limit: str) -> Finding:
    """Say that the file would unfold to more than a workbook of forms ever holds."""
    message = f"文件展开后过大（{said}），为安全起见没有读入。"
    fix = "请删去贴入的图片和无关内容后重试；若另有来路不明的文件同名，请勿使用。"
    return _file("too_large", file, message, fix, said, f"不超过{limit}")


def far_cell(file: str, part: str) -> Finding:
    """Say that a sheet has cells so far out that reading it would fill the memory."""
    message = f"工作表（{part}）在离表格很远的地方有内容，范围过大，没有读入。"
    fix = "请按 Ctrl+End 找到最远的格，删去表格以外的行列后保存。"
    return _file("far_cell", file, message, fix, part, "内容都在表格内")


def empty_workbook(file: str) -> Finding:
    """Say that the workbook has no sheet with anything in it."""
    return _file("empty_workbook", file, "工作簿里没有任何内容。", NEW_FORM, "空工作簿", "下发的填报工作簿")


def no_identity(file: str) -> Finding:
    """Say that neither the hidden sheet nor the document property says what this workbook is."""
    message = "认不出这是哪所学校、哪一年的表：隐藏的标识不在了，可能不是下发的工作簿。"
    return _file("no_identity", file, message, NEW_FORM, "没有标识", "下发的填报工作簿")


def other_place(file: str, said: str, expected: str) -> Finding:
    """Say that the workbook belongs to another school."""
    message = f"这是“{said}”的工作簿，应为“{expected}”的。没有读入。"
    return _file("other_place", file, message, "请核对文件名与内容，换上本单位的工作簿。", said, expected)


def other_year(file: str, said: int, expected: int) -> Finding:
    """Say that the workbook belongs to another year."""
    message = f"这是{said}年的工作簿，应为{expected}年的。没有读入。"
    fix = "请核对文件所在的年份文件夹，换上该年的工作簿。"
    return _file("other_year", file, message, fix, f"{said}年", f"{expected}年")


def other_form(file: str) -> Finding:
    """Say that the workbook was made for another set of registers and fields, or another format version."""
    message = "表样与现在的提纲不是同一版；栏目名称对得上的已照常读取。"
    return _finding("other_form", Severity.NOTE, CellPlace(file), message, "如有栏目缺少，" + NEW_FORM)


def sheet_missing(file: str, sheet: str, similar: str) -> Finding:
    """Say that a register's sheet is not there."""
    renamed = f"有一张叫“{similar}”的，可能被改了名。" if similar else ""
    message = f"没有找到工作表“{sheet}”。{renamed}"
    fix = f"请把它的名称改回“{sheet}”。" if similar else "请恢复这张工作表；" + NEW_FORM
    return _finding(
        "sheet_missing", Severity.ERROR, CellPlace(file, sheet), message, fix, said=similar or "没有", expected=sheet
    )


def sheet_damaged(file: str, sheet: str) -> Finding:
    """Say that a sheet is there but cannot be read."""
    fix = "请在 Excel 或 WPS 中打开并重新保存；打不开时请从备份恢复。"
    where = CellPlace(file, sheet)
    return _finding("sheet_damaged", Severity.ERROR, where, "这张工作表已损坏，读不出内容。", fix, said="已损坏")


def sheet_ignored(file: str, sheet: str) -> Finding:
    """Say that a sheet that nobody asked for."""
    where = CellPlace(file, sheet)
    fix = "无需处理；其中若有要报的数，请填入相应的表。"
    return _finding("sheet_ignored", Severity.NOTE, where, "不是填报的工作表，没有读取。", fix)


def column_missing(where: CellPlace, header: str, said: str) -> Finding:
    """Say that a column has no header, or another one."""
    message = f"表头“{header}”不见了" + (f"，这里写的是“{_cut(said)}”。" if said else "，该列可能被删去或改名。")
    fix = f"请把表头改回“{header}”；列已删去的，" + NEW_FORM
    return _finding("column_missing", Severity.ERROR, where, message, fix, said=said or "没有", expected=header)


def column_unknown(where: CellPlace, said: str) -> Finding:
    """Say that a column that does not belong to the table."""
    message = f"多出一列“{_cut(said)}”，表中没有这一栏。"
    fix = "请删去这一列，或把表头改回原来的名称。"
    return _finding("column_unknown", Severity.ERROR, where, message, fix, said=said)


def column_ignored(where: CellPlace, said: str) -> Finding:
    """Say that a column to the right of the table."""
    message = f"表格右边的“{_cut(said)}”不属于本表，没有读取。"
    return _finding("column_ignored", Severity.NOTE, where, message, "无需处理；要说明的话请写在“说明”列。", said=said)


def column_repeated(where: CellPlace, header: str, first: CellPlace) -> Finding:
    """Say that two columns have the same header."""
    message = f"表头“{header}”出现了两次，另一处在 {first.cell}。"
    fix = "请删去多出的一列。"
    return _finding("column_repeated", Severity.ERROR, where, message, fix, said=header, related=(first,))


def line_missing(where: CellPlace, label: str) -> Finding:
    """Say that a form lacks the row of a field."""
    message = f"没有找到“{label}”这一行，可能被删去或改名。"
    fix = f"请把 A 列的名称改回“{label}”；行已删去的，" + NEW_FORM
    return _finding("line_missing", Severity.ERROR, where, message, fix, said="没有", expected=label)


def line_unknown(where: CellPlace, said: str) -> Finding:
    """Say that a form has a row that belongs to no field."""
    message = f"多出一行“{_cut(said)}”，表中没有这一项。"
    fix = "请删去这一行，或把 A 列改回原来的名称。"
    return _finding("line_unknown", Severity.ERROR, where, message, fix, said=said)


def line_repeated(where: CellPlace, label: str, first: CellPlace) -> Finding:
    """Say that a form has two rows for one field."""
    message = f"“{label}”出现了两行，另一处在 {first.cell}。"
    return _finding("line_repeated", Severity.ERROR, where, message, "请只留一行。", said=label, related=(first,))


def key_missing(where: CellPlace, label: str) -> Finding:
    """Say that a row has content but not what tells it apart."""
    message = f"本行填了内容，但“{label}”没有填，无法辨认是哪一项。"
    fix = f"请补上“{label}”；这一行不要的，请清空整行。"
    return _finding("key_missing", Severity.ERROR, where, message, fix, said="（空）", expected=label)


def duplicate_row(where: CellPlace, key: str, first: CellPlace) -> Finding:
    """Say that two rows have the same key."""
    message = f"与 {first.cell} 重复：两行都是“{_cut(key)}”。"
    fix = "请核对后合并成一行，或更正其中一行。"
    return _finding(
        "duplicate_row", Severity.ERROR, where, message, fix, said=key, expected="每项只填一行", related=(first,)
    )


def nothing_listed(where: CellPlace) -> Finding:
    """Say that a register of rows has no row, and does not say that there is none."""
    message = "一行也没有填，视为没有报送；空白不能说明是没有，还是忘了填。"
    fix = "确实没有的，请在第一行第一格写“无”。"
    return _finding("nothing_listed", Severity.WARNING, where, message, fix, said="（空）", expected="内容或“无”")


def _wrong(
    rule: str,
    where: CellPlace,
    field: RegisterField,
    said: str,
    expected: str,
    fix: str,
    suggestions: Sequence[str] = (),
) -> Finding:
    said = _cut(said)
    likely = f"可能是：{'、'.join(suggestions)}。" if suggestions else ""
    message = f"填写为“{said}”，应为{expected}。{likely}"
    return _finding(
        rule, Severity.ERROR, where, message, fix, said=said, expected=expected, ground=field, suggestions=suggestions
    )


def _in_unit(field: RegisterField) -> str:
    return f"（{field.unit}）" if field.unit else ""


def number_expected(where: CellPlace, field: RegisterField, said: str, suggestions: Sequence[str] = ()) -> Finding:
    """Say that a number cell holds something else."""
    return _wrong("number_expected", where, field, said, f"数字{_in_unit(field)}", ADVICE_NUMBER, suggestions)


def whole_expected(where: CellPlace, field: RegisterField, said: str) -> Finding:
    """Say that a count is not whole."""
    return _wrong("whole_expected", where, field, said, f"整数{_in_unit(field)}", "请核对后改为整数。")


def negative(where: CellPlace, field: RegisterField, said: str) -> Finding:
    """Say that a number is below zero."""
    return _wrong("negative", where, field, said, f"不小于 0 的数{_in_unit(field)}", "请核对后更正。")


def number_too_large(where: CellPlace, field: RegisterField, said: str) -> Finding:
    """Say that a number is larger than anything that could be meant."""
    expected = f"小于一万亿的数{_in_unit(field)}"
    return _wrong("number_too_large", where, field, said, expected, "请核对位数与计量单位后更正。")


def code_expected(where: CellPlace, field: RegisterField, said: str, suggestions: Sequence[str]) -> Finding:
    """Say that a text is not in the list."""
    expected = f"名单中的{field.label}"
    return _wrong("code_expected", where, field, said, expected, "请在下拉名单中选一项。", suggestions)


def date_expected(where: CellPlace, field: RegisterField, said: str, suggestions: Sequence[str] = ()) -> Finding:
    """Say that a date cell holds something else."""
    fix = "请按“2021-11-30”的写法填日期。"
    return _wrong("date_expected", where, field, said, "日期（年、月、日齐全）", fix, suggestions)


def id_number_expected(where: CellPlace, field: RegisterField, fault: str) -> Finding:
    """Say that a text is no identity number, without repeating it."""
    message = f"“{field.label}”不是身份证件号（{fault}）。"
    fix = "请把这一列的格式设为“文本”，再照证件填写 18 位。"
    expected = "18 位身份证件号"
    return _finding("id_number_expected", Severity.ERROR, where, message, fix, expected=expected, ground=field)


def id_number_unwanted(where: CellPlace, field: RegisterField) -> Finding:
    """Say that an identity number stands where none belongs, without repeating it."""
    message = f"“{field.label}”里写的是身份证件号，本栏不保密，没有读入。"
    fix = "请改填校内编号或应填的内容；身份证件号只填在“身份证号”一栏。"
    return _finding("id_number_unwanted", Severity.ERROR, where, message, fix, expected=field.label, ground=field)


def without_content(found: Finding, field: RegisterField) -> Finding:
    """Return a finding on a personal cell that repeats nothing of what stands in it."""
    if not found.said:
        return found
    expected = f"，应为{found.expected}" if found.severity is Severity.ERROR and found.expected else ""
    message = f"“{field.label}”的内容不合要求{expected}（个人信息，内容不在此显示）。"
    return replace(found, message=message, said="", suggestions=())


def no_result(where: CellPlace, field: RegisterField, said: str) -> Finding:
    """Say that a formula ends in an error such as #REF!, or was never computed when nothing is said."""
    if said:
        fix = "公式出错了，请改正公式，或直接填写结果。"
        return _wrong("formula_error", where, field, said, "填好的内容", fix)
    fix = "请在 Excel 或 WPS 中打开后重新保存，或把公式换成它的数。"
    return _wrong("formula_without_value", where, field, "公式（没有算出的值）", "填好的内容", fix)


def read_leniently(where: CellPlace, said: str, read: str, how: str) -> Finding:
    """Say that a number was written in an unusual way and could be read all the same."""
    message = f"填写为“{_cut(said)}”，已读作 {read}（{how}）。"
    return _finding("read_leniently", Severity.NOTE, where, message, "读得对就不用改。", said=said, expected=read)


def decimals_rounded(where: CellPlace, said: str, read: str, decimals: int) -> Finding:
    """Say that a number has more decimals than are kept."""
    message = f"填写为“{_cut(said)}”，小数只留 {decimals} 位，已读作 {read}。"
    return _finding("decimals_rounded", Severity.NOTE, where, message, "读得对就不用改。", said=said, expected=read)


def date_as_text(where: CellPlace, read: str) -> Finding:
    """Say that excel made a date of what was to be a text."""
    message = f"这里要填文字，现在是一个日期，已读作“{read}”。"
    return _finding("date_as_text", Severity.NOTE, where, message, "读得不对的，请先把格式设为“文本”再填。", said=read)


def looks_like_ten_thousand(where: CellPlace, field: RegisterField, said: str, last: str, reason: str) -> Finding:
    """Say that an amount in 元 is about a ten-thousandth of last year's."""
    message = f"填写为 {said} 元，上年为 {last} 元，约为上年的万分之一，像是按万元填写。"
    found = _finding(
        "looks_like_ten_thousand",
        Severity.WARNING,
        where,
        message,
        "本栏按元填，请核对；数没有错的，请写一句说明。",
        said=said,
        expected="按元填写的数",
        ground=field,
    )
    return replace(found, reason=reason)
