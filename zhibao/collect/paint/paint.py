"""着色: gives a workbook back with every finding as a coloured cell and a note in place, and a list of them."""

from collections.abc import Sequence

from zhibao.collect import faults
from zhibao.collect.ole2 import SIGNATURE
from zhibao.collect.paint.marks import Line, Mark
from zhibao.collect.paint.new import new_workbook
from zhibao.collect.paint.patch import painted
from zhibao.collect.untrusted import open_bytes
from zhibao.terms.finding import Finding

_TITLE = "反馈"
_NOTE = (
    "交来的是 xls 或 et 文件，批注写不回去；这是另写的 xlsx，各表的数已照抄，原来的版式、公式、图片没有带过来。"
    "请在这个文件上改，或改原文件后另存为 xlsx 再交。"
)


def paint(content: bytes, marks: Sequence[Mark], lines: Sequence[Line]) -> bytes:
    """Return an xlsx with the marks on its cells and the lines on the sheet 反馈, and everything else as it was.

    The same marks and lines give the same bytes, however often the file was painted before. A mark without a sheet
    or cell that is there changes no cell. An xls or et file is copied into a new xlsx, values only, which says so.
    Raises: CollectError, when the content is no workbook or a part of it cannot be read.
    """
    if not content.startswith(SIGNATURE):
        return painted(content, marks, lines)
    opened = open_bytes("", content)
    if isinstance(opened, Finding):
        raise faults.cannot_paint(opened.message.removesuffix("。"))
    return new_workbook(lines, _TITLE, _NOTE, opened, marks)
