"""稀疏的空缺: the parts of every place in two kinds of readings: all rows, and per field the few rows with a state.

Over files of very many rows this is much faster than looking at every row for what it lacks: an engine skips what has
no state. It gives what one reading gives, since a cell without a number has a state, unless its place has no such
column at all: then the place has no number either, and all its rows lack one.
"""

from collections.abc import Iterator, Sequence

from zhibao.catalog.expression import Aggregate
from zhibao.snapshot.aggregates import NO_COLUMN, sparse_parts, sql_parts
from zhibao.snapshot.parquet import STATE

_GAPS, _ESTIMATED, _BITS, _MISSING = range(4)
Read = tuple[str, str]
"""A field and the condition under which it is read."""


def places_apart(register: str, plain: Sequence[Aggregate], by: str) -> str:
    """Return the question for the parts of every place (and member), as one reading of all rows gives them."""
    member = f', "{by}" AS _member' if by else ""
    grouped = f', "{by}"' if by else ""
    wheres = list(dict.fromkeys(one.where for one in plain if one.needs_complete_rows))
    reads: dict[Read, Aggregate] = {(one.field, one.where): one for one in plain if one.needs_complete_rows}
    asked = [f"{next(iter(sql_parts(one)))} AS _result{number}" for number, one in enumerate(plain)]
    asked += [f"{_rows(where)} AS _rows{number}" for number, where in enumerate(wheres)]
    base = f'SELECT place, year{member}, {", ".join(asked)} FROM "{register}" GROUP BY place, year{grouped}'
    parts = list(_parts(plain, wheres, list(reads)))
    head = f"base.place, base.year{', base._member' if by else ''}"
    named = ", ".join(f"{part} AS _part{number}" for number, part in enumerate(parts))
    if not reads:
        return f"SELECT {head}, {named} FROM ({base}) AS base"
    same = " AND base._member IS NOT DISTINCT FROM apart._member" if by else ""
    return (
        f"SELECT {head}, {named} FROM ({base}) AS base LEFT JOIN ({_apart(register, reads, member, grouped)}) AS apart "
        f"ON base.place = apart.place AND base.year = apart.year{same}"
    )


def _apart(register: str, reads: dict[Read, Aggregate], member: str, grouped: str) -> str:
    """Return the question for what the rows with a state say, one record per place."""
    branches, merged = [], []
    for number, ((field, where), one) in enumerate(reads.items()):
        named = ", ".join(f"{part} AS _p{place}" for place, part in enumerate(sparse_parts(one)))
        also = f" AND ({where})" if where else ""
        branches.append(
            f'SELECT place, year{member}, {number} AS _of, {named} FROM "{register}" '
            f'WHERE "{field}{STATE}" IS NOT NULL{also} GROUP BY place, year{grouped}'
        )
        for place in range(4):
            joining = "BIT_OR" if place == _BITS else "SUM"
            merged.append(f"{joining}(CASE WHEN _of = {number} THEN _p{place} END) AS _gap{number}_{place}")
    shown = ", _member" if member else ""
    rows = " UNION ALL ".join(branches)
    return f"SELECT place, year{shown}, {', '.join(merged)} FROM ({rows}) AS states GROUP BY place, year{shown}"


def _parts(plain: Sequence[Aggregate], wheres: Sequence[str], reads: Sequence[Read]) -> Iterator[str]:
    """Yield the parts of each aggregate that are joined from place to place."""
    for number, one in enumerate(plain):
        yield f"_result{number}"
        if one.needs_complete_rows:
            gap = f"_gap{reads.index((one.field, one.where))}_"
            rows = f"_rows{wheres.index(one.where)}"
            absent = f"CASE WHEN _result{number} IS NULL THEN {rows} - coalesce({gap}{_MISSING}, 0) ELSE 0 END"
            yield f"coalesce({gap}{_GAPS}, 0) + {absent}"
            yield f"coalesce({gap}{_ESTIMATED}, 0)"
            yield f"CASE WHEN {absent} > 0 THEN coalesce({gap}{_BITS}, 0) | {NO_COLUMN} ELSE {gap}{_BITS} END"


def _rows(where: str) -> str:
    return f"COUNT(CASE WHEN {where} THEN 1 END)" if where else "COUNT(*)"
