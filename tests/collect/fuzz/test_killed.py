"""A process that reads a folder is killed at any moment: what is in force is whole, and the work goes on."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.collect.fuzz.town import Town, filled, left_over, town, whole
from tests.conftest import ROOT
from zhibao.snapshot.drafts import HOUR

TIMES = 20


def test_a_kill_at_any_moment_leaves_a_whole_store(place: Town, tmp_path: Path) -> None:
    path, store = place.place(), place.folder.store
    (tmp_path / "good.xlsx").write_bytes(filled(place.folder.path))
    first = place.in_force()
    command = [sys.executable, "-m", "tests.collect.fuzz.killed"]
    command += [str(place.folder.path), str(tmp_path / "good.xlsx"), str(path)]
    snapshots = set()
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for turn in range(TIMES):
            child.stdin.write("go on\n")
            child.stdin.flush()
            assert child.stdout.readline() == f"{turn}\n"
            assert [one for one in whole(store) if "left over" not in one] == []
            snapshots.add(place.in_force().id)
        child.stdin.close()
    assert len(snapshots - {first.id}) == TIMES
    path.with_suffix(".new").unlink(missing_ok=True)
    ids = [[one.id for one in place.read().snapshots] for _ in range(2)]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(place.folder.path / "zhibao.key", elsewhere)
    other = town(elsewhere)
    shutil.copy(path, other.place())
    assert ids == [[one.id for one in other.read().snapshots]] * 2
    age_drafts(store)
    (store / "heads" / "2021" / "S01.json").unlink()
    shutil.rmtree(store / "snapshots" / ids[0][0])
    assert [one.id for one in place.read().snapshots] == ids[0]
    assert list(whole(store)) == []


def age_drafts(store: Path) -> None:
    """Make what killed processes left look an hour old, after which it is swept away."""
    for path in store.rglob("*"):
        if any(path.name in one for one in left_over(store)):
            old = path.stat().st_mtime - 2 * HOUR
            os.utime(path, (old, old))
