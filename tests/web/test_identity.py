"""Sign-in with a provider: only what it truly vouches for, of this journey, lets in an account that was bound."""

import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from joserfc.jwk import OctKey, RSAKey

from tests.web.identity import CLIENT, SECRET, Identities, goes_there, identities
from tests.web.people import SITE, People
from zhibao.web.records.account import Account
from zhibao.web.records.sitting import CONFIRMED
from zhibao.web.records.trail import TrailEntry
from zhibao.web.refusals import refusals

pytestmark = pytest.mark.parametrize("vendor", ["sqlite"], indirect=True, scope="session")


@pytest.fixture(scope="module")
def running() -> Iterator[Identities]:
    with identities() as provider:
        yield provider


@pytest.fixture
def provider(running: Identities, people: People) -> Iterator[Identities]:
    """A provider that vouches for the clerk, as it should."""
    running.subject, running.wrong, running.describes = "person-1", {}, {}
    running.signed_with, running.algorithm = None, "RS256"
    people["clerk"].identity = "person-1"
    people["clerk"].save()
    with override_settings(OIDC_ISSUER=running.issuer, OIDC_CLIENT=CLIENT, OIDC_SECRET=SECRET):
        yield running


def sets_out(browser: Client, to: str = "/") -> str:
    """Press the button of the sign-in; return the address at the provider."""
    answer = browser.get(reverse("oidc_start"), {"next": to})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def comes_back(browser: Client, there: str) -> tuple[int, str]:
    answer = browser.get(there.removeprefix(SITE))
    return answer.status_code, answer.headers.get("Location", "") or answer.content.decode()


def signs_in(browser: Client) -> tuple[int, str]:
    return comes_back(browser, goes_there(sets_out(browser)))


def is_in(browser: Client) -> bool:
    return bool(browser.get("/").status_code == 200)


def test_whoever_the_provider_vouches_for_comes_in_and_is_led_on(people: People, provider: Identities) -> None:
    browser = Client()
    assert "统一认证" in browser.get(reverse("sign_in")).content.decode()
    there = sets_out(browser, "/me/")
    asked = {name: one[0] for name, one in parse_qs(urlsplit(there).query).items()}
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["redirect_uri"] == f"{SITE}/sign-in/provider/back/"
    assert comes_back(browser, goes_there(there)) == (302, "/me/")
    assert is_in(browser)
    (entry,) = TrailEntry.objects.filter(who="clerk", action="登录")
    assert entry.detail == {"second_step": "统一认证"}


def test_an_identity_that_nobody_bound_gets_no_account(people: People, provider: Identities) -> None:
    provider.subject, before = "person-9", Account.objects.count()
    browser = Client()
    status, page = signs_in(browser)
    assert (status, "没有绑到平台的账号上" in page, is_in(browser)) == (403, True, False)
    assert Account.objects.count() == before


def test_an_account_out_of_use_does_not_come_in(people: People, provider: Identities) -> None:
    Account.objects.filter(login="clerk").update(is_active=False)
    browser = Client()
    assert (signs_in(browser)[0], is_in(browser)) == (403, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-site"},
        {"aud": [CLIENT, "another-site"]},
        {"azp": "another-site"},
        {"iss": "https://elsewhere.example"},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"sub": None},
    ],
    ids="-".join,
)
def test_a_token_with_a_wrong_claim_lets_nobody_in(
    people: People, provider: Identities, wrong: dict[str, object]
) -> None:
    provider.wrong = wrong
    browser = Client()
    assert (signs_in(browser)[0], is_in(browser)) == (403, False)
    assert TrailEntry.objects.filter(action="登录失败", who="").exists()


def test_a_token_that_another_key_signed_lets_nobody_in(people: People, provider: Identities) -> None:
    provider.signed_with = RSAKey.generate_key(2048, {"kid": "one"})
    browser = Client()
    assert (signs_in(browser)[0], is_in(browser)) == (403, False)


def test_a_token_that_the_client_could_have_signed_itself_lets_nobody_in(people: People, provider: Identities) -> None:
    provider.signed_with, provider.algorithm = OctKey.import_key(SECRET.ljust(40, "-")), "HS256"
    browser = Client()
    assert (signs_in(browser)[0], is_in(browser)) == (403, False)


def test_an_answer_with_another_state_lets_nobody_in(people: People, provider: Identities) -> None:
    browser = Client()
    back = goes_there(sets_out(browser))
    state = parse_qs(urlsplit(back).query)["state"][0]
    assert (comes_back(browser, back.replace(state, "another"))[0], is_in(browser)) == (403, False)
    assert "/token" not in provider.asked[-1]


def test_an_answer_that_somebody_else_began_lets_nobody_in(people: People, provider: Identities) -> None:
    back = goes_there(sets_out(Client()))
    victim = Client()
    assert (comes_back(victim, back)[0], is_in(victim)) == (403, False)


def test_an_answer_is_good_once(people: People, provider: Identities) -> None:
    browser = Client()
    back = goes_there(sets_out(browser))
    assert comes_back(browser, back)[0] == 302
    assert comes_back(browser, back)[0] == 403


def test_a_code_of_another_journey_lets_nobody_in(people: People, provider: Identities) -> None:
    """The verifier stays in the session that began: a code that was stolen is good for nothing elsewhere."""
    thief, browser = Client(), Client()
    stolen = parse_qs(urlsplit(goes_there(sets_out(browser))).query)["code"][0]
    own = goes_there(sets_out(thief))
    code = parse_qs(urlsplit(own).query)["code"][0]
    assert (comes_back(thief, own.replace(code, stolen))[0], is_in(thief)) == (403, False)


def test_an_answer_in_the_name_of_another_provider_lets_nobody_in(people: People, provider: Identities) -> None:
    browser = Client()
    back = goes_there(sets_out(browser))
    issuer = parse_qs(urlsplit(back).query)["iss"][0]
    mixed = back.replace(issuer.replace(":", "%3A").replace("/", "%2F"), "https%3A%2F%2Felsewhere.example")
    assert mixed != back
    assert (comes_back(browser, mixed)[0], is_in(browser)) == (403, False)


def test_a_provider_that_describes_itself_as_another_is_not_gone_to(people: People, provider: Identities) -> None:
    provider.describes = {"issuer": "https://elsewhere.example"}
    assert Client().get(reverse("oidc_start")).status_code == 502
    provider.describes = {"authorization_endpoint": "http://elsewhere.example/authorize"}
    assert Client().get(reverse("oidc_start")).status_code == 502


def test_a_provider_that_does_not_answer_is_said_to_be_so(people: People) -> None:
    with override_settings(OIDC_ISSUER="://".join(("http", "127.0.0.1:9")), OIDC_CLIENT=CLIENT):
        answer = Client().get(reverse("oidc_start"))
    assert answer.status_code == 502
    assert "连不上" in answer.content.decode()


def test_a_refusal_at_the_provider_is_said_in_chinese(people: People, provider: Identities) -> None:
    browser = Client()
    state = parse_qs(urlsplit(sets_out(browser)).query)["state"][0]
    answer = browser.get(reverse("oidc_back"), {"state": state, "error": "access_denied"})
    assert "认证没有完成" in answer.content.decode()


def old(browser: Client) -> Client:
    session = browser.session
    session[CONFIRMED] = 0
    session.save()
    return browser


def test_who_has_no_password_proves_anew_at_the_provider_who_it_is(people: People, provider: Identities) -> None:
    browser = old(people.client("clerk"))
    there = sets_out(browser, "/me/")
    assert "max_age=0" in there
    assert comes_back(browser, goes_there(there)) == (302, "/me/")
    assert browser.session[CONFIRMED] > 0


@pytest.mark.parametrize(
    ("subject", "wrong"), [("person-2", {}), ("person-1", {"auth_time": 1}), ("person-1", {"auth_time": None})]
)
def test_another_person_or_an_old_proof_proves_nothing(
    people: People, provider: Identities, subject: str, wrong: dict[str, object]
) -> None:
    provider.subject, provider.wrong = subject, wrong
    browser = old(people.client("clerk"))
    assert signs_in(browser)[0] == 403
    assert browser.session[CONFIRMED] == 0


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"OIDC_ISSUER": "http://id.example", "OIDC_CLIENT": "x"}, "HTTPS"),
        ({"OIDC_ISSUER": "https://id.example", "OIDC_CLIENT": ""}, "ZHIBAO_OIDC_CLIENT"),
        ({"SECOND_STEP_ROLES": ["aprover"]}, "aprover"),
    ],
)
def test_a_site_with_a_wrong_setting_does_not_start(vendor: str, settings: dict[str, object], why: str) -> None:
    with override_settings(**settings):
        assert [one for one in refusals() if why in one]
