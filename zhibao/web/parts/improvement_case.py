"""一个问题的全部: its numbers through the years, why, what is done, what it came to, who may do what next."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, pgettext

from zhibao.web.actions.improvement_held import may_act
from zhibao.web.bridge.diagnosing import Measured, Reading, measured, part_names, readings
from zhibao.web.parts.trend_chart import Chart, charts
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.improvement import Improvement
from zhibao.web.records.improvement_entry import ImprovementEntry, Kind, acted_on
from zhibao.web.records.improvement_stage import Side, Stage, Step, steps_from
from zhibao.web.records.measure import Measure
from zhibao.web.records.target import in_force, targets_said

CHAIN = (gettext_lazy("差距"), gettext_lazy("原因"), gettext_lazy("措施"), gettext_lazy("复核"), gettext_lazy("成效"))


@dataclass(frozen=True)
class Row:
    """一项措施在页上."""

    measure: Measure
    is_late: bool
    evidence: list[ImprovementEntry]


@dataclass(frozen=True)
class Effect:
    """成效: the value when the problem was opened, the line, the target, the latest value, and what it comes to."""

    opened: str
    opened_year: int
    line: str
    target: str
    now: str
    now_year: int
    change: str
    is_later: bool
    is_reached: bool | None
    left: str


@dataclass(frozen=True)
class Parts:
    """分解: how much of a change of a ratio comes from its numerator, how much from its denominator."""

    top: str
    bottom: str
    top_before: str
    top_now: str
    bottom_before: str
    bottom_now: str
    unchanged: str
    by_top: str
    by_bottom: str


@dataclass(frozen=True)
class Case:
    """一个问题在页上."""

    one: Improvement
    address: str
    chain: tuple[tuple[str, str], ...]
    unit: str
    rows: list[Row]
    entries: list[ImprovementEntry]
    charts: tuple[Chart, ...]
    readings: tuple[Reading, ...]
    effect: Effect | None
    parts: Parts | None
    is_late: bool
    may_write: bool
    own_steps: tuple[Step, ...]
    recheck_steps: tuple[Step, ...]
    why_not_recheck: str

    @property
    def stage(self) -> Stage:
        """Return where it stands."""
        return self.one.standing


def address_of(one: Improvement, campaign: Campaign) -> str:
    """Return the page of a problem in a campaign."""
    if one.school is None:
        return reverse("improve_city_item", kwargs={"campaign": campaign.slug, "item": one.pk})
    return reverse("improve_item", kwargs={"campaign": campaign.slug, "school": one.place, "item": one.pk})


def chain_of(one: Improvement, measures: int) -> tuple[tuple[str, str], ...]:
    """Return (word, class) of how far a problem is: gap, cause, measures, re-check, effect."""
    far = _far(one, measures)
    return tuple((str(word), "past" if at < far else "cur" if at == far else "") for at, word in enumerate(CHAIN))


def next_of(one: Improvement, measures: list[Measure], today: date) -> str:
    """Return what comes next, in words."""
    match one.standing:
        case Stage.PLANNED if not one.cause:
            return gettext("还没有分析原因")
        case Stage.PLANNED if not measures:
            return gettext("还没有定措施")
        case Stage.PLANNED:
            return gettext("可以开始实施")
        case Stage.CHECKING:
            return gettext("等市级复核") if one.school is None else gettext("等复核")
        case Stage.CLOSED:
            return gettext("已复核")
        case _:
            left = sorted(each.due for each in measures if not each.has_ended)
            due = left[0] if left else one.due
            if due is None:
                return ""
            near = pgettext("date format", "n 月 j 日")
            day = date_format(due, near if due.year == today.year else pgettext("date format", "Y 年 n 月"))
            return day if left else gettext("措施做完，{day}前提请复核").format(day=day)


def case_of(campaign: Campaign, one: Improvement, account: Account) -> Case:
    """Return a problem as its page shows it to a person."""
    today = timezone.localdate()
    measures = list(one.measures.select_related("account"))
    entries = list(one.entries.select_related("by"))
    proofs = [each for each in entries if each.kind == Kind.EVIDENCE]
    about, through = _through(campaign, one)
    targets = _targets(campaign, one)
    line = Fraction(one.line) if one.line else None
    is_kept = {each.year: _keeps(each.number, line, one.direction) for each in through if each.number is not None}
    drawn = charts(about, through, line, targets, is_kept, one.where) if about else ()
    is_own = may_act(account, one.campaign, one.school, Side.OWN)
    is_rechecker = may_act(account, one.campaign, one.school, Side.RECHECK)
    is_involved = is_rechecker and acted_on(one, account, Side.OWN)
    return Case(
        one=one,
        address=address_of(one, campaign),
        chain=chain_of(one, len(measures)),
        unit=about.unit if about else "",
        rows=[Row(each, each.is_late(today), _proofs_of(each, proofs)) for each in measures],
        entries=entries,
        charts=drawn,
        readings=through,
        effect=_effect(about, one, through, targets) if about else None,
        parts=_parts(campaign, about, through) if about else None,
        is_late=one.is_late(today),
        may_write=is_own and one.standing.is_at_work,
        own_steps=steps_from(one.stage, Side.OWN) if is_own else (),
        recheck_steps=steps_from(one.stage, Side.RECHECK) if is_rechecker and not is_involved else (),
        why_not_recheck=gettext("这个问题您自己立过项或写过进展，要由另一个人来复核。") if is_involved else "",
    )  # fmt: skip


def _proofs_of(measure: Measure, proofs: list[ImprovementEntry]) -> list[ImprovementEntry]:
    return [one for one in proofs if one.after.get("措施") == str(measure.number)]


def _far(one: Improvement, measures: int) -> int:
    if one.standing is Stage.CLOSED:
        return 4
    if one.standing is Stage.CHECKING:
        return 3
    return 2 if one.cause else 1


def _through(campaign: Campaign, one: Improvement) -> tuple[Measured | None, tuple[Reading, ...]]:
    about = measured(campaign.path).get(one.indicator)
    if about is None:
        return None, ()
    years = Campaign.objects.filter(city=campaign.city, year__lte=campaign.year).order_by("year")
    return about, readings([each.path for each in years], one.indicator, one.place)


def _targets(campaign: Campaign, one: Improvement) -> dict[int, Fraction]:
    """Return year → target of a problem's indicator: those that were set, and its own for the year in which it ends."""
    standing = in_force(targets_said(campaign.city, one.place), one.place)
    found = {year: each.exact for (indicator, year), each in standing.items() if indicator == one.indicator}
    if one.target and one.due is not None:
        found[max(one.due.year, one.year)] = Fraction(one.target)
    return found


def _keeps(number: Fraction, line: Fraction | None, direction: str) -> bool:
    if line is None:
        return True
    return number >= line if direction == "at_least" else number <= line


def _effect(
    about: Measured, one: Improvement, through: tuple[Reading, ...], targets: dict[int, Fraction]
) -> Effect | None:
    known = [each for each in through if each.number is not None]
    if not one.opened_value or not known or known[-1].number is None:
        return None
    opened, latest = Fraction(one.opened_value), known[-1]
    number = known[-1].number
    line = Fraction(one.line) if one.line else None
    target = Fraction(one.target) if one.target else targets.get(latest.year)
    aim = target if target is not None else line
    is_reached = None if aim is None else _keeps(number, aim, one.direction)
    return Effect(
        opened=about.printed(opened),
        opened_year=one.year,
        line=about.printed(line),
        target=about.printed(target),
        now=latest.printed,
        now_year=latest.year,
        change=about.change(number, opened),
        is_later=latest.year > one.year,
        is_reached=is_reached,
        left=about.printed(abs(number - aim)) if aim is not None and not is_reached else "",
    )


def _parts(campaign: Campaign, about: Measured, through: tuple[Reading, ...]) -> Parts | None:
    """Return the parts of the last change of a ratio: first the numerator moves, then the denominator."""
    if len(through) < 2:
        return None
    before, now = through[-2:]
    if before.top is None or now.top is None or not before.bottom or not now.bottom:
        return None
    if before.number is None or now.number is None or not before.top:
        return None
    scale = before.number * before.bottom / before.top
    between = scale * now.top / before.bottom
    names = part_names(campaign.path, about.name)
    plain = Measured("", "", "", 0, "none")
    return Parts(
        *names,
        plain.printed(before.top), plain.printed(now.top), plain.printed(before.bottom), plain.printed(now.bottom),
        about.printed(between), about.change(between, before.number), about.change(now.number, between),
    )  # fmt: skip
