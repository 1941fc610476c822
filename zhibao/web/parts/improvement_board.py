"""诊改台账的一页: problems by stage, and what they can be sifted by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils import timezone

from zhibao.web.actions.improvement_held import may_act
from zhibao.web.bridge.diagnosing import below_by_place, measured
from zhibao.web.parts.improvement_case import address_of, next_of
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.improvement import Improvement, improvements_of
from zhibao.web.records.improvement_entry import acted_on
from zhibao.web.records.improvement_stage import Side, Stage, steps_from
from zhibao.web.records.role import Need

CITY = "city"


@dataclass(frozen=True)
class Sift:
    """筛选: what is shown; '' shows all."""

    place: str = ""
    indicator: str = ""
    owner: str = ""
    late: str = ""

    @property
    def query(self) -> str:
        """Return it as it stands in an address, '' for nothing."""
        said = {name: one for name, one in vars(self).items() if one}
        return f"?{urlencode(said)}" if said else ""


@dataclass(frozen=True)
class Card:
    """一张卡: a problem on the board."""

    one: Improvement
    address: str
    named: str
    owners: str
    next: str
    done: int
    measures: int
    is_late: bool
    is_mine: bool


@dataclass(frozen=True)
class Column:
    """一栏: a stage with its problems, the late ones first."""

    stage: Stage
    cards: list[Card]


@dataclass(frozen=True)
class Place:
    """一个单位: how many standards it is below and how many problems go on there."""

    code: str
    name: str
    below: int
    going: int
    closed: int
    late: int


@dataclass(frozen=True)
class Board:
    """诊改台账."""

    sift: Sift
    columns: list[Column]
    places: list[Place]
    indicators: list[tuple[str, str]]
    owners: list[str]
    improvements: list[Improvement]
    total: int
    late: int


def chosen_by(said: Mapping[str, object]) -> Sift:
    """Return what an address asks for."""
    return Sift(*(str(said.get(name, ""))[:120] for name in ("place", "indicator", "owner", "late")))


def board_of(campaign: Campaign, account: Account, sift: Sift) -> Board:
    """Return the board of the places that a person may look at."""
    today, about = timezone.localdate(), measured(campaign.path)
    schools = [one for one in campaign.schools.all() if account.may(Need.LOOK, campaign, one)]
    codes = {one.code for one in schools}
    found = improvements_of(campaign).prefetch_related("measures")
    all_of = [one for one in found if one.school is None or one.place in codes]
    cards = [
        _card(campaign, account, one, today, about[one.indicator].label if one.indicator in about else "")
        for one in all_of
    ]
    kept = [one for one in cards if _is_kept(one, sift)]
    kept.sort(key=lambda one: (not one.is_late, one.one.due or date.max, one.one.pk))
    below = below_by_place(campaign.path)
    places = [(campaign.city, campaign.place), *((one.code, one.name) for one in schools)]
    return Board(
        sift=sift,
        columns=[Column(stage, [one for one in kept if one.one.standing is stage]) for stage in Stage],
        places=[_place(code, name, below.get(code, 0), cards) for code, name in places],
        indicators=sorted({(one.one.indicator, one.named) for one in cards if one.named}, key=lambda one: one[1]),
        owners=sorted({each for one in cards for each in _owners(one.one)}),
        improvements=[one.one for one in sorted(kept, key=lambda one: (one.one.campaign_id, one.one.number))],
        total=len(cards),
        late=sum(one.is_late for one in cards),
    )  # fmt: skip


def waiting_for(account: Account, campaign: Campaign) -> list[Card]:
    """Return the problems in which a person is to act next, the late ones first."""
    today = timezone.localdate()
    found = improvements_of(campaign).exclude(stage=Stage.CLOSED).prefetch_related("measures")
    cards = []
    for one in found:
        card = _card(campaign, account, one, today, "")
        is_own = one.standing.is_at_work and may_act(account, one.campaign, one.school, Side.OWN)
        if is_own or (card.is_mine and not acted_on(one, account, Side.OWN)):
            cards.append(card)
    return sorted(cards, key=lambda one: (not one.is_late, one.one.due or date.max, one.one.pk))


def _card(campaign: Campaign, account: Account, one: Improvement, today: date, named: str) -> Card:
    measures = list(one.measures.all())
    need = Need.RECHECK if one.school else Need.RECHECK_CITY
    waits = bool(steps_from(one.stage, Side.RECHECK)) and account.may(need, one.campaign, one.school)
    return Card(
        one=one,
        address=address_of(one, campaign),
        named=named,
        owners="、".join(_owners(one)),
        next=next_of(one, measures, today),
        done=sum(each.has_ended for each in measures),
        measures=len(measures),
        is_late=one.is_late(today) or (one.standing.is_at_work and any(each.is_late(today) for each in measures)),
        is_mine=waits,
    )


def _owners(one: Improvement) -> list[str]:
    return list(dict.fromkeys(each for each in (one.lead, *(each.owner for each in one.measures.all())) if each))


def _is_kept(card: Card, sift: Sift) -> bool:
    return (
        sift.place in ("", card.one.place)
        and sift.indicator in ("", card.one.indicator)
        and (not sift.owner or sift.owner in _owners(card.one))
        and (not sift.late or card.is_late)
    )


def _place(code: str, name: str, below: int, cards: list[Card]) -> Place:
    mine = [one for one in cards if one.one.place == code]
    closed = sum(one.one.standing is Stage.CLOSED for one in mine)
    return Place(code, name, below, len(mine) - closed, closed, sum(one.is_late for one in mine))
