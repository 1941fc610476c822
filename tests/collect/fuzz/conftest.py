"""What random tests of reading share: one town for each, and a guard that ends a process that hangs."""

import faulthandler
from collections.abc import Iterator

import pytest

from tests.collect.fuzz.town import Town, town

LONGEST = 300


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    """End the process when one test does not come to an end: a hang is a failure, not a wait."""
    faulthandler.dump_traceback_later(LONGEST, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return town(tmp_path_factory.mktemp("town"))
