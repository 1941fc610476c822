"""A dataset of many cities: few files, nothing lost, every snapshot as it was handed in."""

import json
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.once import made_once
from tests.registers import catalog
from tests.snapshot.datasets import city, counted, handed_in, place_of, rows_of, without_gaps
from zhibao.catalog.register import FieldType
from zhibao.snapshot.dataset import archive
from zhibao.snapshot.dataset.clean import clean
from zhibao.snapshot.dataset.dataset import Dataset
from zhibao.snapshot.dataset.proof import prove
from zhibao.snapshot.dataset.sources import Source
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.frozen import Snapshot, damage, read_snapshot
from zhibao.snapshot.public import public_files
from zhibao.snapshot.store import Store

SCHOOLS = {f"A{number}": 100 + number for number in range(9)}
OTHERS = {f"B{number}": 200 + number for number in range(3)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cities and a dataset into which both handed in, loose."""

    def make(home: Path) -> None:
        for code, schools in (("A", SCHOOLS), ("B", OTHERS)):
            Dataset(home / "all").take_in(city(home, code, schools))
        shutil.copytree(home / "all", home / "packed")
        Dataset(home / "packed").pack()

    return made_once(tmp_path_factory, "dataset", make)[0]


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A copy of both cities and the dataset, `all`, and of one in which all is packed, `packed`."""
    return Path(shutil.copytree(made, tmp_path / "home"))


def originals(home: Path) -> dict[str, Snapshot]:
    """Return id → snapshot of everything in force in the cities' own stores."""
    return {one.id: one for code in "AB" for one in Store(home / code / "store").current()}


def files_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def proved(dataset: Dataset, places: str = "A A0 A1 B0") -> list[tuple[str, ...]]:
    """Return what is wrong with some snapshots in force."""
    found = [one for one in dataset.standing((2021,)) if one.entry.place in places.split()]
    return [prove(dataset, one.province, one.entry).faults for one in found]


def test_what_was_packed_comes_back_byte_for_byte_and_proves_its_id(home: Path) -> None:
    dataset = Dataset(home / "all")
    (packed,) = dataset.pack()
    assert (packed.snapshots, packed.odd) == (14, ())
    shutil.rmtree(home / "all" / "loose")
    back = [dataset.with_files(one) for one in dataset.packed_snapshots()]
    assert {one.id: files_of(one.folder) for one in back} == {
        key: files_of(one.folder) for key, one in originals(home).items()
    }
    assert [damage(one, catalog().registers) for one in back] == [()] * 14
    assert proved(dataset) == [()] * 4


def test_sealed_cells_and_look_ups_open_again_with_the_key_of_their_city(home: Path) -> None:
    dataset, store = Dataset(home / "packed"), Store(home / "A" / "store")
    ((province, entry),) = dataset.find(place="A3", year=2021)
    shutil.rmtree(home / "packed" / "loose")
    back, original = dataset.snapshot(province, entry), store.current_of("A3", 2021)
    assert original is not None
    assert store.rows(back, catalog().registers)["graduate_records"][0]["name"] == "张示例"
    rows = store.rows(back, catalog().registers)
    assert store.look_ups(back, catalog().registers, rows) == store.look_ups(original, catalog().registers, rows)


def test_a_large_file_stays_a_file_and_comes_back_all_the_same(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGE", 1500)
    dataset = Dataset(home / "all")
    dataset.pack()
    assert any((home / "all" / "objects").iterdir())
    assert clean(dataset, grace=-1, remove=True).missing == ()
    assert proved(dataset) == [()] * 4


def test_a_reader_counts_the_rows_in_force_and_no_other(home: Path) -> None:
    dataset = Dataset(home / "packed")
    assert dataset.loose() == ()
    assert read(dataset) == read(Dataset(home / "all"))
    dataset.take_in(city(home, "A", {"A1": 777}))
    assert [one.place.code for one in dataset.loose()] == ["A", "A1"]
    mixed = read(dataset)
    dataset.pack(everything=True)
    assert read(dataset) == mixed
    back = [dataset.snapshot(one.province, one.entry) for one in dataset.standing()]
    assert {name: len(rows) for name, rows in mixed.items()} == {name: len(rows_of(back, name)) for name in mixed}
    changed = [name for name, rows in mixed.items() if any("777" in one for one in rows)]
    assert changed == ["students", "graduate_records"]


def read(dataset: Dataset) -> dict[str, list[str]]:
    """Return the rows that count, by register."""
    return {
        name: without_gaps(counted(dataset, name)) for name in ("students", "majors", "graduate_records", "schools")
    }


def test_packing_again_writes_nothing_and_the_order_of_coming_tells_nothing(home: Path) -> None:
    dataset, other = Dataset(home / "packed"), Dataset(home / "other")
    assert [one.is_new for one in dataset.pack(everything=True)] == [False]
    other.take_in(city(home, "B", OTHERS))
    other.pack()
    other.take_in(city(home, "A", SCHOOLS))
    other.pack()
    assert [one.name for one in other.packed("students")] == [one.name for one in dataset.packed("students")]


def test_work_follows_what_changed(home: Path) -> None:
    dataset = Dataset(home / "all")
    dataset.take_in(city(home, "A", {"A1": 101}, 2020))
    assert sorted((one.year, len(one.written)) for one in dataset.pack()) == [(2020, 4), (2021, 4)]
    Store(home / "A" / "store").freeze(handed_in("A1", 2021, 901), catalog().registers)
    taken = dataset.take_in(replace(city(home, "A", {"A1": 901}), city=city(home, "A", {}).city))
    assert (taken.new, [one.is_new for one in dataset.pack()]) == (2, [False, True])


def test_a_year_with_other_columns_is_packed_beside_the_others(home: Path) -> None:
    dataset, source = Dataset(home / "all"), city(home, "A", {"A0": 100})
    given = handed_in("A0", 2021, 5)
    fewer = {"students": tuple({"entrants": row["entrants"]} for row in given.registers["students"])}
    Store(home / "A" / "store").freeze(replace(given, registers=fewer, reasons=()), catalog().registers)
    dataset.take_in(replace(source, snapshots=Store(home / "A" / "store").current()))
    dataset.pack()
    assert proved(dataset) == [()] * 4
    (row,) = [one for one in without_gaps(counted(dataset, "students")) if "'A0'" in one]
    assert row == "('A0', 2021, {'entrants': 5})"


def test_a_column_of_another_type_stays_loose_and_is_told(home: Path) -> None:
    dataset, source = Dataset(home / "all"), city(home, "B", {})
    students = catalog().registers["students"]
    texts = {
        **students.fields,
        "entrants": students.fields["entrants"].model_copy(update={"type": FieldType.TEXT, "unit": ""}),
    }
    own = {**catalog().registers, "students": students.model_copy(update={"fields": texts})}
    given = handed_in("B0", 2021, 4)
    rows = tuple({**row, "entrants": "四"} for row in given.registers["students"])
    snapshot = Store(home / "B" / "store").freeze(replace(given, registers={"students": rows}, reasons=()), own)
    dataset.take_in(replace(source, snapshots=(snapshot,), registers=own))
    (packed,) = dataset.pack()
    assert (packed.odd, packed.snapshots, [one.place.code for one in dataset.loose()]) == (("B0",), 13, ["B0"])


def test_a_school_of_two_cities_is_refused(home: Path) -> None:
    dataset = Dataset(home / "all")
    with pytest.raises(SnapshotError, match="A1 在 A、B 两市都有封存"):
        dataset.take_in(city(home, "B", {"A1": 5}))
    assert dataset.find(place="A1", year=2021)[0][1].snapshot in originals(home)


def test_a_damaged_snapshot_is_not_taken_in(home: Path) -> None:
    dataset, source = Dataset(home / "all"), city(home, "A", {"A1": 555})
    file = next(one for one in source.snapshots if one.place.code == "A1").file("students")
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(SnapshotError, match="没有收进数据集"):
        dataset.take_in(source)
    assert without_gaps(counted(dataset, "students")) == without_gaps(counted(Dataset(home / "all"), "students"))


@pytest.mark.parametrize(
    ("kind", "said"), [("rows", "合包的行与名称里的校验值不符"), ("archive", "损坏"), ("definitions", "校验值不符")]
)
def test_an_altered_file_is_found(home: Path, kind: str, said: str) -> None:
    dataset = Dataset(home / "packed")
    shutil.rmtree(home / "packed" / "loose")
    for file in (home / "packed" / kind).rglob("*.*"):
        content = bytearray(file.read_bytes())
        content[len(content) // 3] ^= 1
        file.write_bytes(content)
    ((province, entry),) = dataset.find(place="A1", year=2021)
    assert any(said in fault for fault in prove(dataset, province, entry).faults)


def test_rows_that_were_altered_are_made_again_from_the_originals(home: Path) -> None:
    dataset, before = Dataset(home / "packed"), read(Dataset(home / "packed"))
    for file in (home / "packed" / "rows").rglob("*.parquet"):
        file.write_bytes(file.read_bytes()[:-1] + b"x")
    dataset.take_in(city(home, "A", {"A1": 777}))
    (packed,) = dataset.pack(repair=True)
    assert (packed.is_new, len(packed.written)) == (True, 4)
    assert proved(dataset) == [()] * 4
    after = read(dataset)
    assert {name: len(rows) for name, rows in after.items()} == {
        **{name: len(rows) for name, rows in before.items()},
        "majors": len(after["majors"]),
        "schools": 4,
    }


def test_cleaning_removes_what_nobody_names_and_nothing_else(home: Path) -> None:
    dataset = Dataset(home / "all")
    superseded = {place: dataset.find(place=place, year=2021)[0][1].snapshot for place in ("A1", "A2", "A3")}
    dataset.keep(superseded["A1"], "审计底稿")
    dataset.take_in(city(home, "A", {"A1": 801, "A2": 802, "A3": 803}))
    before = sum(1 for one in (home / "all").rglob("*") if one.is_file())
    told = clean(dataset, grace=-1, keep=[superseded["A2"]])
    assert (len(told.gone), told.missing) == (6 + 3, ()), "all files of A3, and of the old roster"
    assert sum(1 for one in (home / "all").rglob("*") if one.is_file()) == before
    assert clean(dataset, grace=3600, remove=True).gone == ()
    clean(dataset, grace=-1, keep=[superseded["A2"]], remove=True)
    assert [bool(dataset.find(superseded[place])) for place in ("A1", "A2", "A3")] == [True, True, False]
    dataset.pack(everything=True)
    clean(dataset, grace=-1, remove=True)
    assert [bool(dataset.find(superseded[place])) for place in ("A1", "A2", "A3")] == [True, False, False]
    assert proved(dataset) == [()] * 4
    ((province, entry),) = dataset.find(superseded["A1"])
    assert prove(dataset, province, entry).faults == ()
    assert not (home / "all" / "loose").exists()


def test_what_a_release_rests_on_stays_through_packing_and_cleaning(home: Path) -> None:
    dataset, source = Dataset(home / "all"), city(home, "A", SCHOOLS)
    dataset.take_in(replace(source, release="0" * 64))
    dataset.pack()
    dataset.take_in(city(home, "A", {"A1": 900, "A2": 900}))
    for _ in range(2):
        dataset.pack(everything=True, grace=-1)
        clean(dataset, grace=-1, remove=True)
    for one in source.snapshots:
        ((province, entry),) = dataset.find(one.id)
        assert prove(dataset, province, entry).faults == ()


def test_a_release_of_what_is_here_whole_is_noted_and_does_not_take_its_place(home: Path, tmp_path: Path) -> None:
    dataset, registers = Dataset(home / "packed"), catalog().registers
    whole = [one for one in Store(home / "A" / "store").current() if one.place.code in ("A1", "A2")]
    for one in whole:
        folder = tmp_path / "release" / one.id
        folder.mkdir(parents=True)
        for name, content in public_files(one, registers, {}, ()).items():
            (folder / name).write_bytes(content)
    public = tuple(read_snapshot(tmp_path / "release" / one.id) for one in whole)
    before = dataset.standing()
    dataset.take_in(Source(tmp_path, place_of("A"), registers, public, "1" * 64))
    assert dataset.standing() == before
    dataset.pack(everything=True)
    clean(dataset, grace=-1, remove=True)
    for one in whole:
        both = dataset.find(one.id)
        proofs = [prove(dataset, province, entry) for province, entry in both]
        assert sorted((len(proof.files), proof.is_in_force, proof.faults) for proof in proofs) == [
            (len(files_of(tmp_path / "release" / one.id)), False, ()),
            (len(files_of(one.folder)), True, ()),
        ]


def test_what_is_kept_and_is_nowhere_is_told(home: Path) -> None:
    dataset = Dataset(home / "all")
    ((province, entry),) = dataset.find(place="A1", year=2021)
    dataset.keep(entry.snapshot, "审计底稿")
    dataset.take_in(city(home, "A", {"A1": 801}))
    shutil.rmtree(home / "all" / "loose" / "2021" / province / entry.manifest)
    assert clean(dataset).missing == (f"keep/{entry.snapshot}.json",)


def test_what_was_replaced_leaves_its_pack_once_the_grace_is_over(home: Path) -> None:
    dataset = Dataset(home / "packed")
    old = dataset.find(place="A1", year=2021)[0][1].snapshot
    dataset.take_in(city(home, "A", {"A1": 900, "A2": 900}))
    dataset.pack(everything=True)
    assert dataset.find(old)
    dataset.take_in(city(home, "A", {"A1": 901, "A2": 901}))
    time.sleep(0.01)
    dataset.pack(everything=True, grace=0)
    clean(dataset, grace=-1, remove=True)
    assert not dataset.find(old)
    assert proved(dataset) == [()] * 4


def test_a_head_that_says_nonsense_is_told_by_its_name(home: Path) -> None:
    file = home / "all" / "heads" / "2021" / "A.json"
    file.write_text(json.dumps({"city": "A"}), encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"heads/2021/A\.json"):
        Dataset(home / "all").standing()
