"""变化的原因: what the city says of changes, in its register of reasons and in its answers to findings."""

from collections.abc import Collection, Iterable, Mapping

from zhibao.catalog.asked import REASONS
from zhibao.snapshot.submission import Row
from zhibao.terms.finding import Finding
from zhibao.terms.source import CellPlace


def told_reasons(rows: Iterable[Row], asked: Iterable[Finding], explained: Collection[str]) -> Mapping[str, str]:
    """Return indicator label → the reason for its change; where both are given, the register's row counts.

    `asked` are the findings that ask the city for a reason, `explained` the threads that it answered with one.
    """
    answered = {
        one.where.key: one.reason
        for one in asked
        if isinstance(one.where, CellPlace) and one.where.register == REASONS and one.thread in explained
    }
    return answered | {str(row["indicator"]): str(row["reason"]) for row in rows}
