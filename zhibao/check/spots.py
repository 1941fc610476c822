"""重复的行: rows of all submissions that say what an earlier one says, however they were found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from zhibao.catalog.model import Check
from zhibao.catalog.set_question import SetQuestion, Use
from zhibao.check.context import Context, finding
from zhibao.snapshot.laid_out import plain_text
from zhibao.snapshot.sets import Spot, spot
from zhibao.snapshot.submission import Cell
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace
from zhibao.terms.value import Known, Missing


class Repetition(NamedTuple):
    """重复: a row, and the earliest one that says the same."""

    spot: Spot
    earliest: Spot

    @classmethod
    def of(cls, record: Sequence[int]) -> "Repetition":
        """Return what a record of an engine says."""
        return cls(spot(record[0]), spot(record[1]))


def repeated(use: Use, alike: Sequence[str], where: str) -> SetQuestion:
    """Return the question which rows repeat an earlier one in some columns; in the order of the earliest, then theirs.

    A hash aggregation finds what occurs twice, and only that is joined with the rows again.
    """
    columns, named = ", ".join(alike), [name.replace('"', "") for name in alike]
    same = " AND ".join(f'said."{name}" = again."{name}"' for name in named)
    return SetQuestion(
        f"WITH said AS (SELECT {columns}, spot FROM {use.name} WHERE {where}), "
        f"again AS (SELECT {columns}, MIN(spot) AS earliest FROM said GROUP BY {columns} HAVING COUNT(*) > 1) "
        f"SELECT said.spot AS spot, again.earliest AS earliest FROM said JOIN again ON {same} "
        "WHERE said.spot > again.earliest ORDER BY earliest, spot",
        (use,),
    )


def plain(content: Cell | None) -> str:
    """Return what a cell says, however wide its letters are; '' when it says nothing."""
    if content is None or isinstance(content, Missing):
        return ""
    return plain_text(str(content.number) if isinstance(content, Known) else str(content))


def asked(context: Context, question: SetQuestion) -> list[Repetition]:
    """Return what an engine answers to a question which rows repeat which."""
    return [Repetition.of(record) for record in context.sets.ask(question)] if context.sets else []


def left_out(check: Check, context: Context, found: Iterable[Sequence[object]]) -> Iterator[Finding]:
    """Yield a note where an engine had more to tell than is asked for at most; the list is not whole then."""
    if context.sets is not None and any(len(one) > context.sets.most for one in found):
        where = CellPlace(f"{context.city.name}{context.years[1]}年", place=context.city.code, year=context.years[1])
        message = f"“{check.label}”发现的超过 {context.sets.most} 处，后面的没有列出。请先改正已列出的，再校验一次。"
        yield replace(finding(check, where, message), severity=Severity.NOTE)
