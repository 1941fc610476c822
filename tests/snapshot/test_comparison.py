"""The key of comparison: a person in two cities is found by it, and nothing else of a store changes or travels."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.registers import catalog, roster, submission
from zhibao.check.context import Context
from zhibao.check.handed_in import handed_in
from zhibao.check.kinds import same_person
from zhibao.snapshot.comparison import COMPARISON, compared, install_key, make_key
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.frozen import compared_file, damage, read_rows
from zhibao.snapshot.here import Here
from zhibao.snapshot.laid_out import Submissions
from zhibao.snapshot.seal import compared_look_ups, open_vault
from zhibao.snapshot.sets import LaidSets
from zhibao.snapshot.store import Store
from zhibao.snapshot.take_over import take_over
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.place import Level, Place, Region
from zhibao.terms.value import Values

NUMBER, OTHER = "11010519491231002X", "110105194912310038"
REGISTERS = catalog().registers
PROVINCE = Place(Level.PROVINCE, "p", "示例省")
CITIES = tuple(Place(Level.CITY, code, f"示例{code}市", "p") for code in ("c1", "c2"))
REGION = Region(PROVINCE, CITIES)


def city(folder: Path, place: Place, key: Path | None) -> Store:
    """Freeze a city with one school of two graduates, one of whom is NUMBER, and install a key of comparison."""
    store, school = Store(folder / "store"), f"{place.code}s"
    store.freeze(submission(place, 2021, {"schools": roster([school])}), REGISTERS)
    persons = [
        {"student_number": "1", "id_number": NUMBER},
        {"student_number": "2", "id_number": f"{OTHER}{place.code}"},
    ]
    at = Place(Level.SCHOOL, school, f"示例{school}校", "甲县")
    store.freeze(submission(at, 2021, {"graduate_records": persons}), REGISTERS)
    if key is not None:
        install_key(key, folder, store.key)
    return store


def found(folder: Path, *stores: Store) -> list[Finding]:
    """Return what is said of persons in a province that takes over what cities hand in."""
    province = Store(folder / "province" / "store")
    for store in stores:
        for one in store.current():
            take_over(province, one)
    snapshots = province.current()
    by = [compared(one, REGION, one.place.code[:2]) for one in snapshots]
    handed = tuple(
        handed_in(one, read_rows(one, REGISTERS), (), province, REGISTERS, each)
        for one, each in zip(snapshots, by, strict=True)
    )
    context = Context(catalog(), handed, {}, Values({}, "p"), (), (2020, 2021), PROVINCE, region=REGION)
    with closing(Here()) as engine:
        sets = LaidSets(Submissions(snapshots, tuple(by)), REGISTERS, engine, folder / "engine")
        rule = catalog().checks["graduates_are_registered_once"]
        return list(same_person.find(rule, replace(context, sets=sets)))


def test_a_person_in_two_cities_is_found_by_the_key_that_both_installed(tmp_path: Path) -> None:
    key = tmp_path / "given.key"
    made = make_key(key)
    stores = [city(tmp_path / place.code, place, key) for place in CITIES]
    ids = [one.id for store in stores for one in store.current()]
    assert [store.compare_again(REGISTERS) for store in stores] == [1, 1]
    assert [store.compare_again(REGISTERS) for store in stores] == [0, 0]
    assert [one.id for store in stores for one in store.current()] == ids
    assert [fault for store in stores for one in store.current() for fault in damage(one, REGISTERS)] == []
    (one,) = found(tmp_path, *stores)
    assert (str(one.where), one.severity) == (
        "示例c2s校2021年 工作表“毕业生去向名册”（1 身份证号）", Severity.WARNING,
    )  # fmt: skip
    assert "示例c1s校" in one.message
    said = b"".join(file.read_bytes() for file in (tmp_path / "province").rglob("*") if file.is_file())
    assert [one for one in (NUMBER, made.key.hex()) if one.encode() in said] == []
    assert list((tmp_path / "province").rglob("*.personal.json")) == []


def test_a_city_without_the_key_is_named_and_its_persons_are_not_compared(tmp_path: Path) -> None:
    key = tmp_path / "given.key"
    make_key(key)
    first, second = city(tmp_path / "c1", CITIES[0], key), city(tmp_path / "c2", CITIES[1], None)
    first.compare_again(REGISTERS)
    (note,) = found(tmp_path, first, second)
    assert note.severity is Severity.NOTE
    assert "示例c2市的“毕业生去向名册”没有用全省的比对密钥" in note.message
    assert "示例c1市" not in note.message


def test_keys_that_differ_are_not_compared(tmp_path: Path) -> None:
    for name in ("one.key", "two.key"):
        make_key(tmp_path / name)
    stores = [
        city(tmp_path / place.code, place, tmp_path / name)
        for place, name in zip(CITIES, ("one.key", "two.key"), strict=True)
    ]
    for store in stores:
        store.compare_again(REGISTERS)
    assert [one.severity for one in found(tmp_path, *stores)] == [Severity.NOTE]


def test_what_is_read_in_later_has_the_look_ups_at_once_and_reading_again_adds_them(tmp_path: Path) -> None:
    key = tmp_path / "given.key"
    made = make_key(key)
    store = city(tmp_path / "c1", CITIES[0], None)
    install_key(key, tmp_path / "c1", store.key)
    again = city(tmp_path / "c1", CITIES[0], None)
    snapshot = again.current_of("c1s", 2021)
    assert snapshot is not None
    assert snapshot.compared_by == made.comparison_id
    look_ups = list(compared_look_ups(compared_file(snapshot.folder, "graduate_records")))
    assert look_ups == [made.compared(NUMBER), made.compared(f"{OTHER}c1")]
    own = store.look_ups(snapshot, REGISTERS, read_rows(snapshot, REGISTERS))["graduate_records"]
    assert set(own).isdisjoint(look_ups)


def test_a_key_that_is_none_is_refused_and_a_former_one_is_kept(tmp_path: Path) -> None:
    store = city(tmp_path / "c1", CITIES[0], None)
    with pytest.raises(SnapshotError, match="没有这个文件"):
        install_key(tmp_path / "nothing.key", tmp_path / "c1", store.key)
    with pytest.raises(SnapshotError, match="封存用的密钥"):
        install_key(store.key, tmp_path / "c1", store.key)
    former, later = make_key(tmp_path / "one.key"), make_key(tmp_path / "two.key")
    with pytest.raises(SnapshotError, match="已有这个文件"):
        make_key(tmp_path / "one.key")
    for name in ("one.key", "two.key", "two.key"):
        install_key(tmp_path / name, tmp_path / "c1", store.key)
    assert open_vault(tmp_path / "c1" / COMPARISON) == later
    assert (tmp_path / "c1" / COMPARISON).stat().st_mode & 0o077 == 0
    assert open_vault(tmp_path / "c1" / f"zhibao-compare-{former.comparison_id}.key") == former
