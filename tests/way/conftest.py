"""One finished example for all tests of the way; each test that changes something works on a copy."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.collected import collected_once
from tests.once import made_once
from tests.way.little_city import little_city
from tests.way.seven_part_city import seven_part_city
from tests.way.seven_part_nation import seven_part_nation
from tests.way.take_back_city import City
from zhibao.cli.app import app
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


def walked(name: str, write: Callable[[Path], object], factory: pytest.TempPathFactory, kept_as: str = "") -> Way:
    """Return a city taken all the way, by whichever process comes first."""

    def walk(place: Path) -> Run:
        write(place / "folder")
        return run(place / "folder", place / "release")

    own, result = made_once(factory, kept_as or name, walk)
    return Way(name, own / "folder", own / "release", result)


@pytest.fixture(scope="session")
def jiangmen(tmp_path_factory: pytest.TempPathFactory) -> Way:
    return walked("jiangmen", partial(write_example, "jiangmen"), tmp_path_factory)


@pytest.fixture(scope="session")
def qingyuan(tmp_path_factory: pytest.TempPathFactory) -> Way:
    """The larger city, whose workbooks the tests of the site read as well."""
    factory = tmp_path_factory
    return walked("qingyuan", lambda folder: shutil.copytree(collected_once(factory), folder), factory)


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of the province that is demonstrated, beside those of its cities, and what the command said."""

    def walk(place: Path) -> str:
        done = CliRunner().invoke(app, ["demo", "--province", "--output", str(place)])
        assert done.exit_code == 0, done.output
        return done.output

    own, said = made_once(tmp_path_factory, "province", walk)
    return own / "province", said


@pytest.fixture(scope="session")
def little(tmp_path_factory: pytest.TempPathFactory) -> Way:
    """One short chapter of Jiangmen taken all the way, for what does not turn on a long report."""
    return walked("jiangmen", little_city, tmp_path_factory, "little")


@pytest.fixture(scope="session")
def seven_parts(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return seven_part_city(tmp_path_factory.mktemp("seven"))


@pytest.fixture(scope="session")
def seven_part_regions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workshop, Workshop]:
    """A province and the nation, which report in seven parts."""
    province, nation = seven_part_nation(tmp_path_factory.mktemp("nation"))
    return Workshop(province), Workshop(nation)


@pytest.fixture(scope="session")
def jiangmen_city(jiangmen: Way) -> City:
    return City(jiangmen.folder)


@pytest.fixture(scope="session")
def qingyuan_city(qingyuan: Way) -> City:
    return City(qingyuan.folder)


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
