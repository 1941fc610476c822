"""一校的一行: a school's row of the board up to the last action: name, county, marks, and what they add up to.

A board has hundreds of marks, of which few change between two looks; a row is written once for the same states.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from zhibao.web.parts.addresses import Around
from zhibao.web.parts.moments import moment
from zhibao.web.records.extension import Extension
from zhibao.web.records.school import School
from zhibao.web.records.submission import Submission


@dataclass(frozen=True)
class Mark:
    """一格: a register, its state, its errors, the way to it, and whether it waits for whoever looks."""

    label: str
    state: str
    errors: int
    address: str
    is_mine: bool


@dataclass(frozen=True)
class Tally:
    """一校的合计: registers that passed, that wait for whoever looks, errors, open warnings, and corrections asked."""

    done: int
    waiting: int
    errors: int
    warnings: int
    asked: int


@dataclass(frozen=True)
class Longer:
    """延期: until when a school has longer than the others, who said so, and why."""

    until: str
    by: str
    reason: str


@dataclass(frozen=True)
class BoardRow:
    """一行: a school's row, as whoever looks sees it."""

    school: str
    county: str
    address: str
    longer: Longer | None
    marks: tuple[Mark, ...]
    tally: Tally


def board_row(
    school: School, cells: Sequence[Submission], role: str, pages: Around, tally: Tally, extension: Extension | None
) -> str:
    """Return the row as HTML, without what was done last."""
    marks = (
        Mark(
            one.label,
            one.state,
            one.errors,
            pages.of(school.code, one.register),
            is_mine=one.standing.waits_for == role,
        )
        for one in cells
    )
    row = BoardRow(
        school=school.name,
        county=school.county,
        address=reverse("school", args=(school.campaign.slug, school.code)),
        longer=Longer(moment(extension.until), extension.by.name, extension.reason) if extension else None,
        marks=tuple(marks),
        tally=tally,
    )
    return _written(row, get_language() or "")


@lru_cache(maxsize=2_000)
def _written(row: BoardRow, _language: str) -> str:
    return render_to_string("parts/board_row.html", {"row": row, "tally": row.tally, "total": len(row.marks)})
