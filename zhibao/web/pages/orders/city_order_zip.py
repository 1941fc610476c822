"""取各市一批的全部: the reports of all cities as one archive with a folder per city."""

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from zhibao.web.actions.order_cities import parts_of
from zhibao.web.actions.order_files import archive
from zhibao.web.actions.took_order import took
from zhibao.web.guard import Visit, page
from zhibao.web.pages.orders.city_order import ORDER, city_order_of
from zhibao.web.pages.orders.order_zip import streamed
from zhibao.web.records.order import Order
from zhibao.web.records.role import Need


@page(f"{ORDER}zip/", name="city_order_zip", needs=Need.TAKE_CITIES)
def city_order_zip(visit: Visit) -> HttpResponse:
    """取各市一批的全部: everything that has come out so far."""
    order = city_order_of(visit)
    return sent(visit, parts_of(order), f"{order}.zip")


def sent(visit: Visit, parts: Sequence[Order], name: str) -> HttpResponse:
    """Return the reports of cities as an archive, and leave in the trail who took them."""
    for one in parts:
        took(visit.account, one, "zip", "zip")
    response = StreamingHttpResponse(streamed(_files(parts)), content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return cast("HttpResponse", response)  # a page may answer with a stream as well


def _files(parts: Iterable[Order]) -> Iterator[tuple[str, bytes]]:
    for one in parts:
        items = one.items.select_related("job").order_by("pk")
        for path, content in archive(items.iterator(chunk_size=50)):
            yield f"{one.campaign.place}/{path}", content
