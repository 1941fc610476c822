"""长台账: the rows of a long register as columns of one engine; a row is made only when somebody looks at it.

The columns come as they stand in the sheet. Whatever is plainly a number, a day or a text is taken over by the engine,
all at once; each other content of a column is asked for once. A table of which anything has to be said
is not taken: it is read cell by cell instead, where every message is at hand.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from math import lcm
from pathlib import Path
from typing import overload

import duckdb

from zhibao.catalog.register import FieldType, Register
from zhibao.snapshot import parquet
from zhibao.snapshot.parquet import STATE
from zhibao.snapshot.submission import Cell, Row

_LINE, _ROW, _REASON, _NO_COLUMN = "the line", "the row", "the reason", "no column"
_AT_ONCE = 2
_BLOCK = 4096
_LARGEST = 10**12
_SHORTEST_PLAIN = 4
# 十八位、第 7 至 14 位像日期的文字可能是身份证件号，另行辨认。
_LIKE_A_PERSON = "regexp_matches({0}, '[0-9]{{6}}(19|20)[0-9]{{2}}(0[1-9]|1[0-2])[0-3][0-9]')"
_SEEN = r"\p{{L}}\p{{N}}\p{{P}}\p{{S}}"
_PLAIN_TEXT = f"regexp_full_match({{0}}, '[{_SEEN}]([{_SEEN} ]*[{_SEEN}])?')"
_PLAIN_DAY = (
    r"regexp_full_match({0}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}( 00:00:00)?') AND TRY_CAST({0} AS TIMESTAMP) IS NOT NULL"
)


Stood = str | float | bool | datetime
"""What stands in a cell: a text, a number, a truth value or a moment; nothing is an empty text."""


@dataclass(frozen=True)
class ByColumn:
    """按栏的表: rows as an Arrow stream of typed columns, and the line of the sheet, from 0, that the first one is."""

    first: int
    table: object


@dataclass(frozen=True)
class LongColumn:
    """一栏: the field, the column of the sheet it stands in, and what a content means; None needs a word."""

    name: str
    place: int
    meaning: Callable[[Stood], Cell | None]


class LongRows(Sequence[Row]):
    """长台账: rows in the order of the sheet, with the lines on which they stand."""

    def __init__(
        self, engine: duckdb.DuckDBPyConnection, register: Register, names: Sequence[str], height: int
    ) -> None:
        """Take so many rows of `kept` of an engine; use `long_rows` to make them."""
        self._engine, self._register, self._names = engine, register, tuple(names)
        self._columns = parquet.columns(register, list(names), ())
        self._height = height

    def __len__(self) -> int:
        """Return how many rows there are."""
        return self._height

    @overload
    def __getitem__(self, which: int) -> Row: ...
    @overload
    def __getitem__(self, which: slice) -> Sequence[Row]: ...
    def __getitem__(self, which: int | slice) -> Row | Sequence[Row]:
        """Return a row, or several as a tuple."""
        if isinstance(which, slice):
            return tuple(self)[which]
        number = which if which >= 0 else which + self._height
        found = self._engine.execute(f'SELECT {self._head()} FROM kept WHERE "{_ROW}" = ?', [number]).fetchall()
        if not found:
            raise IndexError(which)
        return self._row(found[0])

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows in their order."""
        cursor = self._engine.cursor().execute(f'SELECT {self._head()} FROM kept ORDER BY "{_ROW}"')
        while block := cursor.fetchmany(_BLOCK):
            yield from map(self._row, block)

    def __eq__(self, other: object) -> bool:
        """Say whether other rows are the same, however they are held."""
        if self is other:
            return True
        same = isinstance(other, Sequence) and not isinstance(other, str) and len(self) == len(other)
        return same and all(one == another for one, another in zip(self, other, strict=True))  # type: ignore[call-overload]

    __hash__ = None  # type: ignore[assignment]

    def reasons(self) -> Sequence[tuple[str, str]]:
        """Return (key, what stands in the column of reasons) of the rows that have one."""
        query = f'SELECT {self._key()}, "{_REASON}" FROM kept WHERE "{_REASON}" IS NOT NULL ORDER BY "{_ROW}"'
        return self._engine.execute(query).fetchall()

    def numbers(self, name: str) -> Sequence[tuple[str, Fraction]]:
        """Return (key, number) of the rows in which a field is known."""
        query = (
            f'SELECT {self._key()}, CAST("{name}" AS VARCHAR) FROM kept WHERE "{name}" IS NOT NULL ORDER BY "{_ROW}"'
        )
        return [(key, Fraction(number)) for key, number in self._engine.execute(query).fetchall()]

    @property
    def lines(self) -> Mapping[str, int]:
        """Return key → line of the sheet, asked for when somebody looks."""
        query = f'SELECT {self._key()}, "{_LINE}" FROM kept ORDER BY "{_ROW}"'
        return _Lines(lambda: self._engine.execute(query).fetchall())

    def blank(self, names: Sequence[str]) -> Sequence[int]:
        """Return the rows, from 0, in which one of these fields holds no value."""
        if not names:
            return ()
        gaps = " OR ".join(f'("{name}" IS NULL AND "{name}{STATE}" IS NOT NULL)' for name in names)
        return [row for (row,) in self._engine.execute(f'SELECT "{_ROW}" FROM kept WHERE {gaps} ORDER BY 1').fetchall()]

    def broken(self, terms: Mapping[str, Fraction], comparison: str) -> Sequence[int]:
        """Return the rows, from 0, in which a sum of fields, known in all of them, does not compare with 0 so.

        Shape: `terms` are factors by field; the constant stands under ''. Exact: whole multiples of exact decimals.
        """
        whole = lcm(*(one.denominator for one in terms.values()))
        fields = {name: int(factor * whole) for name, factor in terms.items() if name}
        total = " + ".join(
            [f'{factor} * CAST("{name}" AS DECIMAL(38,4))' for name, factor in fields.items()]
            + [str(int(terms.get("", Fraction(0)) * whole))]
        )
        query = f'SELECT "{_ROW}" FROM kept WHERE NOT ({total} {comparison} 0) ORDER BY 1'
        return [row for (row,) in self._engine.execute(query).fetchall()]

    def write(self, path: Path) -> None:
        """Write the rows as a table file, as parquet.write does; raises OSError when the disk does not take them."""
        names = [name for name in self._register.fields if name in self._names]
        head = ", ".join(f'"{column}"' for column in parquet.columns(self._register, names, ()))
        try:
            ordered = f'SELECT {head} FROM kept ORDER BY "{_ROW}"'
            self._engine.execute(f"COPY ({ordered}) TO {_text(str(path))} (FORMAT parquet, COMPRESSION zstd)")
        except duckdb.IOException as error:
            raise OSError(28, "磁盘写入失败", str(path)) from error

    def _key(self) -> str:
        """Return the SQL of what tells a row apart, as row_key says it."""
        keys = ", '｜', ".join(f'CAST("{name}" AS VARCHAR)' for name in self._register.key)
        return f"concat({keys})"

    def _head(self) -> str:
        return ", ".join(f'"{name}"' for name in self._columns)

    def _row(self, record: Sequence[object]) -> Row:
        return parquet.row_of(self._register, self._names, dict(zip(self._columns, record, strict=True)))


class _Lines(Mapping[str, int]):
    """Lines by key, which are many and seldom asked for."""

    def __init__(self, ask: Callable[[], Iterable[tuple[str, int]]]) -> None:
        self._ask = ask

    @cached_property
    def _found(self) -> Mapping[str, int]:
        return dict(self._ask())

    def __getitem__(self, key: str) -> int:
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def long_rows(
    pieces: Iterable[ByColumn | None], register: Register, columns: Sequence[LongColumn], reason: int
) -> LongRows | None:
    """Return the rows of a sheet that comes in pieces, or None when anything has to be said about one of them.

    Shape: a row in which nothing stands is left out; `reason` is the column of the reasons. A register with personal
    fields, or one whose rows are told apart by numbers, is not read this way.
    """
    if register.personal or any(register.fields[name].type.is_number for name in register.key):
        return None
    engine = duckdb.connect(":memory:")
    engine.execute("SET threads = 2; SET TimeZone = 'UTC'")
    heights: list[Future[int | None]] = []
    with ThreadPoolExecutor(_AT_ONCE, "rows") as pool:
        for number, piece in enumerate(pieces):
            if piece is None:
                return None
            taken = _Piece(engine.cursor(), number, piece, register, columns, reason)
            heights.append(pool.submit(taken.keep))
    selects, before = [], 0
    for number, ready in enumerate(heights):
        height = ready.result()
        if height is None:
            return None
        selects.append(f'SELECT *, {before} + rowid AS "{_ROW}" FROM kept_{number}')
        before += height
    if not before:
        return None
    engine.execute(f"CREATE VIEW kept AS {' UNION ALL '.join(selects)}")
    if _says_something(engine, register, columns):
        return None
    return LongRows(engine, register, [one.name for one in columns], before)


@dataclass(frozen=True)
class _Piece:
    """A piece of a sheet on its way into the engine, by a connection of its own."""

    engine: duckdb.DuckDBPyConnection
    number: int
    sheet: ByColumn
    register: Register
    columns: Sequence[LongColumn]
    reason: int

    def keep(self) -> int | None:
        """Make the table of the piece's rows and return how many they are; None when a content needs a word."""
        types = self._load()
        left = self._left()
        kept, joins = [], []
        for column in self.columns:
            value, state = f'raw."{column.name}"', "NULL"
            if column.name in left:
                meanings = self._meanings(column, types[column.place])
                if meanings is None:
                    return None
                joins.append(f"LEFT JOIN {meanings} ON {meanings}.said IS NOT DISTINCT FROM raw.t{column.place}")
                value = f"coalesce({value}, TRY_CAST({meanings}.cell AS {self._stored(column)}))"
                state = f'CASE WHEN raw."{column.name}" IS NULL THEN {meanings}.state END'
            kept += [f'{value} AS "{column.name}"', f'CAST({state} AS VARCHAR) AS "{column.name}{STATE}"']
        some = " OR ".join(f'raw."{one.name}" IS NOT NULL OR raw.t{one.place} IS NOT NULL' for one in self.columns)
        self.engine.execute(
            f"CREATE TABLE kept_{self.number} AS SELECT {', '.join(kept)}, "
            f'{self.sheet.first} + raw.rowid AS "{_LINE}", "{_REASON}" '
            f"FROM piece_{self.number} AS raw {' '.join(joins)} "
            f'WHERE {some} OR "{_REASON}" IS NOT NULL ORDER BY "{_LINE}"'
        )
        self.engine.execute(f"DROP TABLE piece_{self.number}")
        return _number(self.engine, f"SELECT count(*) FROM kept_{self.number}")

    def _load(self) -> dict[int, str]:
        """Make a table that has of each field the value where it is plain, else what stands; return column → type.

        The number of a row is its place in the piece, so that no row is left out yet. Columns behind the last filled
        one are not there.
        """
        self.engine.register("sheet", self.sheet.table)
        types = {str(name): str(kind) for name, kind, *_ in self.engine.execute("DESCRIBE sheet").fetchall()}
        names = dict(enumerate(types))
        types[_NO_COLUMN] = "VARCHAR"
        parts = []
        for column in self.columns:
            name, definition = names.get(column.place, _NO_COLUMN), self.register.fields[column.name]
            said = f"nullif(\"{name}\", '')" if types[name] == "VARCHAR" else f'"{name}"'
            value, plain = _plain(said, types[name], definition.type, self._stored(column))
            parts.append(f'CASE WHEN {plain} THEN {value} END AS "{column.name}"')
            parts.append(f"CASE WHEN NOT ({plain}) THEN {said} END AS t{column.place}")
        why = f"nullif(trim(CAST(\"{names.get(self.reason, _NO_COLUMN)}\" AS VARCHAR)), '')"
        self.engine.execute(
            f'CREATE TABLE piece_{self.number} AS SELECT {", ".join(parts)}, {why} AS "{_REASON}" '
            f'FROM (SELECT *, CAST(NULL AS VARCHAR) AS "{_NO_COLUMN}" FROM sheet)'
        )
        return {one.place: types[names.get(one.place, _NO_COLUMN)] for one in self.columns}

    def _left(self) -> frozenset[str]:
        """Return the fields of which some row has no plain value."""
        counts = ", ".join(f'count("{one.name}")' for one in self.columns)
        found = self.engine.execute(f"SELECT count(*), {counts} FROM piece_{self.number}").fetchall()[0]
        return frozenset(one.name for one, some in zip(self.columns, found[1:], strict=True) if some < found[0])

    def _meanings(self, column: LongColumn, kind: str) -> str | None:
        """Return the table of what each content of a column that is not plain means; None when one needs a word."""
        query = f'SELECT DISTINCT t{column.place} FROM piece_{self.number} WHERE "{column.name}" IS NULL'
        decimals = parquet.most_decimals(self.register.fields[column.name].type)
        meanings = []
        for (said,) in self.engine.execute(query).fetchall():
            cell = column.meaning("" if said is None else said)
            if cell is None:
                return None
            meanings.append((said, *parquet.content_and_state(cell, decimals)))
        name = f"means_{self.number}_{column.place}"
        said, cells, states = (list(one) for one in zip(*meanings, strict=True))
        self.engine.execute(
            f"CREATE TABLE {name} AS SELECT CAST(unnest(?) AS {kind}) AS said, "
            "CAST(unnest(?) AS VARCHAR) AS cell, CAST(unnest(?) AS VARCHAR) AS state",
            [said, cells, states],
        )
        return name

    def _stored(self, column: LongColumn) -> str:
        return parquet.columns(self.register, [column.name], ())[column.name]


def _plain(said: str, stands: str, kind: FieldType, stored: str) -> tuple[str, str]:
    """Return the SQL of a content's value, and of whether it means just what it looks like."""
    value, plain = f"TRY_CAST({said} AS {stored})", "false"
    match stands, kind:
        case "DOUBLE", _ if kind.is_number:
            plain = f"{said} >= 0 AND {said} < {_LARGEST} AND CAST({value} AS DOUBLE) = {said}"
        case "VARCHAR", _ if kind.is_number:
            decimals = parquet.most_decimals(kind)
            behind = rf"(\.[0-9]{{1,{decimals}}})?" if decimals else ""
            plain = f"regexp_full_match({said}, '(0|[1-9][0-9]{{0,11}}){behind}')"
        case "VARCHAR", FieldType.DATE:
            value, plain = f"CAST(TRY_CAST({said} AS TIMESTAMP) AS DATE)", _PLAIN_DAY.format(said)
        case _, FieldType.DATE if stands.startswith("TIMESTAMP"):
            value, plain = f"CAST({said} AS DATE)", f"{said} = date_trunc('day', {said})"
        case "VARCHAR", FieldType.TEXT:
            long = f"length({said}) >= {_SHORTEST_PLAIN}"
            plain = f"{long} AND {_PLAIN_TEXT.format(said)} AND NOT {_LIKE_A_PERSON.format(said)}"
    return value, f"coalesce({plain}, false)"


def _says_something(engine: duckdb.DuckDBPyConnection, register: Register, columns: Sequence[LongColumn]) -> bool:
    """Say whether a row lacks its key, says 无 all over, stands twice, or has a value that did not fit its type."""
    lost = " OR ".join(f'("{one.name}" IS NULL AND "{one.name}{STATE}" IS NULL)' for one in columns)
    keys = ", ".join(f'"{name}"' for name in register.key)
    no_key = " OR ".join(f'"{name}" IS NULL' for name in register.key)
    if _number(engine, f"SELECT count(*) FROM kept WHERE {lost} OR {no_key}"):
        return True
    return bool(engine.execute(f"SELECT 1 FROM kept GROUP BY {keys} HAVING count(*) > 1 LIMIT 1").fetchall())


def _number(engine: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(str(engine.execute(query).fetchall()[0][0]))


def _text(value: str | None) -> str:
    return "NULL" if value is None else "'" + value.replace("'", "''") + "'"


def write_table(path: Path, register: Register, rows: Sequence[Row]) -> None:
    """Write rows as a table file, however they are held; raises OSError when the disk does not take them."""
    if isinstance(rows, LongRows):
        rows.write(path)
    else:
        parquet.write(path, register, rows)
