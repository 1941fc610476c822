"""一篇案例: written by the school, with photographs; recommended by the county."""

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from zhibao.web.actions.case_files import is_made
from zhibao.web.actions.choose_cases import is_chosen, recommend
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.write_case import (
    CONSENTS,
    LONGEST_BODY,
    LONGEST_TITLE,
    MEGABYTES,
    MOST_PHOTOS,
    add_photo,
    drop_photo,
    hand_in,
    last_text,
    take_back_case,
    write_case,
)
from zhibao.web.bridge.chapters import sections_for_cases
from zhibao.web.guard import ForbiddenError, Visit, page
from zhibao.web.pages.write.school_cases import SCHOOL
from zhibao.web.records.role import Need
from zhibao.web.records.school_case import SchoolCase

CASE = f"{SCHOOL}<int:case>/"
_STEPS = {"recommend": Need.RECOMMEND, "not": Need.RECOMMEND}


@page(CASE, name="school_case", needs=Need.CASES, methods=("GET", "POST"))
def school_case(visit: Visit) -> HttpResponse:
    """一篇案例: what was typed stays in the form when it is refused."""
    case, refused = case_of(visit), ""
    if visit.is_post:
        if not visit.may(_STEPS.get(visit.posted("do"), Need.TELL)):
            raise ForbiddenError
        try:
            _do(visit, case)
            return redirect(visit.request.path)
        except RefusedError as error:
            refused = str(error)
        case.refresh_from_db()
    text = last_text(case)
    shown = {
        "campaign": visit.campaign,
        "school": visit.school,
        "account": visit.account,
        "case": case,
        "text": text,
        "title": visit.posted("title") or (text.title if text else ""),
        "body": visit.posted("body") or (text.body if text else ""),
        "chosen_section": visit.posted("section") or (text.section if text else ""),
        "sections": sections_for_cases(visit.campaign.path),
        "photos": [(one, is_made(one)) for one in case.photos.select_related("job")],
        "consents": CONSENTS,
        "most_photos": MOST_PHOTOS,
        "megabytes": MEGABYTES,
        "longest": (LONGEST_TITLE, LONGEST_BODY),
        "is_chosen": is_chosen(case),
        "may_tell": visit.may(Need.TELL),
        "may_recommend": visit.may(Need.RECOMMEND),
        "refused": refused,
    }
    return render(visit.request, "pages/write/school_case.html", shown, status=409 if refused else 200)


def case_of(visit: Visit) -> SchoolCase:
    """Return the case that an address names. Raises: Http404, for none."""
    found = SchoolCase.objects.filter(school=visit.school, number=int(visit.named["case"]))
    case = found.select_related("school__campaign", "recommended_by").first()
    if case is None or (case.is_open and visit.account.role not in ("clerk", "headmaster")):
        raise Http404
    return case


def _do(visit: Visit, case: SchoolCase) -> None:
    """Do what the form asks for."""
    match visit.posted("do"):
        case "photo":
            sent = visit.request.FILES.get("photo")
            if not isinstance(sent, UploadedFile):
                raise RefusedError(gettext("没有选照片。"))
            words = visit.posted("caption"), visit.posted("alt"), visit.posted("consent")
            add_photo(visit.account, case, sent, *words)
        case "drop":
            drop_photo(visit.account, case, visit.posted("photo"))
        case "hand_in":
            _write(visit, case)
            hand_in(visit.account, case)
        case "back":
            take_back_case(visit.account, case)
        case "recommend" | "not":
            recommend(visit.account, case, yes=visit.posted("do") == "recommend")
        case _:
            _write(visit, case)


def _write(visit: Visit, case: SchoolCase) -> None:
    words = visit.posted("title"), visit.posted("section"), visit.posted("body")
    write_case(visit.account, case, visit.posted("seen"), *words)
