"""单位的换名: a school of a campaign is a place of the library."""

from pathlib import Path

from zhibao.terms.place import Level, Place
from zhibao.web.bridge.ground import ground
from zhibao.web.records.school import School


def place_of(school: School) -> Place:
    """Return a school as the library names it."""
    return Place(Level.SCHOOL, school.code, school.name, school.county)


def roster(folder: Path) -> tuple[Place, ...]:
    """Return the schools of this year's roster of a working folder."""
    return ground(folder).schools


def about(folder: Path) -> tuple[str, str, int, str]:
    """Return code and name of the city, the data year, and the round of the edition."""
    edition = ground(folder).edition
    return edition.code, edition.place, edition.this, edition.round
