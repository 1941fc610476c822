"""取一批里一份的文件."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from zhibao.web.actions.order_files import called, files_of, made
from zhibao.web.actions.took_order import took
from zhibao.web.guard import Visit, page
from zhibao.web.pages.orders.order import ORDER, order_of
from zhibao.web.records.role import Need

# What is asked for → the files that it may be, the first of them that there is.
KINDS = {
    "docx": ("report.docx",),
    "pdf": ("report.pdf",),
    "html": ("report.html",),
    "copy": ("copy.docx", "copy.pdf"),
    "page": ("audit.html.gz",),
    "json": ("audit.json.gz",),
}


@page(f"{ORDER}reports/<int:item>/<slug:what>/", name="order_file", needs=Need.ORDER)
def order_file(visit: Visit) -> HttpResponse:
    """取一批里一份的文件: never shown here, only saved: it may hold what somebody else wrote."""
    order = order_of(visit)
    item = order.items.select_related("job").filter(pk=int(visit.named["item"])).first()
    there = files_of(item.job) if item is not None else {}
    name = next((one for one in KINDS.get(visit.named["what"], ()) if one in there), "")
    if item is None or item.job is None or not name:
        raise Http404
    content = made(item.job, name)
    took(visit.account, order, item.name, name)
    response = HttpResponse(content, content_type="application/octet-stream")
    said = content_disposition_header(as_attachment=True, filename=called(item, name).rpartition("/")[2])
    response.headers["Content-Disposition"] = said or ""
    return response
