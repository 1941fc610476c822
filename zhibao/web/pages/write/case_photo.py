"""案例的照片: as it was drawn anew."""

from django.http import Http404, HttpResponse

from zhibao.web.actions.case_files import is_made, made_file
from zhibao.web.guard import Visit, page
from zhibao.web.pages.write.school_case import CASE, case_of
from zhibao.web.records.role import Need


@page(f"{CASE}photos/<slug:photo>/", name="case_photo", needs=Need.CASES)
def case_photo(visit: Visit) -> HttpResponse:
    """案例的照片: shown to whoever may read the case; what was sent is shown to nobody."""
    photo = case_of(visit).photos.filter(slug=visit.named["photo"]).select_related("job").first()
    if photo is None or not is_made(photo):
        raise Http404
    return HttpResponse(made_file(photo.slug).read_bytes(), content_type="image/png")
