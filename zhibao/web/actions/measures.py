"""措施的改动: a measure is decided, or how far it is is written down."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from zhibao.web.actions.improvement_held import at_work, day, enter, improvement_held, written
from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.improvement import Improvement
from zhibao.web.records.improvement_entry import Kind
from zhibao.web.records.improvement_stage import Side, Stage
from zhibao.web.records.measure import Measure, Progress

MOST = 30


@transaction.atomic
def decide_measure(account: Account, improvement: Improvement, text: str, owner: str, due: str, aim: str) -> Measure:
    """Add a measure and return it; an owner who is a person's sign-in or name at the place is that person.

    Raises: RefusedError, when it is too late for it, or something in it is not as it must be.
    """
    one = improvement_held(account, improvement, Side.OWN)
    at_work(one)
    number = one.measures.count() + 1
    if number > MOST:
        raise RefusedError(gettext("一个问题最多 {most} 项措施。").format(most=MOST))
    today = timezone.localdate()
    until = day(due, gettext("到期"))
    if until < today:
        raise RefusedError(gettext("到期的日期已经过了，请写今天或以后的。"))
    if len(aim.strip()) > 200:
        raise RefusedError(gettext("做到什么不超过 200 个字。"))
    said = written(owner, gettext("谁来做"), 60)
    person = _person(one, said)
    measure = Measure(
        improvement=one,
        number=number,
        text=written(text, gettext("做什么"), 300),
        owner=person.name if person else said,
        account=person,
        decided=today,
        due=until,
        aim=aim.strip(),
    )
    measure.save()
    told = {"措施": measure.text, "谁": measure.owner, "到期": str(until), "做到什么": measure.aim}
    enter(account, one, Kind.MEASURE, f"定第 {number} 项措施", after=told)
    return measure


@transaction.atomic
def note_progress(account: Account, improvement: Improvement, number: int, state: str, result: str) -> None:
    """Write down how far a measure is. Raises: RefusedError, when what must be told of it is not told."""
    one = improvement_held(account, improvement, Side.OWN)
    at_work(one)
    if one.standing is Stage.PLANNED:
        raise RefusedError(gettext("还没有开始实施。请先写原因和措施，再点“开始实施”。"))
    measure = Measure.objects.select_for_update().filter(improvement=one, number=number).first()
    if measure is None or state not in Progress.values:
        raise RefusedError(gettext("没有这项措施或这种进展。请刷新页面。"))
    said, now = result.strip(), Progress(state)
    if len(said) > 500 or (now not in (Progress.WAITING, Progress.GOING) and not said):
        raise RefusedError(
            gettext("“{progress}”要写明结果：完成的写达到的数，延期、取消的写原因，不超过 500 个字。").format(
                progress=now.label
            )
        )
    before = {"进展": measure.state, "结果": measure.result}
    measure.state, measure.result = now, said
    measure.finished = timezone.localdate() if now is Progress.DONE else None
    measure.save()
    after = {"进展": measure.state, "结果": measure.result}
    if after != before:
        enter(account, one, Kind.PROGRESS, f"第 {number} 项措施：{now.value}", text=said, before=before, after=after)


def _person(one: Improvement, said: str) -> Account | None:
    """Return the account that an owner's name means, where exactly one person of the place has it."""
    place = one.school.code if one.school else ""
    found = Account.objects.filter(city=one.campaign.city, is_active=True)
    by_login = found.filter(login=said, place=place).first()
    named = list(found.filter(name=said, place=place)[:2])
    return by_login or (named[0] if len(named) == 1 else None)
