"""Problems that tests of the site find already opened, and as far on their way as they need them."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests.web.people import People
from zhibao.web.actions.improvement_note import give_evidence
from zhibao.web.actions.measures import decide_measure, note_progress
from zhibao.web.actions.move_improvement import move_improvement
from zhibao.web.actions.open_improvement import open_freely
from zhibao.web.actions.plan_improvement import plan_improvement
from zhibao.web.records.improvement import Improvement

TOPIC = "教师队伍"
POSTS = "standard:senior_title_share"
SOON = (timezone.localdate() + timedelta(days=30)).isoformat()
LATER = (timezone.localdate() + timedelta(days=90)).isoformat()


def opened_for(people: People, *, city: bool = False) -> Improvement:
    """Return a problem of the first school, opened by its headmaster, or one of the city by its editor."""
    by, school = (people["editor"], None) if city else (people["head"], people.school)
    found = Improvement.objects.filter(campaign=people.campaign, school=school).first()
    return found or open_freely(by, people.campaign, school, "示例问题", "示例座谈会提出", TOPIC)


def planned(people: People, one: Improvement, by: str = "head") -> Improvement:
    """Give a problem its cause and one measure."""
    plan_improvement(people[by], one, ["posts"], "评聘名额少。", "人事处", SOON, "15", "教师队伍")
    decide_measure(people[by], one, "申请高级职称评聘名额 18 个", "人事处", SOON, "评上 18 人")
    return Improvement.objects.get(pk=one.pk)


def handed_in(people: People, one: Improvement, by: str = "head") -> Improvement:
    """Take a problem as far as its re-check."""
    planned(people, one, by)
    move_improvement(people[by], one, "begin")
    note_progress(people[by], one, 1, "已完成", "评上 18 人")
    give_evidence(people[by], one, "评审结果公示，人事处存", "https://example.cn/notice", "1")
    move_improvement(people[by], one, "hand_in")
    return Improvement.objects.get(pk=one.pk)


def address(people: People, one: Improvement) -> str:
    named = {"campaign": people.campaign.slug, "item": one.pk}
    if one.school is None:
        return reverse("improve_city_item", kwargs=named)
    return reverse("improve_item", kwargs={**named, "school": one.place})
