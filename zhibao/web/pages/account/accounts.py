"""账号."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhibao.web.actions.account_form import OF_SCHOOL
from zhibao.web.actions.keep_accounts import kept_by
from zhibao.web.guard import Visit, page
from zhibao.web.parts.account_state import AccountState, state_of
from zhibao.web.records.account import EVERYWHERE, Account
from zhibao.web.records.known_places import Known, known, place_label
from zhibao.web.records.role import Need, Role

_ON_A_PAGE = 50


@dataclass(frozen=True)
class Asked:
    """要看的: what the list is narrowed to; '' is all."""

    words: str = ""
    city: str = ""
    county: str = ""
    school: str = ""
    role: str = ""
    state: str = ""


@page("accounts/", name="accounts", needs=Need.KEEP_ACCOUNTS)
def accounts(visit: Visit) -> HttpResponse:
    """账号: all that the administrator keeps, searched and narrowed."""
    given = visit.request.GET
    asked = Asked(**{name: str(given.get(name, "")).strip()[:60] for name in Asked.__dataclass_fields__})
    mine = kept_by(visit.account)
    places = known() if visit.account.city == EVERYWHERE else known(visit.account.city)
    found = _narrowed(mine, asked, places)
    shown = Paginator(found, _ON_A_PAGE).get_page(given.get("page", 1))
    told = {
        "account": visit.account,
        "asked": asked,
        "is_narrowed": asked != Asked(),
        "rows": [(one, place_label(one, places), state_of(one)) for one in shown],
        "pages": shown,
        "rest_of_query": "&".join(part for part in visit.request.GET.urlencode().split("&") if "page=" not in part),
        "total": mine.count(),
        "places": places,
        "counties": list(dict.fromkeys(county for one in _chosen(places, asked) for county in one.counties)),
        "schools": [
            (f"{here.city}:{code}", name)
            for here in _chosen(places, asked)
            for code, (name, county) in here.schools.items()
            if asked.county in ("", county)
        ],
        "roles": Role.choices,
        "states": AccountState.choices,
        "has_everything": visit.account.city == EVERYWHERE,
    }
    return render(visit.request, "pages/account/accounts.html", told)


def _chosen(places: dict[str, Known], asked: Asked) -> list[Known]:
    return [places[asked.city]] if asked.city in places else list(places.values())


def _narrowed(mine: QuerySet[Account], asked: Asked, places: dict[str, Known]) -> QuerySet[Account]:
    if asked.words:
        mine = mine.filter(Q(login__icontains=asked.words) | Q(name__icontains=asked.words))
    if asked.city:
        mine = mine.filter(city=asked.city)
    if asked.county:
        of_county = Q(role=Role.COUNTY, place=asked.county)
        for here in _chosen(places, asked):
            codes = [code for code, (_, county) in here.schools.items() if county == asked.county]
            of_county |= Q(city=here.city, role__in=OF_SCHOOL, place__in=codes)
        mine = mine.filter(of_county)
    if asked.school:
        city, _, code = asked.school.partition(":")
        mine = mine.filter(city=city, role__in=OF_SCHOOL, place=code)
    if asked.role:
        mine = mine.filter(role=asked.role)
    return _in_state(mine, asked.state)


def _in_state(mine: QuerySet[Account], state: str) -> QuerySet[Account]:
    has_no_way = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if settings.OIDC_ISSUER:
        has_no_way &= Q(identity__isnull=True)
    is_locked = Q(locked_until__gt=timezone.now())
    match state:
        case AccountState.CLOSED:
            return mine.filter(is_active=False)
        case AccountState.LOCKED:
            return mine.filter(is_locked, is_active=True)
        case AccountState.INVITED:
            return mine.filter(has_no_way, is_active=True)
        case AccountState.GOOD:
            return mine.filter(is_active=True).exclude(has_no_way).exclude(is_locked)
    return mine
