"""预测的话: what a trend says of the year to come, and what it rests on, or why it says nothing."""

from dataclasses import dataclass

from zhibao.diagnose.outlook import LEAST, PER_CENT, NoOutlook
from zhibao.web.bridge.figures import About, Years
from zhibao.web.bridge.outlooks import outlook_of
from zhibao.web.parts.outlook_mark import Ahead


@dataclass(frozen=True)
class Expected:
    """预测: the point that is drawn with its interval as printed, and the years that it rests on.

    Missing: without a point `known` says how many years in a row there are, `broken` from when on the meaning is new.
    """

    ahead: Ahead | None
    low: str = ""
    high: str = ""
    first: int = 0
    last: int = 0
    known: int = 0
    broken: int = 0
    least: int = LEAST
    per_cent: int = PER_CENT


def expected(about: About, years: Years, last: int) -> Expected:
    """Return what is said of the year after the newest collection's."""
    found = outlook_of(about, years, last)
    if isinstance(found, NoOutlook):
        return Expected(None, last=last, known=found.years, broken=found.broken)
    ahead = Ahead(found.year, found.middle, found.low, found.high, about.printed(found.middle))
    low, high = about.printed(found.low), about.printed(found.high)
    return Expected(ahead, low, high, found.years[0], found.years[-1], len(found.years))
