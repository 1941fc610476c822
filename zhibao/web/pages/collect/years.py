"""采集年度."""

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from zhibao.terms.errors import ZhibaoError
from zhibao.web.actions.open_campaign import Windows, open_campaign
from zhibao.web.actions.refused import RefusedError
from zhibao.web.bridge.folders import folder_named, folders
from zhibao.web.guard import Visit, page
from zhibao.web.parts.arriving import ask_again
from zhibao.web.records.account import EVERYWHERE
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.role import Need


@page("years/", name="years", needs=Need.OPEN_YEAR, methods=("GET", "POST"))
def years(visit: Visit) -> HttpResponse:
    """采集年度: what is being collected, and the working folders whose year may be opened."""
    refused = ""
    if visit.is_post:
        try:
            ask_again(visit)
            _open(visit)
            return redirect("years")
        except (RefusedError, ZhibaoError) as error:
            refused = str(error)
    campaigns = Campaign.objects.order_by("-year", "slug")
    opened = {(one.place, one.year) for one in campaigns}
    if visit.account.city != EVERYWHERE:
        campaigns = campaigns.filter(city=visit.account.city)
    told = {
        "account": visit.account,
        "is_fresh": visit.is_fresh,
        "refused": refused,
        "tried": visit.posted("folder"),
        "given": {name: visit.posted(name) for name in ("begins_at", "deadline", "county_by", "city_by")},
        "campaigns": campaigns,
        "folders": [one for one in folders(settings.CITIES) if (one.place, one.year) not in opened],
        "home": settings.CITIES,
        "now": timezone.now(),
    }
    return render(visit.request, "pages/collect/years.html", told, status=409 if refused else 200)


def _open(visit: Visit) -> None:
    """Open the year of a folder. Raises: RefusedError, ZhibaoError."""
    if visit.account.city != EVERYWHERE:
        raise RefusedError(gettext("开始采集由管全部的管理员来做。"))
    folder = folder_named(settings.CITIES, visit.posted("folder"))
    if folder is None:
        raise RefusedError(gettext("没有这个工作目录。请刷新页面再选。"))
    deadline = _time(visit, "deadline", gettext("学校截止"))
    if deadline is None:
        raise RefusedError(gettext("没有写学校的截止时间。"))
    if deadline <= timezone.now():
        raise RefusedError(gettext("学校的截止时间已经过去了。"))
    windows = Windows(
        begins_at=_time(visit, "begins_at", gettext("开始填报")),
        county_by=_time(visit, "county_by", gettext("县审截止")),
        city_by=_time(visit, "city_by", gettext("市审截止")),
    )
    open_campaign(visit.account, folder, deadline, windows, begun=visit.posted("begun") == "yes")


def _time(visit: Visit, name: str, label: str) -> datetime | None:
    """Return a time of the form, None where none was written. Raises: RefusedError, when it is none."""
    said = visit.posted(name)
    if not said:
        return None
    try:
        found = parse_datetime(said)
    except ValueError:
        found = None
    if found is None:
        raise RefusedError(
            gettext("{label}“{said}”看不懂。请写成 2022-01-15T18:00 这样。").format(label=label, said=said)
        )
    return found if timezone.is_aware(found) else timezone.make_aware(found)
