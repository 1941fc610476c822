"""演示的一年: example cities in the middle of their collection, and one sign-in per role, good for nothing else."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from zhibao.web.actions.city_approve import city_approve
from zhibao.web.actions.county_approve import county_approve
from zhibao.web.actions.freeze import freeze
from zhibao.web.actions.held import school_digest
from zhibao.web.actions.improvement_note import give_evidence
from zhibao.web.actions.measures import decide_measure, note_progress
from zhibao.web.actions.move_improvement import move_improvement
from zhibao.web.actions.open_campaign import open_campaign
from zhibao.web.actions.open_improvement import open_from_finding
from zhibao.web.actions.plan_improvement import plan_improvement
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.return_to import return_to
from zhibao.web.actions.sign import stand_for
from zhibao.web.actions.submit import submit_together
from zhibao.web.bridge.problems import found
from zhibao.web.records.account import EVERYWHERE, Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.revision import content_of
from zhibao.web.records.role import Role
from zhibao.web.records.school import School

_DAYS = 9
_LETTERS = 12
_PROBLEMS = 3
_STANDS = ("filling", "returned", "submitted", "signed", "county", "city")
"""How far the first schools are; all after them are sealed."""


def begin_demo(folders: Sequence[Path]) -> str:
    """Open the collection of every folder, once, with people, and return what is printed: who may sign in how."""
    told = []
    for folder in folders:
        opened = Campaign.objects.filter(folder=str(folder.resolve())).first()
        told += _new_passwords(opened) if opened else _begin(folder)
    return "\n".join(("演示账号（随机密码，只在这次演示里有效）：", *told))


@transaction.atomic
def _begin(folder: Path) -> list[str]:
    campaign = open_campaign(None, folder, timezone.now() + timedelta(days=_DAYS), begun=True)
    for number, school in enumerate(campaign.schools.all()):
        _walk(school, _STANDS[number] if number < len(_STANDS) else "frozen", shown=number == 0)
    _account(f"{campaign.city}-editor", "示例编辑", Role.CITY_EDITOR, campaign.city)
    _account(f"{campaign.city}-admin", "示例管理员", Role.ADMINISTRATOR, campaign.city)
    _problems(campaign)
    if not Account.objects.filter(role=Role.PROVINCE).exists():
        _account("province", "示例省级查看", Role.PROVINCE, EVERYWHERE)
    return _new_passwords(campaign)


def _walk(school: School, far: str, *, shown: bool) -> None:
    """Take a school as far as it is, each step by the person whose it is."""
    campaign = school.campaign
    first = "" if shown else f"-{school.code}"
    city = campaign.city
    clerk = _account(f"{city}-clerk{first}", "示例填报员", Role.CLERK, city, school.code, is_active=shown)
    head = _account(f"{city}-headmaster{first}", "示例校长", Role.HEADMASTER, city, school.code, is_active=shown)
    county = _county(city, school.county)
    approver = _account(f"{city}-approver", "示例审批员", Role.CITY_APPROVER, city)
    if far == "filling":
        return
    try:
        submit_together(clerk, list(school.submissions.all()))
    except RefusedError:
        return
    if far in ("submitted", "returned"):
        if far == "returned":
            for one in school.submissions.all()[:2]:
                return_to(county, one, "与上年相差较大，请核对原始材料，写明原因。")
        return
    stand_for(head, school, school_digest(school))
    for one in school.submissions.all() if far != "signed" else ():
        county_approve(county, one, content_of(one).digest)
        if far in ("city", "frozen"):
            city_approve(approver, one, content_of(one).digest)
    if far == "frozen":
        freeze(approver, school)


def _problems(campaign: Campaign) -> None:
    """Open problems of the school that is shown: one waits for its re-check, one is worked on, one only planned."""
    school = campaign.schools.first()
    head = Account.objects.filter(role=Role.HEADMASTER, place=school.code if school else "", is_active=True).first()
    if school is None or head is None:
        return
    below = [one for one in found(campaign, school.code) if one.is_error][:_PROBLEMS]
    due = (timezone.localdate() + timedelta(days=_DAYS * 10)).isoformat()
    for far, one in zip(range(_PROBLEMS, 0, -1), below, strict=False):
        problem = open_from_finding(head, campaign, school, one.origin)
        if far == 1:
            continue
        plan_improvement(head, problem, ["funds"], "示例：投入跟不上规模。", "示例科室", due, "", problem.topic)
        decide_measure(head, problem, "示例：列入下一年预算", "示例科室", due, "")
        move_improvement(head, problem, "begin")
        if far == _PROBLEMS:
            note_progress(head, problem, 1, "已完成", "示例：预算已批")
            give_evidence(head, problem, "示例：预算批复，示例科室存", "", "1")
            move_improvement(head, problem, "hand_in")


def _county(city: str, county: str) -> Account:
    """Return the officer of a county; the first one's sign-in is shown."""
    found = Account.objects.filter(city=city, role=Role.COUNTY, place=county).first()
    number = Account.objects.filter(city=city, role=Role.COUNTY).count()
    login = f"{city}-county" + (f"-{number + 1}" if number else "")
    return found or _account(login, "示例县审核员", Role.COUNTY, city, county, is_active=not number)


def _account(login: str, name: str, role: Role, city: str, place: str = "", *, is_active: bool = True) -> Account:
    """Return an account of the demonstration, opened when it is not there yet."""
    found = Account.objects.filter(login=login).first()
    if found is not None:
        return found
    account = Account(login=login, name=name, role=role, city=city, place=place, is_active=is_active)
    account.set_unusable_password()
    account.save()
    return account


def _new_passwords(campaign: Campaign) -> list[str]:
    """Give everybody who is shown a new password at random, and return the lines that say so."""
    lines = [f"{campaign.place} {campaign.title}"]
    for account in Account.objects.filter(city__in=(campaign.city, EVERYWHERE), is_active=True).order_by("id"):
        password = secrets.token_urlsafe(_LETTERS)
        account.set_password(password)
        account.failures, account.locked_until = 0, None
        account.save()
        lines.append(f"  {account.role_label}　{account.login}　{password}")
    return lines
