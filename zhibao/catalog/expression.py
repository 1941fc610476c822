"""公式: checked SQL expressions over registers, parsed once into aggregates and exact arithmetic.

Only what is listed here is accepted; everything else is refused when the catalog is loaded. An engine computes the
aggregates (integers and exact decimals), the arithmetic between them is exact and happens in Python.
"""

import difflib
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sqlglot
from sqlglot import expressions as exp
from sqlglot.errors import SqlglotError

from zhibao.catalog.files import CatalogError
from zhibao.catalog.register import Register
from zhibao.terms import arithmetic
from zhibao.terms.value import Known, Missing, Value

DIALECT = "duckdb"
PSEUDO_FIELDS = ("school",)


class FormulaError(CatalogError):
    """公式有误: a formula names what no register has, or uses what is not allowed."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """聚合: one aggregate over one register; `where` is SQL over the register's own columns, '' for all rows."""

    function: str
    register: str
    field: str
    where: str = ""
    fields: tuple[str, ...] = ()

    @property
    def needs_complete_rows(self) -> bool:
        """Say whether a row without the number leaves the result incomplete."""
        return self.function in ("SUM", "MAX", "MIN")


@dataclass(frozen=True, slots=True)
class Operation:
    """四则运算: a node of the arithmetic between aggregates and whole constants."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class FieldName:
    """字段名: a field of a register, as conditions name it."""

    register: str
    field: str


Node = Operation | Aggregate | FieldName | Fraction


@dataclass(frozen=True, slots=True)
class Formula:
    """公式: its text, its tree and the aggregates in it, in order of appearance."""

    text: str
    tree: Node
    aggregates: tuple[Aggregate, ...]

    def evaluate(self, values: Mapping[Aggregate, Value]) -> Value:
        """Return the value of the arithmetic; Missing and Undefined pass through.

        Missing: what is left out of a total (no gap: ／ and 无 alone) adds nothing beside an aggregate that is not.
        """
        left_out = {one for one in self.aggregates if isinstance(found := values[one], Missing) and not found.gaps}
        if left_out and len(left_out) < len(self.aggregates):
            values = {**values, **dict.fromkeys(left_out, Known(Fraction(0)))}
        return _evaluate(self.tree, values)


def parse_formula(text: str, registers: Mapping[str, Register]) -> Formula:
    """Return a checked formula; raises FormulaError, naming the nearest field when one is misspelt."""
    tree = _node(_parse(text), registers, text)
    aggregates = tuple(dict.fromkeys(one for one in _leaves(tree) if isinstance(one, Aggregate)))
    if not aggregates:
        raise FormulaError(f"公式“{text}”没有引用任何数据表。")
    return Formula(text, tree, aggregates)


@dataclass(frozen=True, slots=True)
class Condition:
    """条件: two sums of fields and how they must compare; the fields of forms, or of one row of a register."""

    text: str
    left: "Node"
    comparison: str
    right: "Node"
    fields: tuple[FieldName, ...]

    def evaluate(self, values: Mapping[FieldName, Value]) -> "Verdict":
        """Return both sides and whether the condition holds; None when a side is not known."""
        left = _evaluate(self.left, values)
        right = _evaluate(self.right, values)
        if not isinstance(left, Known) or not isinstance(right, Known):
            return Verdict(left, right, None)
        return Verdict(left, right, COMPARED[self.comparison](left.number, right.number))


@dataclass(frozen=True, slots=True)
class Verdict:
    """条件的结果: both sides, and whether it holds."""

    left: Value
    right: Value
    holds: bool | None


def parse_condition(text: str, registers: Mapping[str, Register], register: str = "") -> Condition:
    """Return a checked condition such as `a.x + a.y <= b.z`; bare field names belong to `register`.

    Raises: FormulaError, when a name is unknown or anything but + - * and one comparison is used.
    """
    tree = _parse(text)
    for kind, comparison in _COMPARISONS.items():
        if isinstance(tree, kind):
            left = _side(tree.left, registers, register, text)
            right = _side(tree.right, registers, register, text)
            names = tuple(dict.fromkeys(one for one in _leaves(left) + _leaves(right) if isinstance(one, FieldName)))
            return Condition(text, left, comparison, right, names)
    raise FormulaError(f"条件“{text}”应当是一个比较，如 a + b <= c。")


_COMPARISONS = {exp.EQ: "=", exp.NEQ: "<>", exp.GT: ">", exp.GTE: ">=", exp.LT: "<", exp.LTE: "<="}
COMPARED: Mapping[str, Callable[[Fraction | int, Fraction | int], bool]] = {
    "=": operator.eq, "<>": operator.ne, ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
}  # fmt: skip
_ROW_NODES = (*_COMPARISONS, exp.And, exp.Or, exp.Not, exp.In, exp.Paren, exp.Column, exp.Identifier,
              exp.Literal)  # fmt: skip
_AGGREGATES = {exp.Sum: "SUM", exp.Max: "MAX", exp.Min: "MIN", exp.Count: "COUNT"}
_SIGNS = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/"}


def _parse(text: str) -> exp.Expr:
    try:
        return sqlglot.parse_one(text, read=DIALECT)
    except SqlglotError as error:
        raise FormulaError(f"公式“{text}”的写法有误，请检查括号与运算符。") from error


def _node(node: exp.Expr, registers: Mapping[str, Register], text: str) -> Node:
    if isinstance(node, exp.Paren):
        return _node(node.this, registers, text)
    if isinstance(node, exp.Literal) and not node.is_string:
        return Fraction(node.this)
    for kind, sign in _SIGNS.items():
        if isinstance(node, kind):
            return Operation(sign, _node(node.left, registers, text), _node(node.right, registers, text))
    where = ""
    conditions: Iterable[exp.Column] = ()
    if isinstance(node, exp.Filter):
        condition = node.expression.this
        _check_where(condition, registers, text)
        conditions = list(condition.find_all(exp.Column))
        inner = node.this
    else:
        condition, inner = None, node
    for aggregate, function in _AGGREGATES.items():
        if isinstance(inner, aggregate):
            column, name = _argument(inner, function, text)
            register = _checked(column, registers, text)
            fields = [column.name]
            for used in conditions:
                if _checked(used, registers, text) != register:
                    raise FormulaError(f"公式“{text}”的一个聚合只能引用一张数据表。")
                fields.append(used.name)
                used.set("table", None)
            where = condition.sql(dialect=DIALECT) if condition is not None else ""
            return Aggregate(name, register, column.name, where, tuple(dict.fromkeys(fields)))
    raise FormulaError(f"公式“{text}”不允许使用 {node.sql(dialect=DIALECT)}。")


def _argument(node: exp.Expr, function: str, text: str) -> tuple[exp.Column, str]:
    argument = node.this
    if isinstance(argument, exp.Distinct) and function == "COUNT" and len(argument.expressions) == 1:
        argument, function = argument.expressions[0], "COUNT DISTINCT"
    if not isinstance(argument, exp.Column):
        raise FormulaError(f"公式“{text}”的聚合里应当只有一个“数据表.字段”。")
    return argument, function


def _check_where(condition: exp.Expr, registers: Mapping[str, Register], text: str) -> None:
    for node in condition.walk():
        if not isinstance(node, _ROW_NODES):
            raise FormulaError(f"公式“{text}”的筛选条件不允许使用 {type(node).__name__}。")
        if isinstance(node, (*_COMPARISONS, exp.In)):
            sides = list(node.iter_expressions())
            _check_kinds([one for one in sides if isinstance(one, exp.Column)], sides, registers, text)


def _check_kinds(
    columns: Iterable[exp.Column], sides: Sequence[exp.Expr], registers: Mapping[str, Register], text: str
) -> None:
    """Raise FormulaError for a text compared with a number, of which engines make different things."""
    for column in columns:
        register = _checked(column, registers, text)
        field = registers[register].fields.get(column.name)
        is_number = field is not None and field.type.is_number
        for other in sides:
            if isinstance(other, exp.Literal) and other.is_string == is_number:
                said = "数" if is_number else "文字，请加引号"
                raise FormulaError(
                    f"公式“{text}”：{register}.{column.name} 是{said}，不能与 {other.sql(dialect=DIALECT)} 比较。"
                )


def _checked(column: exp.Column, registers: Mapping[str, Register], text: str) -> str:
    register = str(column.table)
    if register not in registers:
        raise FormulaError(f"公式“{text}”：没有数据表“{register}”{_nearest(register, registers)}。")
    fields = (*registers[register].fields, *PSEUDO_FIELDS)
    if column.name not in fields:
        raise FormulaError(f"公式“{text}”：数据表“{register}”没有字段“{column.name}”{_nearest(column.name, fields)}。")
    if column.name in registers[register].personal:
        raise FormulaError(
            f"公式“{text}”用到了个人信息“{registers[register].fields[column.name].label}”"
            f"（{register}.{column.name}）。个人信息不参加计算，请改用数据表中的其他字段。"
        )
    return register


def _nearest(name: str, known: Iterable[str]) -> str:
    found = difflib.get_close_matches(name, list(known), n=1)
    return f"，是不是“{found[0]}”" if found else ""


def _side(node: exp.Expr, registers: Mapping[str, Register], register: str, text: str) -> Node:
    if isinstance(node, exp.Paren):
        return _side(node.this, registers, register, text)
    if isinstance(node, exp.Literal) and not node.is_string:
        return Fraction(node.this)
    if isinstance(node, exp.Column):
        if not node.table:
            node.set("table", exp.to_identifier(register))
        return FieldName(_checked(node, registers, text), node.name)
    for kind, sign in _SIGNS.items():
        if isinstance(node, kind) and sign != "/":
            left = _side(node.left, registers, register, text)
            return Operation(sign, left, _side(node.right, registers, register, text))
    raise FormulaError(f"条件“{text}”不允许使用 {node.sql(dialect=DIALECT)}。")


def _leaves(node: Node) -> tuple[Node, ...]:
    return (*_leaves(node.left), *_leaves(node.right)) if isinstance(node, Operation) else (node,)


def _evaluate(node: Node, values: Mapping[Any, Value]) -> Value:
    match node:
        case Aggregate() | FieldName():
            return values[node]
        case Operation(sign, left, right):
            return arithmetic.combine(sign, _evaluate(left, values), _evaluate(right, values))
        case _:
            return Known(node)
