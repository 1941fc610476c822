"""A city's own sections among those of the outline: they come, go and move, and nothing that was written gets lost."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.web.people import People
from tests.web.test_writing import CHAPTER, PROBLEMS, address, key, save, second_editor, seen, text_of
from zhibao.web.actions.add_section import add_section
from zhibao.web.actions.report_texts import standing
from zhibao.web.bridge.sections import HEAD, pieces
from zhibao.web.records.chapter_text import ChapterText
from zhibao.web.records.models import TrailEntry
from zhibao.web.records.section_writer import SectionWriter

TITLE = "市本级的做法"


def arrange(client: Client, people: People, do: str, **said: str) -> Any:  # noqa: ANN401
    """Send what a form of the page of sections sends."""
    page = reverse("chapter_sections", args=[people.campaign.slug, CHAPTER])
    return client.post(page, {"do": do, **said})


def titles(people: People) -> list[str]:
    return [one.title for one in pieces(standing(people.campaign)[CHAPTER].text)[1:]]


def added(people: People, after: str = HEAD) -> str:
    return add_section(people["editor"], people.campaign, CHAPTER, TITLE, after)


def test_a_section_is_added_where_it_was_asked_for_and_numbers_follow(people: People) -> None:
    client, before = people.client("editor"), standing(people.campaign)[CHAPTER].text
    page = client.get(reverse("writing", args=[people.campaign.slug])).content.decode()
    assert "加一节" in page
    answer = arrange(client, people, "add", title=f"## {TITLE}", after=HEAD)
    own = key(people, title=TITLE)
    assert answer.headers["Location"] == address(people, "section", own)
    assert re.fullmatch(r"own_2021_\d+", own)
    assert titles(people)[:2] == [TITLE, PROBLEMS]
    rows = client.get(answer.headers["Location"]).context["rows"]
    numbers = {one.section: one.number for one in rows if one.chapter == CHAPTER}
    assert numbers[key(people)] == numbers[own].replace(".1", ".2")
    after = standing(people.campaign)[CHAPTER].text
    assert after.replace(f"## {TITLE} {{#{own}}}\n\n", "") == before
    assert TrailEntry.objects.filter(action="加节").count() == 1


def test_an_own_section_keeps_name_writer_and_text_under_another_title_and_in_another_place(people: People) -> None:
    client, own = people.client("editor"), added(people)
    said = f"## {TITLE} {{#{own}}}\n\n一句话。"
    assert save(client, people, own, seen(client, people, own), said).status_code == 200
    SectionWriter.objects.create(campaign=people.campaign, account=people["editor"], chapter=CHAPTER, section="")
    finance = second_editor(people, "finance")
    SectionWriter.objects.create(campaign=people.campaign, account=people["finance"], chapter=CHAPTER, section=own)
    assert arrange(client, people, "rename", section=own, title="财政的做法").status_code == 302
    assert arrange(client, people, "move", section=own, after=key(people)).status_code == 302
    assert titles(people).index("财政的做法") == titles(people).index(PROBLEMS) + 1
    assert text_of(people, own) == f"## 财政的做法 {{#{own}}}\n\n一句话。"
    # Whoever rewords the heading and drops its name has it back.
    assert save(finance, people, own, seen(finance, people, own), "## 财政怎么做\n\n两句话。").status_code == 200
    assert text_of(people, own) == f"## 财政怎么做 {{#{own}}}\n\n两句话。"
    history = finance.get(address(people, "section_history", own))
    assert [one.text.count("一句话") for one in history.context["versions"]] == [0, 1]
    back = {"number": "3", "seen": seen(finance, people, own)}
    assert finance.post(address(people, "section_history", own), back).status_code == 302
    assert text_of(people, own) == said


def test_what_the_outline_requires_is_neither_removed_nor_moved(people: People) -> None:
    client, required = people.client("editor"), key(people)
    base, before = seen(client, people, required), standing(people.campaign)[CHAPTER].text
    for do, said in (("remove", {"seen": base}), ("move", {"after": HEAD}), ("rename", {"title": "别的"})):
        answer = arrange(client, people, do, section=required, **said)
        assert (answer.status_code, "是提纲要求的一节" in answer.content.decode()) == (409, True)
    for text in ("", "没有标题的一段话。"):
        answer = save(client, people, required, base, text)
        assert (answer.status_code, "提纲要求的节不能删" in answer.json()["said"]) == (409, True)
    assert standing(people.campaign)[CHAPTER].text == before


def test_a_section_is_removed_when_nobody_loses_by_it_and_can_be_put_back(people: People) -> None:
    client, own = people.client("editor"), added(people, key(people))
    base, order = seen(client, people, own), titles(people)
    said = f"## {TITLE} {{#{own}}}\n\n写了一段。"
    assert save(client, people, own, base, said).status_code == 200
    assert "刚有人改过" in arrange(client, people, "remove", section=own, seen=base).content.decode()
    now = seen(client, people, own)
    second = second_editor(people)
    assert "正在改这一节" in arrange(second, people, "remove", section=own, seen=now).content.decode()
    writer = SectionWriter.objects.create(
        campaign=people.campaign, account=people["editor2"], chapter=CHAPTER, section=own
    )
    assert "请先改分工" in arrange(client, people, "remove", section=own, seen=now).content.decode()
    writer.delete()
    assert arrange(client, people, "remove", section=own, seen=now).status_code == 302
    assert titles(people) == [one for one in order if one != TITLE]
    assert client.get(address(people, "section", own)).status_code == 404
    page = client.get(reverse("chapter_sections", args=[people.campaign.slug, CHAPTER]))
    assert [one.piece.text for one in page.context["removed"]] == [said]
    assert arrange(client, people, "back", section=own).status_code == 302
    assert (titles(people), text_of(people, own)) == (order, said)
    assert arrange(client, people, "back", section=own).status_code == 409
    assert [one.origin for one in ChapterText.objects.filter(chapter=CHAPTER)][-1] == "restored"
    assert add_section(people["editor"], people.campaign, CHAPTER, "另一节", HEAD) != own


def test_a_title_that_cannot_stand_is_refused(people: People) -> None:
    client = people.client("editor")
    for title, why in (("", "标题要写"), ("长" * 61, "不超过 60"), ("{#x}", "花括号"), (PROBLEMS, "已经有")):
        answer = arrange(client, people, "add", title=title, after=HEAD)
        assert (answer.status_code, why in answer.content.decode()) == (409, True)
    assert not ChapterText.objects.exists()


def test_only_who_writes_the_chapter_as_a_whole_arranges_it(people: People) -> None:
    finance = second_editor(people, "finance")
    named = SectionWriter.objects.create(
        campaign=people.campaign, account=people["finance"], chapter=CHAPTER, section=key(people)
    )
    answer = arrange(finance, people, "add", title=TITLE, after=HEAD)
    assert (answer.status_code, "不归您加减" in answer.content.decode()) == (409, True)
    assert "加上，去写" not in answer.content.decode()
    named.section = ""
    named.save()
    assert arrange(finance, people, "add", title=TITLE, after=HEAD).status_code == 302
