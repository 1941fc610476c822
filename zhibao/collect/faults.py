"""文件毛病的措辞: what is said of a workbook as a whole: merged cells, macros, sheets too many, older formats.

It belongs to `errors.py`, which has the wording for single cells.
"""

from collections.abc import Sequence

from zhibao.collect.errors import CollectError
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace

_NAMED = 5


def cannot_paint(reason: str) -> CollectError:
    """Return the error for a workbook into which nothing can be written back."""
    return CollectError(
        f"反馈写不进这个工作簿（{reason}）。原文件未变；请在 Excel 或 WPS 中打开，另存为 xlsx 后重新提交。"
    )


def merged_cells(where: CellPlace, area: str, lost: Sequence[str]) -> Finding:
    """Say that a merged range covers cells of which each is to be filled."""
    names = "、".join(lost[:_NAMED]) + ("等" if len(lost) > _NAMED else "")
    message = f"{area} 是合并的单元格，只读到第一格的内容，{names}读作空白。"
    fix = f"请选中 {area}，在“开始—合并后居中”中点“取消单元格合并”，再逐格填写。"
    return Finding(
        "collect.merged_cells", Severity.ERROR, where, message, said=f"合并 {area}", expected="每格各填一项", fix=fix
    )


def macros_not_run(file: str) -> Finding:
    """Say that the workbook holds programs."""
    message = "工作簿里带有宏。数据已照常读取，宏没有运行，也不会运行。"
    fix = "请另存为“Excel 工作簿（*.xlsx）”，去掉宏后再交；不是自己加的宏，请先查明来处。"
    return Finding(
        "collect.macros_not_run", Severity.WARNING, CellPlace(file), message, said="有宏", expected="没有宏", fix=fix
    )


def sheets_ignored(file: str, sheets: Sequence[str]) -> Finding:
    """Say that several sheets are there that nobody asked for."""
    names = "、".join(f"“{name}”" for name in sheets[:_NAMED]) + ("等" if len(sheets) > _NAMED else "")
    message = f"有 {len(sheets)} 张不是填报的工作表（{names}），没有读取。"
    fix = "无需处理；其中若有要报的数，请填入相应的表。"
    return Finding("collect.sheet_ignored", Severity.NOTE, CellPlace(file), message, fix=fix)


def read_from_old_format(file: str, kind: str) -> Finding:
    """Say that an xls or et workbook was read, and that what was found comes back in another file."""
    message = f"这是 {kind} 文件，已读取；批注写不回这种文件，反馈另成一个 xlsx。"
    fix = "请以后用“Excel 工作簿（*.xlsx）”保存和提交，或直接在反馈的 xlsx 上改。"
    return Finding("collect.old_format", Severity.NOTE, CellPlace(file), message, said=kind, expected="xlsx", fix=fix)


def two_files(file: str, others: Sequence[str]) -> Finding:
    """Say that two workbooks bear the same name but for their ending."""
    names = "、".join(others)
    message = f"同一所学校交了几个工作簿（{names}），不知以哪个为准，都没有读入。"
    return Finding(
        "collect.two_files",
        Severity.ERROR,
        CellPlace(file),
        message,
        said=names,
        expected="每校每年一个工作簿",
        fix="请留下要报的一个，把其余的移到别处。",
    )
