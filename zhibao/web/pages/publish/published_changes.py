"""更正的对照: what a release prints otherwise than the one before it, cell by cell."""

from django.http import HttpResponse

from zhibao.web.actions.prepare_release import folder_of
from zhibao.web.bridge.releasing import compared
from zhibao.web.guard import Visit, page
from zhibao.web.parts.published import address, published, shown
from zhibao.web.records.release import public_releases
from zhibao.web.records.role import Need


@page("p/<slug:city>/<int:year>/<slug:release>/changes/", name="published_changes", needs=Need.ANYONE)
def published_changes(visit: Visit) -> HttpResponse:
    """更正的对照: the public note, then before and after."""
    one = published(visit)
    all_of_year = public_releases().filter(city=one.release.city, year=one.release.year)
    before = one.before
    changed = compared(folder_of(before.candidate), one.folder) if before else ()
    told: dict[str, object] = {
        "before": before,
        "changed": changed,
        "all": list(all_of_year),
        "permanent": address(visit, f"{one.base}changes/"),
    }
    return shown(visit, "pages/publish/published_changes.html", one, told, "changes")
