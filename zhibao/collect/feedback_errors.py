"""答复的措辞: every sentence that reading the 反馈 sheet says; none of them keeps the numbers from being read."""

from collections.abc import Iterable
from difflib import get_close_matches

from zhibao.snapshot.submission import Action
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace

CHOICES = tuple(one.label for one in Action)
_ONE_OF = "、".join(CHOICES)


def no_head(where: CellPlace, missing: Iterable[str]) -> Finding:
    """Say that the columns of the answers cannot be found."""
    names = "、".join(missing)
    message = f"反馈表的表头不见了（缺：{names}），其中的答复没有读取；填报的数照常读取。"
    fix = "请把表头改回原样，或用 zhibao collect feedback 重新生成反馈后再填。"
    return _warning("feedback_head", where, message, fix, said="没有", expected=names)


def unknown_number(where: CellPlace, said: str) -> Finding:
    """Say that a row of answers bears no number of a finding."""
    message = f"编号“{said[:20]}”不是反馈的编号，这一行没有读取。" if said else "这一行没有编号，没有读取。"
    fix = "编号由系统给出，请不要改动；要另作说明的，请写在相应表的“说明”列。"
    return Finding("collect.feedback_number", Severity.NOTE, where, message, said=said, expected="反馈的编号", fix=fix)


def unknown_action(where: CellPlace, said: str) -> Finding:
    """Say that what was done is none of the three words."""
    near = tuple(get_close_matches(said, CHOICES, n=1, cutoff=0.3))
    likely = f"可能是：{near[0]}。" if near else ""
    message = f"“处理”写为“{said[:20]}”，应为{_ONE_OF}之一，这条答复没有算数。{likely}"
    return _warning("feedback_action", where, message, "请在下拉名单中选一项。", said, _ONE_OF, near)


def no_action(where: CellPlace) -> Finding:
    """Say that a reason was written without a choice."""
    message = "写了理由，没有选“处理”，这条答复没有算数。"
    return _warning("feedback_action", where, message, f"请在“处理”中选{_ONE_OF}之一。", "（空）", _ONE_OF)


def no_reason(where: CellPlace, action: str) -> Finding:
    """Say that an answer needs a reason and has none."""
    message = f"选了“{action}”，没有写理由，这条答复没有算数。"
    return _warning(
        "feedback_reason", where, message, "请在“理由”中写一句话，说明数为什么没有错。", "（空）", "一句理由"
    )


def repeated(where: CellPlace, first: CellPlace) -> Finding:
    """Say that one finding was answered in two ways."""
    message = f"同一编号答复了两次而且不同，另一处在 {first.cell}；以那一处为准。"
    return _warning("feedback_repeated", where, message, "请只留一行。", expected="每个编号一行", related=(first,))


def _warning(
    rule: str,
    where: CellPlace,
    message: str,
    fix: str,
    said: str = "",
    expected: str = "",
    suggestions: tuple[str, ...] = (),
    related: tuple[CellPlace, ...] = (),
) -> Finding:
    return Finding(
        f"collect.{rule}",
        Severity.WARNING,
        where,
        message,
        said=said,
        expected=expected,
        fix=fix,
        suggestions=suggestions,
        related=related,
    )
