"""What is costly to make is made by the first test that asks for it, in whichever process; the others are given it."""

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

Made = TypeVar("Made")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Made]) -> tuple[Path, Made]:
    """Return a folder of this process that holds what `make` wrote into an empty one, and what it returned.

    What it returned may name the folder that it was made in: that one stays as well.
    """
    base = factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "made-once" / name
    home.mkdir(parents=True, exist_ok=True)
    kept = home / "returned.pickle"
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            written = home / "written"
            shutil.rmtree(written, ignore_errors=True)
            written.mkdir()
            returned = pickle.dumps(make(written))
            kept.write_bytes(returned)
    own = factory.mktemp(name) / "own"
    shutil.copytree(home / "written", own, symlinks=True)
    value: Made = pickle.loads(kept.read_bytes())  # a process of this run wrote it
    return own, value
