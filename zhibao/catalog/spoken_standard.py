"""标准的说法: what a standard asks, in words, as notices, tables and the manual print it."""

from fractions import Fraction

from zhibao.catalog.standard import Standard, Step
from zhibao.terms.quantity import Form, print_number, unit_text
from zhibao.terms.unit import UNITS

KINDS = {
    "threshold": "达标线：不低于或不高于一个数",
    "band": "区间：不低于下限且不高于上限",
    "proportional": "比例给分：达到合格值得满分，低于下限不得分，其间按值与合格值之比给分",
    "rank": "排名：与同级其他单位比；得分为值与最好值之比",
    "step": "分档：按值所在的档，或按与平均数的距离",
    "all_met": "全部达标：同组监测标准都达到的学校所占比例",
}


def kind_text(kind: str) -> str:
    """Return what a kind does, in words; a kind of somebody's own by its name."""
    return KINDS.get(kind, kind)


def amount(number: Fraction, unit: str, *, most: int = 4) -> str:
    """Return a limit with its unit, without trailing zeros."""
    digits = print_number(number, Form(most, trim=True))
    return digits + (unit_text(UNITS[unit]) if unit in UNITS else unit)


def limit_text(standard: Standard, unit: str) -> str:
    """Return what must be reached, in words."""
    if standard.steps:
        return "；".join(_step(one, standard, unit) for one in standard.steps)
    low, high = standard.low, standard.high
    lower, upper = ("大于", "小于") if standard.strict else ("不低于", "不高于")
    parts = ([f"{lower}{amount(low, unit)}"] if low is not None else []) + (
        [f"{upper}{amount(high, unit)}"] if high is not None else []
    )
    if "top" in standard.parameters:
        parts.append(f"列前{standard.number('top')}名")
    return "，".join(parts)


def applies_text(standard: Standard) -> str:
    """Return whom a standard applies to, in words."""
    scope = standard.applies_to
    if not scope.levels:
        return "范例，不用于任何单位"
    parts = [scope.province, "、".join(level.label for level in scope.levels)]
    parts += [f"只限{'、'.join(scope.only_types)}"] if scope.only_types else []
    parts += [f"不含{'、'.join(scope.except_types)}"] if scope.except_types else []
    parts += [f"另除{len(scope.except_schools)}所学校"] if scope.except_schools else []
    return "；".join(filter(None, parts))


def _step(step: Step, standard: Standard, unit: str) -> str:
    worth = f"，{step.points:g}分" if step.points is not None else ""
    if step.at_least is None:
        return f"其余：{step.label}{worth}"
    limit = Fraction(str(step.at_least))
    if "mean" not in standard.parameters:
        return f"不低于{amount(limit, unit)}：{step.label}{worth}"
    mean = amount(standard.number("mean"), unit)
    points = "百分点" if unit == "%" else unit
    said = f"不低于平均数{mean}" if limit >= 0 else f"不低于平均数{mean}减{amount(-limit, points)}"
    return f"{said}：{step.label}{worth}"
