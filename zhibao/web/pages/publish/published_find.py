"""在报告里找: where some words stand in one release; works without script, every hit leads to its permanent address."""

from itertools import groupby

from django.http import HttpResponse

from zhibao.publish.report_search import SHOWN, Hit, Kind, hits, words_of
from zhibao.web.guard import Visit, page
from zhibao.web.parts.published import address, published, shown
from zhibao.web.records.role import Need


@page("p/<slug:city>/<int:year>/<slug:release>/find/", name="published_find", needs=Need.ANYONE)
def published_find(visit: Visit) -> HttpResponse:
    """在报告里找: all words must stand in the same paragraph, row, definition or name."""
    one = published(visit)
    words = words_of(visit.request.GET.get("q", ""))
    found = hits(one.report, words)
    told: dict[str, object] = {
        "sought": " ".join(words),
        "count": len(found),
        "groups": [_group(kind, list(those)) for kind, those in groupby(found, key=lambda each: each.kind)],
        "permanent": address(visit, f"{one.base}find/"),
        "newer_at": f"{one.newer.base}find/" if one.newer else "",
    }
    return shown(visit, "pages/publish/published_find.html", one, told, "find")


def _group(kind: Kind, those: list[Hit]) -> tuple[Kind, list[Hit], int]:
    """Return the places of a kind that are told, and how many more there are."""
    return kind, those[:SHOWN], max(0, len(those) - SHOWN)
