"""表中合计: total rows and total columns against the sum of their parts, and totals that a closed series implies."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhibao.audit.claim import Claim
from zhibao.audit.facts import Facts
from zhibao.audit.model import Reading, Relation
from zhibao.audit.tables.families import closed_run, overlap, under
from zhibao.audit.tables.formulas import ADDED, adds_up, doubted, rough, slack, sum_relation
from zhibao.audit.tables.head import TOTALS, Form, Head, Sense
from zhibao.audit.tables.table import View, alike, compatible
from zhibao.catalog.rulebook import AuditRule

_MOST_RUN = 12
_PROBES = 8


@dataclass(frozen=True, slots=True)
class _Sum:
    """一种加法: a total line and the lines that may be its parts; `forced` where the heads leave no other reading."""

    whole: Head
    parts: tuple[Head, ...]
    forced: bool
    closed: bool = False


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield the sums that total heads announce, along rows and columns."""
    for table in facts.tables:
        if table.is_split:
            continue
        for view in table.views():
            lines = [line for line in view.lines if line.sense is not Sense.SECTION]
            for place, line in enumerate(lines):
                for chosen, tried, held, candidates in _chosen(view, lines, place, line):
                    yield from doubted(_relations(view, chosen, tried, held, candidates, rule), held)


def _chosen(view: View, lines: list[Head], place: int, line: Head) -> list[tuple[_Sum, int, int, int]]:
    """Return the best reading of a total line: where it can be tried, where it holds, and how many readings there were.

    Several, where rows fall into groups that each add up to the whole: 职称, 学历 and 年龄 of the same teachers.
    """
    candidates = list(_candidates(view, lines, place, line))
    scores = [(one, *_score(view, one), len(candidates)) for one in candidates]
    scores = [score for score in scores if score[1]]
    if not scores:
        return []
    first = scores[0]
    if not first[2] and not view.by_columns and (groups := _groups(view, first[0])):
        return groups
    best = max(scores, key=lambda score: score[2] / score[1])
    if first[2] < max(2, 0.7 * first[1]) and best[2] > first[2] and best[2] >= max(2, 0.7 * best[1]):
        return [(_Sum(best[0].whole, best[0].parts, True, best[0].closed), *best[1:])]
    return [first]


def _groups(view: View, one: _Sum) -> list[tuple[_Sum, int, int, int]]:
    """Return the sums of each group of parts, if at least half of them are the whole."""
    groups: dict[str, list[Head]] = {}
    for part in one.parts:
        groups.setdefault(part.group, []).append(part)
    sums = [_Sum(one.whole, tuple(parts), True) for parts in groups.values() if len(parts) > 1]
    scores = [(each, *_score(view, each), len(sums)) for each in sums]
    held = sum(bool(score[2]) for score in scores)
    return scores if len(scores) > 1 and held * 2 >= len(scores) else []


def _candidates(view: View, lines: list[Head], place: int, line: Head) -> Iterator[_Sum]:
    if line.group_is_total and line.is_additive:
        parts = [
            one
            for one in lines
            if one is not line
            and one.core == line.core
            and not one.group_is_total
            and one.year == line.year
            and one.is_additive
        ]
        if len(parts) > 1:
            yield _Sum(line, tuple(parts), True)
        return
    if line.sense not in TOTALS:
        if line.sense is Sense.VALUE and line.is_additive:
            yield from _implied(view, lines, place, line)
        return
    exact = line.sense in (Sense.TOTAL, Sense.SUBTOTAL)
    last = place == max(i for i, one in enumerate(lines) if one.is_additive)
    exact = exact or (last and line.core in view.table.words.sets["weak_total"])
    bare = line.core in view.table.words.sets["total"] or (last and exact)
    if closed := _closed(lines, place, line):
        yield _Sum(line, closed, exact, True)
    before, after = _sides(view, lines, place, line)
    inner = under(lines)
    for side in (before, after):
        subtotals = [one for one in side if one.sense in (Sense.TOTAL, Sense.SUBTOTAL)]
        plain = [one for one in side if one.sense not in TOTALS and one.index not in inner]
        if subtotals and side is before:
            end = side.index(subtotals[-1])
            loose = [one for one in side[end + 1 :] if one in plain]
            if len(subtotals) + len(loose) > 1:
                yield _Sum(line, (*subtotals, *loose), bare and line.sense is Sense.TOTAL)
        if len(plain) > 1 and not any(one.core.startswith("减:") for one in plain):
            simple = not overlap(plain) and all(compatible(one, line) for one in plain) and not subtotals
            lonely = not (closed and len(closed) < len(plain))
            yield _Sum(line, tuple(plain), exact and bare and simple and lonely)
        if side and plain:
            break
    if not bare:
        yield from _of_totals(lines[:place], line)
    yield from _runs(view, before, line)


def _of_totals(before: list[Head], line: Head) -> Iterator[_Sum]:
    """The last totals before a named total, such as 流动资产合计 and 非流动资产合计 before 资产总计."""
    totals = [one for one in before if one.sense is Sense.TOTAL and one.group == line.group and one.year == line.year]
    for size in (2, 3):
        if len(totals) >= size:
            yield _Sum(line, tuple(totals[-size:]), False)


def _sides(view: View, lines: list[Head], place: int, line: Head) -> tuple[list[Head], list[Head]]:
    """Return the lines that may be parts, before the total (back to the last one that ends a block) and after it."""

    def is_mate(one: Head) -> bool:
        grouped = one.group == line.group or (not view.by_columns and not line.group)
        timed = line.year is None or one.year == line.year
        return one.is_additive and grouped and timed and compatible(one, line)

    before: list[Head] = []
    for one in reversed(lines[:place]):
        ends = one.sense is Sense.TOTAL or (one.sense is Sense.SUBTOTAL and line.sense is Sense.SUBTOTAL)
        same = one.core == line.core or line.sense is Sense.SUBTOTAL or line.core not in view.table.words.sets["total"]
        if ends and same:
            break
        if line.sense is Sense.SUBTOTAL and one.group != line.group:
            break
        if is_mate(one):
            before.append(one)
    after: list[Head] = []
    for one in lines[place + 1 :]:
        if one.sense in TOTALS:
            break
        if is_mate(one):
            after.append(one)
    return before[::-1], after


def _closed(lines: list[Head], place: int, line: Head) -> tuple[Head, ...]:
    for start, step in ((place - 1, -1), (place + 1, 1)):
        run = closed_run(lines, start, step)
        if not run or run[0].group != line.group or (line.year is not None and run[0].year != line.year):
            continue
        if all(one.is_additive and compatible(one, line) for one in run):
            return tuple(run[::step])
    return ()


def _implied(view: View, lines: list[Head], place: int, line: Head) -> Iterator[_Sum]:
    """A value beside a closed series, such as 学生数 | 男 | 女, is the series' total if most places say so."""
    if line.series:
        return
    closed = _closed(lines, place, line)
    if not view.by_columns and closed and closed[0] is not lines[min(place + 1, len(lines) - 1)]:
        return
    if len(closed) > 2 or (closed and {one.core for one in closed} & {"男", "女", "男生", "女生"}):
        named = bool(view.table.words.total_part.search(line.core)) and not any(
            one.sense is Sense.OF_WHICH for one in closed
        )
        yield _Sum(line, closed, named, True)


def _runs(view: View, before: list[Head], line: Head) -> Iterator[_Sum]:
    """The run of columns beside the total that adds up at most places."""
    if not view.by_columns or len(before) < 3:
        return
    found: Counter[int] = Counter()
    for place in view.places[:_PROBES]:
        whole = view.at(line, place)
        if whole is None or whole.numeral.sort not in ADDED:
            continue
        added, room = 0.0, slack(whole) + 1e-9
        for size, one in enumerate(reversed(before[-_MOST_RUN:]), 1):
            claim = view.at(one, place)
            if claim is None:
                break
            added, room = added + rough(claim), room + slack(claim)
            if size > 1 and abs(added - rough(whole)) <= room:
                found[size] += 1
    for size, _ in found.most_common(1):
        yield _Sum(line, tuple(before[-size:]), False)


def _places(view: View, one: _Sum) -> Iterator[tuple[list[Claim], Claim, Head]]:
    """Yield the places where a total and all its parts stand and may be added."""
    for place in view.places:
        if not (place.is_additive or (place.sense is Sense.CHANGE and place.form is not Form.GROWTH)):
            continue
        whole = view.at(one.whole, place)
        if whole is None or whole.numeral.sort not in ADDED:
            continue
        parts = [claim for line in one.parts if (claim := view.at(line, place)) is not None]
        missing = len(parts) < len(one.parts)
        if len(parts) < 2 or not alike([*parts, whole]) or any(part.numeral.sort not in ADDED for part in parts):
            continue
        if missing and not adds_up(parts, whole):
            continue
        yield parts, whole, place


def _score(view: View, one: _Sum) -> tuple[int, int]:
    tried = held = 0
    for parts, whole, _ in _places(view, one):
        tried += 1
        held += adds_up(parts, whole)
    return tried, held


def _relations(view: View, one: _Sum, tried: int, held: int, candidates: int, rule: AuditRule) -> Iterator[Relation]:
    implied = one.whole.sense not in TOTALS and not one.whole.group_is_total
    if implied and not one.forced and held < max(1, 0.7 * tried):
        return
    some = held > 0 and (one.whole.sense in (Sense.TOTAL, Sense.SUBTOTAL) or held >= 0.5 * tried)
    supported = held >= max(2, 0.7 * tried) or some
    reading = Reading.FORCED if one.forced or supported else Reading.ONE_OF
    for parts, whole, place in _places(view, one):
        mine = reading
        if _may_be_distinct(view, one, place, parts, whole):
            mine = Reading.ONE_OF
        relation = sum_relation(rule.name, parts, whole, mine, tried=1 if mine is Reading.FORCED else candidates)
        if relation is not None:
            yield relation


def _may_be_distinct(view: View, one: _Sum, place: Head, parts: Sequence[Claim], whole: Claim) -> bool:
    """Say whether a total below the sum may count each thing once that several parts share (majors, enterprises)."""
    caption = view.table.caption if len(view.places) < 2 else ""
    what = f"{one.whole.core}{caption}" if view.by_columns else f"{place.core}{one.whole.core}{caption}"
    return bool(view.table.words.distinct.search(what)) and rough(whole) < sum(map(rough, parts)) and len(parts) > 2
