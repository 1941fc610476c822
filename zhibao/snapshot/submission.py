"""报送: the rows that one school or city hands in for one year, before they are frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from zhibao.catalog.register import Register
from zhibao.terms.place import Place
from zhibao.terms.value import Known, Missing

Cell = Known | Missing | str | date
Row = Mapping[str, Cell]
Rows = Mapping[str, Sequence[Row]]
LookUps = Mapping[str, tuple[str, ...]]
"""Register → per row what stands for the person it is about, '' for nothing."""


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """说明: why a field changed, in the clerk's words; `key` names the row ('' in a form)."""

    register: str
    key: str
    field: str
    text: str


class Action(StrEnum):
    """处理: what somebody did about a finding."""

    FIXED = "fixed"
    EXPLAINED = "explained"
    WAIVED = "waived"

    @property
    def label(self) -> str:
        """Return the word that stands in the workbook."""
        return {"fixed": "已改正", "explained": "说明", "waived": "申请免予"}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class Answer:
    """答复: what was answered to a finding (its thread), why, and by whom; frozen with the submission."""

    thread: str
    action: Action
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Other:
    """另一来源的数: a value that a register of rows or a named system gives for a cell which was typed otherwise."""

    register: str
    key: str
    field: str
    value: str
    origin: str


@dataclass(frozen=True)
class Submission:
    """报送: one place, one data year.

    Shape: a form has exactly one row; a register of rows in which nothing stands is left out, not empty.
    Missing: a cell without a number is a Missing, never an absent key; a personal field is Missing when it is read
    without the key of the store. `others` are values of other sources that differ from what was typed; `imports` the
    ids of the imports that went in.
    """

    place: Place
    year: int
    registers: Rows
    reasons: tuple[Reason, ...] = ()
    workbook: str = ""
    workbook_sha256: str = ""
    systems: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    others: tuple[Other, ...] = ()
    imports: tuple[str, ...] = ()


def row_key(register: Register, row: Row) -> str:
    """Return what tells a row apart in a register of rows; '' in a form."""
    return "｜".join(str(row[name]) for name in register.key)
