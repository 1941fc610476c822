"""占比的分子与分母: which line holds the numbers of a share line, and which bases the table offers."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from zhibao.audit.claim import Claim
from zhibao.audit.tables.formulas import ADDED, divides_to, factor_of
from zhibao.audit.tables.head import TOTALS, Head, Sense
from zhibao.audit.tables.table import View
from zhibao.terms.numerals.noun import Sort

_OF = re.compile(r"占(?P<base>[^的比%]{2,14}?)(?:的|之)?(?:比重|比例|比率|百分比|份额|比|%|$)")
_WORDS = re.compile(r"所?占.*$|(?:的)?(?:比重|比例|百分比|构成比?|份额|率)$|人数$|总数$|数量?$|金额$|[（）]")
_TAIL = re.compile(r"(?:总人数|人数|总数|数量|数|总量|总额|金额|额|量|总计|合计|情况)$")
_MOST_BASES = 8


@dataclass(frozen=True, slots=True)
class Base:
    """基数: how the base of a share at a place is found; `is_named` where the words leave no other."""

    find: Callable[[Head], Claim | None]
    is_named: bool
    kind: str


def plain_label(text: str) -> str:
    """Return a label without the words for number and amount at its end."""
    return _TAIL.sub("", text.replace("“", "").replace("”", ""))


def part_line(view: View, line: Head) -> Head | None:
    """Return the line of numbers whose shares a line gives: of its group, of its name, or beside it."""
    place = view.lines.index(line)
    undated = line.year is None and line.before is None
    mates = [
        one
        for one in view.lines
        if one is not line and one.is_additive and (undated or (one.year == line.year and one.before == line.before))
    ]
    if line.group or line.group_is_total:
        inner = [one for one in mates if one.group == line.group]
        return inner[0] if len(inner) == 1 else _beside(view, place, inner)
    stem = _WORDS.sub("", line.core)
    if stem and (named := [one for one in mates if plain_label(one.core) == stem or one.core == stem]):
        return named[0]
    if stem and stem != line.core:
        close = [one for one in mates if len(stem) > 1 and plain_label(one.core).endswith(stem)]
        if len(close) == 1:
            return close[0]
    grouped = [one for one in mates if one.core == line.core or one.group == line.core]
    if stem and len(stem) > 2 and line.core != stem and not grouped:
        return None
    return _beside(view, place, mates)


def _beside(view: View, place: int, mates: list[Head]) -> Head | None:
    """Return the number line next to a share line, usually on its left."""
    if (
        place + 1 < len(view.lines)
        and view.lines[place + 1] in mates
        and not (place and view.lines[place - 1] in mates)
    ):
        return view.lines[place + 1]
    return next((one for one in reversed(view.lines[:place]) if one in mates), None)


def bases(view: View, line: Head, part: Head) -> Iterator[Base]:
    """Yield the bases that a share line may have, the likeliest first."""
    if found := _OF.search(line.core):
        wanted = plain_label(found["base"])
        for one in view.lines:
            if one is not part and one.is_additive and plain_label(one.core) == wanted and _is_mate(one, part):
                yield Base(lambda place, one=one: view.at(one, place), True, "named")  # type: ignore[misc]  # bound early
        for base in view.places:
            if plain_label(base.core) == wanted and base.sense not in TOTALS:
                yield Base(lambda place, base=base: view.at(part, base) if place is not base else None, True, "named")  # type: ignore[misc]  # bound early
    totals = [place for place in view.total_places() if view.at(part, place) is not None]
    if totals:
        yield Base(
            lambda place: _total_for(view, part, place, totals), "占" not in line.core or "总" in line.core, "total"
        )
    first = view.places[0] if view.places else None
    if (
        first is not None
        and first not in totals
        and (share := view.at(line, first)) is not None
        and share.numeral.value == 100
    ):
        yield Base(lambda place: view.at(part, first) if place is not first else None, True, "first")
    lines = [
        one
        for one in view.lines
        if one is not part and one.is_additive and _is_mate(one, part) and one.index < line.index
    ]
    for one in sorted(lines, key=lambda one: (one.sense not in TOTALS and "总" not in one.core, one.index))[
        :_MOST_BASES
    ]:
        yield Base(lambda place, one=one: view.at(one, place), False, "line")  # type: ignore[misc]  # bound early


def _is_mate(one: Head, part: Head) -> bool:
    return (one.year == part.year or one.year is None) and one.before == part.before


def _total_for(view: View, part: Head, place: Head, totals: list[Head]) -> Claim | None:
    """Return the number at the total that a place belongs to: the last one for all, for a subtotal's share too."""
    if place in totals and (len(totals) == 1 or place is totals[-1]):
        return None
    grand = [one for one in totals if one.sense is Sense.TOTAL] or totals
    return view.at(part, grand[-1])


def score(view: View, line: Head, part: Head, base: Base) -> tuple[int, int]:
    """Return at how many places a base can be tried, and at how many it gives the printed share."""
    tried = held = 0
    for _, top, below, share in cells(view, line, part, base):
        tried += 1
        held += divides_to(top, below, share, factor_of(share))
    return tried, held


def cells(view: View, line: Head, part: Head, base: Base) -> Iterator[tuple[Head, Claim, Claim, Claim]]:
    """Yield (place, part, base, share) wherever all three stand."""
    for place in view.places:
        if place.sense in (Sense.CHANGE, Sense.AVERAGE):
            continue
        share, top, below = view.at(line, place), view.at(part, place), base.find(place)
        if share is None or top is None or below is None or share.numeral.sort is not Sort.RATE:
            continue
        if top.numeral.sort in ADDED and below.numeral.sort in ADDED and below.numeral.value and top is not below:
            units = {one.numeral.unit for one in (top, below) if one.numeral.unit}
            yield from [(place, top, below, share)] if len(units) < 2 else []


@dataclass(frozen=True, slots=True)
class Vote:
    """公推的基数: the bases that most shares of one base admit, and which of them agree."""

    low: Fraction
    high: Fraction
    agreeing: frozenset[int]


def vote(pairs: list[tuple[Claim, Claim]]) -> Vote | None:
    """Return the range of bases on which most (part, share) pairs agree; None under three or without majority."""
    ends: list[tuple[Fraction, int, int]] = []
    for index, (part, share) in enumerate(pairs):
        top, own = part.numeral.value, share.numeral.interval
        if not top or top < 0 or own is None or own.low is None or own.high is None or own.low <= 0:
            continue
        ends += [(100 * top / own.high, 0, index), (100 * top / own.low, 1, index)]
    ends.sort()
    inside: set[int] = set()
    best: frozenset[int] = frozenset()
    low = high = Fraction(0)
    for at, (value, closes, index) in enumerate(ends):
        if closes:
            inside.discard(index)
            continue
        inside.add(index)
        if len(inside) > len(best):
            best, low, high = frozenset(inside), value, next(end for end, shut, _ in ends[at:] if shut)
    if len(best) < 3 or len(best) < 0.7 * len(ends) / 2 or len(best) < len(ends) / 2 - 2:
        return None
    return Vote(low, high, best)
