"""诊改的记录: problems, targets, measures and evidence of a place in plain words, as a self-report prints them.

Whoever keeps them (the site) brings them here; the values behind them are computed and come from the store.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from zhibao.terms.value import Values


@dataclass(frozen=True, slots=True)
class Aim:
    """目标: `asks` is it in words (不低于15%); `is_met` None while the year's value is not there."""

    indicator: str
    year: int
    asks: str
    is_met: bool | None
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Step:
    """措施: what is done, by whom, until when, how far it is, and whether its date passed before that."""

    text: str
    owner: str
    due: date
    aim: str
    state: str
    is_late: bool
    result: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """佐证: what it shows, for which measure ('' for the whole), and where it lies; `digest` of the file itself."""

    on: date
    said: str
    measure: str
    lies: str
    digest: str


@dataclass(frozen=True, slots=True)
class Recheck:
    """复核: what the other side said when."""

    on: date
    by: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Treated:
    """一个问题的全部; `opened` is the value written down when it was opened in the data year `year`.

    Unit: `opened` in the indicator's own; `line` and `target` in words. Missing: '' and None where there is none.
    """

    number: int
    place: str
    title: str
    fact: str
    cause: str
    stage: str
    is_closed: bool
    is_late: bool
    lead: str
    due: date | None
    opened_by: str
    opened_on: date
    indicator: str
    year: int
    opened: Fraction | None
    line: str
    target: str
    steps: tuple[Step, ...]
    evidence: tuple[Evidence, ...]
    rechecks: tuple[Recheck, ...]

    @property
    def ended(self) -> int:
        """Return how many measures have a result."""
        return sum(one.state in ("已完成", "取消") for one in self.steps)


@dataclass(frozen=True)
class Told:
    """一个单位说了什么: targets, problems, findings that nobody opened (what, the fact), and the values behind them.

    `origins` name the snapshots: whose, of which data year, its id.
    """

    place: str
    name: str
    on: date
    values: Values
    aims: tuple[Aim, ...] = ()
    problems: tuple[Treated, ...] = ()
    unopened: tuple[tuple[str, str], ...] = ()
    origins: tuple[tuple[str, int, str], ...] = ()
