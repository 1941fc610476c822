"""逐级汇总: all levels of a region from one reading of the rows: summed per place first, and then places per level.

It is exact: whole numbers and decimals are summed, the largest taken of the largest, bits of bits. What is counted once
wherever it occurs is asked apart: each content once per place, and these are counted at every level.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from zhibao.catalog.expression import Aggregate
from zhibao.snapshot.aggregates import DISTINCT, PARTS, content_of, joining, sql_parts
from zhibao.snapshot.engine import Answered
from zhibao.snapshot.repeated import EXCESS, repeated
from zhibao.snapshot.sparse import places_apart


@dataclass(frozen=True, slots=True)
class RollUp:
    """逐级汇总: what is asked of a register; `columns` of `scope` name the places of each level, from the school up.

    `by` is the field of a breakdown; with `at_city` only a city's own rows count; without `whole` the places of the
    last column are not taken together. With `sparse` what is rare is read apart, which is much faster over files of
    very many rows: the few with a gap or an estimate, one reading a field, and the few contents that occur several
    times. `years` are those of all rows: what is counted once is then asked for year by year, so that memory holds the
    contents of one year at a time.
    """

    register: str
    wanted: Sequence[Aggregate]
    columns: Sequence[str]
    by: str = ""
    at_city: bool = False
    whole: bool = True
    sparse: bool = False
    years: Sequence[int] = ()

    def answer(self, ask: Callable[[str], Answered]) -> Answered:
        """Return one record per group: a bit per column, year, a place per column, member, parts of each aggregate.

        The bit is 1 where the places of the column are taken together.
        """
        if self.sparse:
            return self._without_repeated(ask)
        once = [one for one in self.wanted if one.function == DISTINCT]
        plain = [one for one in self.wanted if one.function != DISTINCT]
        summed = ask(self.summed(plain)) if plain else ()
        if not once:
            return summed
        width = self._width
        first = {record[:width]: record[width:] for record in summed}
        records: list[tuple[object, ...]] = []
        for question in self.counted(once):
            for record in ask(question):
                head = record[:width]
                parts = {True: iter(record[width:]), False: iter(first.get(head, ()))}
                each = (islice(parts[one.function == DISTINCT], PARTS) for one in self.wanted)
                records.append((*head, *chain.from_iterable(each)))
        return records

    def _without_repeated(self, ask: Callable[[str], Answered]) -> Answered:
        """Return the answer: what is counted once is counted like everything, less what occurs again."""
        plain = [replace(one, function="COUNT") if one.function == DISTINCT else one for one in self.wanted]
        records, width = ask(self.summed(plain)), self._width
        for number, one in enumerate(self.wanted):
            if one.function == DISTINCT:
                at = width + PARTS * number
                excess = {record[:width]: record[width] for ask_of in self.repeated(one) for record in ask(ask_of)}
                records = [
                    (*one[:at], int(str(one[at])) - int(str(excess.get(one[:width], 0))), *one[at + 1 :])
                    for one in records
                ]
        return records

    @property
    def _width(self) -> int:
        """How many cells of a record say which group it is of."""
        return 2 * len(self.columns) + 2

    def summed(self, plain: Sequence[Aggregate]) -> str:
        """Return the question for what is summed from place to place."""
        outer: list[str] = []
        count = 0
        for one in plain:
            for number, (part, together) in enumerate(zip(sql_parts(one), joining(one), strict=True)):
                whole = f"{together}(_part{count})" if together else part
                counts_rows = together == "SUM" and (number > 0 or not one.needs_complete_rows)
                outer.append(f"CAST({whole} AS BIGINT)" if counts_rows else whole)
                count += bool(together)
        if self.sparse:
            places = places_apart(self.register, plain, self.by, self.years)
        else:
            places = _places(self.register, plain, self.by)
        return self._per_level(places, outer, self.columns, whole=self.whole)

    def repeated(self, one: Aggregate) -> Iterator[str]:
        """Yield the questions for how often too many something is counted, per group in which it is."""
        for year in self.years or (None,):
            places = repeated(self.register, one, self.by, self.years, year)
            yield self._per_level(places, [EXCESS], self.columns, whole=self.whole)

    def counted(self, once: Sequence[Aggregate]) -> Iterator[str]:
        """Yield the questions for what is counted once wherever it occurs: at places, and above them."""
        outer: list[str] = []
        for number, one in enumerate(once):
            _, *others = sql_parts(one)
            outer += [f"COUNT(DISTINCT _part{number})", *others]
        above = self.columns[1:] if self.columns[:1] == ("place",) else self.columns
        single = [part.replace("COUNT(DISTINCT ", "MAX(") for part in outer]
        member = f', "{self.by}" AS _member' if self.by else ""
        inner = ", ".join(f"{content_of(one)} AS _part{number}" for number, one in enumerate(once))
        if above != self.columns:
            yield self._per_level(_places(self.register, once, self.by), single, self.columns[:1], whole=False)
        if above or self.whole:
            places = f'SELECT DISTINCT place, year{member}, {inner} FROM "{self.register}"'
            yield self._per_level(places, outer, above, whole=self.whole)

    def _per_level(self, places: str, parts: Sequence[str], columns: Sequence[str], *, whole: bool) -> str:
        member, shown = (", _member", "_member") if self.by else ("", "''")
        sets = ", ".join(f"(year{name}{member})" for name in (*(f", {one}" for one in columns), *[""] * whole))
        bits = "".join(f"GROUPING({name}), " if name in columns else "1, " for name in self.columns)
        names = "".join(f"{name}, " if name in columns else "NULL, " for name in self.columns)
        return (
            f"SELECT {bits}year, {names}{shown}, {', '.join(parts)} FROM ({places}) AS placed "
            f"JOIN scope USING (place, year) {'WHERE at_city ' if self.at_city else ''}"
            f"GROUP BY GROUPING SETS ({sets})"
        )


def _places(register: str, plain: Sequence[Aggregate], by: str) -> str:
    """Return the question for the parts of every place, from one reading of the rows."""
    member, grouped = (f', "{by}" AS _member', f', "{by}"') if by else ("", "")
    pairs = (pair for one in plain for pair in zip(sql_parts(one), joining(one), strict=True))
    parts = [part for part, together in pairs if together]
    named = ", ".join(f"{part} AS _part{number}" for number, part in enumerate(parts))
    return f'SELECT place, year{member}, {named} FROM "{register}" GROUP BY place, year{grouped}'
