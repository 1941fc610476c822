"""素材: everything that a report is compiled from, and the few questions that all its parts ask of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from zhibao.catalog.edition import Edition
from zhibao.catalog.exhibit import indicators_in
from zhibao.catalog.files import CatalogError
from zhibao.catalog.inline import YearSlot
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Indicator
from zhibao.catalog.outline import Outline, exhibits
from zhibao.catalog.register import Register
from zhibao.document.nodes import Table
from zhibao.snapshot.submission import Cell, Row, Rows
from zhibao.terms.period import Period
from zhibao.terms.place import Level, Place
from zhibao.terms.quantity import Form
from zhibao.terms.value import Computed, Known, Meaning, Missing, ValueKey, Values

ROSTER = "schools"
IN_SCOPE = "是"
PlaceRows = Mapping[int, Mapping[str, Rows]]
"""Frozen rows by data year and place code; the city's own code too."""


@dataclass(frozen=True)
class Material:
    """素材: outline, edition, values and frozen rows of one report; `reasons` are its place's, by indicator label.

    `about` is the school that the report is about; None stands for the edition's own place. `diagnosed` are the
    diagnosis tables of the outline by their names, which somebody else has made.
    """

    outline: Outline
    edition: Edition
    values: Values
    catalog: Catalog
    rows: PlaceRows
    reasons: Mapping[str, str]
    about: Place | None = None
    diagnosed: Mapping[str, Table] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Return the place that the report is about."""
        return self.about or self.edition.city

    @property
    def issuer(self) -> str:
        """Return who issues the report: a school its own."""
        return self.about.name if self.about else self.edition.issuer

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Return the words that braces in titles, captions and text name."""
        edition = self.edition
        return {
            "place": self.place.name,
            "place_short": self._short_name(),
            "city": edition.place,
            "province": edition.province,
            "whole": edition.level.whole,
            "issuer": self.issuer,
            "year": str(edition.this),
            "last_year": str(edition.last),
            "label_year": str(edition.label_year),
        }

    @cached_property
    def exhibited(self) -> frozenset[str]:
        """Return the indicators that a table or chart prints; their reasons stand as notes there."""
        return frozenset(name for _, exhibit in exhibits(self.outline) for name in indicators_in(exhibit.spec))

    def year(self, slot: YearSlot) -> int | None:
        """Return the data year of a slot; None for an earlier year that this edition does not have."""
        edition = self.edition
        match slot:
            case "this":
                return edition.this
            case "last":
                return edition.last
            case "earlier":
                return max(edition.history_years, default=None)
            case _:
                return int(slot) if int(slot) in edition.years else None

    def printed_year(self, indicator: str, year: int) -> int:
        """Return the year by which a value is named; fiscal figures lag behind the round."""
        return year - self.indicator(indicator).lag

    def period(self, indicator: str, year: int) -> str:
        """Return the label of the period that a value speaks of."""
        return Period(self.printed_year(indicator, year), self.indicator(indicator).period).label

    def indicator(self, name: str) -> Indicator:
        """Return an indicator's definition; that there is one, `outline_faults` has made sure."""
        return self.catalog.indicators[name]

    def form(self, indicator: str, decimals: int | None = None) -> Form:
        """Return how an indicator is printed: its own decimals unless told otherwise, the edition's rounding."""
        own = self.indicator(indicator).decimals
        return Form(own if decimals is None else decimals, self.edition.rounding)

    def computed(self, indicator: str, year: int, member: str = "", at: str = "") -> Computed:
        """Return the value of the report's place, or of place `at`; a member that a year lacks is not applicable there.

        Missing: a school that was not on the roster of a year was not asked for that year's values.
        Raises: CatalogError, when the indicator was not computed for the year.
        """
        found = self.values.get(ValueKey(indicator, at or self.place.code, year, member))
        if found is not None:
            return found
        if not member and self.about and ValueKey(indicator, self.values.city, year) in self.values:
            unasked = Missing(Meaning.NOT_COLLECTED)
            return Computed(unasked, unasked)
        if not member:
            raise CatalogError(f"指标“{indicator}”没有计算 {year} 年的值。请重新运行 zhibao compute。")
        nothing = Missing(Meaning.NOT_APPLICABLE)
        return Computed(nothing, nothing)

    def members(self, indicator: str, year: int) -> tuple[str, ...]:
        """Return the members of a breakdown in a year, the largest value first, equal ones by pinyin.

        Chinese characters of GB 2312 level 1 stand in the order of their pinyin, so their bytes sort them.
        """
        known = [
            member
            for member in self.values.members.get(indicator, ())
            if ValueKey(indicator, self.place.code, year, member) in self.values
        ]

        def rank(member: str) -> tuple[bool, object, bytes]:
            value = self.computed(indicator, year, member).value
            number = -value.number if isinstance(value, Known) else 0
            return not isinstance(value, Known), number, self.member_label(indicator, member).encode("gb18030")

        return tuple(sorted(known, key=rank))

    def member_label(self, indicator: str, member: str) -> str:
        """Return the name of a member of a breakdown."""
        register, _, field = self.indicator(indicator).by.partition(".")
        return self.code_label(self.catalog.registers[register], field, member)

    def code_label(self, register: Register, field: str, code: str) -> str:
        """Return the label of a code; what is in no code list is its own label."""
        name = register.fields[field].list
        listed = self.catalog.lists[name].items.get(code) if name else None
        return listed.label if listed else code

    def roster(self, year: int) -> Sequence[Row]:
        """Return the roster of a year, of all cities one after another, schools out of scope too."""
        return tuple(row for city in self.edition.region.cities for row in self.city_rows(city, ROSTER, year))

    def city_rows(self, city: str, register: str, year: int) -> Sequence[Row]:
        """Return the rows that a city itself handed in."""
        return self.rows.get(year, {}).get(city, {}).get(register, ())

    def place_name(self, code: str, year: int) -> str:
        """Return how people name a place of any level of the region."""
        region = self.edition.region
        return region.names.get(code) or self._school_names.get((code, year)) or region.county_name(code)

    def city_name(self, code: str, year: int) -> str:
        """Return the name of a school's city, or of a city itself."""
        region = self.edition.region
        return region.names.get(code) or region.names.get(self._city_of.get((code, year), ""), "")

    @cached_property
    def _city_of(self) -> Mapping[tuple[str, int], str]:
        return {
            (cell_text(row.get("code")), year): city
            for year in self.rows
            for city in self.edition.region.cities
            for row in self.city_rows(city, ROSTER, year)
        }

    @cached_property
    def _school_names(self) -> Mapping[tuple[str, int], str]:
        return {
            (cell_text(row.get("code")), year): cell_text(row.get("name"))
            for year in self.rows
            for row in self.roster(year)
        }

    def level_of(self, said: str) -> Level:
        """Return the level that an exhibit names; `below` is the one right below the report's own."""
        return Level.SCHOOL.up_to(self.edition.level)[-2] if said == "below" else Level(said)

    def places(self, level: Level, year: int) -> tuple[str, ...]:
        """Return the codes of the places of a level below the report's own, in the order of the rosters."""
        region = self.edition.region
        in_scope = [
            (city, row)
            for city in region.cities
            for row in self.city_rows(city, ROSTER, year)
            if row.get("in_scope") == IN_SCOPE
        ]
        match level:
            case Level.SCHOOL:
                return tuple(cell_text(row.get("code")) for _, row in in_scope)
            case Level.COUNTY:
                counties = (region.county(city, cell_text(row.get("county"))) for city, row in in_scope)
                return tuple(dict.fromkeys(counties))
            case _:
                return region.at(level)

    def schools(self, year: int) -> Sequence[Row]:
        """Return the schools in scope in the roster's order; in a school's report that school alone."""
        listed = (school for school in self.roster(year) if school.get("in_scope") == IN_SCOPE)
        return tuple(one for one in listed if self.about is None or cell_text(one.get("code")) == self.about.code)

    def _short_name(self) -> str:
        """Return the short name of the place: a school's own from the roster, a city's without 市."""
        name = self.place.name
        if self.about is not None:
            rows = self.schools(self.edition.this)
            return cell_text(rows[0].get("short_name")) if rows and rows[0].get("short_name") else name
        return name[:-1] if len(name) > 2 and name[-1] in "省市县区" else name


def cell_text(cell: Cell | None) -> str:
    """Return a cell of the roster as text; a missing one is empty."""
    return "" if cell is None or isinstance(cell, Missing | Known) else str(cell)
