"""前后两期: which two lines a change line compares."""

import re
from dataclasses import dataclass

from zhibao.audit.tables.head import Head, Sense
from zhibao.audit.tables.table import View

_YEARS = re.compile(r"(?:19|20)\d{2}")
_CHANGED = re.compile(r"比|较|上年|去年|上一年|上期|的|[±+\-]|幅度|情况|率$|额$|量$|[（）%]")
_TAIL = re.compile(r"(?:总人数|人数|总数|数量|数|总额|额|量)$")
_VALUES = frozenset(
    {
        Sense.VALUE,
        Sense.TOTAL,
        Sense.WEAK_TOTAL,
        Sense.SHARE,
        Sense.RATE,
        Sense.PER_HEAD,
        Sense.AVERAGE,
        Sense.SUBTOTAL,
        Sense.OF_WHICH,
    }
)


@dataclass(frozen=True, slots=True)
class Pair:
    """前后两期: the later and the earlier line; `is_named` where years or period words leave no other."""

    now: Head
    before: Head
    is_named: bool = True


def pairs_for(view: View, line: Head) -> list[Pair]:
    """Return the pairs that a change line may compare, the likeliest first."""
    mates = [one for one in view.lines if one.sense in _VALUES and _same_thing(one, line, view)]
    relative = _relative(mates)
    if relative is not None:
        return [relative]
    dated = sorted((one for one in mates if one.year is not None), key=lambda one: one.year or 0)
    if len(dated) >= 2:
        return _dated(dated, line)
    return []


def _same_thing(one: Head, line: Head, view: View) -> bool:
    """Say whether a value line can be one of the periods of a change line: equal words, years aside."""
    if one.year is None and one.before is None:
        return False
    rest = view.table.words.change.sub("", line.core)
    if not one.rest:
        return not line.group or line.group == one.group
    if line.group:
        return one.rest in (line.group, rest) or one.group == line.group or one.core == rest
    return (
        not rest
        or one.rest == rest
        or one.core == rest
        or rest in ("情况", "额", "率", "数", "量", "比例", "幅度", "值", "金额")
    )


def _relative(mates: list[Head]) -> Pair | None:
    now = [one for one in mates if one.before is False]
    before = [one for one in mates if one.before is True]
    if len(now) == 1 and len(before) == 1:
        return Pair(now[0], before[0])
    dated = [one for one in mates if one.year is not None and one.before is None]
    if len(before) == 1 and len(dated) == 1 and not now:
        return Pair(dated[0], before[0])
    return None


def _dated(dated: list[Head], line: Head) -> list[Pair]:
    by_year: dict[int, list[Head]] = {}
    for one in dated:
        by_year.setdefault(one.year or 0, []).append(one)
    if any(len(lines) > 1 for lines in by_year.values()):
        return []
    years = sorted(by_year)
    named = [int(year) for year in _YEARS.findall(line.printed)]
    if len(named) == 2 and all(year in by_year for year in named):
        return [Pair(by_year[max(named)][0], by_year[min(named)][0])]
    if len(named) == 1 and named[0] in by_year and len(years) > 1:
        other = [year for year in years if year != named[0]]
        late = years[-1] if named[0] != years[-1] else other[-1]
        return [Pair(by_year[max(late, named[0])][0], by_year[min(late, named[0])][0])]
    latest = Pair(by_year[years[-1]][0], by_year[years[-2]][0], len(years) == 2 or len(years) > 2)
    pairs = [latest]
    if len(years) > 2:
        pairs.append(Pair(by_year[years[-1]][0], by_year[years[0]][0], False))
    return pairs


def series_for(view: View, line: Head) -> list[Pair]:
    """Return the line whose successive years a change line compares: of its name, or the nearest on its left."""
    years = {place.year for place in view.places if place.year is not None}
    if len(years) < 2 or line.year is not None:
        return []
    place = view.lines.index(line)
    stem = _CHANGED.sub("", view.table.words.change.sub("", line.core))
    mates = [
        one
        for one in view.lines
        if one.sense in _VALUES and one.year is None and one.before is None and one.group == line.group
    ]
    if stem:
        named = [one for one in mates if one.core == stem or _TAIL.sub("", one.core) == _TAIL.sub("", stem)]
        return [Pair(named[0], named[0])] if len(named) == 1 else []
    left = [one for one in reversed(view.lines[:place]) if one in mates]
    return [Pair(left[0], left[0], len(mates) == 1 or view.lines[place - 1] is left[0])] if left else []
