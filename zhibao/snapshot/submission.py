"""报送: the rows that one school or city hands in for one year, before they are frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zhibao.terms.place import Place
from zhibao.terms.value import Known, Missing

Cell = Known | Missing | str | date
Row = Mapping[str, Cell]
Rows = Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """说明: why a field changed, in the clerk's words; `key` names the row ('' in a form)."""

    register: str
    key: str
    field: str
    text: str


@dataclass(frozen=True)
class Submission:
    """报送: one place, one data year.

    Shape: a form has exactly one row; a register of rows in which nothing stands is left out, not empty.
    Missing: a cell without a number is a Missing, never an absent key.
    """

    place: Place
    year: int
    registers: Rows
    reasons: tuple[Reason, ...] = ()
    workbook: str = ""
    workbook_sha256: str = ""
    systems: Mapping[str, str] = field(default_factory=dict)
