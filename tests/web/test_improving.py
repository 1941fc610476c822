"""Diagnosis and improvement: findings become problems, problems are worked on, re-checked and struck off."""

from itertools import product

import pytest
from django.db import transaction
from django.utils import timezone

from tests.web.improvements import LATER, POSTS, SOON, address, handed_in, planned
from tests.web.people import People
from zhibao.web.actions.improvement_note import give_evidence
from zhibao.web.actions.measures import decide_measure, note_progress
from zhibao.web.actions.move_improvement import move_improvement
from zhibao.web.actions.open_improvement import open_freely, open_from_finding
from zhibao.web.actions.plan_improvement import plan_improvement
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.set_target import set_target
from zhibao.web.bridge.diagnosing import lines
from zhibao.web.bridge.problems import found
from zhibao.web.records.append_only import WrittenOnceError
from zhibao.web.records.improvement import Improvement
from zhibao.web.records.improvement_entry import ImprovementEntry
from zhibao.web.records.improvement_stage import STEPS, Side, Stage, steps_from
from zhibao.web.records.target import Target
from zhibao.web.records.trail import TrailEntry, faults


@pytest.fixture(autouse=True)
def once_per_database(vendor: str) -> None:
    """Every test here is played on each database."""


@pytest.fixture
def problem(people: People) -> Improvement:
    """The problem of the first school that lies below a standard."""
    return open_from_finding(people["head"], people.campaign, people.school, POSTS)


def test_what_is_below_a_standard_is_found_with_what_is_wanting(people: People) -> None:
    one = next(each for each in found(people.campaign, people.school.code) if each.origin == POSTS)
    assert one.is_error
    assert one.title == "高级专业技术职务专任教师占比低于标准"
    assert "12.61%" in one.fact
    assert "缺高级职称专任教师数18人" in one.fact
    assert one.topic == "教师队伍"


def test_an_indicator_is_found_once_and_the_worst_comes_first(people: People) -> None:
    all_found = found(people.campaign, "qy11")
    assert len({one.indicator for one in all_found}) == len(all_found)
    below = [one.far for one in all_found if one.is_error]
    assert below == sorted(below, reverse=True)
    assert any(one.origin.startswith("trend:") for one in all_found)


def test_standards_of_a_later_year_are_others(people: People) -> None:
    groups = {one.group for one in lines(people.campaign.path, people.school.code, 2022)}
    assert "达标工程" in groups
    assert "达标工程" not in {one.group for one in lines(people.campaign.path, people.school.code)}


def test_a_finding_becomes_a_problem_with_its_value_and_only_once(people: People) -> None:
    client = people.client("head")
    place = f"/{people.campaign.slug}/schools/{people.school.code}/improve/"
    answer = client.post(place, {"do": "open", "origin": POSTS})
    one = Improvement.objects.get(origin=POSTS)
    assert answer.headers["Location"] == address(people, one)
    assert (one.year, one.line, one.direction) == (people.campaign.year, "20", "at_least")
    assert one.opened_value == "1500/119"
    again = client.post(place, {"do": "open", "origin": POSTS})
    assert again.status_code == 409
    assert "已经立项，还没有销号" in again.content.decode()


def test_a_finding_that_is_not_there_cannot_be_opened(people: People) -> None:
    with pytest.raises(RefusedError, match="已经不在了"):
        open_from_finding(people["head"], people.campaign, people.school, "standard:full_time_teachers")


def test_nobody_opens_the_problems_of_others(people: People) -> None:
    for word in ("county", "approver", "editor", "other_head", "province"):
        with pytest.raises(RefusedError, match="不归您立项"):
            open_from_finding(people[word], people.campaign, people.school, POSTS)
    with pytest.raises(RefusedError, match="不归您立项"):
        open_freely(people["head"], people.campaign, None, "示例问题", "示例", "教师队伍")


def test_work_begins_only_with_a_cause_and_a_measure(people: People, problem: Improvement) -> None:
    with pytest.raises(RefusedError, match="还没有写原因"):
        move_improvement(people["head"], problem, "begin")
    plan_improvement(people["head"], problem, ["posts"], "评聘名额少。", "人事处", SOON, "", "教师队伍")
    with pytest.raises(RefusedError, match="还没有措施"):
        move_improvement(people["head"], problem, "begin")
    decide_measure(people["head"], problem, "申请名额", people["head"].name, SOON, "")
    assert problem.measures.get().account == people["head"]
    move_improvement(people["head"], problem, "begin")
    assert Improvement.objects.get(pk=problem.pk).standing is Stage.DOING


def test_the_re_check_waits_for_results_and_evidence(people: People, problem: Improvement) -> None:
    planned(people, problem)
    move_improvement(people["head"], problem, "begin")
    with pytest.raises(RefusedError, match="还有 1 项措施没有结果"):
        move_improvement(people["head"], problem, "hand_in")
    with pytest.raises(RefusedError, match="要写明结果"):
        note_progress(people["head"], problem, 1, "已完成", " ")
    note_progress(people["head"], problem, 1, "已完成", "评上 18 人")
    with pytest.raises(RefusedError, match="还没有佐证"):
        move_improvement(people["head"], problem, "hand_in")
    with pytest.raises(RefusedError, match="不是网址"):
        give_evidence(people["head"], problem, "公示", "javascript:alert(1)", "")
    give_evidence(people["head"], problem, "公示", "", "")
    move_improvement(people["head"], problem, "hand_in")
    assert Improvement.objects.get(pk=problem.pk).standing is Stage.CHECKING


def test_the_county_re_checks_and_strikes_off_with_a_note(people: People, problem: Improvement) -> None:
    one = handed_in(people, problem)
    client = people.client("county")
    assert "复核通过，销号" in client.get(address(people, one)).content.decode()
    assert client.post(address(people, one), {"do": "close", "note": " "}).status_code == 409
    assert client.post(address(people, one), {"do": "close", "note": "到校核对，属实。"}).status_code == 302
    one = Improvement.objects.get(pk=one.pk)
    assert (one.standing, one.closed_by) == (Stage.CLOSED, people["county"])
    last = one.entries.last()
    assert last is not None
    assert (last.side, last.text) == ("recheck", "到校核对，属实。")
    with pytest.raises(RefusedError, match="已经销号"):
        decide_measure(people["head"], one, "再做一项", "人事处", SOON, "")


def test_only_the_other_side_re_checks(people: People, problem: Improvement) -> None:
    one = handed_in(people, problem)
    for word in ("head", "clerk", "other_county", "editor", "province", "admin", "other_city"):
        with pytest.raises(RefusedError, match="不归您做"):
            move_improvement(people[word], one, "close", "看过。")
    assert people.client("head").post(address(people, one), {"do": "close", "note": "看过。"}).status_code == 409
    move_improvement(people["approver"], one, "close", "市里抽查，属实。")


def test_nobody_re_checks_the_own_work_even_with_both_rights(people: People) -> None:
    one = open_from_finding(people["approver"], people.campaign, None, POSTS)
    handed_in(people, one, "editor")
    with pytest.raises(RefusedError, match="要由另一个人来复核"):
        move_improvement(people["approver"], one, "close", "看过。")
    page = people.client("approver").get(address(people, one)).content.decode()
    assert "要由另一个人来复核" in page
    assert "复核通过，销号" not in page


def test_what_is_sent_back_is_worked_on_and_handed_in_again(people: People, problem: Improvement) -> None:
    one = handed_in(people, problem)
    with pytest.raises(RefusedError, match="正在复核"):
        decide_measure(people["head"], one, "再做一项", "人事处", SOON, "")
    move_improvement(people["county"], one, "send_back", "名单与公示不符。")
    decide_measure(people["head"], one, "再做一项", "人事处", SOON, "")
    note_progress(people["head"], one, 2, "取消", "并入第一项")
    move_improvement(people["head"], one, "hand_in")
    assert Improvement.objects.get(pk=one.pk).standing is Stage.CHECKING


def test_only_the_re_checker_gives_more_time(people: People, problem: Improvement) -> None:
    planned(people, problem)
    move_improvement(people["head"], problem, "begin")
    with pytest.raises(RefusedError, match="不能自己往后改"):
        plan_improvement(people["head"], problem, ["posts"], "评聘名额少。", "人事处", LATER, "", "教师队伍")
    move_improvement(people["head"], problem, "ask_time", "评审会推迟。")
    with pytest.raises(RefusedError, match="没有结果"):
        move_improvement(people["county"], problem, "close", "看过。")
    with pytest.raises(RefusedError, match="晚于"):
        move_improvement(people["county"], problem, "extend", "同意。", SOON)
    move_improvement(people["county"], problem, "extend", "同意。", LATER)
    one = Improvement.objects.get(pk=problem.pk)
    assert (one.standing, str(one.due)) == (Stage.EXTENDED, LATER)


def test_every_stage_but_the_last_leads_on_and_each_step_has_one_side() -> None:
    for stage in Stage:
        either = [*steps_from(stage, Side.OWN), *steps_from(stage, Side.RECHECK)]
        assert bool(either) == (stage is not Stage.CLOSED)
    assert all(step.after not in step.before for step in STEPS)
    assert {step.after for step in STEPS} | {Stage.PLANNED} == set(Stage)


def test_the_history_is_added_to_and_never_changed_and_the_trail_holds(people: People, problem: Improvement) -> None:
    one = handed_in(people, problem)
    entries = list(one.entries.all())
    kinds = [each.kind for each in entries]
    assert kinds == ["opened", "planned", "measure", "moved", "progress", "evidence", "moved"]
    assert ("牵头", "", "人事处") in entries[1].changes
    with pytest.raises(WrittenOnceError):
        entries[0].save()
    with pytest.raises(WrittenOnceError):
        ImprovementEntry.objects.filter(improvement=one).delete()
    said = TrailEntry.objects.filter(action__startswith="诊改：").count()
    assert said == len(entries)
    assert list(faults()) == []


def test_a_target_counts_from_the_last_one_said_and_what_misses_it_is_found(people: People) -> None:
    head, campaign, school = people["head"], people.campaign, people.school
    year = str(campaign.year)
    set_target(head, campaign, school, "student_teacher_ratio", year, "at_most", "１８．５", "五年规划")
    one = next(each for each in found(campaign, school.code) if each.origin == "target:student_teacher_ratio")
    assert "目标不高于18.5∶1，差0.83" in one.fact
    page = people.client("county").get(f"/{campaign.slug}/schools/{school.code}/improve/").content.decode()
    assert "五年规划" in page
    assert head.name in page
    set_target(head, campaign, school, "student_teacher_ratio", year, "at_most", "19.4", "")
    assert not any(each.origin.startswith("target:") for each in found(campaign, school.code))
    set_target(head, campaign, school, "student_teacher_ratio", year, "at_most", "", "")
    assert str(Target.objects.last()) == f"{year} 年的目标撤回"


def test_what_the_city_asks_of_every_school_yields_to_a_schools_own_target(people: People) -> None:
    campaign, school, year = people.campaign, people.school, str(people.campaign.year)
    asked = ("dual_qualified_share", year, "at_least")
    set_target(people["editor"], campaign, None, *asked, "99", "全市方案", for_schools=True)
    assert any(each.origin == "target:dual_qualified_share" for each in found(campaign, school.code))
    assert not any(each.origin == "target:dual_qualified_share" for each in found(campaign, campaign.city))
    set_target(people["head"], campaign, school, *asked, "80", "")
    assert not any(each.origin == "target:dual_qualified_share" for each in found(campaign, school.code))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (("no_such", "2021", "at_least", "1"), "从列出的指标里选"),
        (("student_teacher_ratio", "1999", "at_least", "1"), "之间的一年"),
        (("student_teacher_ratio", "2021", "upward", "1"), "请选"),
        (("student_teacher_ratio", "2021", "at_most", "二十"), "应为 88 或 20.5 这样的数"),
    ],
)
def test_a_target_that_is_none_is_refused(people: People, said: tuple[str, str, str, str], why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        set_target(people["head"], people.campaign, people.school, *said, "")


# Who makes which step of a school's problem, and of the city's; written from the roles. Everybody else is turned away.
MADE = """
school begin     clerk section head
school hand_in   clerk section head
school ask_time  clerk section head
school close     county approver
school extend    county approver
school send_back county approver
city   begin     editor approver
city   hand_in   editor approver
city   ask_time  editor approver
city   close     approver
city   extend    approver
city   send_back approver
"""
MAKERS = {(where, step): set(words) for where, step, *words in map(str.split, MADE.strip().splitlines())}


def test_every_step_is_made_in_its_stages_by_whom_the_table_names_and_by_nobody_else(people: People) -> None:
    assert {step for _, step in MAKERS} == {one.name for one in STEPS}
    by_whom = {"school": "head", "city": "editor"}
    problems = {
        "school": open_from_finding(people["head"], people.campaign, people.school, POSTS),
        "city": open_from_finding(people["editor"], people.campaign, None, POSTS),
    }
    for where, one in problems.items():
        handed_in(people, one, by_whom[where])
        for step, stage, word in product(STEPS, Stage, people.by_word):
            who = people[word]
            with transaction.atomic():
                closed = {"closed_by": who, "closed_at": timezone.now()} if stage is Stage.CLOSED else {}
                Improvement.objects.filter(pk=one.pk).update(stage=stage, **closed)
                try:
                    move_improvement(who, one, step.name, "看过。", LATER)
                    is_made = True
                except RefusedError:
                    is_made = False
                transaction.set_rollback(True)
            expected = word in MAKERS[where, step.name] and stage in step.before
            assert is_made == expected, (where, step.name, stage, word)
