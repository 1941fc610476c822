"""One self-made report: its lines, and the equations and series that every number on them takes part in."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from zhibao.audit.proof.genres.facts import KINDS, Facts
from zhibao.audit.proof.genres.truth import Bond, Mark, Print, Word


@dataclass(frozen=True)
class Report:
    """自编的报告: `bonds` hold for the printed numbers, `trends` are change words with the numbers they compare."""

    genre: str
    variant: str
    held_out: bool
    seed: int
    lines: tuple[str, ...]
    prints: tuple[Print, ...]
    bonds: tuple[Bond, ...]
    trends: tuple[tuple[Word, Print, Print], ...]
    marks: tuple[Mark, ...]

    @property
    def text(self) -> str:
        """Return the report as a text file holds it."""
        return "\n".join(self.lines) + "\n"

    @property
    def name(self) -> str:
        """Return what tells it from the others."""
        return f"{self.genre}-{self.variant}-{self.seed}"

    def of(self, place: Print) -> Iterator[Bond]:
        """Yield the equations that a printed number takes part in."""
        return (bond for bond in self.bonds if place in bond.prints)


def bonds_of(facts: Facts, prints: list[Print]) -> Iterator[Bond]:
    """Yield each equation whose numbers all stand in one line or one table, and each quantity printed again."""
    places = defaultdict(list)
    for one in prints:
        places[one.key].append(one)
    for result in prints:
        kind, _, names = facts.formulas.get(result.key, result.key).partition(":")
        if kind in KINDS and names:
            keys = [one for one in names.split(",") if not one.isdigit()]
            extra = int(names.rsplit(",", 1)[1]) if kind == "y" else 0
            found = list(_near(KINDS[kind], result, keys, places, extra))
            if not found and kind == "g":
                found = list(_near("growth by difference", result, [keys[0], f"d:{names}"], places))
            yield from found
        elif kind == "n":
            yield from _near("count", result, [f"l:{names}"], places)
        for whole, parts in facts.sums:
            if whole == result.key:
                yield from _near("sum", result, list(parts), places)
    for whole, parts in facts.sums:
        shares = [f"p:{part},{whole}" for part in parts]
        for last in places.get(shares[-1], []):
            yield from _near("all of it", last, shares[:-1], places)
    for same in places.values():
        yield from _repeats(same)


def trends_of(words: list[Word], prints: list[Print]) -> Iterator[tuple[Word, Print, Print]]:
    """Yield each change word with the two numbers it compares, where both stand in its line and differ for certain."""
    for word in words:
        later = [one for one in prints if one.key == word.later and one.line == word.line]
        earlier = [one for one in prints if one.key == word.earlier and one.line == word.line]
        if later and earlier:
            (low, high), (other_low, other_high) = later[0].span(), earlier[0].span()
            if low > other_high or high < other_low:
                yield word, later[0], earlier[0]


def _near(kind: str, result: Print, keys: list[str], places: dict[str, list[Print]], extra: int = 0) -> Iterator[Bond]:
    """Yield the equation with the nearest operands, if all stand where a reader sees them together."""
    operands = []
    for key in keys:
        here = [
            one for one in places.get(key, []) if one.line == result.line or (one.table and one.table == result.table)
        ]
        if not here:
            return
        operands.append(min(here, key=lambda one: (abs(one.line - result.line), abs(one.start - result.start))))
    yield Bond(kind, result, tuple(operands), extra)


def _repeats(same: list[Print]) -> Iterator[Bond]:
    """Yield the second and later places of one quantity, where its label is printed at both."""
    named = [one for one in same if one.labelled]
    for one in named[1:]:
        if one.line != named[0].line and not (one.table and one.table == named[0].table):
            yield Bond("repeat", one, (named[0],))
