"""统计范围: who is in scope of a region in a year, by the rosters of its cities, and who lies within whom."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Protocol

from zhibao.catalog.asked import ROSTER
from zhibao.catalog.register import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.frozen import Snapshot
from zhibao.snapshot.submission import Row
from zhibao.terms.place import Level, Place, Region

COLUMNS = {Level.SCHOOL: "place", Level.COUNTY: "at_county", Level.CITY: "in_city", Level.PROVINCE: "in_province"}
"""The columns of the table of the scope that name the place of a level."""


class Rosters(Protocol):
    """名单之所在: where the rosters of several cities lie together."""

    def rows(self, register: Register) -> Mapping[tuple[str, int], tuple[Row, ...]]:
        """Return the rows of rosters by city and year."""


class Scope:
    """统计范围: the schools of a region in each of some years."""

    def __init__(
        self,
        region: Region,
        years: Sequence[int],
        own: Mapping[tuple[str, int], Snapshot],
        registers: Mapping[str, Register],
        packed: Rosters | None = None,
    ) -> None:
        """Read the rosters; `own` finds a place's snapshot of a year, of which some may be packed."""
        self.region, self.years, self._own, self._registers = region, years, own, registers
        self._packed = packed.rows(registers[ROSTER]) if packed else {}
        rosters = {(city, year): self.roster(year, city) for city in region.cities for year in years}
        self.city_of: Mapping[tuple[str, int], str] = {
            (str(row["code"]), year): city for (city, year), rows in rosters.items() for row in rows
        }
        self.schools: Mapping[int, tuple[Place, ...]] = {
            year: tuple(
                Place(Level.SCHOOL, str(row["code"]), str(row["name"]), region.county(city, str(row["county"])))
                for city in region.cities
                for row in rosters[city, year]
                if row["in_scope"] == "是"
            )
            for year in years
        }

    def roster(self, year: int, city: str = "") -> tuple[Row, ...]:
        """Return the rows of all rosters of a year, or of one city's, in scope or not."""
        found: list[Row] = []
        for code in (city,) if city else self.region.cities:
            snapshot = self._own.get((code, year))
            if (code, year) in self._packed:
                found += self._packed[code, year]
            elif snapshot is not None and ROSTER in snapshot.registers:
                found += parquet.read(snapshot.file(ROSTER), self._registers[ROSTER])
        return tuple(found)

    def places(self, level: Level, year: int) -> tuple[str, ...]:
        """Return the codes of a level's places in a year."""
        match level:
            case Level.SCHOOL:
                return tuple(school.code for school in self.schools[year])
            case Level.COUNTY:
                return tuple(dict.fromkeys(school.within for school in self.schools[year]))
            case _:
                return self.region.at(level)

    def children(self, level: Level, place: str, year: int) -> tuple[str, ...]:
        """Return the codes of the places one level below a place in a year; a school has none."""
        match level:
            case Level.SCHOOL:
                return ()
            case Level.COUNTY:
                return self.within(level, place, year)
            case Level.CITY:
                return tuple(dict.fromkeys(self._county_of[one, year] for one in self.within(level, place, year)))
            case _:
                below = self.region.levels[self.region.levels.index(level) - 1]
                cities = self.region.cities_of(place)
                return tuple(dict.fromkeys(filter(None, (self.region.above(one, below) for one in cities))))

    def within(self, level: Level, place: str, year: int) -> tuple[str, ...]:
        """Return the schools in scope of a place; of a school itself."""
        return (place,) if level is Level.SCHOOL else self._within.get((level, place, year), ())

    def cities_at(self, level: Level, place: str, year: int) -> tuple[str, ...]:
        """Return the cities that a place consists of, or that a county or school lies in."""
        if level not in (Level.SCHOOL, Level.COUNTY):
            return self.region.cities_of(place)
        return (self.city_of[self.within(level, place, year)[0], year],)

    def expected(self, register: Register, level: Level, place: str, year: int) -> set[str]:
        """Return who was to hand in a register; a city without a roster is one, of however many schools."""
        if level is Level.SCHOOL:
            return {place}
        cities = self.cities_at(level, place, year)
        if register.level is Level.CITY:
            return set(cities)
        silent = {one for one in cities if not self.within(Level.CITY, one, year)}
        return silent | set(self.within(level, place, year))

    def table(self) -> tuple[str, Sequence[tuple[str | int | None, ...]]]:
        """Return the head and the rows of the table that says per place and year what it lies in, and if it counts."""
        wider = self.region.levels[2:-1]
        head = ("place VARCHAR", "year INTEGER", "at_county VARCHAR", "at_city BOOLEAN")
        rows: list[tuple[str | int | None, ...]] = []
        for year, schools in self.schools.items():
            above = {one: tuple(self.region.above(one, level) for level in wider) for one in self.region.cities}
            rows += [(city, year, None, True, *above[city]) for city in self.region.cities]
            rows += [(one.code, year, one.within, False, *above[self.city_of[one.code, year]]) for one in schools]
        return ", ".join((*head, *(f"{COLUMNS[level]} VARCHAR" for level in wider))), rows

    @cached_property
    def _county_of(self) -> Mapping[tuple[str, int], str]:
        return {(one.code, year): one.within for year, schools in self.schools.items() for one in schools}

    @cached_property
    def _within(self) -> Mapping[tuple[Level, str, int], tuple[str, ...]]:
        """Return the schools in scope of every county, city and higher place."""
        found: dict[tuple[Level, str, int], list[str]] = defaultdict(list)
        for year, schools in self.schools.items():
            for one in schools:
                city = self.city_of[one.code, year]
                found[Level.COUNTY, one.within, year].append(one.code)
                for level in self.region.levels[2:]:
                    found[level, self.region.above(city, level), year].append(one.code)
        return {key: tuple(codes) for key, codes in found.items()}
