"""一版年报: the reading page of a release, for ever at this address."""

from django.http import HttpResponse

from zhibao.web.actions.prepare_release import folder_of
from zhibao.web.bridge.releasing import compared
from zhibao.web.guard import Visit, page
from zhibao.web.parts.definition_pops import of_report
from zhibao.web.parts.published import Published, published, shown
from zhibao.web.records.role import Need


@page("p/<slug:city>/<int:year>/<slug:release>/", name="published_release", needs=Need.ANYONE)
def published_release(visit: Visit) -> HttpResponse:
    """一版年报: headline figures, chapters, tables, notes."""
    return reading(visit, published(visit))


def reading(visit: Visit, one: Published) -> HttpResponse:
    """Return the reading page, with what was corrected against the release before."""
    before = one.before
    changed = compared(folder_of(before.candidate), one.folder) if before else ()
    told: dict[str, object] = {
        "figures": one.figures(one.report.place),
        "changed": len(changed),
        "before": before,
        "pops": of_report(one.folder, one.base),
    }
    return shown(visit, "pages/publish/published_release.html", one, told, "report")
