"""Small frozen provinces for tests: city → county → school → register → rows, each city in a store of its own."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.registers import PlainRow, catalog, roster, submission
from zhibao.snapshot.store import Store
from zhibao.snapshot.tables import Tables
from zhibao.terms.place import Level, Place, Region

YEAR = 2021
Schools = Mapping[str, Mapping[str, Sequence[PlainRow]]]
Counties = Mapping[str, Schools]
PROVINCE = Place(Level.PROVINCE, "P", "示例省")


def region(*cities: str, place: Place = PROVINCE) -> Region:
    """Return a province of cities named by their codes."""
    return Region(place, tuple(Place(Level.CITY, one, f"示例{one}市", place.code) for one in cities))


def freeze_city(store: Store, city: str, counties: Counties, year: int = YEAR, own: Schools | None = None) -> None:
    """Freeze what a city and its schools hand in; `own` are the city's registers under its code."""
    listed = [row for county, schools in counties.items() for row in roster(list(schools), county)]
    rows = {"schools": listed, **(own or {}).get(city, {})}
    store.freeze(submission(Place(Level.CITY, city, f"示例{city}市", "示例省"), year, rows), catalog().registers)
    for county, schools in counties.items():
        for code, registers in schools.items():
            place = Place(Level.SCHOOL, code, f"示例{code}校", county)
            store.freeze(submission(place, year, registers), catalog().registers)


def province_tables(folder: Path, cities: Mapping[str, Counties], whole: Region | None = None) -> Tables:
    """Return the tables of a province; a city without counties has not handed in."""
    store = Store(folder)
    for city, counties in cities.items():
        if counties:
            freeze_city(store, city, counties)
    return Tables(store.current(), catalog().registers, whole or region(*cities))
