"""写入数据表: problems and measures go into the register that the report prints, so that nothing is typed twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.improvement_held import enter, may_act
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.save_cells import save_cells
from zhibao.web.bridge.improvement_rows import (
    MEASURES,
    PROBLEMS,
    SCHOOL_REGISTER,
    NothingHandedInError,
    city_label,
    put_into_city,
    school_texts,
    was_taken,
)
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.improvement import Improvement, improvements_of
from zhibao.web.records.improvement_entry import Kind
from zhibao.web.records.improvement_stage import Side, Stage
from zhibao.web.records.revision import Change, Content, Line, content_of
from zhibao.web.records.role import Need
from zhibao.web.records.school import School
from zhibao.web.records.submission import Submission


@dataclass(frozen=True)
class Into:
    """写进了哪里: the labels of the registers, and how many rows stand in them for these problems."""

    registers: tuple[str, ...]
    rows: int


def ready(campaign: Campaign, place: str) -> list[Improvement]:
    """Return the problems of a place that a report of this year tells: with cause and measures, not closed earlier."""
    found = improvements_of(campaign).filter(place=place).prefetch_related("measures", "entries")
    planned = [one for one in found if one.cause and one.measures.all()]
    return [one for one in planned if one.campaign_id == campaign.pk or one.standing is not Stage.CLOSED]


def left_out(campaign: Campaign, place: str) -> int:
    """Return how many problems say something that does not stand in the register yet."""
    return sum(not was_taken(one) for one in ready(campaign, place))


def register_of(school: School) -> Submission | None:
    """Return the school's register of problems and measures; None where this collection does not ask for it."""
    return Submission.objects.select_related("school__campaign").filter(school=school, register=SCHOOL_REGISTER).first()


@transaction.atomic
def take_into_register(account: Account, school: School) -> Into:
    """Write a school's problems and measures into its register by the road that everything typed takes.

    Rows of the same problem and measure are brought up to date, others stay.
    Raises: RefusedError, when the collection does not ask for it, the register is not open or not the person's.
    """
    submission = register_of(school)
    if submission is None:
        raise RefusedError(gettext("本次采集不收“学校问题与改进”表，没有地方写。要收，请市里把它加进采集的表里。"))
    may_fill = account.may(Need.FILL, school.campaign, school, SCHOOL_REGISTER)
    if not may_fill or not may_act(account, school.campaign, school, Side.OWN):
        raise RefusedError(gettext("这张表不归您填。请由填报员写入。"))
    problems = _some(ready(school.campaign, school.code))
    texts = school_texts(problems)
    save_cells(account, submission, list(_changes(content_of(submission), texts)))
    _tell(account, problems, (submission.label,))
    return Into((submission.label,), len(texts))


@transaction.atomic
def take_into_city(account: Account, campaign: Campaign) -> Into:
    """Write the city's own problems and measures into its registers in the store.

    Raises: RefusedError, when the person may not, or the city has nothing in the store yet.
    """
    if not may_act(account, campaign, None, Side.OWN):
        raise RefusedError(gettext("全市的表不归您填。"))
    problems = _some(ready(campaign, campaign.city))
    labels = tuple(city_label(campaign, one) for one in (PROBLEMS, MEASURES))
    _tell(account, problems, labels)
    try:
        _, rows = put_into_city(campaign, problems)
    except NothingHandedInError as error:
        raise RefusedError(str(error)) from error
    return Into(labels, rows)


def _some(problems: list[Improvement]) -> list[Improvement]:
    if not problems:
        raise RefusedError(gettext("还没有写了原因和措施的问题，没有可以写入的。"))
    return problems


def _tell(account: Account, problems: Sequence[Improvement], labels: tuple[str, ...]) -> None:
    for one in problems:
        if not was_taken(one):
            enter(account, one, Kind.TAKEN, f"写入{'、'.join(labels)}")


def _changes(content: Content, texts: dict[str, dict[str, str]]) -> Iterator[Change]:
    """Yield what makes the register say what the problems say."""
    standing = {_key(one.cells): one for one in content.lines}
    for name, cells in texts.items():
        line = standing.get(_key(cells)) or content.line(name)
        if line is None:
            yield Change(name, what="add")
            line = Line(name)
        for field, now in cells.items():
            was = line.text("cells", field)
            if now != was:
                yield Change(line.id, field, was, now)


def _key(cells: dict[str, str]) -> tuple[str, str]:
    return cells.get("problem", "").strip(), cells.get("measure", "").strip()
