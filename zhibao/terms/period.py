"""期间: which stretch or point of time a number speaks of."""

from dataclasses import dataclass
from enum import StrEnum


class PeriodType(StrEnum):
    """期间类型: years of three kinds, and a day on which things are counted."""

    CALENDAR_YEAR = "calendar_year"
    ACADEMIC_YEAR = "academic_year"
    FISCAL_YEAR = "fiscal_year"
    POINT_IN_TIME = "point_in_time"

    @property
    def label(self) -> str:
        """Return the Chinese name of the type."""
        return {
            PeriodType.CALENDAR_YEAR: "自然年",
            PeriodType.ACADEMIC_YEAR: "学年",
            PeriodType.FISCAL_YEAR: "财政年度",
            PeriodType.POINT_IN_TIME: "统计时点",
        }[self]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """期间: a type and the year it is named by; a school year by the year in which it ends."""

    year: int
    type: PeriodType = PeriodType.CALENDAR_YEAR

    @property
    def label(self) -> str:
        """Return the period as a report prints it."""
        match self.type:
            case PeriodType.ACADEMIC_YEAR:
                return f"{self.year - 1}—{self.year}学年"
            case PeriodType.FISCAL_YEAR:
                return f"{self.year}财政年度"
            case _:
                return f"{self.year}年"

    def shifted(self, years: int) -> "Period":
        """Return the period of the same type so many years later."""
        return Period(self.year + years, self.type)
