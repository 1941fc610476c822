"""集合问句: what a check asks about a whole set of rows, written once in the house's SQL and checked like a formula.

An engine answers with whole numbers only: which rows, never what stands in them. A row is named by its `spot`.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import sqlglot
from sqlglot import expressions as exp
from sqlglot.errors import SqlglotError

from zhibao.catalog.dialect import in_spark
from zhibao.catalog.expression import DIALECT, FormulaError

ROWS = 1_000_000_000
"""A spot is the number of the submission times this, and the number of the row in it; both begin at 0."""
PLAIN = "__plain"

_NODES = (
    exp.Add, exp.Alias, exp.And, exp.CTE, exp.Cast, exp.Coalesce, exp.Column, exp.Count,
    exp.DataType, exp.DataTypeParam, exp.EQ, exp.From, exp.GT, exp.GTE, exp.Group, exp.Having,
    exp.Identifier, exp.Is, exp.Join, exp.LT, exp.LTE, exp.Length, exp.Limit, exp.Literal, exp.Max,
    exp.Min, exp.Mul, exp.NEQ, exp.Not, exp.Null, exp.Or, exp.Order, exp.Ordered, exp.Paren, exp.Partition,
    exp.Replace, exp.RowNumber, exp.Select, exp.Star, exp.Sub, exp.Subquery, exp.Sum, exp.Table, exp.TableAlias,
    exp.Trim, exp.Union, exp.Where, exp.Window, exp.With,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Use:
    """用到的表: a register as a question sees it: submission, year and spot of each row, beside the columns named.

    `numbers` are columns as they are; `plain` ones, under `<field>__plain`, are what a text says however wide its
    letters are; `persons` adds `person`, the keyed look-up of whom a row is about, and `compared_by`, which tells
    look-ups that may be compared.
    """

    register: str
    numbers: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    persons: bool = False

    @property
    def name(self) -> str:
        """Return the name of the table."""
        said = repr((self.register, self.numbers, self.plain, self.persons))
        return f"{self.register}_{hashlib.sha256(said.encode()).hexdigest()[:8]}"


@dataclass(frozen=True)
class Given:
    """带来的表: rows that a question brings along, where no register has them as columns.

    `head` maps columns to SQL types; `digest` tells equal contents without making the rows.
    """

    name: str
    head: tuple[tuple[str, str], ...]
    digest: str
    rows: Callable[[], Iterable[tuple[str | int, ...]]] = field(compare=False)


@dataclass(frozen=True)
class SetQuestion:
    """集合问句: its SQL, with an order, over tables; how many records are wanted is said where it is asked."""

    text: str
    uses: tuple[Use | Given, ...]


def check_question(question: SetQuestion) -> None:
    """Raise FormulaError for what a question may not say: anything but joining, grouping and counting its tables.

    What another engine cannot be asked is refused as well, and an answer without an order.
    """
    try:
        tree = sqlglot.parse_one(question.text, read=DIALECT)
    except SqlglotError as error:
        raise FormulaError(f"集合问句“{question.text}”的写法有误。") from error
    for node in tree.walk():
        if not isinstance(node, _NODES):
            raise FormulaError(f"集合问句“{question.text[:200]}”不允许使用 {type(node).__name__}。")
    known = {one.name for one in question.uses} | {str(one.alias) for one in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        if table.name not in known or table.db:
            raise FormulaError(f"集合问句“{question.text}”用到了没有说明的表 {table.sql(dialect=DIALECT)}。")
    if tree.args.get("order") is None:
        raise FormulaError(f"集合问句“{question.text}”没有排序（ORDER BY），几个引擎的回答不会一样。")
    in_spark(question.text)
