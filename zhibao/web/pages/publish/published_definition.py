"""一个口径: what an indicator means, how it is worked out, and its values by year and place."""

from django.http import Http404, HttpResponse

from zhibao.web.guard import Visit, page
from zhibao.web.parts.published import address, figure, published, shown
from zhibao.web.records.role import Need


@page("p/<slug:city>/<int:year>/<slug:release>/k/<slug:indicator>/", name="published_definition", needs=Need.ANYONE)
def published_definition(visit: Visit) -> HttpResponse:
    """一个口径: the city's values with numerator and denominator, then the schools'."""
    one = published(visit)
    found = one.report.definition(str(visit.named["indicator"]))
    if found is None:
        raise Http404
    places = dict.fromkeys(point.place for point in found.points if point.place != one.report.place)
    schools = [(name, found.of(code)) for code, name in one.report.schools if code in places]
    years = sorted({point.year for point in found.points})
    by_year = [
        (name, [next((p.printed for p in points if p.year == y), "") for y in years]) for name, points in schools
    ]
    told: dict[str, object] = {
        "definition": found,
        "city_points": found.of(one.report.place),
        "figure": figure(found, one.report.place),
        "years": years,
        "schools": by_year,
        "exhibits": [e for e in one.report.exhibits if any(c.indicator == found.name for row in e.body for c in row)],
        "permanent": address(visit, f"{one.base}k/{found.name}/"),
        "newer_at": f"{one.newer.base}k/{found.name}/" if one.newer else "",
    }
    return shown(visit, "pages/publish/published_definition.html", one, told)
