"""A site with one city in the middle of its year; every test sees it as it was opened."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.test.utils import setup_test_environment, teardown_test_environment
from django.utils import timezone
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]  # it has no types

from tests.collected import collected_once
from tests.web.databases import new_database
from tests.web.people import People
from zhibao.web.actions.open_campaign import open_campaign
from zhibao.web.records.campaign import Campaign

PUBLIC = "://".join(("https", "report.example.cn"))
"""Where the city's report will be public."""


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Spare the work that a password hash costs on purpose; one test does it."""
    with override_settings(PASSWORD_HASHERS=["tests.web.quick.QuickScrypt"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_found_once() -> Iterator[None]:
    """Look for the static files once: each browser of a test has the middleware made anew, and they stay the same."""
    found: dict[str, object] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def known(self: WhiteNoiseMiddleware) -> None:
        if not found:
            look(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", known)
        yield


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The working folder of an example city, read and frozen."""
    folder = collected_once(tmp_path_factory)
    with (folder / "zhibao.yaml").open("a", encoding="utf-8") as said:
        said.write(f"public_address: {PUBLIC}\n")
    return folder


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def vendor(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The database that the tests are played on: each one there is, an empty one each time that it is its turn."""
    with new_database(request.param, tmp_path_factory.mktemp("database")):
        yield request.param


@pytest.fixture(scope="session")
def opened(vendor: str, city: Path) -> Iterator[Campaign]:
    """The city's campaign, begun with what the store has."""
    setup_test_environment()
    yield open_campaign(None, city, timezone.now() + timedelta(days=9), begun=True)
    teardown_test_environment()


@pytest.fixture
def campaign(opened: Campaign) -> Iterator[Campaign]:
    """The campaign, in a transaction that is taken back after the test."""
    with transaction.atomic():
        yield opened
        transaction.set_rollback(True)


@pytest.fixture
def people(campaign: Campaign) -> People:
    """One person per role, at the first school and elsewhere."""
    return People.of(campaign)


@pytest.fixture
def client(campaign: Campaign) -> Client:
    """A browser that nobody has signed in with."""
    return Client()
