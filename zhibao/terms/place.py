"""地方与单位: who a number belongs to, and how places lie within each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Level(StrEnum):
    """层级: from the school up; a higher level's value is computed from rows, not from the results below it."""

    SCHOOL = "school"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    NATION = "nation"

    @property
    def label(self) -> str:
        """Return the Chinese name of the level."""
        return {
            "school": "学校",
            "county": "县（市、区）",
            "city": "市",
            "province": "省",
            "nation": "全国",
        }[self.value]

    @property
    def whole(self) -> str:
        """Return what all places of a region of this level are called together."""
        return {"school": "全校", "county": "全县", "city": "全市", "province": "全省", "nation": "全国"}[self.value]

    def up_to(self, top: "Level") -> tuple["Level", ...]:
        """Return the levels from this one up to another, both included."""
        order = tuple(Level)
        return order[order.index(self) : order.index(top) + 1]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """单位: a school, county, city, province or the nation, by code; the name is for people."""

    level: Level
    code: str
    name: str
    within: str = ""


@dataclass(frozen=True)
class Region:
    """地区: a place that reports, and the cities (for the nation also the provinces) of which it consists.

    A city consists of itself. `parts` are in the order in which they are told; each says by code what it lies within.
    """

    place: Place
    parts: tuple[Place, ...] = ()

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """Return the levels from the school up to the region's own."""
        return Level.SCHOOL.up_to(self.place.level)

    @cached_property
    def cities(self) -> tuple[str, ...]:
        """Return the codes of the cities."""
        if self.place.level is Level.CITY:
            return (self.place.code,)
        return tuple(one.code for one in self.parts if one.level is Level.CITY)

    @cached_property
    def names(self) -> dict[str, str]:
        """Return code → name of the region and its parts."""
        return {one.code: one.name for one in (*self.parts, self.place)}

    def at(self, level: Level) -> tuple[str, ...]:
        """Return the codes of the places of a level from the city up."""
        if level is self.place.level:
            return (self.place.code,)
        return tuple(one.code for one in self.parts if one.level is level)

    def above(self, city: str, level: Level) -> str:
        """Return the code of the place of a level in which a city lies; '' when there is none."""
        return next((one.code for one in self._upward(city) if one.level is level), "")

    def cities_of(self, code: str) -> tuple[str, ...]:
        """Return the codes of the cities that a place from the city up consists of."""
        return self._cities_of.get(code, ())

    def county(self, city: str, name: str) -> str:
        """Return the code of a county: its name, which only inside one city is enough."""
        return name if self.place.level is Level.CITY else f"{city}/{name}"

    def city_of_county(self, code: str) -> str:
        """Return the code of the city of a county."""
        return self.place.code if self.place.level is Level.CITY else code.partition("/")[0]

    def county_name(self, code: str) -> str:
        """Return how people name a county: with its city's name, where there are several cities."""
        if self.place.level is Level.CITY:
            return code
        city, _, name = code.partition("/")
        return self.names.get(city, city) + name

    @cached_property
    def _by_code(self) -> dict[str, Place]:
        return {one.code: one for one in (*self.parts, self.place)}

    @cached_property
    def _cities_of(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for city in self.cities:
            for one in self._upward(city):
                found[one.code] = (*found.get(one.code, ()), city)
        return found

    def _upward(self, city: str) -> Iterator[Place]:
        """Yield a city and the places that it lies in, up to the region."""
        yield self._by_code[city]
        code = city
        while code != self.place.code:
            within = self._by_code[code].within
            code = within if within in self._by_code and within != code else self.place.code
            yield self._by_code[code]
