"""A city that reports in seven parts: its registers hold what the registers' own examples hold."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

from zhibao.catalog.asked import Asked, asked_for
from zhibao.catalog.load import Catalog, load_catalog
from zhibao.catalog.register import FieldType, Register
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Cell, Row, Submission
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known, Meaning, Missing
from zhibao.workshop import Workshop

SETTINGS = """
place: 示例市
code: city
outline: city_seven_parts
round: 示例轮次
label_year: 2023
data_years: [2022, 2023]
issuer: 示例市教育局
issued: 2023-12
"""
CITY = Place(Level.CITY, "city", "示例市")
SCHOOLS = ("S01", "S02")


def cell(register: Register, name: str, given: Mapping[str, object]) -> Cell:
    """Return a cell of an example; what it leaves out is not applicable."""
    definition, content = register.fields[name], given.get(name)
    if content is None:
        return Missing(Meaning.NOT_APPLICABLE)
    if definition.type.is_number:
        return Known(Fraction(str(content)))
    if definition.type is FieldType.DATE:
        return content if isinstance(content, date) else date.fromisoformat(str(content))
    return str(content)


def rows(asked: Asked, catalog: Catalog) -> tuple[Row, ...]:
    register = asked.register
    made = []
    for example in register.examples[: 1 if register.shape == "form" else None]:
        row = {name: cell(register, name, example) for name in register.fields}
        for name, definition in register.fields.items():
            if definition.derived_from and isinstance(code := row[definition.derived_from], str):
                codes = catalog.lists[register.fields[definition.derived_from].list]
                row[name] = codes.items[code].attributes[definition.attribute]
        made.append(row)
    return tuple(made)


def seven_part_city(folder: Path) -> Workshop:
    """Return a working folder with everything handed in."""
    (folder / "zhibao.yaml").write_text(SETTINGS, encoding="utf-8")
    catalog = load_catalog()
    store = Store(folder / "store")
    roster = catalog.registers["schools"]
    in_scope = [
        {
            name: cell(roster, name, {**roster.examples[0], "code": code, "name": f"示例{code}校"})
            for name in roster.fields
        }
        for code in SCHOOLS
    ]
    for year in (2022, 2023):
        own = {one.register.name: rows(one, catalog) for one in asked_for(catalog, "city_seven_parts", Level.CITY)}
        store.hand_in(Submission(CITY, year, {**own, "schools": tuple(in_scope), "change_reasons": ()}), catalog)
        for code in SCHOOLS:
            given = {
                one.register.name: rows(one, catalog) for one in asked_for(catalog, "city_seven_parts", Level.SCHOOL)
            }
            place = Place(Level.SCHOOL, code, f"示例{code}校", "甲县")
            store.hand_in(Submission(place, year, given), catalog)
    return Workshop(folder)
