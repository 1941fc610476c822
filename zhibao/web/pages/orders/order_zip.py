"""取一批的全部: one archive, written while it is sent, whatever its size."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from zhibao.web.actions.order_files import archive
from zhibao.web.actions.took_order import took
from zhibao.web.guard import Visit, page
from zhibao.web.pages.orders.order import ORDER, order_of
from zhibao.web.records.role import Need

if TYPE_CHECKING:
    from typing_extensions import Buffer

_PACKED = (".docx", ".pdf", ".xlsx")
_READABLE = 0o644 << 16


@page(f"{ORDER}zip/", name="order_zip", needs=Need.ORDER)
def order_zip(visit: Visit) -> HttpResponse:
    """取一批的全部: everything that has come out so far."""
    order = order_of(visit)
    took(visit.account, order, "zip", "zip")
    items = order.items.select_related("job").order_by("pk")
    response = StreamingHttpResponse(streamed(archive(items.iterator(chunk_size=50))), content_type="application/zip")
    name = f"{visit.campaign.title} 第 {order.number} 批.zip"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return cast("HttpResponse", response)  # a page may answer with a stream as well


class _Outlet(io.RawIOBase):
    """What has been written and not sent yet; it cannot be gone back in."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: "Buffer", /) -> int:
        self._pieces.append(bytes(piece))
        return len(self._pieces[-1])

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def streamed(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Yield an archive of (path, content) piece by piece, one file held at a time; the same path twice is numbered."""
    outlet, seen = _Outlet(), dict[str, int]()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as archived:
        for given, content in files:
            seen[given] = seen.get(given, 0) + 1
            stem, _, kind = given.rpartition(".")
            path = given if seen[given] == 1 else f"{stem} {seen[given]}.{kind}"
            how = zipfile.ZIP_STORED if path.endswith(_PACKED) else zipfile.ZIP_DEFLATED
            about = zipfile.ZipInfo(path)
            about.external_attr = _READABLE
            archived.writestr(about, content, how)
            yield outlet.taken()
    yield outlet.taken()
