"""封存作表: snapshots opened as tables of one locked engine, which returns aggregates and nothing else.

The engine returns integers and exact decimals only; division and rounding happen in Python (decision 3).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir
from uuid import uuid4
from weakref import finalize

import duckdb

from zhibao.catalog.expression import Aggregate
from zhibao.catalog.register import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.aggregates import value_of
from zhibao.snapshot.at_hand import AtHand
from zhibao.snapshot.engine import Answered, Engine
from zhibao.snapshot.errors import damaged_file
from zhibao.snapshot.frozen import Snapshot, dataset_id, read_rows
from zhibao.snapshot.here import MEMORY, connected, text
from zhibao.snapshot.laid_out import lay_out, layout_name
from zhibao.snapshot.packed import HIDDEN, Packed
from zhibao.snapshot.roll_up import RollUp
from zhibao.snapshot.scope import COLUMNS, Scope
from zhibao.snapshot.submission import Row, Rows
from zhibao.terms.place import Level, Place, Region
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

    Loose snapshots are opened in memory, packed ones are read where they lie. Access to every other file, and the
    settings, are locked before the first query.
    """

    def __init__(
        self,
        snapshots: Sequence[Snapshot],
        registers: Mapping[str, Register],
        place: Place | Region,
        elsewhere: Elsewhere | None = None,
        packed: Packed | None = None,
    ) -> None:
        """Load the snapshots; a city's own snapshot of each year brings its roster of that year.

        `place` is a city, or a region of several. With `elsewhere` another engine aggregates, over the same tables.
        `packed` are further snapshots of the same region, whose rows are not loaded.

        Raises: SnapshotError, when a file is damaged or the other engine cannot be reached.
        """
        self.region = place if isinstance(place, Region) else Region(place)
        self.registers = registers
        self._loose, self._packed = tuple(snapshots), packed
        self.snapshots = (*self._loose, *(packed.snapshots if packed else ()))
        self.years = tuple(sorted({snapshot.year for snapshot in self.snapshots}))
        own = {(one.place.code, one.year): one for one in self.snapshots}
        self._own, self._scope = own, Scope(self.region, self.years, own, registers, packed)
        self._behind: dict[tuple[Level, str, int], tuple[str, ...]] = {}
        self._answers: dict[tuple[str, tuple[Aggregate, ...], str], Answer] = {}
        if packed:
            spill = Path(gettempdir()) / f"zhibao-tables-{uuid4().hex}"
            self._engine, self._tidy = connected(spill, MEMORY), finalize(self, rmtree, spill, ignore_errors=True)
        else:
            self._engine = duckdb.connect(":memory:")
            self._engine.execute("SET threads = 1; SET TimeZone = 'UTC'")
        self._elsewhere = elsewhere
        if elsewhere is None or packed:
            self._load()
        if packed and elsewhere:
            elsewhere.engine.show(self._copied(elsewhere.folder))
        elif elsewhere:
            elsewhere.engine.show(lay_out(self.snapshots, registers, self._scope.table(), elsewhere.folder))
        if packed:
            self._engine.execute("SET allowed_paths = $1", [[str(path) for path in packed.paths]])
        self._engine.execute("SET enable_external_access = false; SET lock_configuration = true")

    @cached_property
    def rows(self) -> Mapping[int, Mapping[str, Rows]]:
        """Return every row as it was handed in, by year and place code; in a region each is read when asked for."""
        table: dict[int, dict[str, Rows]] = {year: {} for year in self.years}
        for snapshot in self.snapshots:
            table[snapshot.year][snapshot.place.code] = self.rows_of(snapshot)
        return table

    def rows_of(self, snapshot: Snapshot) -> Rows:
        """Return the rows of a snapshot, of these or of an earlier year; in a region each is read when asked for."""
        return self._at_hand.of(snapshot) if self.is_wide else read_rows(snapshot, self.registers)

    @property
    def is_wide(self) -> bool:
        """Say whether there may be more rows than a city has, so that few are held at one time."""
        return self.region.place.level is not Level.CITY or self._packed is not None

    @cached_property
    def _at_hand(self) -> AtHand:
        return AtHand(self.registers, self._packed)

    @property
    def packed(self) -> Packed | None:
        """Return the snapshots whose rows lie in packs."""
        return self._packed

    @property
    def city(self) -> Place:
        """Return the place that the tables are about, of whatever level."""
        return self.region.place

    @property
    def levels(self) -> tuple[Level, ...]:
        """Return the levels of this region, from the school up: a city's are school, county, city."""
        return self.region.levels

    def roster(self, year: int, city: str = "") -> tuple[Row, ...]:
        """Return the rows of all rosters of a year, or of one city's, in scope or not; none for a history year."""
        return self._scope.roster(year, city)

    def schools(self, year: int) -> tuple[Place, ...]:
        """Return the schools in scope, in the rosters' order; none for a year whose roster was never handed in."""
        return self._scope.schools.get(year, ())

    def places(self, level: Level, year: int) -> tuple[str, ...]:
        """Return the codes of a level's places: school codes, counties, cities, provinces.

        A county's code is its name, in a region of several cities `<city code>/<name>`.
        """
        return self._scope.places(level, year)

    def children(self, level: Level, place: str, year: int) -> tuple[str, ...]:
        """Return the codes of the places one level below a place in a year; a school has none."""
        return self._scope.children(level, place, year)

    def city_of(self, place: str, year: int) -> str:
        """Return the code of the city on whose roster a school stands in a year; any other place's own code."""
        return self._scope.city_of.get((place, year), place)

    def snapshot_of(self, place: str, year: int) -> Snapshot | None:
        """Return a place's snapshot of a year, or None when nothing was handed in."""
        return self._own.get((place, year))

    def behind(self, level: Level, place: str, year: int) -> tuple[str, ...]:
        """Return what names the data behind a place's values: its snapshot, or the hash of the set of them."""
        if level is Level.SCHOOL:
            found = self.snapshot_of(place, year)
            return (found.id,) if found else ()
        key = (level, place, year)
        if key not in self._behind:
            codes = (*self._scope.within(*key), *self._scope.cities_at(*key))
            chosen = tuple(one for code in codes if (one := self.snapshot_of(code, year)))
            self._behind[key] = (dataset_id(chosen),) if chosen else ()
        return self._behind[key]

    def aggregate(
        self, register: str, wanted: Sequence[Aggregate], level: Level, year: int, by: str = ""
    ) -> dict[Group, dict[Aggregate, Value]]:
        """Return aggregates per place of a level (and member, with `by`), computed from the rows.

        Shape: one entry per expected place without `by`; with `by`, one per place and member that occurs.
        Missing: a place that did not submit the register, or a cell without a number, gives Missing with the
        number of gaps; a submitted register without matching rows gives 0 for SUM and COUNT.
        """
        definition = self.registers[register]
        if definition.level is Level.CITY and level in (Level.SCHOOL, Level.COUNTY):
            nothing: Value = Missing(Meaning.NOT_APPLICABLE)
            return {Group(place): dict.fromkeys(wanted, nothing) for place in self.places(level, year)}
        found = self._query(register, wanted, level, year, by)
        result: dict[Group, dict[Aggregate, Value]] = {}
        # Of an earlier year only what the edition names is collected; nobody failed to hand in the rest.
        absent = Meaning.NOT_SUBMITTED if self.schools(year) else Meaning.NOT_COLLECTED
        occurring: dict[str, list[Group]] = defaultdict(list)
        for group in found if by else ():
            occurring[group.place].append(group)
        for place in self.places(level, year):
            gaps = self._gaps(register, level, place, year)
            for group in occurring[place] if by else (Group(place),):
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
                    records = self.ask(f'SELECT DISTINCT {column} FROM "{name}" WHERE {column} IS NOT NULL')
                    origins = sorted(parse_origin(str(one)).system for (one,) in records)
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
        below = {level: COLUMNS[level] for level in self.levels[:-1]}
        at_city = self.registers[register].level is Level.CITY
        sparse = self._packed is not None and self._elsewhere is None
        years = self.years if sparse else ()
        asked = RollUp(register, wanted, tuple(below.values()), by, at_city, sparse=sparse, years=years)
        records = asked.answer(self.ask)
        answer: dict[tuple[Level, int], dict[Group, tuple[object, ...]]] = defaultdict(dict)
        for record in records:
            left_out, (year, *places, one), found = record[: len(below)], record[len(below) : 2 * len(below) + 2], None
            for level, is_left_out, place in zip(below, left_out, places, strict=True):
                if not is_left_out:
                    found = (level, place)
            level, at = found or (self.levels[-1], self.city.code)
            if at is not None:
                answer[(level, int(str(year)))][Group(str(at), str(one or ""))] = record[2 * len(below) + 2 :]
        return answer

    def ask(self, question: str) -> Answered:
        """Return the records that answer a question in the dialect of DuckDB, on whichever engine there is.

        Every register is a table of its name with `place` and `year` beside its own columns; `scope` has a row per
        place and year that counts: place, year, at_county, at_city (is it a city's own), and, where the region has
        them, in_city and in_province.
        """
        if self._elsewhere is not None:
            return self._elsewhere.engine.ask(question)
        try:
            return self._engine.execute(question).fetchall()
        except duckdb.Error as error:
            packed = map(str, self._packed.paths) if self._packed else ()
            if broken := self._broken(packed):
                raise damaged_file(broken) from error
            raise

    def _gaps(self, register: str, level: Level, place: str, year: int) -> int:
        expected = self._scope.expected(self.registers[register], level, place, year)
        return len(expected - self._handed_in[register, year])

    @cached_property
    def _handed_in(self) -> Mapping[tuple[str, int], set[str]]:
        """Return who handed in a register for a year."""
        found: dict[tuple[str, int], set[str]] = defaultdict(set)
        for one in self.snapshots:
            for name in one.registers:
                found[name, one.year].add(one.place.code)
        return found

    def _load(self) -> None:
        head, rows = self._scope.table()
        self._engine.execute(f"CREATE TABLE scope ({head})")
        if self._packed:
            hidden = sorted(self._packed.hidden)
            self._engine.execute(
                f'CREATE TABLE "{HIDDEN}" AS SELECT unnest($1::VARCHAR[]) AS place, unnest($2::INTEGER[]) AS year',
                [[place for place, _ in hidden], [year for _, year in hidden]],
            )
        if rows:
            # Column by column in one statement: a statement for each row would take longer than all of them.
            columns = [list(column) for column in zip(*rows, strict=True)]
            self._engine.execute(f"INSERT INTO scope SELECT {', '.join('unnest(?)' for _ in columns)}", columns)
        for name in dict.fromkeys(name for snapshot in self.snapshots for name in snapshot.registers):
            register = self.registers[name]
            types = parquet.columns(register, list(register.fields), register.fields)
            head = ", ".join(f'"{column}" {kind}' for column, kind in types.items())
            source = self._packed.source(register) if self._packed else ""
            table = f"{name} of loose ones" if source else name
            self._engine.execute(f'CREATE TABLE "{table}" (place VARCHAR, year INTEGER, {head})')
            self._insert(name, table)
            if source:
                self._engine.execute(f'CREATE VIEW "{name}" AS SELECT * FROM "{table}" UNION ALL BY NAME {source}')

    def _copied(self, folder: Path) -> dict[str, Path]:
        """Write every table as one file for another engine, unless it is there; return name → file."""
        folder.mkdir(parents=True, exist_ok=True)
        names = ["scope", *dict.fromkeys(name for one in self.snapshots for name in one.registers)]
        found: dict[str, Path] = {}
        for name in names:
            shape = self._engine.execute(f'DESCRIBE "{name}"').fetchall()
            said = layout_name(name, repr(shape), dataset_id(self.snapshots), repr(self.region.parts))
            file = found[name] = folder / f"{name}-{said}.parquet"
            if not file.is_file():
                draft = file.with_suffix(f".{uuid4().hex}.tmp")
                self._engine.execute(f'COPY "{name}" TO {text(str(draft))} (FORMAT parquet, COMPRESSION zstd)')
                draft.replace(file)
        return found

    def _insert(self, name: str, table: str) -> None:
        """Load a register's loose files of all places and years with one statement."""
        files = {str(one.file(name)): (one.place.code, one.year) for one in self._loose if name in one.registers}
        if not files:
            return
        try:
            self._engine.execute(
                "CREATE OR REPLACE TEMP TABLE origin AS SELECT unnest($1::VARCHAR[]) AS filename, "
                "unnest($2::VARCHAR[]) AS place, unnest($3::INTEGER[]) AS year",
                [list(files), [place for place, _ in files.values()], [year for _, year in files.values()]],
            )
            self._engine.execute(
                f'INSERT INTO "{table}" BY NAME SELECT place, year, * EXCLUDE (filename, place, year) '
                "FROM read_parquet(?, union_by_name = true, filename = true) JOIN origin USING (filename)",
                [list(files)],
            )
        except duckdb.Error as error:
            raise damaged_file(self._broken(files) or next(iter(files))) from error

    def _broken(self, files: Iterable[str]) -> str:
        """Return the first of the files that cannot be read alone, '' when all can."""
        for file in files:
            try:
                self._engine.execute("SELECT count(*) FROM (SELECT * FROM read_parquet(?))", [file]).fetchall()
            except duckdb.Error:
                return file
        return ""
