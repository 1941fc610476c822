"""采集进度: schools × registers, one look."""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from zhibao.web.actions.correct import end_over
from zhibao.web.guard import Visit, page
from zhibao.web.parts.addresses import around
from zhibao.web.parts.board_row import Tally, board_row
from zhibao.web.records.correction import Correction
from zhibao.web.records.extension import extensions_of
from zhibao.web.records.role import Need
from zhibao.web.records.school import School
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission


@dataclass(frozen=True)
class Row:
    """一校: its registers in the order of the columns, and its row as HTML."""

    school: School
    cells: list[Submission]
    waiting: int
    may_freeze: bool
    written: str

    @property
    def last(self) -> Submission:
        """Return the register that was touched last."""
        return max(self.cells, key=lambda one: one.touched_at)


@dataclass(frozen=True)
class Group:
    """一组: the schools of which the same person must act next."""

    title: str
    rows: list[Row]


_PASSED = frozenset((State.CITY_APPROVED, State.FROZEN))
_ASKED = ("school", "register", "label", "state", "errors", "warnings", "touched_at")


@page("<slug:campaign>/board/", name="board", needs=Need.BOARD)
def board(visit: Visit) -> HttpResponse:
    """采集进度: grouped by who must act; the table alone when it is asked for again."""
    may_freeze = visit.may(Need.FREEZE)
    end_over()
    extensions = extensions_of(visit.campaign)
    waiting = Correction.objects.filter(submission__school__campaign=visit.campaign, is_granted__isnull=True)
    asked = Counter(waiting.values_list("submission__school", flat=True))
    here = around("review" if visit.may(Need.REVIEW) else "grid", visit.campaign.slug)
    by_school: dict[int, list[Submission]] = {}
    for one in Submission.objects.filter(school__campaign=visit.campaign).only(*_ASKED):
        by_school.setdefault(one.school_id, []).append(one)
    rows = []
    for school in visit.campaign.schools.all():
        cells = by_school.get(school.pk, [])
        if cells and visit.account.may(Need.LOOK, visit.campaign, school):
            school.campaign = visit.campaign
            for one in cells:
                one.school = school
            tally = _tally(cells, visit.account.role, asked[school.pk])
            written = board_row(school, cells, visit.account.role, here, tally, extensions.get(school.pk))
            rows.append(Row(school, cells, tally.waiting, may_freeze and _is_sealable(cells), written))
    cells = [one for row in rows for one in row.cells]
    counts = Counter(one.standing for one in cells)
    shown = {
        "campaign": visit.campaign,
        "account": visit.account,
        "groups": _groups(rows),
        "heads": rows[0].cells if rows else [],
        "tally": [(state, counts[state]) for state in reversed(State) if counts[state]],
        "bars": list(_bars(counts, len(cells))),
        "schools": len(rows),
        "left": visit.campaign.deadline - timezone.now(),
        "now": timezone.now(),
        "may_review": visit.may(Need.REVIEW),
        "may_remind": visit.may(Need.REMIND),
        "late": sum(any(one.standing.is_open for one in row.cells) for row in rows),
        "next": next((one for one in cells if one.standing.waits_for == visit.account.role), None),
    }
    is_part = visit.request.headers.get("HX-Request") == "true"
    return render(visit.request, "pages/collect/board_table.html" if is_part else "pages/collect/board.html", shown)


def _tally(cells: list[Submission], role: str, asked: int) -> Tally:
    states = [one.standing for one in cells]
    return Tally(
        done=sum(one in _PASSED for one in states),
        waiting=sum(one.waits_for == role for one in states),
        errors=sum(one.errors for one in cells),
        warnings=sum(one.warnings for one in cells),
        asked=asked,
    )


def _is_sealable(cells: list[Submission]) -> bool:
    """Say whether all that a school handed in was approved, and some of it is not frozen yet."""
    states = {one.standing for one in cells}
    return State.CITY_APPROVED in states and states <= _PASSED


def _groups(rows: list[Row]) -> list[Group]:
    """Return the schools by who must act: this person, the schools, other offices, nobody."""
    yours, sealable, schools, others, sealed = (list[Row]() for _ in range(5))
    for row in rows:
        states = [one.standing for one in row.cells]
        if row.waiting:
            yours.append(row)
        elif row.may_freeze:
            sealable.append(row)
        elif any(one.is_open for one in states):
            schools.append(row)
        elif all(one is State.FROZEN for one in states):
            sealed.append(row)
        else:
            others.append(row)
    grouped = (
        (gettext("待您审核"), yours),
        (gettext("可以封存"), sealable),
        (gettext("等学校"), schools),
        (gettext("等别的审核员"), others),
        (gettext("已经封存"), sealed),
    )
    return [Group(title, those) for title, those in grouped if those]


_FILLS = {
    State.FROZEN: "f5",
    State.CITY_APPROVED: "f4",
    State.COUNTY_APPROVED: "f-now",
    State.SUBMITTED: "f3",
    State.RETURNED: "f-err",
    State.FILLING: "f2",
    State.EMPTY: "f-out",
}


def _bars(counts: Counter[State], total: int) -> list[tuple[str, str, str]]:
    """Return (fill, where it begins, how wide it is) of the bar of all states, in thousandths."""
    bars, at = [], 0.0
    for state, fill in _FILLS.items():
        if counts[state]:
            width = 1000 * counts[state] / total
            bars.append((fill, f"{at:.1f}", f"{max(width - 2, 1):.1f}"))
            at += width
    return bars
