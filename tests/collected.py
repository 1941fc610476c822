"""An example city whose workbooks were read and frozen, as a site finds it."""

from pathlib import Path

import pytest

from tests.once import made_once
from zhibao.catalog.edition import WorkingFolder
from zhibao.catalog.load import load_catalog
from zhibao.collect.folder import read_folder
from zhibao.examples.build import write_example


def collected_city(home: Path) -> Path:
    """Return the working folder of an example city with everything in its store."""
    folder = home / "qingyuan"
    write_example("qingyuan", folder)
    assert not read_folder(WorkingFolder(folder), load_catalog()).refused
    return folder


def collected_once(factory: pytest.TempPathFactory) -> Path:
    """Return a copy of that folder, which is made for the first test that asks for one."""
    own, name = made_once(factory, "city", lambda home: collected_city(home).name)
    return own / name
