"""Little releases for tests: what three schools hand in, by which definitions, and the values that follow."""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.registers import CITY, Plain, row
from zhibao.catalog.load import Catalog, load_catalog, packaged
from zhibao.compute import compute
from zhibao.lineage.opened import VALUES, Opened, open_release
from zhibao.publish.release import FORMAT, MANIFEST
from zhibao.publish.values import as_json, records
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Row, Submission
from zhibao.snapshot.tables import Tables
from zhibao.terms.place import Level, Place
from zhibao.terms.rounding import Rounding
from zhibao.terms.value import Known

YEAR = 2021
INDICATORS = (
    "graduates", "employment_rate", "provincial_student_first", "majors_offered", "major_points",
    "certificate_pilot_schools", "enterprise_practice_days_per_teacher",
)  # fmt: skip
REGISTERS = ("schools", "graduates", "awards", "majors", "certificate_pilots", "teacher_practices", "staff")
SETTINGS = """\
place: 示例市
code: city
outline: none
round: 示例
label_year: 2022
data_years: [2020, 2021]
rounding: {rounding}
issuer: 示例市教育局
issued: 2022-01
"""
AnyRow = Mapping[str, Plain | Known | str]
Rows = Mapping[str, Sequence[AnyRow]]


@dataclass(frozen=True)
class Told:
    """What a release rests on: rows by place and register, schools by county, replaced texts of definitions."""

    rows: Mapping[str, Rows]
    counties: Mapping[str, str] = field(default_factory=lambda: {"A": "甲县", "B": "甲县", "C": "乙县"})
    definitions: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    rounding: Rounding = Rounding.HALF_UP
    indicators: tuple[str, ...] = INDICATORS
    out_of_scope: tuple[str, ...] = ()

    def but(self, place: str, register: str, *rows: AnyRow) -> "Told":
        """Return it with other rows of one register of one place."""
        return replace(self, rows={**self.rows, place: {**self.rows.get(place, {}), register: rows}})


def release(told: Told, home: Path) -> Opened:
    """Write a release and open it."""
    catalog = _catalog(told, home)
    store = Store(home.with_name(f"{home.name}-store"))
    listed = [
        {"code": code, "name": f"示例{code}校", "county": county, "ownership": "公办", "grade": "其他",
         "in_scope": "否" if code in told.out_of_scope else "是"}
        for code, county in told.counties.items()
    ]  # fmt: skip
    _freeze(store, CITY, {"schools": listed, **told.rows.get("city", {})}, catalog)
    for code in told.counties:
        if code in told.rows and code not in told.out_of_scope:
            _freeze(store, Place(Level.SCHOOL, code, f"示例{code}校", "甲县"), told.rows[code], catalog)
    snapshots = store.current()
    for one in snapshots:
        shutil.copytree(one.folder, home / "snapshots" / one.id)
    tables = Tables(snapshots, catalog.registers, CITY)
    values = compute(tables, catalog, told.indicators)
    names = {one.code: one.name for one in tables.schools(YEAR)} | {"city": "示例市"}
    tables.close()
    (home / VALUES).write_bytes(as_json(list(records(values, catalog, names, told.rounding))))
    (home / "zhibao.yaml").write_text(SETTINGS.format(rounding=told.rounding.value), encoding="utf-8")
    (home / MANIFEST).write_text(json.dumps({"format": FORMAT, "files": {}}), encoding="utf-8")
    return open_release(home)


def _freeze(store: Store, place: Place, rows: Rows, catalog: Catalog) -> None:
    full = {
        name: tuple(_full(one, name, catalog) for one in given) for name, given in rows.items() if name in REGISTERS
    }
    imports = ("f" * 64,) if "imported" in rows else ()
    store.freeze(Submission(place, YEAR, full, imports=imports), catalog.registers)


def _full(one: AnyRow, name: str, catalog: Catalog) -> Row:
    return row(catalog.registers[name], one)  # type: ignore[arg-type]


def _catalog(told: Told, home: Path) -> Catalog:
    """Write the definitions of a release: those of the package that it needs, some of them replaced."""
    for kind, names in (("registers", REGISTERS), ("indicators", told.indicators)):
        folder = home / "catalog" / kind
        folder.mkdir(parents=True)
        for name in names:
            text = (packaged() / kind / f"{name}.yaml").read_text(encoding="utf-8")
            if name in told.definitions:
                before, after = told.definitions[name]
                assert before in text
                text = text.replace(before, after)
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_catalog(base=home / "catalog")
