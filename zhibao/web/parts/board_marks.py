"""一校各表的格: the marks of a school's registers in a row of the board.

A board has hundreds of marks, of which few change between two looks; a row's are written once for the same states.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.translation import get_language

from zhibao.web.parts.addresses import Around
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


def marks(school: School, cells: Sequence[Submission], role: str, pages: Around) -> str:
    """Return the cells of a row as HTML."""
    shown = (
        Mark(
            one.label,
            one.state,
            one.errors,
            pages.of(school.code, one.register),
            is_mine=one.standing.waits_for == role,
        )
        for one in cells
    )
    return _written(school.name, tuple(shown), get_language() or "")


@lru_cache(maxsize=2_000)
def _written(school: str, shown: tuple[Mark, ...], _language: str) -> str:
    return render_to_string("parts/board_marks.html", {"school": school, "marks": shown})
