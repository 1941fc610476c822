"""Coming in: second step, recovery codes, sessions seen and ended, and who is asked again before approving."""

import re
import time
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from tests.web.people import PASSWORD, People
from zhibao.web.actions.held import school_digest
from zhibao.web.actions.new_password import change_password
from zhibao.web.actions.second_factor import begun_factor, enrol
from zhibao.web.records.account import TRIES, Account
from zhibao.web.records.approval import Step
from zhibao.web.records.models import Approval
from zhibao.web.records.recovery_code import RecoveryCode
from zhibao.web.records.revision import content_of
from zhibao.web.records.second_factor import SECONDS, SecondFactor, code_at
from zhibao.web.records.sitting import CONFIRMED, device_of, sittings_of
from zhibao.web.records.state import State
from zhibao.web.records.trail import TrailEntry

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


def has_password(people: People, word: str) -> Account:
    account = people[word]
    account.set_password(PASSWORD)
    account.save()
    return account


def signs_in(login: str, password: str = PASSWORD, browser: Client | None = None) -> tuple[Client, str]:
    """Send login and password; return the browser and where it is led, '' where it is not let on."""
    browser = browser or Client(HTTP_USER_AGENT=CHROME)
    answer = browser.post(reverse("sign_in"), {"login": login, "password": password, "next": "/"})
    return browser, str(answer.headers.get("Location", ""))


def now_step() -> int:
    return int(time.time()) // SECONDS


def has_telephone(account: Account) -> list[str]:
    """Make a telephone known, as its owner would; return the recovery codes."""
    factor = begun_factor(account)
    codes = enrol(account, code_at(factor.secret, now_step() - 1))
    SecondFactor.objects.filter(account=account).update(last_step=0)
    return codes


def code_of(account: Account, away: int = 0) -> str:
    return code_at(SecondFactor.objects.get(account=account).secret, now_step() + away)


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(second: int, code: str) -> None:
    assert code_at(b"12345678901234567890", second // SECONDS) == code


def test_a_password_alone_does_not_let_in_who_has_a_second_step(people: People) -> None:
    account = has_password(people, "clerk")
    has_telephone(account)
    browser, there = signs_in("clerk")
    assert there == reverse("second_step")
    assert browser.get("/").status_code == 302
    answer = browser.post(there, {"code": code_of(account)})
    assert (answer.status_code, browser.get("/").status_code) == (302, 200)
    assert TrailEntry.objects.filter(who="clerk", action="登录").count() == 1


def test_a_code_is_taken_once(people: People) -> None:
    account = has_password(people, "clerk")
    has_telephone(account)
    code = code_of(account)
    first, there = signs_in("clerk")
    assert first.post(there, {"code": code}).status_code == 302
    second, there = signs_in("clerk")
    assert second.post(there, {"code": code}).status_code == 403


def test_codes_of_too_long_ago_are_not_taken(people: People) -> None:
    account = has_password(people, "clerk")
    has_telephone(account)
    browser, there = signs_in("clerk")
    assert browser.post(there, {"code": code_of(account, -3)}).status_code == 403


def test_wrong_codes_shut_the_account_and_the_password_does_not_clear_them(people: People) -> None:
    account = has_password(people, "clerk")
    has_telephone(account)
    for _ in range(TRIES - 1):
        browser, there = signs_in("clerk")
        assert browser.post(there, {"code": "000000"}).status_code == 403
    browser, there = signs_in("clerk")
    assert "锁" in browser.post(there, {"code": "000000"}).content.decode()
    assert signs_in("clerk")[1] == ""
    assert Account.objects.get(login="clerk").is_locked(timezone.now())


def test_a_recovery_code_stands_in_once(people: People) -> None:
    account = has_password(people, "clerk")
    codes = has_telephone(account)
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()
    browser, there = signs_in("clerk")
    assert browser.post(there, {"code": codes[0].upper().replace("-", " ")}).status_code == 302
    browser, there = signs_in("clerk")
    assert browser.post(there, {"code": codes[0]}).status_code == 403
    assert browser.post(there, {"code": codes[1]}).status_code == 302


def test_a_second_step_that_was_begun_before_the_password_changed_is_over(people: People) -> None:
    account = has_password(people, "clerk")
    has_telephone(account)
    browser, there = signs_in("clerk")
    change_password(account, PASSWORD, f"{PASSWORD}-x", f"{PASSWORD}-x", "")
    answer = browser.post(there, {"code": code_of(account)})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("sign_in"))
    assert browser.get("/").status_code == 302


def test_a_role_that_must_have_a_second_step_makes_its_telephone_known_while_coming_in(people: People) -> None:
    account = has_password(people, "approver")
    with override_settings(SECOND_STEP_ROLES=["city_approver"]):
        browser, there = signs_in("approver")
        page = browser.get(there).content.decode()
        assert "先设动态码" in page
        assert '<path class="qr-ink"' in page
        answer = browser.post(there, {"code": code_of(account)})
        codes = re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", answer.content.decode())
        assert (len(codes), browser.get("/").status_code) == (10, 200)
        assert "不能停用" in browser.post(reverse("my_codes"), {"do": "drop"}).content.decode()


def test_ones_own_telephone_is_made_known_renewed_and_forgotten(people: People) -> None:
    has_password(people, "clerk")
    browser, _ = signs_in("clerk")
    mine = reverse("my_codes")
    browser.get(mine)
    assert browser.post(mine, {"do": "enrol", "code": "000000"}).status_code == 409
    assert browser.post(mine, {"do": "enrol", "code": code_of(people["clerk"])}).status_code == 200
    before = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert browser.post(mine, {"do": "codes"}).status_code == 200
    assert before.isdisjoint(RecoveryCode.objects.values_list("digest", flat=True))
    assert browser.post(mine, {"do": "drop"}).status_code == 302
    assert signs_in("clerk")[1] == "/"


def test_an_administrator_forgets_a_lost_telephone(people: People) -> None:
    account = has_password(people, "clerk")
    has_telephone(account)
    address = reverse("account", args=(account.pk,))
    assert people.client("admin").post(address, {"do": "forget"}).status_code == 302
    assert signs_in("clerk")[1] == "/"
    assert people.client("admin").post(address, {"do": "forget"}).status_code == 409


def test_a_new_password_ends_all_other_sessions_and_keeps_this_one(people: People) -> None:
    has_password(people, "clerk")
    here, _ = signs_in("clerk")
    there, _ = signs_in("clerk")
    new = {"old": PASSWORD, "password": "示例-新的-密码-2022", "again": "示例-新的-密码-2022"}
    assert here.post(reverse("my_password"), {**new, "old": "不是它"}).status_code == 409
    assert there.get("/").status_code == 200
    assert here.post(reverse("my_password"), new).status_code == 200
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)
    assert "就是这里" in here.get(reverse("me")).content.decode()
    assert sittings_of(people["clerk"]).count() == 1
    assert signs_in("clerk")[1] == ""


def test_sessions_are_listed_with_their_device_and_ended_one_by_one(people: People) -> None:
    has_password(people, "clerk")
    here, _ = signs_in("clerk")
    there, _ = signs_in("clerk", browser=Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/605.1"))
    page = here.get(reverse("me")).content.decode()
    assert "Chrome，Windows" in page
    assert "Safari，iPhone" in page
    other = sittings_of(people["clerk"]).get(device="Safari，iPhone")
    # Somebody else's cannot be ended by its number.
    people.client("head").post(reverse("me"), {"end": str(other.pk)})
    assert there.get("/").status_code == 200
    here.post(reverse("me"), {"end": str(other.pk)})
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)


def test_an_administrator_ends_all_sessions_of_an_account(people: People) -> None:
    one, other = people.client("clerk"), people.client("clerk")
    people.client("admin").post(reverse("account", args=(people["clerk"].pk,)), {"do": "end"})
    assert (one.get("/").status_code, other.get("/").status_code) == (302, 302)


def test_whoever_asks_for_the_head_of_what_is_only_sent_does_nothing_by_it(people: People) -> None:
    browser = people.client("clerk")
    assert browser.head(reverse("sign_out")).status_code == 405
    assert browser.head(reverse("me")).status_code == 200
    assert sittings_of(people["clerk"]).exists()


def test_signing_out_ends_the_session_in_the_list(people: People) -> None:
    browser = people.client("clerk")
    browser.post(reverse("sign_out"))
    assert not sittings_of(people["clerk"]).exists()
    assert TrailEntry.objects.filter(who="clerk", action="退出").exists()


@pytest.mark.parametrize(
    ("agent", "device"),
    [(CHROME, "Chrome，Windows"), (f"{CHROME} Edg/140", "Edge，Windows"), ("curl/8", "不认识的设备")],
)
def test_a_device_is_said_in_words(agent: str, device: str) -> None:
    assert device_of(agent) == device


def grows_old(browser: Client) -> None:
    session = browser.session
    session[CONFIRMED] = int(time.time()) - 31 * 60
    session.save()


def approves(people: People, browser: Client, **other: str) -> int:
    content = content_of(people.register())
    address = f"/{people.campaign.slug}/schools/{people.school.code}/registers/graduates/review/"
    sent = {"do": "approve", "read": "yes", "seen": content.digest, **other}
    return int(browser.post(address, sent).status_code)


def test_after_half_an_hour_an_approval_asks_for_the_password_once_more(people: People) -> None:
    account = has_password(people, "approver")
    people.all_stand(State.COUNTY_APPROVED)
    digest = content_of(people.register()).digest
    by = people["county"]
    Approval(school=people.school, submission=people.register(), step=Step.COUNTY, by=by, digest=digest).save()
    browser = people.client(account.login)
    grows_old(browser)
    assert approves(people, browser) == 409
    assert approves(people, browser, password="不是它") == 409
    assert people.register().standing is State.COUNTY_APPROVED
    assert approves(people, browser, password=PASSWORD) == 302
    assert people.register().standing is State.CITY_APPROVED
    assert TrailEntry.objects.filter(who="approver", action="再核本人").exists()


def test_after_half_an_hour_freezing_leads_to_the_password_first(people: People) -> None:
    has_password(people, "approver")
    people.all_stand(State.CITY_APPROVED)
    browser = people.client("approver")
    grows_old(browser)
    address = reverse("freeze", args=(people.campaign.slug, people.school.code))
    answer = browser.post(address)
    there = answer.headers["Location"]
    assert there.startswith(reverse("confirm"))
    assert "再核" in browser.get(there).content.decode()
    assert browser.post(there, {"password": "不是它"}).status_code == 403
    assert browser.post(there, {"password": PASSWORD}).headers["Location"].endswith("/board/")
    # Fresh again: what stops it now is the content, not the person.
    assert browser.post(address).status_code == 409


def test_nobody_is_led_to_another_site_after_coming_in(people: People) -> None:
    has_password(people, "clerk")
    answer = Client().post(
        reverse("sign_in"), {"login": "clerk", "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert answer.headers["Location"] == "/"


def test_a_headmaster_without_a_password_signs_only_right_after_the_proof(people: People) -> None:
    people.all_stand(State.SUBMITTED)
    address = reverse("sign", args=(people.campaign.slug, people.school.code))
    browser, seen = people.client("head"), {"seen": school_digest(people.school)}
    grows_old(browser)
    assert "先再核一次本人" in browser.get(address).content.decode()
    assert browser.post(address, seen).status_code == 409
    fresh = people.client("head")
    assert fresh.post(address, seen).status_code == 302
    assert Approval.objects.filter(school=people.school, step=Step.SIGNED, by=people["head"]).exists()


def test_a_session_in_use_is_written_down_every_five_minutes_at_most(people: People) -> None:
    browser = people.client("clerk")
    sitting, long_ago = sittings_of(people["clerk"]).get(), timezone.now() - timedelta(hours=2)
    sittings_of(people["clerk"]).update(seen_at=long_ago)
    browser.get(reverse("me"))
    sitting.refresh_from_db()
    assert sitting.seen_at > long_ago + timedelta(hours=1)
    sittings_of(people["clerk"]).update(seen_at=long_ago)
    browser.get(reverse("me"))
    sitting.refresh_from_db()
    assert sitting.seen_at == long_ago
