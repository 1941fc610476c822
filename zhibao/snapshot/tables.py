"""封存作表: snapshots opened as tables of one locked engine, which returns aggregates and nothing else.

The engine returns integers and exact decimals only; division and rounding happen in Python (decision 3).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from zhibao.catalog.asked import ROSTER
from zhibao.catalog.expression import Aggregate
from zhibao.catalog.register import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.aggregates import sql_parts, value_of
from zhibao.snapshot.canonical import hashed
from zhibao.snapshot.engine import Answered, Engine
from zhibao.snapshot.errors import damaged_file
from zhibao.snapshot.frozen import Snapshot, dataset_id, read_rows
from zhibao.snapshot.submission import Row, Rows
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Meaning, Missing, Value, parse_origin


@dataclass(frozen=True, slots=True)
class Group:
    """组: a place and, in a breakdown, a member; the unit for which an aggregate is wanted."""

    place: str
    member: str = ""


Answer = Mapping[tuple[Level, int], Mapping[Group, tuple[object, ...]]]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """别处: another engine, and a folder that it sees, in which the tables are laid out for it."""

    engine: Engine
    folder: Path


class Tables:
    """封存的数据表: every register of the given snapshots, with the roster that says who is in scope.

    Opened in memory, with access to files and settings locked before the first query.
    """

    def __init__(
        self,
        snapshots: Sequence[Snapshot],
        registers: Mapping[str, Register],
        city: Place,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        """Load the snapshots; the city's own snapshot of each year brings the roster of that year.

        With `elsewhere` another engine aggregates, over the same tables.

        Raises: SnapshotError, when a file is damaged or the other engine cannot be reached.
        """
        self.city = city
        self.registers = registers
        self.snapshots = tuple(snapshots)
        self.years = tuple(sorted({snapshot.year for snapshot in snapshots}))
        self._scope = {year: self._schools_in_scope(year) for year in self.years}
        self._answers: dict[tuple[str, tuple[Aggregate, ...], str], Answer] = {}
        self._engine = duckdb.connect(":memory:")
        self._engine.execute("SET threads = 1; SET TimeZone = 'UTC'")
        self._load()
        self._elsewhere = elsewhere
        if elsewhere is not None:
            elsewhere.engine.show(self._laid_out(elsewhere.folder))
        self._engine.execute("SET enable_external_access = false; SET lock_configuration = true")

    @cached_property
    def rows(self) -> Mapping[int, Mapping[str, Rows]]:
        """Return every row as it was handed in, by year and place code."""
        table: dict[int, dict[str, Rows]] = {year: {} for year in self.years}
        for snapshot in self.snapshots:
            table[snapshot.year][snapshot.place.code] = read_rows(snapshot, self.registers)
        return table

    def roster(self, year: int) -> tuple[Row, ...]:
        """Return the rows of the roster that a year has, in scope or not; empty for a history year."""
        for snapshot in self.snapshots:
            if snapshot.year == year and snapshot.place.code == self.city.code and ROSTER in snapshot.registers:
                return parquet.read(snapshot.file(ROSTER), self.registers[ROSTER])
        return ()

    def schools(self, year: int) -> tuple[Place, ...]:
        """Return the schools in scope, in the roster's order; none for a year whose roster was never handed in."""
        return self._scope.get(year, ())

    def places(self, level: Level, year: int) -> tuple[str, ...]:
        """Return the codes of a level's places: school codes, names of counties, or the city."""
        match level:
            case Level.SCHOOL:
                return tuple(school.code for school in self._scope[year])
            case Level.COUNTY:
                return tuple(dict.fromkeys(school.within for school in self._scope[year]))
            case _:
                return (self.city.code,)

    def snapshot_of(self, place: str, year: int) -> Snapshot | None:
        """Return a place's snapshot of a year, or None when nothing was handed in."""
        found = (one for one in self.snapshots if (one.place.code, one.year) == (place, year))
        return next(found, None)

    def behind(self, level: Level, place: str, year: int) -> tuple[str, ...]:
        """Return what names the data behind a place's values: its snapshot, or the hash of the set of them."""
        if level is Level.SCHOOL:
            found = self.snapshot_of(place, year)
            return (found.id,) if found else ()
        members = {school.code for school in self._scope[year] if level is Level.CITY or school.within == place}
        chosen = [one for one in self.snapshots if one.year == year and one.place.code in members | {self.city.code}]
        return (dataset_id(tuple(chosen)),) if chosen else ()

    def aggregate(
        self, register: str, wanted: Sequence[Aggregate], level: Level, year: int, by: str = ""
    ) -> dict[Group, dict[Aggregate, Value]]:
        """Return aggregates per place of a level (and member, with `by`), computed from the rows.

        Shape: one entry per expected place without `by`; with `by`, one per place and member that occurs.
        Missing: a place that did not submit the register, or a cell without a number, gives Missing with the
        number of gaps; a submitted register without matching rows gives 0 for SUM and COUNT.
        """
        definition = self.registers[register]
        if definition.level is Level.CITY and level is not Level.CITY:
            nothing: Value = Missing(Meaning.NOT_APPLICABLE)
            return {Group(place): dict.fromkeys(wanted, nothing) for place in self.places(level, year)}
        found = self._query(register, wanted, level, year, by)
        result: dict[Group, dict[Aggregate, Value]] = {}
        # Of an earlier year only what the edition names is collected; nobody failed to hand in the rest.
        absent = Meaning.NOT_SUBMITTED if self._scope[year] else Meaning.NOT_COLLECTED
        for place in self.places(level, year):
            gaps = self._gaps(register, level, place, year)
            groups = [Group(place)] if not by else [group for group in found if group.place == place]
            for group in groups:
                record = found.get(group)
                result[group] = {
                    one: Missing(absent, gaps) if gaps else value_of(one, record, index)
                    for index, one in enumerate(wanted)
                }
        return result

    @cached_property
    def imported(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Return (register, field) → the systems that some of its numbers were imported from."""
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        if not any(snapshot.imports for snapshot in self.snapshots):
            return found
        for name in dict.fromkeys(name for snapshot in self.snapshots for name in snapshot.registers):
            for field, definition in self.registers[name].fields.items():
                if definition.type.is_number:
                    column = f'"{field}{parquet.ORIGIN}"'
                    records = self._engine.execute(f'SELECT DISTINCT {column} FROM "{name}" WHERE {column} IS NOT NULL')
                    origins = sorted(parse_origin(str(one)).system for (one,) in records.fetchall())
                    found[name, field] = tuple(filter(None, origins))
        return found

    def close(self) -> None:
        """Release the engine, and the other one."""
        self._engine.close()
        if self._elsewhere is not None:
            self._elsewhere.engine.close()

    def _query(
        self, register: str, wanted: Sequence[Aggregate], level: Level, year: int, by: str
    ) -> Mapping[Group, tuple[object, ...]]:
        """Return one record per group; all levels and years of a register come from one statement, asked once."""
        asked = (register, tuple(wanted), by)
        if asked not in self._answers:
            self._answers[asked] = self._answer(register, wanted, by)
        return self._answers[asked].get((level, year), {})

    def _answer(self, register: str, wanted: Sequence[Aggregate], by: str) -> Answer:
        if not any(register in snapshot.registers for snapshot in self.snapshots):
            return {}
        member, column = (f', "{by}"', f'"{by}"') if by else ("", "''")
        parts = ", ".join(part for one in wanted for part in sql_parts(one))
        city_only = "WHERE at_city " if self.registers[register].level is Level.CITY else ""
        records = self._ask(
            f"SELECT GROUPING(place), GROUPING(at_county), year, place, at_county, {column}, {parts} "
            f'FROM "{register}" JOIN scope USING (place, year) {city_only}'
            f"GROUP BY GROUPING SETS ((year, place{member}), (year, at_county{member}), (year{member}))"
        )
        answer: dict[tuple[Level, int], dict[Group, tuple[object, ...]]] = defaultdict(dict)
        for all_places, all_counties, year, place, county, one, *record in records:
            level = Level.SCHOOL if not all_places else Level.COUNTY if not all_counties else Level.CITY
            at = place if level is Level.SCHOOL else county if level is Level.COUNTY else self.city.code
            if at is not None:
                answer[(level, int(str(year)))][Group(str(at), str(one or ""))] = tuple(record)
        return answer

    def _ask(self, question: str) -> Answered:
        if self._elsewhere is not None:
            return self._elsewhere.engine.ask(question)
        return self._engine.execute(question).fetchall()

    def _laid_out(self, folder: Path) -> dict[str, Path]:
        """Write every table as one file, which stays as long as the data do not change; return name → file."""
        names = ["scope", *dict.fromkeys(name for snapshot in self.snapshots for name in snapshot.registers)]
        shapes = {name: self._engine.execute(f'DESCRIBE "{name}"').fetchall() for name in names}
        here = folder / f"{dataset_id(self.snapshots)[:16]}-{hashed({'shapes': repr(shapes)}, {})[:16]}"
        if not here.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as draft:
                for name in names:
                    file = str(Path(draft) / f"{name}.parquet").replace("'", "''")
                    self._engine.execute(f"COPY \"{name}\" TO '{file}' (FORMAT parquet, COMPRESSION zstd)")
                with suppress(OSError):
                    Path(draft).replace(here)
        return {name: here / f"{name}.parquet" for name in names}

    def _gaps(self, register: str, level: Level, place: str, year: int) -> int:
        expected = self._expected(register, level, place, year)
        handed_in = {one.place.code for one in self.snapshots if one.year == year and register in one.registers}
        return len(expected - handed_in)

    def _expected(self, register: str, level: Level, place: str, year: int) -> set[str]:
        if self.registers[register].level is Level.CITY or not self._scope[year]:
            return {self.city.code}
        match level:
            case Level.SCHOOL:
                return {place}
            case Level.COUNTY:
                return {school.code for school in self._scope[year] if school.within == place}
            case _:
                return {school.code for school in self._scope[year]}

    def _schools_in_scope(self, year: int) -> tuple[Place, ...]:
        return tuple(
            Place(Level.SCHOOL, str(row["code"]), str(row["name"]), str(row["county"]))
            for row in self.roster(year)
            if row["in_scope"] == "是"
        )

    def _load(self) -> None:
        self._engine.execute("CREATE TABLE scope (place VARCHAR, year INTEGER, at_county VARCHAR, at_city BOOLEAN)")
        scope: list[tuple[str, int, str | None, bool]] = []
        for year, schools in self._scope.items():
            scope.append((self.city.code, year, None, True))
            scope += [(school.code, year, school.within, False) for school in schools]
        if scope:
            self._engine.executemany("INSERT INTO scope VALUES (?, ?, ?, ?)", scope)
        for name in dict.fromkeys(name for snapshot in self.snapshots for name in snapshot.registers):
            register = self.registers[name]
            types = parquet.columns(register, list(register.fields), register.fields)
            head = ", ".join(f'"{column}" {kind}' for column, kind in types.items())
            self._engine.execute(f'CREATE TABLE "{name}" (place VARCHAR, year INTEGER, {head})')
            self._insert(name)

    def _insert(self, name: str) -> None:
        """Load a register's files of all places and years with one statement."""
        files = {str(one.file(name)): (one.place.code, one.year) for one in self.snapshots if name in one.registers}
        where = [(file, place, year) for file, (place, year) in files.items()]
        try:
            self._engine.execute("CREATE OR REPLACE TEMP TABLE origin (filename VARCHAR, place VARCHAR, year INTEGER)")
            self._engine.executemany("INSERT INTO origin VALUES (?, ?, ?)", where)
            self._engine.execute(
                f'INSERT INTO "{name}" BY NAME SELECT place, year, * EXCLUDE (filename, place, year) '
                "FROM read_parquet(?, union_by_name = true, filename = true) JOIN origin USING (filename)",
                [list(files)],
            )
        except duckdb.Error as error:
            raise damaged_file(self._damaged(list(files))) from error

    def _damaged(self, files: Sequence[str]) -> str:
        """Return the first of the files that cannot be read alone."""
        for file in files:
            try:
                self._engine.execute("SELECT count(*) FROM (SELECT * FROM read_parquet(?))", [file]).fetchall()
            except duckdb.Error:
                return file
        return files[0]
