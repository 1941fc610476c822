"""排序条形图: one series of lying bars, the largest first."""

from collections.abc import Sequence
from fractions import Fraction

from zhibao.document.specs import frame
from zhibao.document.specs.frame import FULL, Series
from zhibao.document.specs.year_bars import lying


def ranked_bars(categories: Sequence[str], series: Series, *, title: str = "", width: int = FULL) -> str:
    """Return the specification of bars from the largest to the smallest, the printed value at the end of each.

    Equal values keep their order. Missing: last, with its printed sign.
    """
    frame.check_lengths(categories, [series])

    def rank(place: int) -> tuple[bool, Fraction]:
        value = series.values[place]
        return (value is None, -(value or Fraction(0)))

    order = sorted(range(len(categories)), key=rank)
    names = [categories[place] for place in order]
    ranked = Series(
        series.label,
        tuple(series.values[place] for place in order),
        tuple(series.texts[place] for place in order),
    )
    return lying(("ranked_bars", names, [ranked], title), width)
