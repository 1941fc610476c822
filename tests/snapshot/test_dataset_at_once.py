"""Many who write one dataset at once, and writers who are killed: nothing is lost, nothing is half there.

The processes are forked off one that has read the program and opened nothing yet.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.object_store import object_store, settings_of
from tests.registers import catalog
from tests.snapshot.datasets import city, counted, place_of, without_gaps
from zhibao.snapshot.dataset.clean import clean
from zhibao.snapshot.dataset.dataset import Dataset
from zhibao.snapshot.dataset.proof import prove
from zhibao.snapshot.dataset.sources import Source
from zhibao.snapshot.store import Store

SCHOOLS = {f"A{number}": 100 + number for number in range(4)}
POINTS = 5


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city of which nothing is handed in yet."""
    home = tmp_path_factory.mktemp("at-once")
    city(home, "A", SCHOOLS)
    return home


@pytest.mark.parametrize("is_far", [False, True], ids=["disk", "bucket"])
def test_who_hand_in_for_one_city_at_once_lose_nothing(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_far: bool
) -> None:
    shutil.copytree(home / "A", tmp_path / "A")
    with object_store() as objects:
        for name, text in settings_of(objects.address).items() if is_far else ():
            monkeypatch.setenv(name, text)
        run("race", tmp_path)
        # 另一台机器上：同名的文件夹，别的什么也没有。
        dataset = Dataset(tmp_path / "elsewhere" / "all" if is_far else tmp_path / "all")
        assert sorted(one.entry.place for one in dataset.standing()) == sorted([*SCHOOLS, "A"])
        (packed,) = dataset.pack(everything=True)
        assert (packed.snapshots if packed.is_new else 5, dataset.loose()) == (5, ())
        assert [prove(dataset, one.province, one.entry).faults for one in dataset.standing()] == [()] * 5
        if is_far:
            kept = {name.removeprefix("site/datasets/all/").partition("/")[0] for name in objects.kept}
            assert kept == {"heads", "parts", "packs", "rows", "index", "archive", "definitions", "loose"}
            done = clean(dataset, remove=True)
            left = {name.removeprefix("site/datasets/all/").partition("/")[0] for name in objects.kept}
            assert (left, done.missing) == (kept - {"loose"}, ())
            assert len(without_gaps(counted(Dataset(tmp_path / "third" / "all"), "students"))) == 4


def test_who_is_killed_leaves_what_was_and_the_next_one_goes_on(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home / "A", tmp_path / "A")
    told = run("kill", tmp_path).split()
    assert told.count("killed") >= POINTS // 2, "the points lie within the work"
    for one in sources(tmp_path).values():
        hand_in(tmp_path, one)
    dataset = Dataset(tmp_path / "all")
    dataset.pack(everything=True)
    assert [prove(dataset, one.province, one.entry).faults for one in dataset.standing()] == [()] * 5
    done = clean(dataset, grace=-1, remove=True)
    assert done.missing == ()
    files = [one.relative_to(tmp_path / "all").parts[0] for one in (tmp_path / "all").rglob("*") if one.is_file()]
    assert {top: files.count(top) for top in ("packs", "rows", "loose")} == {"packs": 1, "rows": 4, "loose": 0}


def run(what: str, folder: Path) -> str:
    command = [sys.executable, "-m", "tests.snapshot.test_dataset_at_once", what, str(folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True
    ) as started:
        try:
            told, wrong = started.communicate(timeout=100)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            raise
    assert started.returncode == 0, wrong
    return told


def sources(folder: Path) -> Mapping[str, Source]:
    """Return what the city hands over, one school at a time."""
    whole = Source(folder / "A", place_of("A"), catalog().registers, Store(folder / "A" / "store").current())
    return {one.place.code: replace(whole, snapshots=(one,)) for one in whole.snapshots}


def race(folder: Path) -> None:
    """Let every school hand in, and two pack, all at once."""
    far = os.environ.pop("ZHIBAO_S3", "")
    given = sources(folder)
    if far:
        os.environ["ZHIBAO_S3"] = far

    def pack() -> None:
        for _ in range(2):
            Dataset(folder / "all").pack(everything=True)

    works: list[Callable[[], object]] = [partial(hand_in, folder, one) for one in given.values()]
    ended = [os.waitpid(child, 0)[1] for child in [forked(work) for work in (*works, pack, pack)]]
    assert ended == [0] * (len(works) + 2), ended


def kill(folder: Path) -> None:
    """Kill whoever hands in, packs and cleans at points of their work, and look after each."""
    chance, given = random.Random(7), sources(folder)

    def work(after: int) -> None:
        die_after(after)
        for one in given.values():
            hand_in(folder, one)
        Dataset(folder / "all").pack(everything=True)
        clean(Dataset(folder / "all"), grace=-1, remove=True)

    for number in range(POINTS):
        _, status = os.waitpid(forked(partial(work, chance.randrange(1, 60))), 0)
        sys.stdout.write("killed\n" if os.WIFSIGNALED(status) else f"{status}\n")
        _, status = os.waitpid(forked(partial(look, folder)), 0)
        assert status == 0, number
        if number == POINTS // 2:
            shutil.rmtree(folder / "all", ignore_errors=True)


def die_after(steps: int) -> None:
    """Let this process be killed after so many more steps that the disk keeps."""
    lives = iter(range(steps))

    def counted_down(call: Callable[..., object]) -> Callable[..., object]:
        def called(*given: object, **more: object) -> object:
            if next(lives, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*given, **more)

        return called

    for name in ("fsync", "rename", "replace", "unlink"):
        setattr(os, name, counted_down(getattr(os, name)))


def hand_in(folder: Path, source: Source) -> None:
    """Take one snapshot in."""
    Dataset(folder / "all").take_in(source)


def look(folder: Path) -> None:
    """Read everything that is in force; raises when anything of it is not there."""
    dataset = Dataset(folder / "all")
    count = len([one for one in dataset.standing() if one.entry.place != "A"])
    assert len(counted(dataset, "students")) == count
    assert not clean(dataset, grace=-1).missing


def forked(work: Callable[[], object]) -> int:
    """Do a work in a process of its own and return its number."""
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except BaseException as error:  # noqa: BLE001  told by the exit code and in words
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        sys.stderr.flush()
        os._exit(1)


if __name__ == "__main__":
    {"race": race, "kill": kill}[sys.argv[1]](Path(sys.argv[2]))
