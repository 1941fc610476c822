"""各校的数: the city's totals of one year cut into schools, field by field."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from zhibao.examples.apportion import TINY, apportion, split
from zhibao.examples.model import Example, Figure

Column = list[int]


class Shares:
    """各校的数: one column of whole numbers per field, a number per school; fields are named `register.field`.

    The first year to be cut follows the sizes of the schools, each share shifted a little in a fixed way so that
    schools differ; another year follows the values of that one, so that a school changes about as its city does.
    """

    def __init__(self, example: Example, year: int, like: "Shares | None" = None) -> None:
        """Start a year without any column; `like` holds the year that is followed."""
        self.example = example
        self.year = year
        self.columns: dict[str, Column] = {}
        self._like = like
        self._leanings: dict[str, list[Fraction]] = {}
        figures = example.figures
        self._figures: dict[str, Figure] = {
            f"{register}.{field}": figure
            for table in (figures.forms, figures.rows)
            for register, fields in table.items()
            for field, figure in fields.items()
        }

    @property
    def is_first(self) -> bool:
        """Say whether this year follows the sizes of the schools, and no other year."""
        return self._like is None

    @property
    def zeros(self) -> Column:
        """Return a column of zeros."""
        return [0] * len(self.example.codes)

    def __getitem__(self, name: str) -> Column:
        """Return a column that has been cut."""
        return self.columns[name]

    def total(self, name: str) -> int:
        """Return the city's total of a field in this year."""
        return self._figures[name].total[self.year]

    def put(self, name: str, column: Iterable[int]) -> Column:
        """Keep a column; where the city's total is known it must be met."""
        whole = list(column)
        if name in self._figures and sum(whole) != self.total(name):
            raise ValueError(f"{name} {self.year}: {sum(whole)} is not {self.total(name)}")
        self.columns[name] = whole
        return whole

    def cut(
        self,
        name: str,
        basis: Sequence[int],
        *,
        low: Sequence[int] | None = None,
        high: Sequence[int] | None = None,
        only: str = "",
        total: int | None = None,
    ) -> Column:
        """Cut a total along a basis, within bounds; without `high` nothing but the total bounds a school.

        The total is the city's figure, or `total` for a column that is no field; `only` names the one school that
        has it all.
        """
        total = self.total(name) if total is None else total
        only = only or (self._figures[name].only if name in self._figures else "")
        weight = self._weights(name, basis, only)
        return self.put(name, apportion(total, weight, low or self.zeros, high or [total] * len(weight)))

    def cut_gap(self, name: str, whole: Sequence[int]) -> Column:
        """Cut a field that is most of a whole: what it lacks is spread, so that every school's share is high."""
        lacking = sum(whole) - self.total(name)
        weight = self._weights(f"{name} lacking", whole, "")
        gap = apportion(lacking, weight, self.zeros, whole)
        self.columns[f"{name} lacking"] = gap
        return self.put(name, [have - lack for have, lack in zip(whole, gap, strict=True)])

    def cut_parts(
        self, parts: Mapping[str, int], room: Sequence[int], leaning: Mapping[str, Sequence[Fraction]] | None = None
    ) -> None:
        """Cut several fields at once so that they fill every school's room exactly.

        `leaning` says how much of a school's room a part tends to take; without it schools are about alike.
        """
        weight = {name: self._leaning(name, leaning or {}) for name in parts}
        for name, column in split(parts, room, weight).items():
            self.put(name, column)
            self._leanings[name] = [Fraction(part, whole or 1) for part, whole in zip(column, room, strict=True)]

    def _weights(self, name: str, basis: Sequence[int], only: str) -> list[Fraction]:
        if only:
            return [Fraction(1) if code == only else TINY for code in self.example.codes]
        if self._like is not None and name in self._like.columns:
            return [max(Fraction(number), TINY) for number in self._like.columns[name]]
        return [max(number * jitter(name, place), TINY) for place, number in enumerate(basis)]

    def _leaning(self, name: str, given: Mapping[str, Sequence[Fraction]]) -> Sequence[Fraction]:
        figure = self._figures.get(name)
        if figure is not None and figure.only:
            return [Fraction(int(code == figure.only)) for code in self.example.codes]
        if self._like is not None:
            return self._like._leanings[name]
        return given.get(name) or [jitter(name, place) for place in range(len(self.example.codes))]


def jitter(name: str, place: int) -> Fraction:
    """Return a factor between 0.85 and 1.15 that is always the same for a field and a school."""
    digest = hashlib.sha256(f"{name} {place}".encode()).digest()
    return Fraction(850 + int.from_bytes(digest[:4], "big") % 301, 1000)
