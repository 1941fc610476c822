"""邀请条: links as slips to be copied, printed and handed over; shown once, for they are kept nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from zhibao.web.guard import Visit
from zhibao.web.parts.arriving import whole
from zhibao.web.records.account import Account
from zhibao.web.records.known_places import known, place_label


@dataclass(frozen=True)
class Slip:
    """一张邀请条."""

    account: Account
    where: str
    link: str


def slips(visit: Visit, invited: Sequence[tuple[Account, str]], head: str) -> HttpResponse:
    """Return the page with a slip for every account and its token."""
    places = known()
    made = [
        Slip(account, place_label(account, places), whole(visit.request, reverse("invitation", args=(token,))))
        for account, token in invited
    ]
    until: datetime = timezone.now() + timedelta(days=settings.INVITATION_DAYS)
    told = {"account": visit.account, "slips": made, "head": head, "until": until}
    return render(visit.request, "parts/slips.html", told)
