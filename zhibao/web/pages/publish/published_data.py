"""数据下载: every file of a release with its size and checksum, and how programs read it."""

from django.http import HttpResponse

from zhibao.web.bridge.releasing import checksums_of, size_of
from zhibao.web.guard import Visit, page
from zhibao.web.parts.published import address, published, shown
from zhibao.web.records.role import Need


@page("p/<slug:city>/<int:year>/<slug:release>/data/", name="published_data", needs=Need.ANYONE)
def published_data(visit: Visit) -> HttpResponse:
    """数据下载: the report, its tables, open data and the interface."""
    one = published(visit)
    sums = checksums_of(one.folder)
    data = [
        (each, size_of(one.folder, f"data/{each.name}.csv"))
        for each in one.report.definitions
        if f"data/{each.name}.csv" in sums
    ]
    told: dict[str, object] = {
        "data": data,
        "all_files": [(name, size_of(one.folder, name), digest) for name, digest in sums.items()],
        "api": f"/api/{one.release.city}/{one.release.year}/{one.release.key}/",
        "permanent": address(visit, f"{one.base}data/"),
        "newer_at": f"{one.newer.base}data/" if one.newer else "",
    }
    return shown(visit, "pages/publish/published_data.html", one, told, "data")
