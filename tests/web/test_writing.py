"""The report is written by several people: nothing that is typed gets lost, and no number is typed over."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.web.desk import worked
from tests.web.people import People
from zhibao.document.nodes import Heading, plain
from zhibao.document.readers.read import read_bytes
from zhibao.web.actions.add_section import add_section
from zhibao.web.actions.ask_build import ask_look, look_job
from zhibao.web.actions.report_texts import standing, take_from_folder
from zhibao.web.bridge.chapters import in_force
from zhibao.web.bridge.drafting import Note
from zhibao.web.bridge.sections import piece_of, pieces
from zhibao.web.records.account import Account
from zhibao.web.records.chapter_text import ChapterText
from zhibao.web.records.job import Job, Standing
from zhibao.web.records.models import ReportBuild, TrailEntry
from zhibao.web.records.role import Role
from zhibao.web.records.section_lock import IDLE, SectionLock

CHAPTER = "09_challenges"
PROBLEMS = "存在的主要问题"


def key(people: People, chapter: str = CHAPTER, title: str = PROBLEMS) -> str:
    found = pieces(standing(people.campaign)[chapter].text)
    return next(one.key for one in found if one.title == title)


def address(people: People, name: str, section: str, chapter: str = CHAPTER) -> str:
    return reverse(name, args=[people.campaign.slug, chapter, section])


def text_of(people: People, section: str, chapter: str = CHAPTER) -> str:
    piece = piece_of(standing(people.campaign)[chapter].text, section)
    assert piece is not None
    return piece.text


def seen(client: Client, people: People, section: str, chapter: str = CHAPTER) -> str:
    """Return the fingerprint that somebody's window has."""
    return str(client.get(address(people, "section", section, chapter)).context["seen"])


def save(client: Client, people: People, section: str, base: str, text: str, chapter: str = CHAPTER) -> Any:  # noqa: ANN401
    body = json.dumps({"seen": base, "text": text})
    return client.post(address(people, "save_section", section, chapter), body, "application/json")


def second_editor(people: People, login: str = "editor2") -> Client:
    account = Account(login=login, name=f"示例{login}", role=Role.CITY_EDITOR, city=people.campaign.city)
    account.set_unusable_password()
    account.save()
    people.by_word[login] = account
    return people.client(login)


def let_time_pass(people: People) -> None:
    SectionLock.objects.filter(campaign=people.campaign).update(seen_at=timezone.now() - IDLE)


def test_a_section_that_is_saved_is_a_version_and_leaves_the_others_as_they_are(people: People) -> None:
    client, section = people.client("editor"), key(people)
    before = standing(people.campaign)[CHAPTER].text
    text = text_of(people, section) + "\n\n还有一条。"
    answer = save(client, people, section, seen(client, people, section), text)
    assert answer.status_code == 200
    assert answer.json()["faults"] == []
    after = standing(people.campaign)[CHAPTER]
    assert (after.number, after.text) == (2, before.replace(text.removesuffix("\n\n还有一条。"), text))
    assert [one.origin for one in ChapterText.objects.filter(chapter=CHAPTER)] == ["folder", "here"]
    assert TrailEntry.objects.filter(action="存节").count() == 1
    assert in_force(people.campaign.path)[CHAPTER] == before


def test_the_release_desk_names_a_chapter_that_was_not_compiled_since(people: People) -> None:
    client, section = people.client("editor"), key(people)
    desk = reverse("release_desk", args=[people.campaign.slug])
    assert "还没有编成稿" not in client.get(desk).content.decode()
    save(client, people, section, seen(client, people, section), text_of(people, section) + "\n\n还有一条。")
    told = client.get(desk).content.decode()
    assert f"1 章改过，还没有编成稿</b>：{CHAPTER}" in told


def test_saving_the_same_words_again_adds_nothing(people: People) -> None:
    client, section = people.client("editor"), key(people)
    for _ in range(2):
        answer = save(client, people, section, seen(client, people, section), text_of(people, section))
        assert answer.status_code == 200
    assert not ChapterText.objects.exists()


def test_a_second_heading_in_a_section_is_refused_and_nothing_is_written(people: People) -> None:
    client, section = people.client("editor"), key(people)
    text = text_of(people, section) + "\n\n## 另一节\n\n一句话。"
    answer = save(client, people, section, seen(client, people, section), text)
    assert answer.status_code == 409
    assert "只能有一个“## ”标题" in answer.json()["said"]
    assert not ChapterText.objects.exists()


def test_the_later_of_two_sees_the_difference_and_decides(people: People) -> None:
    first, section = people.client("editor"), key(people)
    base = seen(first, people, section)
    text = text_of(people, section)
    assert save(first, people, section, base, f"{text}\n\n甲写的。").status_code == 200
    let_time_pass(people)
    second = second_editor(people)
    answer = save(second, people, section, base, f"{text}\n\n乙写的。")
    assert answer.status_code == 409
    told = answer.json()
    assert told["theirs"].endswith("甲写的。")
    assert ["ins", "乙"] in told["diff"]
    assert "甲写的" in text_of(people, section)
    assert save(second, people, section, told["seen"], f"{text}\n\n乙写的。").status_code == 200
    assert "乙写的" in text_of(people, section)
    history = second.get(address(people, "section_history", section)).content.decode()
    assert "甲" in history


def test_without_a_script_the_later_sees_both_texts_too(people: People) -> None:
    first, section = people.client("editor"), key(people)
    base, text = seen(first, people, section), text_of(people, section)
    assert first.post(address(people, "section", section), {"seen": base, "text": f"{text}\n\n甲。"}).status_code == 302
    let_time_pass(people)
    answer = second_editor(people).post(address(people, "section", section), {"seen": base, "text": f"{text}\n\n乙。"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<ins>乙</ins>" in page
    assert "<del>甲</del>" in page
    assert f"{text}\n\n乙。" in page.replace("&lt;", "<").replace("&quot;", '"')


def test_who_writes_a_section_holds_it_until_it_is_left_idle_or_taken_over(people: People) -> None:
    first, section = people.client("editor"), key(people)
    hold, base, text = address(people, "hold_section", section), seen(first, people, section), text_of(people, section)
    assert first.post(hold, {"do": "beat"}).status_code == 200
    second = second_editor(people)
    refused = save(second, people, section, base, f"{text}\n\n乙。")
    assert (refused.status_code, refused.json()["taken"]) == (409, people["editor"].name)
    page = second.get(address(people, "section", section)).content.decode()
    assert f"{people['editor'].name}正在改这一节" in page
    assert "<textarea" not in page
    assert second.post(hold, {"do": "over"}).json()["from"] == people["editor"].name
    lost = first.post(hold, {"do": "beat"})
    assert (lost.status_code, lost.json()["taken"]) == (409, people["editor2"].name)
    assert TrailEntry.objects.filter(action="接过编写").exists()
    let_time_pass(people)
    assert first.post(hold, {"do": "beat"}).status_code == 200
    assert first.post(hold, {"do": "leave"}).status_code == 204
    assert second.post(hold, {"do": "beat"}).status_code == 200


def test_an_office_that_was_named_for_a_section_writes_that_one_only(people: People) -> None:
    finance, section = second_editor(people, "finance"), key(people, "06_government", "经费投入")
    named = {"login": "finance", "what": f"06_government/{section}"}
    assert people.client("approver").post(reverse("writers", args=[people.campaign.slug]), named).status_code == 302
    base = seen(finance, people, section, "06_government")
    text = text_of(people, section, "06_government")
    assert save(finance, people, section, base, f"{text}\n\n财政写。", "06_government").status_code == 200
    other = key(people)
    answer = save(finance, people, other, seen(finance, people, other), "## 改了")
    assert (answer.status_code, "不归您写" in answer.json()["said"]) == (409, True)
    assert finance.post(reverse("writers", args=[people.campaign.slug]), named).status_code == 409
    assert "<textarea" not in finance.get(address(people, "section", other)).content.decode()


def test_a_heading_that_is_reworded_keeps_lock_and_writer(people: People) -> None:
    client, section = people.client("editor"), key(people)
    named = {"login": "editor", "what": f"{CHAPTER}/{section}"}
    client.post(reverse("writers", args=[people.campaign.slug]), named)
    text = text_of(people, section).replace(PROBLEMS, "突出问题")
    answer = save(client, people, section, seen(client, people, section), text)
    moved = answer.json()["address"]
    assert moved != address(people, "section", section)
    assert SectionLock.objects.get().section == key(people, title="突出问题")
    again = client.get(moved)
    assert "<textarea" in again.content.decode()


def test_a_fault_is_told_in_chinese_at_its_line_and_nothing_is_built(people: People) -> None:
    client, section = people.client("editor"), key(people)
    text = f"{text_of(people, section)}\n\n毕业生{{nomber: graduates}}。"
    told = save(client, people, section, seen(client, people, section), text).json()
    ((line, said),) = told["faults"]
    assert (line, "提纲没有指令 {nomber: graduates}" in said) == (text.count("\n") + 1, True)
    assert said in client.get(address(people, "section", section)).content.decode()
    answer = client.post(reverse("writing", args=[people.campaign.slug]))
    assert answer.status_code == 409
    assert not ReportBuild.objects.exists()


def test_an_earlier_version_is_restored_as_a_new_one(people: People) -> None:
    client, section = people.client("editor"), key(people)
    text = text_of(people, section)
    save(client, people, section, seen(client, people, section), f"{text}\n\n后来的。")
    back = {"number": 1, "seen": seen(client, people, section)}
    assert client.post(address(people, "section_history", section), back).status_code == 302
    assert text_of(people, section) == text
    assert [one.origin for one in ChapterText.objects.filter(chapter=CHAPTER)] == ["folder", "here", "restored"]


def test_a_number_is_found_by_an_alias_and_put_in_as_what_prints_it(people: People) -> None:
    client = people.client("editor")
    find = reverse("find_number", args=[people.campaign.slug])
    hits = client.get(find, {"q": "社保率"}).json()["hits"]
    assert hits[0]["insert"] == "{number: insurance_rate}"
    assert hits[0]["printed"] == "89.97%"
    assert hits[1]["insert"] == "{change: insurance_rate}"
    assert client.get(find, {"q": "没有这种指标"}).json()["hits"] == []
    (said,) = client.get(find, {"say": "{number: graduates}"}).json()["said"]
    assert said["text"].endswith("人")


def test_what_another_way_put_into_the_folder_is_taken_in_and_never_lost(people: People) -> None:
    client, section = people.client("editor"), key(people)
    file = people.campaign.path / "outline" / f"{CHAPTER}.md"
    text = text_of(people, section)
    save(client, people, section, seen(client, people, section), f"{text}\n\n网上写的。")
    file.parent.mkdir(exist_ok=True)
    try:
        file.write_text(in_force(people.campaign.path)[CHAPTER] + "\n目录里写的。\n", encoding="utf-8")
        take_from_folder(people.campaign)
        take_from_folder(people.campaign)
        assert "网上写的" in text_of(people, section)
        origins = [one.origin for one in ChapterText.objects.filter(chapter=CHAPTER)]
        assert origins == ["folder", "here", "folder", "here"]
    finally:
        file.unlink()


# Who may do what: y done, - turned away. Written from what the roles are.
DONE = """
        public clerk head county editor approver province admin other_city
build   in     -     -    -      y      -        -        -     -
save    in     -     -    -      y      -        -        -     -
hold    in     -     -    -      y      -        -        -     -
restore in     -     -    -      y      -        -        -     -
assign  in     -     -    -      y      y        -        -     -
choose  in     -     -    -      y      -        -        -     -
case    in     y     -    -      -      -        -        -     -
"""


def act(people: People, action: str, word: str) -> int:
    client, slug, section = people.client(word), people.campaign.slug, key(people)
    text = text_of(people, section)
    match action:
        case "build":
            answer = client.post(reverse("writing", args=[slug]))
        case "save":
            answer = save(client, people, section, "", text)
        case "hold":
            answer = client.post(address(people, "hold_section", section), {"do": "beat"})
        case "restore":
            answer = client.post(address(people, "section_history", section), {"number": "1", "seen": ""})
        case "assign":
            named = {"login": "editor", "what": f"{CHAPTER}/{section}"}
            answer = client.post(reverse("writers", args=[slug]), named)
        case "choose":
            answer = client.post(reverse("chosen_cases", args=[slug]), {"seen": "0", "place.S01/1": ""})
        case _:
            answer = client.post(reverse("school_cases", args=[slug, people.school.code]))
    return int(answer.status_code)


@pytest.mark.parametrize("vendor", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize("line", DONE.strip().splitlines()[1:], ids=lambda line: line.split()[0])
def test_everybody_does_in_the_report_what_the_table_says(people: People, line: str) -> None:
    action, *row = line.split()
    with_version = people.client("editor")
    section = key(people)
    save(with_version, people, section, seen(with_version, people, section), text_of(people, section) + "\n\n多一句。")
    let_time_pass(people)
    for word, said in zip(DONE.strip().splitlines()[0].split(), row, strict=True):
        with transaction.atomic():
            status = act(people, action, word)
            transaction.set_rollback(True)
        expected = {"in": {302}, "-": {403}, "y": {200, 302, 409} if action == "restore" else {200, 302}}[said]
        assert status in expected, (action, word, status)


@pytest.mark.parametrize("vendor", ["sqlite"], indirect=True, scope="session")
def test_a_draft_is_built_of_the_very_texts_and_these_come_into_force(
    people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    client, section = people.client("editor"), key(people)
    own = people.campaign.path / "outline"
    key_of_own = add_section(people["editor"], people.campaign, CHAPTER, "市本级的做法", section)
    said = f"## 市本级的做法 {{#{key_of_own}}}\n\n全市毕业生{{number: graduates}}。"
    save(client, people, key_of_own, seen(client, people, key_of_own), said)
    text = f"{text_of(people, section)}\n\n全市毕业生{{number: graduates}}，请看这一句。"
    save(client, people, section, seen(client, people, section), text)
    writing = reverse("writing", args=[people.campaign.slug])
    try:
        page = client.post(writing).headers["Location"]
        save(client, people, section, seen(client, people, section), f"{text}\n\n编的时候又写了一句。")
        worked()
        assert [one.name for one in own.iterdir()] == [f"{CHAPTER}.md"]
        assert "请看这一句" in (own / f"{CHAPTER}.md").read_text(encoding="utf-8")
        assert "又写了一句" not in (own / f"{CHAPTER}.md").read_text(encoding="utf-8")
        told = client.get(page)
        assert "之后又有改动" in told.content.decode()
        assert str(people.campaign.path) not in told.content.decode()
        assert [label for label, _, _ in told.context["files"]] == ["Word", "PDF", "网页"]
        word = read_bytes(b"".join(client.get(f"{page}docx/")), "report.docx").document
        heading = next(one for one in word.blocks if isinstance(one, Heading) and "市本级的做法" in plain(one.content))
        assert (heading.level, re.sub(r"\s", "", heading.number + plain(heading.content))) == (2, "9.2市本级的做法")
        html = client.get(f"{page}html/")
        assert "市本级的做法" in html.content.decode()
        assert "请看这一句" in html.content.decode()
        assert html.headers["Content-Disposition"].startswith("attachment")
        assert TrailEntry.objects.filter(action="下载报告稿").count() == 2
        build = ReportBuild.objects.select_related("job").get()
        assert build.versions[CHAPTER] == 4
        assert len((build.job.result or {})["data"]) == 64
        take_from_folder(people.campaign)
        assert "又写了一句" in text_of(people, section)
        wrong = said.replace("全市毕业生{number: graduates}", "2021年全市毕业生3人，就业率12.34%")
        assert save(client, people, key_of_own, seen(client, people, key_of_own), wrong).status_code == 200
        notes = looked_at(client, people)
        assert any("12.34" in f"{one.said}{one.quote}" for one in notes), [
            (one.said, one.quote, one.chapter) for one in notes
        ]
    finally:
        shutil.rmtree(own, ignore_errors=True)


def test_a_page_of_texts_that_are_again_what_they_were_is_asked_for_again(
    people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    name = ask_look(people.campaign)
    job = look_job(people.campaign, name)
    assert job is not None
    # Its worker came when the texts had gone on.
    Job.objects.filter(pk=job.pk).update(standing=Standing.DONE, result={"look": "later"})
    assert ask_look(people.campaign) == name
    again = look_job(people.campaign, name)
    assert again is not None
    assert not again.is_over


def looked_at(client: Client, people: People) -> tuple[Note, ...]:
    """Look at the page beside the text, the newest, in a frame of no origin; return what was found."""
    look = client.get(reverse("report_look", args=[people.campaign.slug])).content.decode()
    assert "正在编" in look or "最新" in look
    worked()
    state = client.get(reverse("report_look", args=[people.campaign.slug])).context["state"]
    assert state.is_newest
    assert state.is_whole
    answer = client.get(reverse("report_page", args=[people.campaign.slug]), {"v": state.name})
    assert "又写了一句" in answer.content.decode()
    assert "sandbox allow-scripts" in answer.headers["Content-Security-Policy"]
    assert client.get(reverse("report_page", args=[people.campaign.slug]), {"v": "../../secret"}).status_code == 404
    return tuple(state.found.notes)
