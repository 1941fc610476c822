"""发现的说法: how a finding, its place and the class of a numeral are worded, the same in every form."""

from collections.abc import Sequence
from pathlib import PurePath

from zhibao.terms.audited import AccountedNumeral, NumeralClass
from zhibao.terms.finding import Finding
from zhibao.terms.source import CellPlace, Location, TextPlace

CLASSES = (
    NumeralClass.VERIFIED,
    NumeralClass.CONTRADICTED,
    NumeralClass.CONSISTENT,
    NumeralClass.NOT_CHECKABLE,
    NumeralClass.NOT_UNDERSTOOD,
    NumeralClass.EXCLUDED,
)
"""The classes in the order in which they are shown."""

MEANINGS = {
    NumeralClass.VERIFIED: "按文中其他数或数据复算一致",
    NumeralClass.CONTRADICTED: "与文中其他数或数据不能同时成立",
    NumeralClass.CONSISTENT: "与别处不冲突，但证据不足以证明",
    NumeralClass.NOT_CHECKABLE: "读懂了，文中没有别的数可以核对它",
    NumeralClass.NOT_UNDERSTOOD: "不知道它说的是什么，请人工看一眼",
    NumeralClass.EXCLUDED: "日期、编号、名称等，不是统计数",
}
_LINED = {".txt", ".md", ".markdown"}


def place_words(where: Location, *, page: bool = True) -> str:
    """Return a place as a person finds it: 第 3 页 第 12 行; a paragraph where the file has no lines; or the cell."""
    if isinstance(where, CellPlace):
        return str(where)
    parts = [f"第 {where.page} 页"] if where.page and page else []
    if where.cell:
        parts.append(where.cell)
    elif where.line:
        parts.append(f"第 {where.line} {line_word(where.file)}")
    return " ".join(parts) or "全文"


def line_word(file: str) -> str:
    """Return what a line of this file is called: 行 in a text, 段 elsewhere."""
    return "行" if PurePath(file).suffix.lower() in _LINED else "段"


def comment_text(finding: Finding) -> str:
    """Return what stands in a comment beside the digits: what is wrong, the computation, what to do."""
    lines = [f"【{finding.severity.label}】{finding.message}"]
    if finding.computation and finding.computation not in finding.message:
        lines.append(f"计算：{finding.computation}")
    if finding.suggestions:
        lines.append(f"最小的改法：{'；或 '.join(finding.suggestions)}")
    elif finding.fix:
        lines.append(finding.fix)
    if finding.related:
        lines.append(f"牵连：{related_words(finding.related)}")
    if finding.reason:
        lines.append(f"说明：{finding.reason}")
    return "\n".join(lines)


def related_words(places: Sequence[Location], most: int = 6) -> str:
    """Return the related places in one line."""
    told = "、".join(
        f"{place_words(one, page=False)}“{one.quote}”" if isinstance(one, TextPlace) and one.quote else place_words(one)
        for one in places[:most]
    )
    return f"{told}等 {len(places)} 处" if len(places) > most else told


def numeral_words(numeral: AccountedNumeral) -> str:
    """Return in one line why a numeral is in its class."""
    return "；".join(one for one in (numeral.reading, *numeral.checked, numeral.reason) if one)
