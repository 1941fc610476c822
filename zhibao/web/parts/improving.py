"""诊断与改进的一页: the standards at the side, problems and what was found beside them, one problem whole below."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext

from zhibao.web.actions.improvement_held import may_act
from zhibao.web.actions.take_into_register import left_out, ready, register_of
from zhibao.web.bridge.diagnosing import Line, Measured, has_data, lines, measured, topics
from zhibao.web.bridge.problems import Found, found
from zhibao.web.parts.improvement_case import CHAIN, Case, address_of, case_of, chain_of, next_of
from zhibao.web.parts.trend_chart import bullet
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.improvement import Improvement, improvements_of
from zhibao.web.records.improvement_stage import Side, Stage
from zhibao.web.records.role import Need
from zhibao.web.records.school import School
from zhibao.web.records.submission import Submission
from zhibao.web.records.target import Target, in_force, targets_said


@dataclass(frozen=True)
class Bar:
    """一条标准在页边: the verdict with its bar; `address` leads to the problem, if there is one."""

    line: Line
    value: str
    standard: str
    target: str
    address: str
    is_on: bool


@dataclass(frozen=True)
class Group:
    """一组标准: a document's, with how many are kept."""

    title: str
    bars: list[Bar]
    source: str

    @property
    def met(self) -> int:
        """Return how many are kept."""
        return sum(one.line.is_met for one in self.bars)

    @property
    def is_on(self) -> bool:
        """Say whether the chosen problem is of one of them."""
        return any(one.is_on for one in self.bars)

    @property
    def below(self) -> int:
        """Return how many are not."""
        return sum(one.line.is_below for one in self.bars)


@dataclass(frozen=True)
class Problem:
    """一行: a problem that was opened, or a finding that was not yet."""

    title: str
    is_error: bool
    change: str
    cause: str
    measures: str
    next: str
    chain: tuple[tuple[str, str], ...]
    stage: str
    is_late: bool
    address: str
    origin: str
    fact: str
    is_on: bool = False
    is_closed: bool = False


@dataclass(frozen=True)
class Station:
    """一站 of the spiral: its word, what it amounts to here, and whether anything is there."""

    word: str
    said: str
    is_there: bool
    x: int
    y: int


_AT = ((112, 22), (40, 80), (112, 138), (220, 80), (328, 22), (400, 80), (328, 138))
"""Where the seven stations lie in the drawing of the spiral."""


@dataclass(frozen=True)
class Aim:
    """一个目标在页上: the target that counts, and those said before it."""

    label: str
    unit: str
    target: Target
    earlier: list[Target]
    is_own: bool


@dataclass(frozen=True)
class Improving:
    """诊断与改进的一页."""

    where: str
    has_data: bool
    groups: list[Group]
    problems: list[Problem]
    case: Case | None
    stations: list[Station]
    aims: list[Aim]
    indicators: list[Measured]
    topics: tuple[str, ...]
    in_force: int
    years: tuple[int, ...]
    may_act: bool
    register: Submission | None
    may_take: bool
    takeable: int
    untaken: int

    @property
    def opened(self) -> int:
        """Return how many problems there are that were opened."""
        return sum(bool(one.address) for one in self.problems)

    @property
    def unopened(self) -> int:
        """Return how many findings were not opened yet."""
        return len(self.problems) - self.opened


def improving(
    campaign: Campaign, school: School | None, account: Account, chosen: Improvement | None, standards_of: str = ""
) -> Improving:
    """Return the page of a school, or of the city itself, with one problem whole when one is chosen."""
    place = school.code if school else campaign.city
    years = (campaign.year, campaign.year + 1)
    in_year = int(standards_of) if standards_of in map(str, years) else campaign.year
    opened = list(improvements_of(campaign).filter(place=place).prefetch_related("measures"))
    said = targets_said(campaign.city, place)
    standing = in_force(said, place)
    about = measured(campaign.path)
    discovered = found(campaign, place)
    is_own = may_act(account, campaign, school, Side.OWN)
    register = register_of(school) if school else None
    groups = _groups(campaign, lines(campaign.path, place, in_year), opened, standing, chosen)
    return Improving(
        where=school.name if school else campaign.place,
        has_data=has_data(campaign.path),
        groups=groups,
        problems=list(_problems(campaign, opened, discovered, chosen)),
        case=case_of(campaign, chosen, account) if chosen else None,
        stations=stations(groups, opened, standing, discovered),
        aims=_aims(about, said, standing, place),
        indicators=sorted(about.values(), key=lambda one: one.label),
        topics=topics(campaign.path),
        in_force=in_year,
        years=years,
        may_act=is_own,
        register=register,
        may_take=is_own and _may_take(account, campaign, school, register),
        takeable=len(ready(campaign, place)),
        untaken=left_out(campaign, place),
    )


def _may_take(account: Account, campaign: Campaign, school: School | None, register: Submission | None) -> bool:
    if school is None:
        return True
    return (
        register is not None
        and register.standing.is_open
        and account.may(Need.FILL, campaign, school, register.register)
    )


def _groups(
    campaign: Campaign,
    verdicts: Iterable[Line],
    opened: Sequence[Improvement],
    targets: dict[tuple[str, int], Target],
    chosen: Improvement | None,
) -> list[Group]:
    grouped: dict[str, list[Line]] = {}
    for one in verdicts:
        grouped.setdefault(one.group, []).append(one)
    addresses = {one.indicator: address_of(one, campaign) for one in opened if one.indicator}
    groups = []
    for title, those in grouped.items():
        bars = []
        for one in those:
            target = targets.get((one.indicator, campaign.year))
            aim: Fraction | None = target.exact if target else None
            is_on = chosen is not None and chosen.indicator == one.indicator
            bars.append(Bar(one, *bullet(one.number, one.limit, aim), addresses.get(one.indicator, ""), is_on))
        groups.append(Group(title, bars, those[0].source))
    # 新近的标准先列：达标工程在设置标准之前。
    return sorted(groups, key=lambda one: not any(bar.line.is_monitored for bar in one.bars))


def _problems(
    campaign: Campaign, opened: Sequence[Improvement], discovered: Sequence[Found], chosen: Improvement | None
) -> Iterable[Problem]:
    """Yield the problems that go on, then findings without one, then what was struck off."""
    changes = {one.indicator: one.change for one in discovered}
    today = timezone.localdate()
    rows = [_row(campaign, one, changes, chosen, today) for one in opened]
    yield from (row for row, one in zip(rows, opened, strict=True) if one.standing is not Stage.CLOSED)
    taken = {one.indicator for one in opened if one.standing is not Stage.CLOSED or one.year == campaign.year}
    for finding in discovered:
        if finding.indicator not in taken:
            chain = tuple((str(word), "" if at else "cur") for at, word in enumerate(CHAIN))
            yield Problem(
                finding.title, finding.is_error, finding.change, "", "", "", chain, "", is_late=False, address="",
                origin=finding.origin, fact=finding.fact,
            )  # fmt: skip
    yield from (row for row, one in zip(rows, opened, strict=True) if one.standing is Stage.CLOSED)


def _row(
    campaign: Campaign, one: Improvement, changes: dict[str, str], chosen: Improvement | None, today: date
) -> Problem:
    measures = list(one.measures.all())
    ended = sum(each.has_ended for each in measures)
    return Problem(
        title=one.title,
        is_error=one.origin.startswith("standard:"),
        change=changes.get(one.indicator, ""),
        cause=one.cause or gettext("、").join(one.cause_labels),
        measures=ngettext("{count} 项，做完 {ended}", "{count} 项，做完 {ended}", len(measures)).format(
            count=len(measures), ended=ended
        )
        if measures
        else "",
        next=next_of(one, measures, today),
        chain=chain_of(one, len(measures)),
        stage=str(one.standing.label),
        is_late=one.is_late(today) or (one.standing.is_at_work and any(each.is_late(today) for each in measures)),
        address=address_of(one, campaign),
        origin=one.origin,
        fact=one.fact,
        is_on=chosen is not None and chosen.pk == one.pk,
        is_closed=one.standing is Stage.CLOSED,
    )


def stations(
    groups: Sequence[Group],
    opened: Sequence[Improvement],
    targets: dict[tuple[str, int], Target],
    discovered: Sequence[Found],
) -> list[Station]:
    """Return the seven stations of the spiral with what stands at each here."""
    measures = [each for one in opened for each in one.measures.all()]
    stages = [one.standing for one in opened]
    led = sum(bool(one.lead) for one in opened)
    working = sum(one in (Stage.DOING, Stage.RETURNED, Stage.EXTENDED) for one in stages)
    checked = stages.count(Stage.CHECKING)
    closed = stages.count(Stage.CLOSED)
    judged = sum(len(one.bars) for one in groups)
    aims, found = len(targets), len(discovered)
    said = (
        (pgettext("spiral", "目标"), ngettext("{count} 个", "{count} 个", aims), aims),
        (pgettext("spiral", "标准"), ngettext("{count} 条", "{count} 条", judged), judged),
        (pgettext("spiral", "设计"), ngettext("措施 {count} 项", "措施 {count} 项", len(measures)), len(measures)),
        (pgettext("spiral", "组织"), ngettext("牵头 {count} 项", "牵头 {count} 项", led), led),
        (pgettext("spiral", "实施"), ngettext("在做 {count} 项", "在做 {count} 项", working), working),
        (
            pgettext("spiral", "诊断"),
            ngettext("发现 {count}，复核 {checked}", "发现 {count}，复核 {checked}", found),
            found,
        ),
        (pgettext("spiral", "改进"), ngettext("销号 {count} 项", "销号 {count} 项", closed), closed),
    )
    there = (aims, judged, len(measures), led, working, found + checked, closed)
    return [
        Station(word, text.format(count=count, checked=checked), bool(is_there), x, y)
        for (word, text, count), is_there, (x, y) in zip(said, there, _AT, strict=True)
    ]


def _aims(
    about: dict[str, Measured], said: Sequence[Target], standing: dict[tuple[str, int], Target], place: str
) -> list[Aim]:
    aims = []
    for (indicator, year), target in sorted(standing.items(), key=lambda one: (one[0][1], one[0][0])):
        earlier = [one for one in said if (one.indicator, one.year) == (indicator, year) and one.pk != target.pk]
        known = about.get(indicator)
        label, unit = (known.label, known.unit) if known else (indicator, "")
        aims.append(Aim(label, unit, target, earlier[::-1], target.place == place))
    return aims
