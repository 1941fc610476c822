"""审核时间: until when each office decides, what waits for it, and who was given longer and why."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhibao.web.guard import Visit, page
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.office_extension import CITY, OfficeExtension, office_extensions
from zhibao.web.records.role import Need
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission


@dataclass(frozen=True)
class Office:
    """一级审核: a county, or the city (''), until when it decides, what waits for it, and what it was granted."""

    county: str
    until: datetime | None
    waiting: int
    granted: tuple[OfficeExtension, ...]


@page("<slug:campaign>/offices/", name="offices", needs=Need.BOARD)
def offices(visit: Visit) -> HttpResponse:
    """审核时间: of every county and of the city."""
    return offices_page(visit)


def offices_page(visit: Visit, refused: str = "") -> HttpResponse:
    """Return the page, and why something was not done."""
    told = {
        "campaign": visit.campaign,
        "account": visit.account,
        "offices": offices_of(visit.campaign),
        "may_extend": visit.may(Need.EXTEND_OFFICE),
        "now": timezone.now(),
        "refused": refused,
        "sent": visit.request.POST if refused else {},
    }
    return render(visit.request, "pages/collect/offices.html", told, status=409 if refused else 200)


def offices_of(campaign: Campaign) -> list[Office]:
    """Return the counties in the order of the roster, then the city."""
    granted = list(office_extensions(campaign).order_by("-id"))
    standing = Submission.objects.filter(school__campaign=campaign)
    at_county = Counter(standing.filter(state=State.SUBMITTED).values_list("school__county", flat=True))
    at_city = standing.filter(state=State.COUNTY_APPROVED).count()
    counties = dict.fromkeys(campaign.schools.order_by("position").values_list("county", flat=True))
    waiting = {**{one: at_county[one] for one in counties if one}, CITY: at_city}
    return [_office(campaign, one, count, granted) for one, count in waiting.items()]


def _office(campaign: Campaign, county: str, waiting: int, granted: list[OfficeExtension]) -> Office:
    own = tuple(one for one in granted if one.county == county)
    until = campaign.city_by if county == CITY else campaign.county_by
    return Office(county, own[0].until if own else until, waiting, own)
