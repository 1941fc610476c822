"""诊断结论: how a value stands against a standard; what is missing or undefined is neither met nor not met."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from zhibao.catalog.standard import Standard
from zhibao.terms.place import Level
from zhibao.terms.value import Computed, Known, Value


class Outcome(StrEnum):
    """结论."""

    MET = "met"
    BELOW = "below"
    UNJUDGED = "unjudged"

    @property
    def label(self) -> str:
        """Return the word that tables print."""
        return {"met": "达标", "below": "未达标", "unjudged": "不能判断"}[self.value]


class Trend(StrEnum):
    """走势: against last year's printed value, in the direction that the standard asks for."""

    BETTER = "better"
    WORSE = "worse"
    LEVEL = "level"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """Return the word that tables print."""
        return {"better": "改善", "worse": "下滑", "level": "持平", "unknown": "—"}[self.value]


@dataclass(frozen=True, slots=True)
class Judgment:
    """判断: what a kind says of a known number.

    `gap` is what must be added to reach the line, in the indicator's unit; negative for what lies above it. `points`
    of `of` where the kind scores.
    """

    outcome: Outcome
    gap: Fraction | None = None
    points: Fraction | None = None
    of: Fraction | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shortage:
    """缺口: how much of what is lacking for the line to be reached, everything else unchanged."""

    label: str
    number: Fraction
    unit: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """结论的全部: a place and year against one standard, with the computed value behind it."""

    standard: Standard
    place: str
    level: Level
    year: int
    computed: Computed
    judgment: Judgment
    unit: str
    decimals: int
    trend: Trend = Trend.UNKNOWN
    shortage: Shortage | None = None

    @property
    def outcome(self) -> Outcome:
        """Return whether the standard is met."""
        return self.judgment.outcome

    @property
    def value(self) -> Value:
        """Return the value that was judged."""
        return self.computed.value

    @property
    def number(self) -> Fraction | None:
        """Return the number, if there is one."""
        return self.value.number if isinstance(self.value, Known) else None
