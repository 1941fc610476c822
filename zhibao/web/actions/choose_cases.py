"""选用案例: the city says which cases stand in its report and in which order; a county may recommend."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.case_files import made_file
from zhibao.web.actions.refused import RefusedError
from zhibao.web.bridge.case_folder import CaseFile, Photo, folder_cases, put_cases
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.case_choice import CaseChoice
from zhibao.web.records.school_case import CaseState, SchoolCase
from zhibao.web.records.trail import leave

MOST = 60


def last_choice(campaign: Campaign) -> CaseChoice | None:
    """Return the choice that counts; None when nobody has chosen yet."""
    return CaseChoice.objects.filter(campaign=campaign).select_related("by").last()


def is_chosen(case: SchoolCase) -> bool:
    """Say whether the city has chosen a case."""
    choice = last_choice(case.school.campaign)
    return choice is not None and f"{case.school.code}/{case.number}" in choice.chosen


@transaction.atomic
def recommend(account: Account, case: SchoolCase, *, yes: bool) -> None:
    """Let a county recommend a case, or not any more. Raises: RefusedError, for one that was not handed in."""
    case = SchoolCase.objects.select_for_update(of=("self",)).select_related("school").get(pk=case.pk)
    if case.state != CaseState.HANDED_IN:
        raise RefusedError(gettext("学校还没有报送这一篇。"))
    case.recommended_by = account if yes else None
    case.save()
    leave(account, "推荐案例" if yes else "撤销推荐", str(case))


def choose(account: Account, campaign: Campaign, seen: str, keys: Sequence[str]) -> CaseChoice:
    """Write down which cases the report takes and put them into the folder; return the choice.

    `seen` is the number of the choice that was on the screen, 0 for none.
    Raises: RefusedError, for a case that is not there, or when somebody chose otherwise meanwhile.
    """
    with transaction.atomic():
        Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
        last = last_choice(campaign)
        number = last.number if last else 0
        if str(number) != seen:
            raise RefusedError(gettext("别人同时改了选用的案例。请看过现在的再定。"))
        known = {*(one.key for one in folder_cases(campaign.path)), *_ours(campaign)}
        if len(set(keys)) != len(keys) or len(keys) > MOST or not known.issuperset(keys):
            raise RefusedError(gettext("有一篇不在了，或选了两次。请刷新页面。"))
        choice = CaseChoice(campaign=campaign, number=number + 1, by=account, chosen=list(keys))
        choice.save()
        leave(account, "选用案例", str(campaign), {"chosen": list(keys)})
    apply_choice(campaign)
    return choice


def apply_choice(campaign: Campaign) -> None:
    """Bring the folder to what was chosen last; nothing where nobody has chosen."""
    choice = last_choice(campaign)
    if choice is not None:
        put_cases(campaign.path, _ours(campaign), choice.chosen)


def _ours(campaign: Campaign) -> dict[str, CaseFile]:
    """Return the cases that schools handed in on the site."""
    found = SchoolCase.objects.filter(school__campaign=campaign, state=CaseState.HANDED_IN)
    files = {}
    for case in found.select_related("school").prefetch_related("texts", "photos"):
        text = list(case.texts.all())[-1]
        photos = tuple(Photo(one.caption, one.alt, made_file(one.slug), one.consent) for one in case.photos.all())
        key = f"{case.school.code}/{case.number}"
        files[key] = CaseFile(key, text.title, text.section, text.body, photos)
    return files
