"""An administrator keeps the accounts of the own city; a link opens them once; one who can keep them always stays."""

import re
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.web.people import PASSWORD, REGISTER, SITE, People
from zhibao.web.actions.close_account import close_account
from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import LOCKED, Account
from zhibao.web.records.invitation import Invitation
from zhibao.web.records.role import Role
from zhibao.web.records.sitting import sittings_of
from zhibao.web.records.trail import TrailEntry, faults

LINK = re.compile(rf'value="{SITE}(/invitation/[\w-]+/)"')
NEW = "new-clerk"


def place(people: People, kind: str = "school") -> str:
    where = {"school": people.school.code, "county": people.school.county, "city": ""}[kind]
    return f"{kind}:{people.campaign.city}:{where}"


def opens(people: People, **other: str | list[str]) -> tuple[int, str]:
    """Open an account as the administrator would on the page; return the status and what the page says."""
    given = {"login": NEW, "name": "示例新人", "role": "clerk", "place": place(people), "identity": "", **other}
    answer = people.client("admin").post(reverse("account_new"), given)
    return answer.status_code, answer.content.decode()


def does(people: People, person: Account, do: str, who: str = "admin", **other: str) -> tuple[int, str]:
    answer = people.client(who).post(reverse("account", args=(person.pk,)), {"do": do, **other})
    return answer.status_code, answer.content.decode()


def link_of(page: str) -> str:
    found = LINK.search(page)
    assert found is not None
    return found[1]


def told(action: str) -> list[TrailEntry]:
    return list(TrailEntry.objects.filter(action=action))


def test_whoever_has_the_link_sets_the_own_password_and_is_in(people: People) -> None:
    status, page = opens(people, sections=[REGISTER])
    assert status == 200
    account = Account.objects.get(login=NEW)
    assert (account.place, account.sections, account.has_usable_password()) == (people.school.code, [REGISTER], False)
    browser = Client()
    assert "示例新人，请设密码" in browser.get(link_of(page)).content.decode()
    answer = browser.post(link_of(page), {"password": PASSWORD, "again": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert browser.get("/").status_code == 200
    assert [one.who for one in told("接受邀请")] == [NEW]
    assert list(faults()) == []


def test_the_link_itself_is_kept_nowhere(people: People) -> None:
    token = link_of(opens(people)[1]).split("/")[2]
    kept = Invitation.objects.get(account__login=NEW)
    assert token not in (kept.digest, str(kept))
    assert not TrailEntry.objects.filter(detail__icontains=token).exists()


def test_a_link_is_used_once(people: People) -> None:
    link = link_of(opens(people)[1])
    Client().post(link, {"password": PASSWORD, "again": PASSWORD})
    answer = Client().post(link, {"password": "另一个-密码-2022", "again": "另一个-密码-2022"})
    assert answer.status_code == 410
    assert "已经用过" in answer.content.decode()
    assert Account.objects.get(login=NEW).check_password(PASSWORD)


def test_a_link_ends_by_time_by_being_revoked_by_a_new_one_and_with_its_account(people: People) -> None:
    link = link_of(opens(people)[1])
    account = Account.objects.get(login=NEW)
    again = link_of(does(people, account, "invite")[1])
    assert "换了新的" in Client().get(link).content.decode()
    assert does(people, account, "revoke")[0] == 302
    assert "撤销" in Client().get(again).content.decode()
    third = link_of(does(people, account, "invite")[1])
    Invitation.objects.filter(account=account).update(until=timezone.now() - timedelta(seconds=1))
    assert "过期" in Client().get(third).content.decode()
    fourth = link_of(does(people, account, "invite")[1])
    assert does(people, account, "close")[0] == 302
    assert Client().get(fourth).status_code == 410
    assert Client().get(reverse("invitation", args=("never-made",))).status_code == 410


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("短-2021", "太短"),
        ("password123", "太常见"),
        ("20210831123", "全是数字"),
        ("new-clerk-1", "太像"),
    ],
)
def test_a_weak_password_is_refused_in_chinese_and_the_link_stays_good(people: People, password: str, why: str) -> None:
    link = link_of(opens(people)[1])
    answer = Client().post(link, {"password": password, "again": password})
    assert answer.status_code == 409
    assert why in answer.content.decode()
    assert Client().post(link, {"password": PASSWORD, "again": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"login": "a b"}, "不能用"),
        ({"login": "CLERK"}, "已经有了"),
        ({"name": " "}, "姓名没有填"),
        ({"role": "county"}, "不是名册里的县"),
        ({"role": "city_editor"}, "单位要空着"),
        ({"role": "sorcerer"}, "不认识"),
        ({"role": "province"}, "由管全部的管理员开"),
        ({"sections": ["nothing"]}, "这些不认识"),
    ],
)
def test_what_does_not_go_together_is_refused(people: People, wanted: dict[str, str | list[str]], why: str) -> None:
    before = Account.objects.count()
    status, page = opens(people, **wanted)
    assert (status, why in page, Account.objects.count()) == (409, True, before)


def test_role_place_and_sections_are_changed_and_the_trail_says_from_what_to_what(people: People) -> None:
    given = {"name": "示例改名", "role": "county", "place": place(people, "county"), "identity": "k-1"}
    assert does(people, people["clerk"], "change", **given)[0] == 302
    account = Account.objects.get(login="clerk")
    assert (account.role, account.place, account.identity) == (Role.COUNTY, people.school.county, "k-1")
    (entry,) = told("改账号")
    assert (entry.who, entry.what) == ("admin", "clerk")
    assert (entry.detail["was"]["role"], entry.detail["now"]["role"]) == ("clerk", "county")
    assert does(people, people["head"], "change", **given)[0] == 409


def test_an_account_of_another_city_is_not_to_be_found(people: People) -> None:
    assert does(people, people["other_city"], "close")[0] == 404
    assert does(people, people["province"], "close")[0] == 404
    page = people.client("admin").get(reverse("accounts")).content.decode()
    assert "other_city" not in page
    with pytest.raises(RefusedError, match="不归您管"):
        close_account(people["admin"], people["other_city"])


def test_an_account_out_of_use_is_out_at_once_and_comes_back_with_its_password(people: People) -> None:
    browser = people.client("clerk")
    assert does(people, people["clerk"], "close")[0] == 302
    assert browser.get("/").status_code == 302
    assert list(sittings_of(people["clerk"])) == []
    assert does(people, people["clerk"], "reopen")[0] == 302
    assert people.client("clerk").get("/").status_code == 200


def able(account: Account) -> Account:
    account.set_password(PASSWORD)
    account.save()
    return account


def test_the_last_administrator_who_can_come_in_stays(people: People) -> None:
    admin = able(people["admin"])
    other = Account.objects.create(login="admin2", name="示例", role="administrator", city=admin.city, password="!")
    change = {"name": "示例", "role": "city_editor", "place": place(people, "city"), "identity": ""}
    # The other one was invited and has not come yet.
    assert "最后一个" in does(people, admin, "close")[1]
    assert "最后一个" in does(people, admin, "change", **change)[1]
    able(other)
    assert does(people, admin, "change", **change)[0] == 302


def test_an_administrator_of_another_city_does_not_count(people: People) -> None:
    admin = able(people["admin"])
    able(Account(login="far", name="示例", role="administrator", city="elsewhere"))
    assert does(people, admin, "close")[0] == 409
    able(Account(login="all", name="示例", role="administrator", city="*"))
    assert does(people, admin, "close")[0] == 302


def test_two_administrators_cannot_take_each_other_out_of_use_at_once(vendor: str) -> None:
    pair = [able(Account(login=f"pair{one}", name="示例", role="administrator", city="pair")) for one in (1, 2)]
    together = Barrier(2)

    def close(administrator: Account, other: Account) -> None:
        together.wait()
        with suppress(RefusedError):
            close_account(administrator, other)
        connections.close_all()

    threads = [Thread(target=close, args=two) for two in (pair, pair[::-1])]
    try:
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert Account.objects.filter(city="pair", is_active=True).count() == 1
    finally:
        Account.objects.filter(city="pair").delete()


def test_a_password_that_is_lost_is_taken_away_with_its_sessions(people: People) -> None:
    able(people["clerk"])
    browser = people.client("clerk")
    status, page = does(people, people["clerk"], "reset")
    assert status == 200
    assert browser.get("/").status_code == 302
    assert not Account.objects.get(login="clerk").has_usable_password()
    assert Client().get(link_of(page)).status_code == 200


def test_a_lock_is_shown_and_opened(people: People) -> None:
    Account.objects.filter(login="clerk").update(locked_until=timezone.now() + LOCKED)
    client = people.client("admin")
    assert "锁定" in client.get(reverse("account", args=(people["clerk"].pk,))).content.decode()
    assert does(people, people["clerk"], "unlock")[0] == 302
    assert not Account.objects.get(login="clerk").is_locked(timezone.now())
    assert does(people, people["clerk"], "unlock")[0] == 409


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "示例edit"}, {"editor"}),
        ({"role": "headmaster"}, {"head", "other_head"}),
        ({"state": "closed"}, {"section"}),
        ({"state": "locked"}, {"head"}),
        ({"state": "good"}, {"clerk"}),
        ({"words": "nobody"}, set()),
    ],
)
def test_the_list_is_searched_and_narrowed(people: People, asked: dict[str, str], found: set[str]) -> None:
    able(people["clerk"])
    Account.objects.filter(login="section").update(is_active=False)
    Account.objects.filter(login="head").update(locked_until=timezone.now() + LOCKED)
    page = people.client("admin").get(reverse("accounts"), asked).content.decode()
    assert set(re.findall(r'accounts/of/\d+/">([\w]+)<', page)) == found


def test_the_list_is_narrowed_to_a_county_and_a_school(people: People) -> None:
    client = people.client("admin")
    page = client.get(reverse("accounts"), {"county": people.school.county}).content.decode()
    assert set(re.findall(r'accounts/of/\d+/">([\w]+)<', page)) == {"clerk", "section", "head", "county"}
    page = client.get(reverse("accounts"), {"school": f"{people.campaign.city}:{people.school.code}"}).content.decode()
    assert set(re.findall(r'accounts/of/\d+/">([\w]+)<', page)) == {"clerk", "section", "head"}


ADMINISTRATION = ("accounts", "account_new", "account_roll", "years")


@pytest.mark.parametrize("word", ["public", "clerk", "head", "county", "editor", "approver", "province", "other_city"])
def test_nobody_else_sends_anything_to_an_administrators_page(people: People, word: str) -> None:
    client, before = people.client(word), TrailEntry.objects.count()
    addresses = [reverse(name) for name in ADMINISTRATION] + [reverse("account", args=(people["clerk"].pk,))]
    sent = {"do": "close", "login": NEW, "name": "示例", "role": "administrator", "folder": "x"}
    assert {client.post(one, sent).status_code for one in addresses} == {302 if word == "public" else 403}
    assert (TrailEntry.objects.count(), Account.objects.filter(login=NEW).exists()) == (before, False)
