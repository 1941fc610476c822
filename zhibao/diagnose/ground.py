"""诊断的范围: what a diagnosis looks at: places, their values of both years, and the registers of the city."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from zhibao.catalog.edition import Edition
from zhibao.catalog.load import Catalog
from zhibao.catalog.standard import Standard
from zhibao.snapshot.submission import Cell, Row, Rows
from zhibao.snapshot.tables import Tables
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Computed, Missing, ValueKey, Values

PROFILES = "school_profiles"


@dataclass(frozen=True)
class Ground:
    """诊断的范围: `rows` are the frozen rows by year and place code, `schools` those in scope by year.

    `in_force` is the year whose standards are taken; as a rule the data year itself.
    """

    catalog: Catalog
    edition: Edition
    rows: Mapping[int, Mapping[str, Rows]]
    schools: Mapping[int, tuple[Place, ...]]
    in_force: int
    values: Values = field(default_factory=lambda: Values({}, ""))

    @cached_property
    def standards(self) -> tuple[Standard, ...]:
        """Return the standards in force that some place may fall under, in the order of group and name."""
        found = (one for one in self.catalog.standards.values() if one.is_in_force(self.in_force))
        named = self.edition.place if self.edition.level is Level.PROVINCE else self.edition.province
        mine = (one for one in found if one.applies_to.province in ("", named))
        return tuple(
            sorted(
                (one for one in mine if one.applies_to.levels),
                key=lambda one: (one.since or 0, one.group, one.order, one.name),
            )
        )

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Return place code → name; a county of a city is its own name."""
        region = self.edition.region
        schools = [one for year in self.edition.data_years for one in self.schools.get(year, ())]
        counties = {one.within: region.county_name(one.within) for one in schools}
        return counties | {one.code: one.name for one in schools} | region.names

    def places(self, level: Level, year: int) -> tuple[str, ...]:
        """Return the codes of a level's places in a year, in the roster's order."""
        schools = self.schools.get(year, ())
        match level:
            case Level.SCHOOL:
                return tuple(one.code for one in schools)
            case Level.COUNTY:
                return tuple(dict.fromkeys(one.within for one in schools))
            case _:
                return self.edition.region.at(level)

    def computed(self, indicator: str, place: str, year: int) -> Computed | None:
        """Return a computed value; None when it was never asked for."""
        return self.values.get(ValueKey(indicator, place, year))

    def city_rows(self, register: str, year: int) -> Sequence[Row]:
        """Return the rows that the city itself handed in; of a region those of its cities, one after another."""
        of_year = self.rows.get(year, {})
        return tuple(row for city in self.edition.region.cities for row in of_year.get(city, {}).get(register, ()))

    @cached_property
    def school_types(self) -> Mapping[str, str]:
        """Return school code → label of its 办学类型, for the schools that have one registered."""
        listed = self.catalog.lists["school_types"].items
        rows = self.city_rows(PROFILES, self.edition.this) or self.city_rows(PROFILES, self.edition.last)
        types = {text(row.get("code")): text(row.get("school_type")) for row in rows}
        return {code: listed[kind].label if kind in listed else kind for code, kind in types.items() if kind}

    @cached_property
    def indicator_named(self) -> Mapping[str, str]:
        """Return what people call an indicator (label, alias, or label without its unit) → its name."""
        found: dict[str, str] = {}
        for name, one in self.catalog.indicators.items():
            for said in (one.label, *one.aliases):
                found.setdefault(said, name)
        return found


def ground_of(catalog: Catalog, edition: Edition, tables: Tables, in_force: int = 0) -> Ground:
    """Return the ground of an edition, without values yet; the standards are those of the data year, or of another."""
    schools = {year: tables.schools(year) for year in tables.years}
    return Ground(catalog, edition, tables.rows, schools, in_force or edition.this)


def text(cell: Cell | None) -> str:
    """Return a cell as text; what is missing is empty."""
    return "" if cell is None or isinstance(cell, Missing) else str(getattr(cell, "number", cell))
