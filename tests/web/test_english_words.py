"""What modules and scripts say comes in English to whoever chose it; what is kept stays Chinese for everybody."""

import json
import re
import subprocess
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook

from tests.conftest import ROOT, need_program
from tests.web.improvements import POSTS, SOON, TOPIC
from tests.web.improvements import address as of_problem
from tests.web.people import People
from tests.web.test_permissions import act, good_for
from tests.web.test_permissions import address as of_page
from zhibao.web.bridge.improvement_list import improvement_list
from zhibao.web.bridge.roll import read_roll, roll_bytes
from zhibao.web.hand import _done
from zhibao.web.parts.moments import moment, remaining
from zhibao.web.records.account import Account
from zhibao.web.records.improvement import Improvement
from zhibao.web.records.improvement_entry import ImprovementEntry
from zhibao.web.records.known_places import known
from zhibao.web.records.role import Role
from zhibao.web.records.state import State
from zhibao.web.records.target import Target
from zhibao.web.records.trail import TrailEntry, faults

pytestmark = pytest.mark.parametrize("vendor", ["sqlite"], indirect=True, scope="session")
WEB = ROOT / "zhibao/web"


def english(client: Client) -> Client:
    """Return a browser whose person chose English."""
    client.cookies["zhibao-language"] = "en"
    return client


def in_english(people: People, monkeypatch: pytest.MonkeyPatch) -> People:
    """Return the same people, all of whom chose English."""
    plain = people.client
    monkeypatch.setattr(people, "client", lambda word: english(plain(word)))
    return people


def test_scripts_speak_english_on_an_english_page_and_a_chinese_page_asks_for_no_catalog(
    people: People, tmp_path: Path
) -> None:
    page = people.client("clerk").get(reverse("home")).content.decode()
    assert "words.js" not in page
    page = english(people.client("clerk")).get(reverse("home")).content.decode()
    found = re.search(r'<script src="(/language/words\.js\?v=\w{12})"></script>', page)
    assert found is not None
    catalog = Client().get(found[1])
    assert "max-age" in catalog.headers["Cache-Control"]
    script = f"""
    {catalog.content.decode()}
    const {{ filled, gettext, ngettext }} = await import({json.dumps((WEB / "static/zhibao/words.js").as_uri())});
    const cells = "{{count}} 处错误，改好才能提交";
    console.log(JSON.stringify([
      gettext("正在存"), filled(gettext("第 {{line}} 行"), {{ line: 3 }}), gettext("没有这句"),
      filled(ngettext(cells, cells, 1), {{ count: 1 }}), filled(ngettext(cells, cells, 2), {{ count: 2 }}),
    ]));"""
    one, many = "1 error; mend it before submitting", "2 errors; mend them before submitting"
    assert json.loads(ran(script, tmp_path)) == ["Saving", "Line 3", "没有这句", one, many]
    bare = script.replace(catalog.content.decode(), "")
    assert json.loads(ran(bare, tmp_path))[:2] == ["正在存", "第 3 行"]


def ran(script: str, folder: Path) -> str:
    """Return what a script prints."""
    file = folder / "one.mjs"
    file.write_text(script.replace("const globals = this;", "const globals = globalThis;"), encoding="utf-8")
    done = subprocess.run([need_program("node"), str(file)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_refusal_is_said_in_the_language_of_whoever_is_refused(people: People) -> None:
    people.all_stand(State.SUBMITTED)
    sent, where = {"do": "approve", "seen": "x"}, of_page("review", people)
    assert "请先勾选“我看过全部改动”。" in people.client("county").post(where, sent).content.decode()
    page = english(people.client("county")).post(where, sent)
    assert page.status_code == 409
    assert "Tick “I have seen all changes” first." in page.content.decode()
    sent = {"do": "return", "reason": " "}
    assert "Say why it is returned" in english(people.client("county")).post(where, sent).content.decode()


def test_a_wrong_password_a_page_that_is_none_and_a_turned_away_script_are_told_in_english(people: People) -> None:
    client = english(Client())
    page = client.post(reverse("sign_in"), {"login": "示例无此人", "password": "x"})
    assert "Account or password is wrong. After 5 wrong tries in a row" in page.content.decode()
    assert "There is no such page" in client.get("/nowhere/").content.decode()
    answer = client.post(of_page("save", people), "{}", "application/json", headers={"X-Requested-With": "zhibao"})
    assert answer.content.decode() == "Sign in once more; what you typed is still on this computer."


def test_what_is_wrong_with_a_form_is_said_in_english_with_the_words_of_its_labels(people: People) -> None:
    client = english(people.client("admin"))
    sent = {"login": "a", "name": "示例甲", "role": "headmaster", "city": people.campaign.city, "place": ""}
    page = client.post(reverse("account_new"), sent).content.decode()
    assert "“a” cannot be an account." in page
    assert "The school is missing. Headmaster: choose a school of the roster." in page


def test_one_and_many_have_their_own_english(people: People) -> None:
    with override("en"):
        said = [remaining(timedelta(days=days, hours=1)) for days in (3, 2)]
        assert said == ["3 days left", "2 days left"]
        then = timezone.now() - timedelta(days=400)
        assert re.fullmatch(r"\d{1,2} [A-Z][a-z]{2} \d\d:\d\d", moment(then))
        assert str(State.RETURNED.label) == "Returned"
    assert re.fullmatch(r"\d{1,2} 月 \d{1,2} 日 \d\d:\d\d", moment(then))
    assert str(State.RETURNED.label) == "退回"


def test_roles_and_states_are_english_on_an_english_page(people: People) -> None:
    people.all_stand(State.SUBMITTED)
    board = english(people.client("county")).get(of_page("board", people)).content.decode()
    assert "For you to review" in board
    assert "For county review" in board
    assert "待县审" not in board
    accounts = english(people.client("admin")).get(reverse("accounts")).content.decode()
    assert "County officer" in accounts
    assert "县级审核员" not in accounts


def the_year(people: People) -> list[object]:
    """Hand in, return, approve and sign; open a problem and take it to its end; return all that was kept of it."""
    for action, word, state in (
        ("submit", "clerk", State.FILLING),
        ("return", "county", State.SUBMITTED),
        ("approve", "county", State.SUBMITTED),
        ("approve", "approver", State.COUNTY_APPROVED),
        ("sign", "head", State.SUBMITTED),
        ("comment", "clerk", State.RETURNED),
    ):
        people.all_stand(state)
        good_for(people, state)
        assert act(people, action, word) in (200, 302), action
    improved(people)
    trail = [(one.who, one.action, one.what, one.detail) for one in TrailEntry.objects.order_by("number")]
    entries = [(one.label, one.text, one.before, one.after) for one in ImprovementEntry.objects.order_by("pk")]
    about = [(one.title, one.fact, one.topic, one.stage) for one in Improvement.objects.all()]
    return [*trail, *entries, *about, *(str(one) for one in Target.objects.all())]


def improved(people: People) -> None:
    """Open the problem of the school that lies below a standard, work on it, and have it closed."""
    head, recheck = people.client("head"), people.client("county")
    page = of_page("improve", people)
    aim = {"indicator": "senior_title_share", "year": str(people.campaign.year), "direction": "at_least"}
    assert head.post(page, {"do": "target", **aim, "number": "20", "why": "规划"}).status_code in (302, 409)
    before = set(Improvement.objects.values_list("pk", flat=True))
    assert head.post(page, {"do": "open", "origin": POSTS}).status_code == 302
    item = of_problem(people, Improvement.objects.exclude(pk__in=before).get())
    plan = {"causes": ["posts", "training"], "cause": "评聘名额少。", "lead": "人事处", "due": SOON, "topic": TOPIC}
    for sent in (
        {"do": "plan", "target": "15", **plan},
        {"do": "measure", "text": "申请名额", "owner": "人事处", "until": SOON, "aim": "评上 18 人"},
        {"do": "begin"},
        {"do": "note", "text": "报了名额"},
        {"do": "progress", "number": "1", "state": "已完成", "result": "评上 18 人"},
        {"do": "evidence", "text": "评审结果公示", "link": "https://example.cn/notice", "measure": "1"},
        {"do": "hand_in"},
    ):
        assert head.post(item, sent).status_code == 302, sent
    assert recheck.post(item, {"do": "close", "note": "做到了"}).status_code == 302


def test_what_is_kept_is_the_same_whichever_language_its_writer_reads(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = []
    for speaking in (people, in_english(people, monkeypatch)):
        with transaction.atomic():
            kept.append(the_year(speaking))
            assert list(faults()) == []
            transaction.set_rollback(True)
    chinese, written_in_english = kept
    assert written_in_english == chinese
    assert ("head", "诊改：复核通过，销号") not in chinese
    actions = {one[1] for one in chinese if isinstance(one, tuple) and isinstance(one[1], str)}
    assert {"提交", "退回", "县审通过", "市审通过", "校长签署", "批注", "诊改：提请复核"} <= actions


@pytest.mark.parametrize("word", ["public", "clerk", "county", "approver", "admin"])
def test_the_language_gives_nobody_a_right_and_takes_none(people: People, word: str) -> None:
    names = ("home", "board", "grid", "review", "sign", "accounts", "improve", "improve_board", "me", "script_words")
    there = [(one, of_page(one, people)) for one in names]
    plain, other = people.client(word), english(people.client(word))
    statuses = {one: other.get(address).status_code for one, address in there}
    assert statuses == {one: plain.get(address).status_code for one, address in there}


def cells(content: bytes) -> list[list[object]]:
    book = load_workbook(BytesIO(content))
    return [[cell.value for row in sheet.iter_rows() for cell in row] for sheet in book.worksheets]


def test_workbooks_are_chinese_for_everybody_and_are_read_again_by_everybody(people: People) -> None:
    with transaction.atomic():
        improved(people)
        those = list(Improvement.objects.all())
        makes: list[Callable[[], bytes]] = [
            lambda: improvement_list(people.campaign, those, "示例"),
            lambda: roll_bytes(known(), people.campaign.city, list(Account.objects.all())),
        ]
        plain = [cells(make()) for make in makes]
        with override("en"):
            assert [cells(make()) for make in makes] == plain
            lines = read_roll("名单.xlsx", makes[1](), known(), people.campaign.city)
        assert {one.role for one in lines if not isinstance(one, str)} <= set(Role.values)
        transaction.set_rollback(True)


def test_a_job_says_in_chinese_why_nothing_came_out(people: People) -> None:
    with override("en"):
        assert _done("nothing_like_it", {}, "")[1].startswith("不认识的任务“nothing_like_it”。")
        assert _done("freeze", {"school": people.school.pk, "account": people["approver"].pk}, "x")[0] != "done"
