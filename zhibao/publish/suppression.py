"""小数隐藏: counts of fewer than five persons are not shown, nor are the cells from which they could be worked out."""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TypeVar

from zhibao.publish.solving import Row, forced, near, without_free_ends

LEAST = 5
"""The smallest count of persons that is shown; 0 is shown too, since it is nobody."""
SIGN = "＊"
Name = TypeVar("Name", bound=Hashable)
Cells = Mapping[Hashable, Fraction]


@dataclass(frozen=True, slots=True)
class Tie:
    """关系: names whose counts, each times its factor, add up to nothing: a + b - total = 0."""

    terms: tuple[tuple[Hashable, Fraction], ...]

    @property
    def names(self) -> tuple[Hashable, ...]:
        """Return every name in it."""
        return tuple(name for name, _ in self.terms)


def sum_of(total: Hashable, parts: Iterable[Hashable]) -> Tie:
    """Return the tie of a total and the parts that make it up."""
    return Tie((*((part, Fraction(1)) for part in parts), (total, Fraction(-1))))


def hidden(
    counts: Mapping[Name, Fraction], ties: Sequence[Tie], persons: Collection[Name] | None = None
) -> frozenset[Name]:
    """Return what is not shown: small counts, and few others, so that no hidden count can be worked out.

    Nobody who solves all ties together, knowing that counts are whole and not negative, is left with one number for a
    hidden count, nor learns from one tie that hidden parts add up to fewer than five.
    Shape: names of `counts`; only those of `persons` (all when it is not given) count persons and may be small.
    Unit: persons. A name of a tie that `counts` does not hold is nowhere to be seen, as if it were hidden.
    """
    counting = counts if persons is None else persons
    hiding = _Hiding(dict(counts.items()), ties)
    for name in counting:
        if is_small(counts[name]):
            hiding.hide(name)
    hiding.settle()
    return frozenset(name for name in counts if name in hiding.gone)


def is_small(count: Fraction) -> bool:
    """Say whether a count is of so few persons that it is not shown."""
    return 0 < count < LEAST and count.denominator == 1


class _Hiding:
    """What is hidden so far, and the ties that have to be looked at again for it."""

    def __init__(self, cells: Cells, ties: Iterable[Tie]) -> None:
        self.cells = cells
        self.gone: set[Hashable] = set()
        self._ties = [one for one in dict.fromkeys(ties) if len(set(one.names)) > 1]
        self._of: dict[Hashable, list[Tie]] = defaultdict(list)
        for one in self._ties:
            for name in one.names:
                self._of[name].append(one)
        self._again: deque[Tie] = deque()

    def hide(self, name: Hashable) -> None:
        """Hide a cell; the ties that it is in have to be looked at again."""
        self.gone.add(name)
        self._again.extend(self._of.get(name, ()))

    def settle(self) -> None:
        """Hide others until nothing hidden can be worked out."""
        beyond: set[Hashable] = set()
        while True:
            self._settle_each()
            known = [name for name in forced(self._rows(), self.gone, self.cells) if name not in beyond]
            if not known:
                return
            touched: set[Tie] = set()
            for name in known:
                tie = self._way_out(name)
                if tie is None:
                    beyond.add(name)
                elif tie not in touched:
                    touched.add(tie)
                    self.hide(self._cheapest(tie))

    def _settle_each(self) -> None:
        while self._again:
            tie = self._again.popleft()
            if self._is_weak(tie):
                self.hide(self._cheapest(tie))

    def _rows(self) -> list[Row]:
        found = (_row(one, lambda name: name in self.gone or name not in self.cells) for one in self._ties)
        return near(without_free_ends([one for one in found if one], self.gone), self.gone)

    def _is_weak(self, tie: Tie) -> bool:
        """Say whether a tie alone gives a hidden cell away: it hides one, or parts that add up to too little."""
        if any(name not in self.cells for name in tie.names):
            return False
        lost = [(name, factor) for name, factor in tie.terms if name in self.gone]
        if not lost or not self._shown(tie):
            return False
        if len(lost) == 1:
            return True
        together = sum((self.cells[name] for name, _ in lost), Fraction(0))
        return {factor for _, factor in lost} == {Fraction(1)} and 0 < together < LEAST

    def _shown(self, tie: Tie) -> list[tuple[Hashable, Fraction]]:
        return [(name, factor) for name, factor in tie.terms if name in self.cells and name not in self.gone]

    def _way_out(self, name: Hashable) -> Tie | None:
        """Return the nearest tie that still shows a cell; None when everything that is tied to a name is hidden."""
        seen, waiting = {name}, deque([name])
        while waiting:
            for tie in self._of[waiting.popleft()]:
                if self._shown(tie):
                    return tie
                fresh = [one for one in tie.names if one not in seen]
                seen.update(fresh)
                waiting.extend(fresh)
        return None

    def _cheapest(self, tie: Tie) -> Hashable:
        """Return the shown cell of a tie that costs the reader least: no zero, no total, a help to others, small."""

        def cost(term: tuple[Hashable, Fraction]) -> tuple[bool, bool, bool, Fraction, str]:
            name, factor = term
            helps = any(other is not tie and self._is_weak(other) for other in self._of[name])
            count = abs(self.cells[name])
            return (count == 0, factor < 0, not helps, count, str(name))

        return min(self._shown(tie), key=cost)[0]


def _row(tie: Tie, is_unknown: Callable[[Hashable], bool]) -> Row:
    whole = lcm(*(factor.denominator for _, factor in tie.terms))
    row: Row = {}
    for name, factor in tie.terms:
        if is_unknown(name):
            row[name] = row.get(name, 0) + int(factor * whole)
    return {name: factor for name, factor in row.items() if factor}
