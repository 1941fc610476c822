"""A province takes over what its cities hand in, byte for byte; what does not fit is refused whole, and says why."""

import shutil
from pathlib import Path

import pytest

from tests.regions import freeze_city
from tests.registers import catalog, submission
from zhibao.catalog.edition import FILE, WorkingFolder
from zhibao.catalog.files import CatalogError
from zhibao.collect.gather import Taken, Taking, gather
from zhibao.snapshot.frozen import WITHHELD, damage
from zhibao.snapshot.store import Store
from zhibao.snapshot.take_over import take_over
from zhibao.terms.place import Level, Place

SETTINGS = """
place: {place}
code: {code}
level: {level}
{members}
outline: city_ten_chapters
round: {round}
label_year: 2021
data_years: [2020, 2021]
issuer: 示例教育局
issued: 2021-12
"""


def settings(folder: Path, code: str, level: str = "city", members: str = "", turn: str = "示例轮次") -> Path:
    folder.mkdir(parents=True)
    text = SETTINGS.format(place=f"示例{code}", code=code, level=level, members=members, round=turn)
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def city(home: Path, code: str, *schools: str, turn: str = "示例轮次", year: int = 2021) -> Path:
    folder = settings(home / code, code, turn=turn)
    freeze_city(
        Store(folder / "store"), code, {"甲县": {one: {"graduates": [{"graduates": 3}]} for one in schools}}, year
    )
    return folder


def province(home: Path, *cities: str, code: str = "P") -> WorkingFolder:
    members = ", ".join(f"{{code: {one}, name: 示例{one}市, from: ../{one}}}" for one in cities)
    return WorkingFolder(settings(home / code, code, "province", f"cities: [{members}]"))


def states(taken: tuple[Taken, ...]) -> dict[str, Taking]:
    return {one.member.code: one.state for one in taken}


def files(store: Path) -> dict[str, bytes]:
    return {one.relative_to(store).as_posix(): one.read_bytes() for one in store.rglob("*") if one.is_file()}


def test_snapshots_come_byte_for_byte_and_with_who_is_in_force(tmp_path: Path) -> None:
    city(tmp_path, "A", "A1"), city(tmp_path, "B", "B1")
    whole = province(tmp_path, "A", "B", "C")
    assert states(gather(whole, catalog())) == {"A": Taking.TAKEN, "B": Taking.TAKEN, "C": Taking.MISSING}
    taken = files(whole.store)
    assert taken == files(tmp_path / "A" / "store") | files(tmp_path / "B" / "store")
    assert all(not damage(one, catalog().registers) for one in Store(whole.store).current())
    assert states(gather(whole, catalog()))["A"] is Taking.UNCHANGED
    freeze_city(Store(tmp_path / "A" / "store"), "A", {"甲县": {"A1": {"graduates": [{"graduates": 4}]}}})
    again = gather(whole, catalog())[0]
    assert (again.state, again.new) == (Taking.TAKEN, 1)


def test_one_school_code_in_two_cities_is_refused_and_the_first_stays(tmp_path: Path) -> None:
    city(tmp_path, "A", "S1"), city(tmp_path, "B", "S1", "B1")
    whole = province(tmp_path, "A", "B")
    first, second = gather(whole, catalog())
    assert (first.state, second.state) == (Taking.TAKEN, Taking.REFUSED)
    assert "S1" in second.faults[0]
    assert "示例A市" in second.faults[0]
    assert {one.place.code for one in Store(whole.store).current()} == {"A", "S1"}


@pytest.mark.parametrize(
    ("text", "other", "said"),
    [
        ("code: A", "code: X", "code 是“X”"),
        ("round: 示例轮次", "round: 另一轮", "round 是“另一轮”"),
        ("data_years: [2020, 2021]", "data_years: [2021, 2022]", "data_years"),
    ],
)
def test_another_places_or_another_rounds_folder_is_refused(tmp_path: Path, text: str, other: str, said: str) -> None:
    file = city(tmp_path, "A", "A1") / FILE
    file.write_text(file.read_text(encoding="utf-8").replace(text, other), encoding="utf-8")
    (one,) = gather(province(tmp_path, "A"), catalog())
    assert one.state is Taking.REFUSED
    assert said in "".join(one.faults)


def test_damaged_data_are_refused_and_what_was_taken_before_stays(tmp_path: Path) -> None:
    source, whole = city(tmp_path, "A", "A1"), province(tmp_path, "A")
    gather(whole, catalog())
    before = files(whole.store)
    shutil.copytree(source, tmp_path / "kept")
    (file,) = source.glob("store/snapshots/*/graduates.parquet")
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    (one,) = gather(whole, catalog())
    assert one.state is Taking.REFUSED
    assert "graduates.parquet" in one.faults[0]
    assert files(whole.store) == before


def test_a_manifest_that_was_made_to_fit_altered_data_is_found_by_the_id(tmp_path: Path) -> None:
    source = city(tmp_path, "A", "A1")
    (table,) = source.glob("store/snapshots/*/graduates.parquet")
    file = table.with_name("manifest.json")
    file.write_text(file.read_text(encoding="utf-8").replace("示例A1校", "示例改名校"), encoding="utf-8")
    (one,) = gather(province(tmp_path, "A"), catalog())
    assert one.state is Taking.REFUSED
    assert "标识" in one.faults[0]


def test_a_code_that_would_leave_the_store_is_refused(tmp_path: Path) -> None:
    source = settings(tmp_path / "A", "A")
    store = Store(source / "store")
    own = Place(Level.CITY, "A", "示例A市")
    row = {"code": "..", "name": "示例校", "county": "甲县", "ownership": "公办", "grade": "其他", "in_scope": "是"}
    store.freeze(submission(own, 2021, {"schools": [row]}), catalog().registers)
    store.freeze(submission(Place(Level.SCHOOL, "..", "示例校", "甲县"), 2021, {}), catalog().registers)
    (one,) = gather(province(tmp_path, "A"), catalog())
    assert one.state is Taking.REFUSED
    assert "不能用作文件名" in "".join(one.faults)


def test_what_is_sealed_stays_with_the_city(tmp_path: Path) -> None:
    name = next(one.name for one in catalog().registers.values() if one.personal and one.level is Level.SCHOOL)
    register = catalog().registers[name]
    given = {field: str(value) for field, value in register.examples[0].items() if field in register.personal}
    source = settings(tmp_path / "A", "A")
    freeze_city(Store(source / "store"), "A", {"甲县": {"A1": {name: [given]}}})
    assert list((source / "store").rglob("*.personal.json"))
    whole = province(tmp_path, "A")
    gather(whole, catalog())
    assert not list(whole.store.rglob("*.personal.json"))
    (taken,) = (one for one in Store(whole.store).current() if one.place.code == "A1")
    assert (taken.sealed, (taken.folder / WITHHELD).exists()) == ((), True)
    assert damage(taken, catalog().registers) == ()
    other = Store(tmp_path / "other" / "store")
    assert take_over(other, taken)
    assert other.current()[0].sealed == ()


def test_the_nation_takes_whole_provinces_and_asks_for_the_cities_it_lists(tmp_path: Path) -> None:
    city(tmp_path, "A", "A1"), city(tmp_path, "B", "B1")
    gather(province(tmp_path, "A", "B"), catalog())
    listed = "provinces: [{code: P, name: 示例省, from: ../P, cities: [{code: A, name: 甲}, {code: B, name: 乙}]}]"
    whole = WorkingFolder(settings(tmp_path / "N", "N", "nation", listed))
    assert states(gather(whole, catalog())) == {"P": Taking.TAKEN}
    assert {one.place.code for one in Store(whole.store).current()} == {"A", "A1", "B", "B1"}
    fewer = listed.replace(", {code: B, name: 乙}", "")
    (one,) = gather(WorkingFolder(settings(tmp_path / "M", "M", "nation", fewer)), catalog())
    assert one.state is Taking.REFUSED
    assert "cities" in one.faults[0]


def test_a_city_has_nobody_to_gather_from(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="没有可以汇集的下级"):
        gather(WorkingFolder(settings(tmp_path / "A", "A")), catalog())


@pytest.mark.parametrize(
    ("level", "members", "said"),
    [
        ("province", "", "省写 cities"),
        ("city", "cities: [{code: A, name: 甲}]", "省写 cities"),
        ("nation", "provinces: [{code: P, name: 省}]", "各市"),
        ("province", "cities: [{code: A, name: 甲}, {code: A, name: 乙}]", "用了两次"),
        ("county", "", "level 是"),
    ],
)
def test_settings_whose_members_do_not_fit_the_level_are_refused(
    tmp_path: Path, level: str, members: str, said: str
) -> None:
    with pytest.raises(CatalogError, match=said):
        WorkingFolder(settings(tmp_path / "x", "X", level, members))
