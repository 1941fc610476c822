"""方言: a question asked in the house's SQL, as another engine says it; what that one cannot say is refused."""

import sqlglot
from sqlglot.errors import ErrorLevel, SqlglotError

from zhibao.catalog.expression import DIALECT, Formula, FormulaError

SPARK = "spark"


def in_spark(query: str) -> str:
    """Return a question as Apache Spark and its like understand it; raises FormulaError when it cannot be said."""
    try:
        return sqlglot.transpile(query, read=DIALECT, write=SPARK, unsupported_level=ErrorLevel.RAISE)[0]
    except SqlglotError as error:
        raise FormulaError(f"公式“{query}”不能在 Spark 上计算，请换一种写法。") from error


def check_elsewhere(formula: Formula) -> None:
    """Raise FormulaError when another engine cannot be asked for what a formula counts."""
    for one in formula.aggregates:
        where = f" FILTER (WHERE {one.where})" if one.where else ""
        in_spark(f'SELECT {one.function.split()[0]}("{one.field}"){where} FROM "{one.register}"')
