"""The site does not start with a default secret, for debugging, or for any host, but as a demonstration."""

from pathlib import Path

import pytest
from django.test import override_settings

from zhibao.web.database import database
from zhibao.web.refusals import refusals


def test_a_site_as_it_is_made_starts() -> None:
    assert list(refusals()) == []


@pytest.mark.parametrize("secret", ["secret", "django-insecure-" + "k3y" * 20, "a" * 60])
def test_a_default_secret_is_refused_even_in_a_demonstration(secret: str) -> None:
    with override_settings(SECRET_KEY=secret, IS_DEMO=True):
        assert [one for one in refusals() if "ZHIBAO_SECRET_KEY" in one]


def test_debugging_is_refused_outside_of_a_demonstration() -> None:
    with override_settings(DEBUG=True):
        assert [one for one in refusals() if "ZHIBAO_DEBUG" in one]
    with override_settings(DEBUG=True, IS_DEMO=True):
        assert list(refusals()) == []


@pytest.mark.parametrize("host", ["*", ".example.com"])
def test_open_hosts_are_refused(host: str) -> None:
    with override_settings(ALLOWED_HOSTS=[host]):
        assert [one for one in refusals() if "ZHIBAO_HOSTS" in one]


def test_an_address_of_postgresql_is_taken_apart() -> None:
    found = database("postgresql://zhibao:p%40ss@db.example:5433/year", Path())
    assert (found["HOST"], found["PORT"], found["NAME"], found["PASSWORD"]) == ("db.example", "5433", "year", "p@ss")


def test_an_address_of_another_database_is_refused() -> None:
    with pytest.raises(ValueError, match="postgresql"):
        database("mysql://db.example/year", Path())
