"""上年说明: what was explained last year and may be explained again; offered, never taken for an answer."""

from collections.abc import Iterable, Mapping, Sequence

from zhibao.catalog.asked import REASONS
from zhibao.catalog.register import Register
from zhibao.snapshot.frozen import Snapshot, read_rows
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Action, Row
from zhibao.terms.finding import Finding
from zhibao.terms.source import CellPlace


def last_reasons(findings: Iterable[Finding], store: Store, registers: Mapping[str, Register]) -> Mapping[str, str]:
    """Return thread → the reason that the same place gave for the same thing a year before.

    A reason counts that was given to the same topic in 反馈, to the same cell beside its value, or, for an indicator
    of the city, among its 变化说明.
    """
    years: dict[tuple[str, int], _Year] = {}
    found = {}
    for one in findings:
        where = one.where
        if not isinstance(where, CellPlace) or not where.place:
            continue
        year = (where.place, where.year - 1)
        if year not in years:
            years[year] = _Year(store.current_of(*year), registers)
        if reason := years[year].reason(one, where):
            found[one.thread] = reason
    return found


class _Year:
    """What one place gave as reasons for one year."""

    def __init__(self, snapshot: Snapshot | None, registers: Mapping[str, Register]) -> None:
        has_rows = snapshot is not None and REASONS in snapshot.registers
        rows: Sequence[Row] = read_rows(snapshot, registers)[REASONS] if snapshot and has_rows else ()
        self._answers = {one.thread: one for one in snapshot.answers} if snapshot else {}
        self._reasons = snapshot.reasons if snapshot else ()
        self._indicators = {str(row["indicator"]): str(row["reason"]) for row in rows}

    def reason(self, finding: Finding, where: CellPlace) -> str:
        answer = self._answers.get(finding.thread_in(where.year - 1))
        if answer is not None and answer.action is Action.EXPLAINED:
            return answer.reason
        if where.register == REASONS:
            return self._indicators.get(where.key, "")
        same = (one for one in self._reasons if (one.register, one.key) == (where.register, where.key))
        return next((one.text for one in same if one.field in (where.field, "")), "")
