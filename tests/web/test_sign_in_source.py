"""Who fails too often from one address is held up there, and neither known browsers nor other addresses are."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.web.people import PASSWORD, People
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.sign_in import judged
from zhibao.web.actions.sign_in_source import MINUTES, MOST, Source
from zhibao.web.records.models import Allowance, TrailEntry

HERE, ELSEWHERE = "203.0.113.7", "203.0.113.8"


@pytest.fixture
def with_password(people: People) -> People:
    for word in ("clerk", "head"):
        people[word].set_password(PASSWORD)
        people[word].save()
    return people


def sent(client: Client, login: str, password: str, address: str = HERE) -> int:
    said = {"login": login, "password": password}
    return client.post(reverse("sign_in"), said, REMOTE_ADDR=address).status_code


def used_up(address: str = HERE) -> None:
    """Fail once, and let the rest have been others."""
    with pytest.raises(RefusedError):
        judged("nobody", PASSWORD, Source(address))
    Allowance.objects.update(count=MOST - 1)
    with pytest.raises(RefusedError, match="账号或密码不对"):
        judged("nobody", PASSWORD, Source(address))


def test_after_too_many_failures_an_address_signs_nobody_in_who_is_new_there(with_password: People) -> None:
    known = Client()
    assert sent(known, "clerk", PASSWORD) == 302
    used_up()
    stranger = Client()
    answer = stranger.post(reverse("sign_in"), {"login": "clerk", "password": PASSWORD}, REMOTE_ADDR=HERE)
    assert answer.status_code == 403
    assert f"{MINUTES} 分钟内登录失败 {MOST} 次" in answer.content.decode()
    assert sent(known, "head", PASSWORD) == 403
    assert sent(known, "clerk", PASSWORD) == 302
    assert sent(stranger, "clerk", PASSWORD, ELSEWHERE) == 302
    assert TrailEntry.objects.filter(action="来处暂停登录").count() == 1
    assert HERE not in json.dumps(list(TrailEntry.objects.values_list("what", "detail")))


def test_the_failures_of_one_account_and_of_many_are_counted_together(with_password: People) -> None:
    for login in ("clerk", "head", "nobody"):
        assert sent(Client(), login, "不是它") == 403
    assert Allowance.objects.get().count == 3


def test_when_the_time_is_over_the_address_signs_in_again(
    with_password: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    used_up()
    later = timezone.now() + timedelta(minutes=MINUTES)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert judged("clerk", PASSWORD, Source(HERE)) == with_password["clerk"]


def test_behind_a_proxy_of_ours_it_is_the_address_that_the_proxy_names(
    with_password: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    used_up()
    monkeypatch.setattr(settings, "IS_BEHIND_PROXY", True)
    said = {"login": "clerk", "password": PASSWORD}
    for named, status in ((f"{ELSEWHERE}, {HERE}", 403), (f"{HERE}, {ELSEWHERE}", 302)):
        answer = Client().post(reverse("sign_in"), said, headers={"X-Forwarded-For": named}, REMOTE_ADDR="127.0.0.1")
        assert answer.status_code == status


def test_a_cookie_of_ones_own_making_makes_no_browser_known(with_password: People) -> None:
    used_up()
    forged = Client()
    forged.cookies["zhibao-known"] = f"[{with_password['clerk'].pk}]"
    assert sent(forged, "clerk", PASSWORD) == 403


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", HERE),
        (HERE, HERE),
        ("unknown", "unknown"),
    ],
)
def test_a_subscriber_is_counted_once(address: str, name: str) -> None:
    assert Source(address).name == name


def test_the_trail_keeps_nothing_of_what_was_typed_for_a_login(with_password: People) -> None:
    for typed in (PASSWORD, PASSWORD, "另一个"):
        with pytest.raises(RefusedError):
            judged(typed, "x")
    whats = list(TrailEntry.objects.filter(action="登录失败").values_list("what", flat=True))
    assert len(whats) == 3
    assert len({*whats}) == 2
    assert whats[0] == whats[1]
    assert not any(PASSWORD[:4] in one or "另一个" in one for one in whats)
