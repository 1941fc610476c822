"""比较: the places of a level by one indicator: rank, quantiles, distance to the whole and to the standards, last year.

Source: docs/levels.md
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhibao.catalog.breaks import breaks_of_indicator
from zhibao.catalog.model import Indicator
from zhibao.catalog.standard import Standard
from zhibao.diagnose.ground import Ground
from zhibao.diagnose.judge import OverOthers, judge, kind_of
from zhibao.diagnose.verdict import Judgment
from zhibao.terms.place import Level
from zhibao.terms.ranking import quantile, ranks
from zhibao.terms.value import Computed, Known, Meaning, Missing, Value

SHARES = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1))
"""The quantiles that are told: least, lower quarter, median, upper quarter, largest."""
_NOTHING = Computed(Missing(Meaning.NOT_COLLECTED), Missing(Meaning.NOT_COLLECTED))


@dataclass(frozen=True, slots=True)
class Standing:
    """一个地方的位次: its value with its parts, rank, distance to the whole, and the same of last year.

    `rank` is None without a number; `tied` counts who shares it. `to_whole` is there for quotients only: a count of a
    part lies below the whole's of itself.
    """

    place: str
    name: str
    computed: Computed
    rank: int | None
    tied: int
    to_whole: Fraction | None
    judged: tuple[tuple[Standard, Judgment], ...]
    last: Computed | None
    last_rank: int | None

    @property
    def moved(self) -> int | None:
        """Return how many ranks it rose; negative for those it fell, None without both."""
        return self.last_rank - self.rank if self.rank is not None and self.last_rank is not None else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """比较结果: the standings by rank, those without a number last, and what all of them come to.

    `whole` is the region's own value, computed from the rows. `break_note` says why last year is not compared.
    """

    indicator: Indicator
    level: Level
    year: int
    whole: tuple[str, str, Computed]
    standings: tuple[Standing, ...]
    quantiles: tuple[tuple[Fraction, Fraction], ...]
    break_note: str = ""

    @property
    def ranked(self) -> int:
        """Return how many places have a rank."""
        return sum(one.rank is not None for one in self.standings)


def compare(ground: Ground, indicator: str, level: Level, year: int) -> Comparison:
    """Return how the places of a level stand by an indicator; `ground` has its values of this year and the last.

    Ranks and distances are those of the exact values, not of the printed ones. The best is first; where more is
    neither better nor worse, the largest.
    Missing: a place without a number is named last, without a rank.
    """
    definition, values = ground.catalog.indicators[indicator], ground.values
    places = ground.places(level, year)
    found = [ground.computed(indicator, code, year) or _NOTHING for code in places]
    numbers = [_number(one.value) for one in found]
    largest_first = definition.better != "lower"
    order = ranks(numbers, largest_first=largest_first)
    note, earlier = _last_year(ground, definition, level, year)
    last_ranks = dict(zip(earlier, ranks([_number(one.value) for one in earlier.values()],
                                         largest_first=largest_first), strict=True))  # fmt: skip
    whole = ground.computed(indicator, values.city, year) or _NOTHING
    standings = [
        Standing(
            code, ground.names.get(code, code), one, rank, order.count(rank) if rank else 0,
            _distance(one, whole) if definition.denominator else None,
            tuple(_judged(ground, definition, level, code, one.value, numbers)),
            earlier.get(code), last_ranks.get(code),
        )
        for code, one, rank in zip(places, found, order, strict=True)
    ]  # fmt: skip
    known = [one for one in numbers if one is not None]
    return Comparison(
        definition, level, year, (values.city, ground.names.get(values.city, values.city), whole),
        tuple(sorted(standings, key=lambda one: one.rank if one.rank is not None else len(places) + 1)),
        tuple((share, quantile(known, share)) for share in SHARES) if known else (), note,
    )  # fmt: skip


def _last_year(ground: Ground, indicator: Indicator, level: Level, year: int) -> tuple[str, dict[str, Computed]]:
    """Return last year's values, or the note of the break in the series that forbids to compare them."""
    spoken = year - indicator.lag
    broken = breaks_of_indicator(ground.catalog, indicator.name, (spoken - 1, spoken))
    if not all(one.comparable for one in broken):
        return "；".join(one.note.rstrip("。") for one in broken), {}
    codes = ground.places(level, year - 1)
    computed = ((code, ground.computed(indicator.name, code, year - 1)) for code in codes)
    return "", {code: one for code, one in computed if one is not None}


def _judged(
    ground: Ground, indicator: Indicator, level: Level, code: str, value: Value, numbers: Sequence[Fraction | None]
) -> Iterator[tuple[Standard, Judgment]]:
    """Yield how a place stands to the standards in force that it falls under."""
    kind = ground.school_types.get(code, "")
    for standard in ground.standards:
        applies = standard.applies_to.takes(level, ground.edition.province or ground.edition.place, code, kind)
        if standard.indicator == indicator.name and applies and not isinstance(kind_of(standard), OverOthers):
            yield standard, judge(standard, value, [one for one in numbers if one is not None])


def _number(value: Value) -> Fraction | None:
    return value.number if isinstance(value, Known) else None


def _distance(one: Computed, whole: Computed) -> Fraction | None:
    mine, all_ = _number(one.value), _number(whole.value)
    return mine - all_ if mine is not None and all_ is not None else None
