"""公式的读法: a formula or condition in words, with the labels that registers and fields are printed under."""

from collections.abc import Mapping

import sqlglot
from sqlglot import expressions as exp

from zhibao.catalog.expression import DIALECT, Aggregate, Condition, FieldName, Node, Operation
from zhibao.catalog.register import Register

_SIGNS = {"+": " ＋ ", "-": " − ", "*": " × ", "/": " ÷ "}
_COMPARISONS = {"=": " ＝ ", "<>": " ≠ ", ">": " ＞ ", ">=": " ≥ ", "<": " ＜ ", "<=": " ≤ "}
_WHERE = {exp.EQ: "为", exp.NEQ: "不为", exp.GT: "大于", exp.GTE: "不小于", exp.LT: "小于", exp.LTE: "不大于"}
_MOST = {"MAX": "最大的", "MIN": "最小的"}


def spoken_formula(tree: Node, registers: Mapping[str, Register], here: str = "") -> str:
    """Return a formula in words; the register `here` is not named, as its own page needs not."""
    match tree:
        case Operation(sign, left, right):
            first, second = spoken_formula(left, registers, here), spoken_formula(right, registers, here)
            before = f"（{first}）" if sign in "*/" and _is_sum(left) else first
            after = f"（{second}）" if (sign in "*/-" and _is_sum(right)) or _is_quotient(right, sign) else second
            return f"{before}{_SIGNS[sign]}{after}"
        case Aggregate():
            return _spoken_aggregate(tree, registers[tree.register])
        case FieldName(register, field):
            label = field_label(registers[register], field)
            return label if register == here else f"“{registers[register].label}”{label}"
        case _:
            return str(tree)


def spoken_condition(condition: Condition, registers: Mapping[str, Register], here: str = "") -> str:
    """Return a condition in words."""
    left, right = (spoken_formula(side, registers, here) for side in (condition.left, condition.right))
    return f"{left}{_COMPARISONS[condition.comparison]}{right}"


def field_label(register: Register, name: str) -> str:
    """Return what a field is called; `school` stands for the place that handed in."""
    return register.fields[name].label if name in register.fields else "学校"


def _spoken_aggregate(one: Aggregate, register: Register) -> str:
    """Return one aggregate in words; of a form there is one row per school, so that its sum needs no word."""
    label = field_label(register, one.field)
    kept = f"中{_spoken_where(one.where, register)}的" if one.where else ""
    match one.function:
        case "SUM" if register.shape == "form" and not kept:
            return f"“{register.label}”{label}"
        case "SUM":
            return f"“{register.label}”{kept}各行{label}之和"
        case "COUNT":
            counted = "" if one.field in register.key else f"填了{label}的"
            return f"“{register.label}”{kept or ('中' if counted else '的')}{counted}行数"
        case "COUNT DISTINCT":
            return f"“{register.label}”{kept or '中'}不同{label}的个数"
        case function:
            return f"“{register.label}”{kept}{_MOST[function]}{label}"


def _spoken_where(where: str, register: Register) -> str:
    return _spoken_node(sqlglot.parse_one(where, read=DIALECT), register)


def _spoken_node(node: exp.Expr, register: Register) -> str:
    if isinstance(node, exp.Paren):
        return f"（{_spoken_node(node.this, register)}）"
    if isinstance(node, exp.Not):
        return f"不是{_spoken_node(node.this, register)}"
    if isinstance(node, exp.And):
        return f"{_spoken_node(node.left, register)}且{_spoken_node(node.right, register)}"
    if isinstance(node, exp.Or):
        return f"{_spoken_node(node.left, register)}或{_spoken_node(node.right, register)}"
    if isinstance(node, exp.In):
        members = "、".join(_spoken_node(one, register) for one in node.expressions)
        return f"{_spoken_node(node.this, register)}为“{members}”之一"
    for kind, word in _WHERE.items():
        if isinstance(node, kind):
            quoted = isinstance(node.right, exp.Literal) and node.right.is_string
            said = _spoken_node(node.right, register)
            return f"{_spoken_node(node.left, register)}{word}{f'“{said}”' if quoted else said}"
    return field_label(register, node.name) if isinstance(node, exp.Column) else str(node.name)


def _is_sum(node: Node) -> bool:
    return isinstance(node, Operation) and node.sign in "+-"


def _is_quotient(node: Node, sign: str) -> bool:
    return sign == "/" and isinstance(node, Operation) and node.sign in "*/"
