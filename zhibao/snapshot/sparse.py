"""稀疏的空缺: the parts of every place in two kinds of readings: all rows, and per field the few rows with a state.

Over files of very many rows this is much faster than looking at every row for what it lacks: an engine skips what has
no state. It gives what one reading gives, since a cell without a number has a state, unless its place has no such
column at all: then the place has no number either, and all its rows lack one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from zhibao.catalog.expression import Aggregate
from zhibao.snapshot.aggregates import NO_COLUMN, bits_of, content_of, leaves_a_gap, sql_parts
from zhibao.snapshot.parquet import ESTIMATED, STATE

Read = tuple[str, str]
"""A field and the condition under which it is read."""


def places_apart(register: str, plain: Sequence[Aggregate], by: str, years: Sequence[int] = ()) -> str:
    """Return the question for the parts of every place (and member), as one reading of all rows gives them.

    When all rows are known to be of one year, they are grouped by their place alone, which is faster.
    """
    return _Apart(register, plain, by, years).question()


@dataclass(frozen=True)
class _Apart:
    """One such question."""

    register: str
    plain: Sequence[Aggregate]
    by: str
    years: Sequence[int]

    @cached_property
    def reads(self) -> list[Read]:
        """What is read for states."""
        return list(dict.fromkeys((one.field, one.where) for one in self.plain if one.needs_complete_rows))

    @cached_property
    def wheres(self) -> list[str]:
        """The conditions under which something is read."""
        return list(dict.fromkeys(where for _, where in self.reads if where))

    def question(self) -> str:
        """Return all of it."""
        asked = [f"{_result(one)} AS _result{number}" for number, one in enumerate(self.plain)]
        rows = [f"SUM(CAST(({where}) AS TINYINT)) AS _rows{number}" for number, where in enumerate(self.wheres)]
        base = self._grouped([*asked, "COUNT(*) AS _rows", *rows])
        named = ", ".join(f"{part} AS _part{number}" for number, part in enumerate(self._parts()))
        head = f"base.place, base.year{', base._member' if self.by else ''}"
        if not self.reads:
            return f"SELECT {head}, {named} FROM ({base}) AS base"
        same = " AND base._member IS NOT DISTINCT FROM apart._member" if self.by else ""
        return (
            f"SELECT {head}, {named} FROM ({base}) AS base LEFT JOIN ({self._merged()}) AS apart "
            f"ON base.place = apart.place AND base.year = apart.year{same}"
        )

    def _grouped(self, asked: Sequence[str], where: str = "", state: str = "") -> str:
        """Return a reading by place and year, member and state."""
        year = f"{self.years[0]} AS year" if len(self.years) == 1 else "year"
        member = f', "{self.by}" AS _member' if self.by else ""
        groups = [
            "place",
            *["year"] * (len(self.years) != 1),
            *[f'"{self.by}"'] * bool(self.by),
            *[state] * bool(state),
        ]
        condition = f" WHERE {where}" if where else ""
        return (
            f'SELECT place, {year}{member}, {", ".join(asked)} FROM "{self.register}"{condition} '
            f"GROUP BY {', '.join(groups)}"
        )

    def _merged(self) -> str:
        """Return the question for what the rows with a state say, one record per place."""
        branches, merged = [], []
        for number, (field, where) in enumerate(self.reads):
            state = f'"{field}{STATE}"'
            asked = [f"{number} AS _of", f"{state} AS _state", "COUNT(*) AS _count"]
            branches.append(self._grouped(asked, f"{state} IS NOT NULL" + (f" AND ({where})" if where else ""), state))
            mine = f"CASE WHEN _of = {number} AND _state"
            merged += [
                f"SUM({mine} <> '{ESTIMATED}' AND {leaves_a_gap('_state')} THEN _count END) AS _gaps{number}",
                f"SUM({mine} = '{ESTIMATED}' THEN _count END) AS _estimated{number}",
                f"BIT_OR({mine} <> '{ESTIMATED}' THEN {bits_of('_state')} END) AS _bits{number}",
                f"SUM({mine} <> '{ESTIMATED}' THEN _count END) AS _missing{number}",
            ]
        shown = ", _member" if self.by else ""
        rows = " UNION ALL ".join(branches)
        return f"SELECT place, year{shown}, {', '.join(merged)} FROM ({rows}) AS states GROUP BY place, year{shown}"

    def _parts(self) -> Iterator[str]:
        """Yield the parts of each aggregate that are joined from place to place."""
        for number, one in enumerate(self.plain):
            yield f"_result{number}"
            if one.needs_complete_rows:
                at = self.reads.index((one.field, one.where))
                rows = f"coalesce(_rows{self.wheres.index(one.where)}, 0)" if one.where else "_rows"
                absent = f"CASE WHEN _result{number} IS NULL THEN {rows} - coalesce(_missing{at}, 0) ELSE 0 END"
                yield f"coalesce(_gaps{at}, 0) + {absent}"
                yield f"coalesce(_estimated{at}, 0)"
                yield f"CASE WHEN {absent} > 0 THEN coalesce(_bits{at}, 0) | {NO_COLUMN} ELSE _bits{at} END"


def _result(one: Aggregate) -> str:
    """Return the SQL of a result; adding up truths takes an engine less than counting what a condition lets through."""
    if one.function == "COUNT" and one.where:
        content = content_of(replace(one, where=""))
        return f"coalesce(SUM(CASE WHEN {content} IS NOT NULL THEN CAST(({one.where}) AS TINYINT) END), 0)"
    return next(iter(sql_parts(one)))
