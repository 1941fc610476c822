"""地方与单位: who a number belongs to."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """层级: from the school up; a city's value is computed from rows, not from its schools' results."""

    SCHOOL = "school"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"

    @property
    def label(self) -> str:
        """Return the Chinese name of the level."""
        return {"school": "学校", "county": "县（市、区）", "city": "市", "province": "省"}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """单位: a school, county, city or province, by code; the name is for people."""

    level: Level
    code: str
    name: str
    within: str = ""
