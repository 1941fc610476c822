"""报案例: a school writes a case, adds photographs with the consent of the persons shown, and hands it in."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from zhibao.web.actions.case_files import is_made, made_file, photos, sent_file
from zhibao.web.actions.choose_cases import is_chosen
from zhibao.web.actions.refused import RefusedError
from zhibao.web.bridge.case_folder import body_fault, next_number
from zhibao.web.bridge.chapters import sections_for_cases
from zhibao.web.bridge.photos import type_of
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.case_photo import CasePhoto, photo_slug
from zhibao.web.records.case_text import CaseText
from zhibao.web.records.in_chinese import in_chinese
from zhibao.web.records.job import append
from zhibao.web.records.school import School
from zhibao.web.records.school_case import CaseState, SchoolCase
from zhibao.web.records.trail import leave

MOST_CASES, MOST_PHOTOS, MEGABYTES = 12, 4, 12
LONGEST_BODY, LONGEST_TITLE = 2_000, 60
CONSENTS = (
    ("signed", gettext_lazy("照片上能认出的人（未成年人为其监护人）都签了同意公开的书面意见，原件存在学校")),
    ("nobody", gettext_lazy("照片上没有能认出的人")),
)


@transaction.atomic
def begin_case(account: Account, school: School) -> SchoolCase:
    """Return a new case of a school. Raises: RefusedError, when it has more than enough."""
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    own = SchoolCase.objects.filter(school=school)
    if own.count() >= MOST_CASES:
        raise RefusedError(gettext("一所学校最多报 {most_cases} 篇。").format(most_cases=MOST_CASES))
    last = own.order_by("number").last()
    number = max(next_number(school.campaign.path, school.code), last.number + 1 if last else 1)
    case = SchoolCase.objects.create(school=school, number=number)
    leave(account, "新建案例", str(case))
    return case


@transaction.atomic
def write_case(account: Account, case: SchoolCase, seen: str, title: str, section: str, body: str) -> CaseText:
    """Write a case down and return the version; `seen` is the number of the version that its writer began with.

    Raises: RefusedError, for what is not open, too long, or was changed by somebody else meanwhile.
    """
    case = _open(case)
    last = last_text(case)
    number = last.number if last else 0
    title, body = " ".join(title.split()), "\n".join(body.splitlines()).strip()
    if str(number) != seen:
        raise RefusedError(gettext("别人同时改了这一篇，没有存。您写的还在框里，请对照现在的再定。"))
    if not title or len(title) > LONGEST_TITLE or not body or len(body) > LONGEST_BODY:
        raise RefusedError(
            gettext("题目和正文都要写；题目最多 {title} 个字，正文最多 {body} 个字。").format(
                title=LONGEST_TITLE, body=LONGEST_BODY
            )
        )
    if section not in dict(sections_for_cases(case.school.campaign.path)):
        raise RefusedError(gettext("请选案例放在报告的哪一节。"))
    if fault := body_fault(body):
        raise RefusedError(gettext("正文{fault}").format(fault=fault))
    if last and (last.title, last.section, last.body) == (title, section, body):
        return last
    version = CaseText(case=case, number=number + 1, by=account, title=title, section=section, body=body)
    version.save()
    leave(account, "写案例", str(case), {"version": version.number})
    return version


def add_photo(
    account: Account, case: SchoolCase, sent: "UploadedFile[Any]", caption: str, alt: str, consent: str
) -> CasePhoto:
    """Take a photograph, to be drawn anew behind the page, and return it.

    Raises: RefusedError, without a word of what is on it or the declaration of consent, or for what is no photograph.
    """
    caption, alt = " ".join(caption.split())[:60], " ".join(alt.split())[:200]
    declared = in_chinese(dict(CONSENTS).get(consent, ""))
    if not caption or not alt:
        raise RefusedError(gettext("图题和“照片上有什么”都要写：看不见照片的人靠它知道内容。"))
    if not declared:
        raise RefusedError(gettext("没有同意声明的照片不能收。请确认照片上的人都同意公开。"))
    if (sent.size or 0) > MEGABYTES << 20:
        raise RefusedError(
            gettext("照片有 {size:.0f} MB，最大 {most} MB。").format(size=(sent.size or 0) / (1 << 20), most=MEGABYTES)
        )
    begins = sent.read(16)
    sent.seek(0)
    if not type_of(begins):
        raise RefusedError(gettext("只收 JPEG、PNG 和 WebP 照片。请另存为 JPEG 后再传。"))
    slug = photo_slug()
    photos()
    with sent_file(slug).open("wb") as out:
        for piece in sent.chunks():
            out.write(piece)
    try:
        return _added(account, case, slug, caption, alt, declared)
    except BaseException:
        sent_file(slug).unlink(missing_ok=True)
        raise


@transaction.atomic
def _added(account: Account, case: SchoolCase, slug: str, caption: str, alt: str, consent: str) -> CasePhoto:
    case = _open(case)
    if case.photos.count() >= MOST_PHOTOS:
        raise RefusedError(gettext("一篇最多 {most_photos} 张照片。").format(most_photos=MOST_PHOTOS))
    job = append("take_photo", f"photo {slug}", {"slug": slug})
    photo = CasePhoto(case=case, slug=slug, caption=caption, alt=alt, consent=consent, by=account, job=job)
    photo.save()
    leave(account, "添照片", str(case), {"photo": slug, "consent": consent})
    return photo


@transaction.atomic
def drop_photo(account: Account, case: SchoolCase, slug: str) -> None:
    """Take a photograph away, its file too. Raises: RefusedError, when it is not there or the case is not open."""
    photo = _open(case).photos.filter(slug=slug).first()
    if photo is None:
        raise RefusedError(gettext("这张照片已经不在了。"))
    leave(account, "撤照片", str(case), {"photo": slug})
    photo.delete()
    transaction.on_commit(lambda: _remove(slug))


@transaction.atomic
def hand_in(account: Account, case: SchoolCase) -> None:
    """Hand a case in. Raises: RefusedError, without a text, or with a photograph that is not ready."""
    case = _open(case)
    if last_text(case) is None:
        raise RefusedError(gettext("还没有写正文。"))
    if not all(is_made(one) for one in case.photos.select_related("job")):
        raise RefusedError(gettext("有照片还没有处理好，或没有处理成。请稍等，或撤下那一张。"))
    case.state, case.handed_in_at = CaseState.HANDED_IN, timezone.now()
    case.save()
    leave(account, "报送案例", str(case))


@transaction.atomic
def take_back_case(account: Account, case: SchoolCase) -> None:
    """Open a case that was handed in again. Raises: RefusedError, when the city has chosen it.

    The campaign is locked first, as by whoever chooses: what is chosen cannot change meanwhile.
    """
    Campaign.objects.select_for_update(no_key=True).get(pk=case.school.campaign_id)
    case = SchoolCase.objects.select_for_update(of=("self",)).select_related("school__campaign").get(pk=case.pk)
    if is_chosen(case):
        raise RefusedError(gettext("这一篇已经选进报告，要改请找市级编辑。"))
    case.state, case.recommended_by = CaseState.DRAFT, None
    case.save()
    leave(account, "撤回案例", str(case))


def last_text(case: SchoolCase) -> CaseText | None:
    """Return the text of a case as it stands."""
    return CaseText.objects.filter(case=case).select_related("by").last()


def _open(case: SchoolCase) -> SchoolCase:
    """Return a case read anew and locked; raises RefusedError for one that was handed in."""
    case = SchoolCase.objects.select_for_update(of=("self",)).select_related("school__campaign").get(pk=case.pk)
    if not case.is_open:
        raise RefusedError(gettext("这一篇已经报送。要改请先撤回。"))
    return case


def _remove(slug: str) -> None:
    for file in (sent_file(slug), made_file(slug)):
        file.unlink(missing_ok=True)
