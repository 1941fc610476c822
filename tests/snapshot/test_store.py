"""A snapshot is written whole or not at all, never changes, and proves itself."""

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.registers import PlainRow, catalog, submission
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.frozen import Snapshot, damage, read_rows
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Cell, Reason, Submission
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known, Meaning, Missing

SCHOOL = Place(Level.SCHOOL, "S01", "示例一校", "甲县")
GIVEN: dict[str, list[PlainRow]] = {
    "students": [{"entrants": 410, "full_time": 1200}],
    "majors": [{"major": "710201", "category": "71"}],
}


def frozen(folder: Path) -> Snapshot:
    return Store(folder).freeze(submission(SCHOOL, 2021, GIVEN), catalog().registers)


def test_what_was_frozen_reads_back_the_same(tmp_path: Path) -> None:
    snapshot = frozen(tmp_path)
    assert read_rows(snapshot, catalog().registers) == submission(SCHOOL, 2021, GIVEN).registers
    assert damage(snapshot, catalog().registers) == ()


def test_equal_content_is_one_snapshot_whatever_file_it_came_in(tmp_path: Path) -> None:
    first = frozen(tmp_path)
    again = Submission(SCHOOL, 2021, submission(SCHOOL, 2021, GIVEN).registers, (), "another name.xlsx", "0" * 64)
    assert Store(tmp_path).freeze(again, catalog().registers).id == first.id
    assert len(list((tmp_path / "snapshots").iterdir())) == 1


def test_one_changed_number_or_reason_is_another_snapshot(tmp_path: Path) -> None:
    first = frozen(tmp_path)
    rows = submission(SCHOOL, 2021, {**GIVEN, "students": [{"entrants": 411, "full_time": 1200}]}).registers
    second = Store(tmp_path).freeze(Submission(SCHOOL, 2021, rows), catalog().registers)
    reason = Reason("students", "", "entrants", "扩招")
    third = Store(tmp_path).freeze(Submission(SCHOOL, 2021, rows, (reason,)), catalog().registers)
    assert len({first.id, second.id, third.id}) == 3
    assert Store(tmp_path).current() == (third,)
    assert first.folder.is_dir()


CELLS = st.one_of(
    st.integers(0, 10**12).map(lambda n: Known(Fraction(n))),
    st.integers(0, 10**9).map(lambda n: Known(Fraction(n), estimated=True)),
    st.sampled_from(Meaning).map(Missing),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(CELLS, st.text(alphabet="甲乙'\"｜=+-@\\; ,", max_size=6)), max_size=4))
def test_every_state_of_a_cell_survives(tmp_path: Path, cells: list[tuple[Cell, str]]) -> None:
    rows = tuple({"contest": f"{n}{text}", "prize": "一等奖", "number": cell} for n, (cell, text) in enumerate(cells))
    snapshot = Store(tmp_path).freeze(Submission(SCHOOL, 2021, {"awards": rows}), catalog().registers)
    assert read_rows(snapshot, catalog().registers)["awards"] == rows
    assert damage(snapshot, catalog().registers) == ()


def test_a_changed_byte_is_found(tmp_path: Path) -> None:
    snapshot = frozen(tmp_path)
    file = snapshot.file("students")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert any("students.parquet" in fault for fault in damage(snapshot, catalog().registers))


def test_a_manifest_that_was_rewritten_to_fit_other_content_is_found(tmp_path: Path) -> None:
    snapshot = frozen(tmp_path)
    manifest = snapshot.folder / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("示例一校", "示例二校"), encoding="utf-8")
    assert damage(Store(tmp_path).current()[0], catalog().registers) != ()


def test_a_broken_manifest_is_a_clear_error(tmp_path: Path) -> None:
    snapshot = frozen(tmp_path)
    (snapshot.folder / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"manifest\.json"):
        Store(tmp_path).current()


KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, os.getcwd())
from tests.snapshot.test_store import frozen
moment = sys.argv[2]
real = os.fsync if moment == "sync" else os.rename if moment == "rename" else os.replace
def die(*args): os._exit(9)
if moment == "sync": os.fsync = die
elif moment == "rename": os.rename = die; Path.rename = die
else: os.replace = die; Path.replace = die
frozen(Path(sys.argv[1]))
"""


@pytest.fixture(params=["sync", "rename", "replace"])
def moment(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_kill_in_the_middle_leaves_the_store_as_it_was(tmp_path: Path, moment: str) -> None:
    before = Store(tmp_path).freeze(
        submission(SCHOOL, 2021, {"students": [{"entrants": 1, "full_time": 2}]}), catalog().registers
    )
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), moment],
        check=False,
        env={**os.environ},
        cwd=Path(__file__).parents[2],
    )
    assert killed.returncode == 9
    assert Store(tmp_path).current() == (before,)
    assert damage(before, catalog().registers) == ()
    after = frozen(tmp_path)
    assert Store(tmp_path).current() == (after,)


def one_bit_turned(snapshot: Snapshot) -> Path:
    """Return a table file of a snapshot after one bit of it was turned."""
    path = snapshot.file("students")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return path


def test_a_damaged_file_is_never_computed_with_and_healed_by_freezing_again(tmp_path: Path) -> None:
    path = one_bit_turned(frozen(tmp_path))
    with pytest.raises(SnapshotError, match=path.name):
        Store(tmp_path).current()
    snapshot = frozen(tmp_path)
    assert Store(tmp_path).current() == (snapshot,)
    assert damage(snapshot, catalog().registers) == ()
    assert list((tmp_path / "snapshots").iterdir()) == [snapshot.folder]


@pytest.mark.parametrize("text", ["x", "{}", "[]", '{"snapshot": 5}', '{"snapshot": "../../.."}'])
def test_a_file_that_names_no_snapshot_is_told_by_its_name(tmp_path: Path, text: str) -> None:
    frozen(tmp_path)
    head = tmp_path / "heads" / "2021" / "S01.json"
    head.write_text(text, encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"S01\.json"):
        Store(tmp_path).current()
    snapshot = frozen(tmp_path)
    assert Store(tmp_path).current() == (snapshot,)


def test_what_a_killed_process_left_is_cleared_after_an_hour(tmp_path: Path) -> None:
    frozen(tmp_path)
    old, young = (tmp_path / "snapshots" / f".draft-{name}" for name in ("old", "young"))
    for draft in (old, young):
        draft.mkdir()
    os.utime(old, (0, 0))
    rows = submission(SCHOOL, 2020, GIVEN).registers
    Store(tmp_path).freeze(Submission(SCHOOL, 2020, rows), catalog().registers)
    assert not old.exists()
    assert young.exists()
