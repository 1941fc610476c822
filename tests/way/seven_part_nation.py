"""A nation that reports in seven parts: two provinces, one of them of one city, with unlike numbers of schools."""

from fractions import Fraction
from pathlib import Path

from tests.way.seven_part_city import cell, rows
from zhibao.catalog.asked import asked_for
from zhibao.catalog.edition import FILE
from zhibao.catalog.load import load_catalog
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Submission
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known

CITIES = {"donghe": ("p1", 1), "xiling": ("p1", 2), "nanwan": ("p2", 1)}
"""City → its province, and of how many schools it is."""
_OUTLINE = "city_seven_parts"
_LAST_YEAR = ("students", "staff", "graduates", "facilities", "employment_quality")
_MATCHED = Known(Fraction(180))
"""Graduates in a post of their field, whom the register's own example leaves out: charts have something to draw."""
_SETTINGS = """
place: {place}
code: {code}
{region}
outline: {outline}
round: 示例轮次
label_year: 2023
data_years: [2022, 2023]
issuer: {place}教育行政部门
issued: 2023-12
"""


def seven_part_nation(home: Path) -> tuple[Path, Path]:
    """Write the first province and the nation with what all schools handed in, and return their folders.

    The province looks into the nation's store: it holds what the province gathered, and more.
    """
    nation, province = home / "nation", home / "p1"
    members: dict[str, list[str]] = {}
    for city, (over, _) in CITIES.items():
        members.setdefault(over, []).append(f"{{code: {city}, name: 示例{city}市}}")
    listed = "".join(
        f"  - {{code: {one}, name: 示例{one}省, cities: [{', '.join(cities)}]}}\n" for one, cities in members.items()
    )
    _settings(nation, "nation", "示例国", f"level: nation\nprovinces:\n{listed}", "nation_seven_parts")
    own = f"level: province\ncities: [{', '.join(members['p1'])}]"
    _settings(province, "p1", "示例p1省", own, "province_seven_parts")
    _freeze(Store(nation / "store"))
    (province / "store").mkdir()
    for part in ("heads", "snapshots"):
        (province / "store" / part).symlink_to(nation / "store" / part)
    return province, nation


def _settings(folder: Path, code: str, place: str, region: str, outline: str) -> None:
    folder.mkdir(parents=True)
    text = _SETTINGS.format(place=place, code=code, region=region, outline=outline)
    (folder / FILE).write_text(text, encoding="utf-8")


def _freeze(store: Store) -> None:
    catalog = load_catalog()
    asked = {level: asked_for(catalog, _OUTLINE, level) for level in (Level.CITY, Level.SCHOOL)}
    given = {level: {one.register.name: rows(one, catalog) for one in every} for level, every in asked.items()}
    school = given[Level.SCHOOL]
    school["graduates"] = tuple({**one, "matched": _MATCHED} for one in school["graduates"])
    roster = catalog.registers["schools"]
    for city, (_, schools) in CITIES.items():
        codes = [f"{city}-{number}" for number in range(schools)]
        named = [{**roster.examples[0], "code": one, "name": f"示例{one}校"} for one in codes]
        listed = tuple({name: cell(roster, name, one) for name in roster.fields} for one in named)
        for year in (2022, 2023):
            own = {**given[Level.CITY], "schools": listed, "change_reasons": ()}
            store.freeze(Submission(Place(Level.CITY, city, f"示例{city}市"), year, own), catalog.registers)
            for one in codes:
                place = Place(Level.SCHOOL, one, f"示例{one}校", "甲县")
                handed = {name: school[name] for name in _LAST_YEAR} if year == 2022 else school
                store.freeze(Submission(place, year, handed), catalog.registers)
