"""One finished example for all tests of the way; each test that changes something works on a copy."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.way.little_city import little_city
from tests.way.seven_part_city import seven_part_city
from tests.way.take_back_city import City
from zhibao.document.nodes import Document
from zhibao.examples.build import write_example
from zhibao.pipeline import Run, run
from zhibao.workshop import Workshop

EXAMPLES = ("jiangmen", "qingyuan")


@dataclass(frozen=True)
class Way:
    """A finished example: its folder, its release, and what came out."""

    name: str
    folder: Path
    release: Path
    run: Run

    @property
    def document(self) -> Document:
        assert self.run.document is not None
        return self.run.document


def walked(name: str, place: Path) -> Way:
    """Return an example taken all the way."""
    folder, release = place / name / "folder", place / name / "release"
    write_example(name, folder)
    return Way(name, folder, release, run(folder, release))


@pytest.fixture(scope="session")
def jiangmen(tmp_path_factory: pytest.TempPathFactory) -> Way:
    return walked("jiangmen", tmp_path_factory.mktemp("jiangmen"))


@pytest.fixture(scope="session")
def qingyuan(tmp_path_factory: pytest.TempPathFactory) -> Way:
    return walked("qingyuan", tmp_path_factory.mktemp("qingyuan"))


@pytest.fixture(scope="session")
def little(tmp_path_factory: pytest.TempPathFactory) -> Way:
    """One short chapter of Jiangmen taken all the way, for what does not turn on a long report."""
    place = tmp_path_factory.mktemp("little")
    folder, release = place / "folder", place / "release"
    little_city(folder)
    return Way("jiangmen", folder, release, run(folder, release))


@pytest.fixture(scope="session")
def seven_parts(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return seven_part_city(tmp_path_factory.mktemp("seven"))


@pytest.fixture(scope="session")
def jiangmen_city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return City.example("jiangmen", tmp_path_factory.mktemp("take_back"))


@pytest.fixture(scope="session")
def qingyuan_city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return City.example("qingyuan", tmp_path_factory.mktemp("take_back"))


@pytest.fixture
def folder(jiangmen: Way, tmp_path: Path) -> Path:
    """A copy of a finished working folder, to be changed."""
    return Path(shutil.copytree(jiangmen.folder, tmp_path / "folder"))


@pytest.fixture
def release(jiangmen: Way, tmp_path: Path) -> Path:
    """A copy of a release, to be tampered with."""
    return Path(shutil.copytree(jiangmen.release, tmp_path / "release"))


@pytest.fixture
def little_folder(little: Way, tmp_path: Path) -> Path:
    """A copy of a finished little working folder, to be changed."""
    return Path(shutil.copytree(little.folder, tmp_path / "folder"))


@pytest.fixture
def little_release(little: Way, tmp_path: Path) -> Path:
    """A copy of a little release, to be tampered with."""
    return Path(shutil.copytree(little.release, tmp_path / "release"))
