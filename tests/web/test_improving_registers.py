"""Problems and measures go into the registers that reports print, and nothing is typed twice."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.web.improvements import POSTS, SOON, planned
from tests.web.people import People
from zhibao.web.actions.measures import note_progress
from zhibao.web.actions.move_improvement import move_improvement
from zhibao.web.actions.open_improvement import open_from_finding
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.save_cells import save_cells
from zhibao.web.actions.take_into_register import take_into_city, take_into_register
from zhibao.web.bridge.checking import remarks
from zhibao.web.bridge.ground import ground
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.improvement import Improvement
from zhibao.web.records.revision import Change, content_of
from zhibao.web.records.school import School
from zhibao.web.records.submission import Submission


@pytest.fixture
def problem(people: People) -> Improvement:
    """The problem of the first school that lies below a standard."""
    return open_from_finding(people["head"], people.campaign, people.school, POSTS)


def test_a_collection_without_the_register_says_so(people: People, problem: Improvement) -> None:
    planned(people, problem)
    with pytest.raises(RefusedError, match="不收“学校问题与改进”表"):
        take_into_register(people["clerk"], people.school)


@pytest.fixture(scope="module")
def asking(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The working folder of a city that asks its schools for problems and measures."""
    folder = tmp_path_factory.mktemp("asking") / "city"
    shutil.copytree(city, folder)
    settings = folder / "zhibao.yaml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\nregisters: [school_improvements]\n", encoding="utf-8")
    return folder


@pytest.fixture
def elsewhere(people: People, asking: Path) -> School:
    """The first school in a campaign that asks for its problems and measures."""
    deadline = timezone.now() + timedelta(days=9)
    campaign = Campaign.objects.create(
        slug="asking-2021", city=people.campaign.city, title="示例", place=people.campaign.place, year=2021,
        folder=str(asking), deadline=deadline,
    )  # fmt: skip
    about = {"code": people.school.code, "name": people.school.name, "county": people.school.county}
    school = School.objects.create(campaign=campaign, position=0, **about)
    Submission.objects.create(school=school, register="school_improvements", label="学校问题与改进", position=0)
    return school


def test_a_schools_problems_go_into_its_register_and_are_kept_up_to_date(people: People, elsewhere: School) -> None:
    one = planned(people, open_from_finding(people["head"], elsewhere.campaign, elsewhere, POSTS))
    submission = elsewhere.submissions.get()
    save_cells(people["clerk"], submission, [Change("r1", what="add"), Change("r1", "problem", "", "另外填的问题")])
    place = f"/{elsewhere.campaign.slug}/schools/{elsewhere.code}/improve/"
    answer = people.client("clerk").post(place, {"do": "take"})
    assert answer.headers["Location"].endswith("?taken=1#register")
    lines_now = content_of(submission).lines
    assert [line.cells["problem"] for line in lines_now] == ["另外填的问题", one.title]
    assert lines_now[1].cells["state"] == "未开始"
    assert lines_now[1].cells["due"] == SOON
    said = remarks(elsewhere, {"school_improvements": lines_now[1:]})
    assert not [each.message for each in said if each.register == "school_improvements" and each.is_error]
    move_improvement(people["head"], one, "begin")
    note_progress(people["head"], one, 1, "已完成", "评上 18 人")
    assert "<b>1</b> 个问题有没写入的内容" in people.client("clerk").get(place).content.decode()
    take_into_register(people["clerk"], elsewhere)
    again = content_of(submission).lines
    assert len(again) == 2
    assert (again[1].cells["state"], again[1].cells["result"]) == ("已完成", "评上 18 人")
    assert "都写入了" in people.client("clerk").get(place).content.decode()
    with pytest.raises(RefusedError, match="不归您填"):
        take_into_register(people["head"], elsewhere)


def test_the_citys_problems_go_into_the_registers_that_its_report_prints(people: People, elsewhere: School) -> None:
    campaign = elsewhere.campaign
    one = planned(people, open_from_finding(people["editor"], campaign, None, POSTS), "editor")
    into = take_into_city(people["editor"], campaign)
    assert into.registers == ("主要问题（市）", "改进措施（市）")
    assert into.rows == 2
    rows = ground(campaign.path).work.tables.rows[2021][campaign.city]
    assert [str(row["problem"]) for row in rows["problems"]] == [one.title]
    assert str(rows["measures"][0]["target"]) == "评上 18 人"
    assert rows["city_budget"]
    follow = ground(campaign.path).work.diagnosis().follow
    assert [(each.problem, len(each.measures)) for each in follow.problems] == [(one.title, 1)]
    take_into_city(people["editor"], campaign)
    assert len(ground(campaign.path).work.tables.rows[2021][campaign.city]["problems"]) == 1
    with pytest.raises(RefusedError, match="不归您填"):
        take_into_city(people["county"], campaign)
