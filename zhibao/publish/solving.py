"""解得出的: which unknown counts follow from all sums together, whole and not negative as counts are."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import gcd, lcm

_MOST_WAYS = 60
Row = dict[Hashable, int]
"""Unknown names with their factors: what they add up to is known to everybody."""


def without_free_ends(rows: list[Row], gone: Collection[Hashable]) -> list[Row]:
    """Return the rows without those that an unseen name of theirs alone can make true, whatever the rest is."""
    while True:
        count = Counter(name for row in rows for name in row)
        kept = [row for row in rows if not any(count[name] == 1 and name not in gone for name in row)]
        if len(kept) == len(rows):
            return kept
        rows = kept


def near(rows: Sequence[Row], gone: Collection[Hashable]) -> list[Row]:
    """Return the rows that hidden names are in, and those that unseen names tie to them."""
    of: dict[Hashable, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        for name in row:
            of[name].append(at)
    waiting = [name for name in of if name in gone]
    names, kept = set(waiting), set[int]()
    while waiting:
        for at in of[waiting.pop()]:
            if at not in kept:
                kept.add(at)
                fresh = rows[at].keys() - names
                names |= fresh
                waiting += fresh
    return [rows[at] for at in sorted(kept)]


def forced(rows: Sequence[Row], gone: Collection[Hashable], cells: Mapping[Hashable, Fraction]) -> Iterator[Hashable]:
    """Yield the hidden names of which the rows leave only one count that is whole and not negative."""
    solved = _solved(rows)
    moved: set[Hashable] = set()
    ways = list(_ways(solved))
    for way in ways:
        if _is_open(way, cells):
            moved.update(way)
    still = {name for row in rows for name in row if name in gone} - moved
    held = [way for way in ways if still & way.keys()][:_MOST_WAYS]
    for one, other in combinations(held, 2):
        for sign in (1, -1):
            way = _joined(one, 1, other, sign)
            if _is_open(way, cells):
                moved.update(way)
    yield from dict.fromkeys(name for row in rows for name in row if name in gone and name not in moved)


def _solved(rows: Iterable[Row]) -> dict[Hashable, Row]:
    """Return the rows by the name that each is solved for; no other row holds that name."""
    solved: dict[Hashable, Row] = {}
    holders: dict[Hashable, set[Hashable]] = defaultdict(set)
    for first in sorted(rows, key=len):
        row = first
        for pivot in [name for name in first if name in solved]:
            row = _without(row, solved[pivot], pivot)
        if not row:
            continue
        pivot = min(row, key=lambda name: len(holders[name]))
        for name in holders.pop(pivot, set()):
            before = solved[name]
            solved[name] = _without(before, row, pivot)
            for one in before.keys() - solved[name].keys():
                holders[one].discard(name)
            for one in solved[name].keys() - before.keys():
                holders[one].add(name)
        solved[pivot] = row
        for one in row:
            if one != pivot:
                holders[one].add(pivot)
    return solved


def _ways(solved: Mapping[Hashable, Row]) -> Iterator[Row]:
    """Yield how all names would change, in whole numbers, with one more of a name that nothing is solved for."""
    free: dict[Hashable, dict[Hashable, Fraction]] = defaultdict(dict)
    for pivot, row in solved.items():
        for name, factor in row.items():
            if name != pivot:
                free[name][pivot] = Fraction(-factor, row[pivot])
    for name, others in free.items():
        whole = lcm(*(one.denominator for one in others.values()))
        yield {name: whole, **{one: int(factor * whole) for one, factor in others.items()}}


def _is_open(way: Row, cells: Mapping[Hashable, Fraction]) -> bool:
    """Say whether the true counts may change so, or the other way round, without one becoming negative."""
    seen = [(cells[name], factor) for name, factor in way.items() if name in cells]
    return any(all(count + sign * factor >= 0 for count, factor in seen) for sign in (1, -1))


def _without(row: Row, other: Row, name: Hashable) -> Row:
    """Return a row without a name, by taking another one that holds it away from it, in whole numbers."""
    common = gcd(row[name], other[name])
    return _joined(row, other[name] // common, other, -row[name] // common)


def _joined(row: Row, times: int, other: Row, others: int) -> Row:
    """Return two rows added up, each as often as is said, in the smallest whole numbers."""
    found = {name: times * factor for name, factor in row.items()}
    for name, factor in other.items():
        found[name] = found.get(name, 0) + others * factor
    common = gcd(*found.values()) or 1
    return {name: factor // common for name, factor in found.items() if factor}
