"""筛选条件: whether a row passes the condition of an aggregate, as an engine decides it."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache

import sqlglot
from sqlglot import expressions as exp

from zhibao.catalog.expression import COMPARED, DIALECT

Content = Fraction | str | date | None
"""What a cell holds; None where it is missing."""
_SIGNS = {exp.EQ: "=", exp.NEQ: "<>", exp.GT: ">", exp.GTE: ">=", exp.LT: "<", exp.LTE: "<="}


def passes(where: str, row: Mapping[str, Content]) -> bool:
    """Say whether a row passes; a comparison with what is missing lets none pass."""
    return not where or _holds(_parsed(where), row) is True


@cache
def _parsed(where: str) -> exp.Expr:
    return sqlglot.parse_one(where, read=DIALECT)


def _holds(node: exp.Expr, row: Mapping[str, Content]) -> bool | None:
    """Return what a condition comes to; None is not known."""
    if isinstance(node, exp.Paren):
        return _holds(node.this, row)
    if isinstance(node, exp.Not):
        found = _holds(node.this, row)
        return None if found is None else not found
    if isinstance(node, exp.And | exp.Or):
        sides, decides = {_holds(node.left, row), _holds(node.right, row)}, isinstance(node, exp.Or)
        if decides in sides:
            return decides
        return None if None in sides else not decides
    if isinstance(node, exp.In):
        each = [_compared("=", _side(node.this, row), _side(one, row)) for one in node.expressions]
        return True if True in each else None if None in each else False
    for kind, sign in _SIGNS.items():
        if isinstance(node, kind):
            return _compared(sign, _side(node.left, row), _side(node.right, row))
    return None


def _side(node: exp.Expr, row: Mapping[str, Content]) -> Content:
    if isinstance(node, exp.Paren):
        return _side(node.this, row)
    if isinstance(node, exp.Literal):
        return str(node.this) if node.is_string else Fraction(node.this)
    return row.get(node.name)


def _compared(sign: str, left: Content, right: Content) -> bool | None:
    if left is None or right is None:
        return None
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return COMPARED[sign](left, right)
    first, second = str(left), str(right)
    return {"=": first == second, "<>": first != second, ">": first > second, ">=": first >= second,
            "<": first < second, "<=": first <= second}[sign]  # fmt: skip
