"""How the site keeps passwords, with the work that guessing them costs."""

from django.contrib.auth.hashers import ScryptPasswordHasher, check_password, make_password
from django.test import override_settings

from tests.web.people import PASSWORD
from zhibao.web import settings


def test_a_password_is_kept_as_a_hash_that_costs_work_and_memory() -> None:
    with override_settings(PASSWORD_HASHERS=settings.PASSWORD_HASHERS):
        kept = make_password(PASSWORD)
        assert kept.startswith(f"scrypt${ScryptPasswordHasher.work_factor}$")
        assert ScryptPasswordHasher.work_factor >= 2**14
        assert (check_password(PASSWORD, kept), check_password(PASSWORD + "x", kept)) == (True, False)
