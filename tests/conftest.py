"""What tests of all rooms share: how to ask for what a machine may lack."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parent.parent
if sys.dont_write_bytecode:
    # Where nothing may be written beside the sources, what was compiled once is kept with the cache of the tests: each
    # worker, and each of the many commands that tests start, would compile all that it imports anew.
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(ROOT / ".pytest_cache" / "compiled")
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def need_program(program: str) -> str:
    """Return the path of a program; without it the test is skipped, or fails where everything is required."""
    path = shutil.which(program)
    if path is None:
        do_without(f"没有找到 {program}，本测试需要它 ({program} is not installed)")
    return path


def sources() -> Path:
    """Return the folder of the published reports that the examples are compared with; skips or fails without it."""
    folder = Path(os.environ.get("ZHIBAO_SOURCES", ROOT.parent / "shared" / "reports"))
    if not any(folder.glob("*.tables.json")):
        do_without("没有来源报告，本测试需要它们 (set ZHIBAO_SOURCES to the folder of the source reports)")
    return folder


def do_without(reason: str) -> NoReturn:
    """Skip the test with a reason; where ZHIBAO_REQUIRE_ALL=1 a test that cannot run is a failure."""
    if os.environ.get("ZHIBAO_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what tests cache out of the cache of whoever runs them; commands that tests start use it too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZHIBAO_CACHE", str(tmp_path_factory.getbasetemp().parent / "cache"))
        yield


@pytest.fixture(scope="session", autouse=True)
def nobody_pulls_the_plug() -> Iterator[None]:
    """Let what is written reach the disk when it will: a process that a test kills loses nothing by that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield
