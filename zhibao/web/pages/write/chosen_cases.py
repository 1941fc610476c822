"""选用案例: every case that the report may take, which it takes, and in which order."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from zhibao.web.actions.choose_cases import choose, last_choice
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.write_case import last_text
from zhibao.web.bridge.case_folder import folder_cases
from zhibao.web.bridge.chapters import sections_for_cases
from zhibao.web.guard import ForbiddenError, Visit, page
from zhibao.web.records.role import Need
from zhibao.web.records.school_case import CaseState, SchoolCase


@dataclass
class Offered:
    """一篇: as the city sees it; `place` is its place in the report, 0 for none."""

    key: str
    school: str
    title: str
    section: str
    body: str
    pictures: int
    place: int
    behind: str = ""
    case: SchoolCase | None = None


@page("<slug:campaign>/cases/", name="chosen_cases", needs=Need.DRAFT, methods=("GET", "POST"))
def chosen_cases(visit: Visit) -> HttpResponse:
    """选用案例: numbers say the order; within a section cases stand in this order."""
    refused = ""
    if visit.is_post:
        if not visit.may(Need.CHOOSE):
            raise ForbiddenError
        try:
            choose(visit.account, visit.campaign, visit.posted("seen"), _keys(visit))
            return redirect(visit.request.path)
        except RefusedError as error:
            refused = str(error)
    offered, choice = _offered(visit), last_choice(visit.campaign)
    shown = {
        "campaign": visit.campaign,
        "account": visit.account,
        "offered": offered,
        "taken": sum(bool(one.place) for one in offered),
        "schools": len({one.school for one in offered if one.place}),
        "choice": choice,
        "seen": choice.number if choice else 0,
        "may_choose": visit.may(Need.CHOOSE),
        "refused": refused,
    }
    return render(visit.request, "pages/write/chosen_cases.html", shown, status=409 if refused else 200)


def _keys(visit: Visit) -> list[str]:
    """Return the cases with a number, in the order of the numbers. Raises: RefusedError, for what is no number."""
    asked = []
    for name, said in visit.request.POST.items():
        if not name.startswith("place.") or not str(said).strip():
            continue
        if not str(said).strip().isdecimal():
            raise RefusedError(gettext("次序“{said}”应为 1、2、3 这样的数；不选的留空。").format(said=said))
        asked.append((int(str(said)), name.removeprefix("place.")))
    return [key for _, key in sorted(asked, key=lambda one: one[0])]


def _offered(visit: Visit) -> list[Offered]:
    campaign, choice = visit.campaign, last_choice(visit.campaign)
    titles = dict(sections_for_cases(campaign.path))
    names = {one.code: one.name for one in campaign.schools.all()}
    places = {key: at for at, key in enumerate(choice.chosen, 1)} if choice else {}
    offered: dict[str, Offered] = {}
    for number, one in enumerate(folder_cases(campaign.path), 1):
        place = places.get(one.key, 0) if choice else number * one.is_in
        school = names.get(one.key.partition("/")[0], campaign.place)
        section = titles.get(one.section, one.section)
        offered[one.key] = Offered(one.key, school, one.title, section, one.body, one.pictures, place, one.behind)
    handed_in = SchoolCase.objects.filter(school__campaign=campaign, state=CaseState.HANDED_IN)
    for case in handed_in.select_related("school", "recommended_by"):
        text, key = last_text(case), f"{case.school.code}/{case.number}"
        if text is not None:
            section, pictures = titles.get(text.section, text.section), case.photos.count()
            place = places.get(key, 0)
            offered[key] = Offered(key, case.school.name, text.title, section, text.body, pictures, place, case=case)
    return sorted(offered.values(), key=lambda one: (not one.place, one.place))
