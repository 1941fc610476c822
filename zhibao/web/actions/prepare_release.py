"""提请发布: a city's report is made once more from what is sealed and put up for a second person to sign."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, ngettext

from zhibao.web.actions.held import school_digest
from zhibao.web.actions.refused import RefusedError
from zhibao.web.bridge.releasing import Blocked, build, fetched, report_of, rests_on
from zhibao.web.records.account import Account
from zhibao.web.records.approval import signature_of
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.job import Job, append
from zhibao.web.records.release import Candidate, Release
from zhibao.web.records.sent_back import SentBack
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission
from zhibao.web.records.trail import leave

KIND = "prepare_release"
LONGEST = 1_000
_TOLD = 5


def home() -> Path:
    """Return where releases lie."""
    return Path(settings.DATA) / "releases"


def folder_of(candidate: Candidate) -> Path:
    """Return the folder of a candidate's files."""
    return fetched(home() / candidate.place)


@transaction.atomic
def ask_for_release(account: Account, campaign: Campaign, note: str) -> Job:
    """Ask for the report to be made and return the job; one that runs already is returned instead of a second.

    Raises: RefusedError, while a school is not sealed, or for a correction without a public note.
    """
    note = note.strip()
    _may_be_asked(campaign, note)
    last = last_job(campaign)
    if last is not None and not last.is_over:
        return last
    number = Job.objects.filter(kind=KIND, key__startswith=_key(campaign)).count() + 1
    leave(account, "提请发布", str(campaign), {"note": note})
    asked = {"campaign": campaign.pk, "account": account.pk, "note": note}
    return append(KIND, f"{_key(campaign)}{number}", asked)


def last_job(campaign: Campaign) -> Job | None:
    """Return the last job that made a report for release; None when there was none."""
    return Job.objects.filter(kind=KIND, key__startswith=_key(campaign)).order_by("pk").last()


def prepare(account: Account, campaign: Campaign, note: str) -> Candidate | tuple[Blocked, ...]:
    """Make the report, put it up and return it, or return what blocks it.

    Raises: RefusedError, when it says nothing new; ZhibaoError, when it cannot be made.
    """
    before = rests_on(campaign.path)
    lacking = unsigned(campaign)
    built = lacking or build(campaign.path, home())
    if isinstance(built, tuple):
        leave(account, "发布被拦下", str(campaign), {"why": [one.name for one in built]})
        return built
    last = Release.objects.filter(candidate__campaign=campaign).order_by("number").last()
    if last is not None and last.candidate.digest == built.digest:
        raise RefusedError(gettext("与已经发布的一版逐字节相同，没有可更正的。"))
    with transaction.atomic():
        candidate = Candidate(
            campaign=campaign,
            by=account,
            title=built.title,
            digest=built.digest,
            sealed=built.sealed,
            rests_on=before,
            hidden=built.hidden,
            note=note,
        )
        candidate.save()
        leave(account, "待发布", str(candidate), {"digest": built.digest, "sealed": built.sealed})
    return candidate


def waiting(campaign: Campaign) -> Candidate | None:
    """Return what waits for its signature: the last candidate, unless it was released or sent back."""
    last = Candidate.objects.filter(campaign=campaign).select_related("by", "campaign").last()
    is_over = Release.objects.filter(candidate=last).exists() or SentBack.objects.filter(candidate=last).exists()
    return None if is_over else last


def sent_back(campaign: Campaign) -> SentBack | None:
    """Return with which word the last candidate was sent back; None when it was not."""
    last = Candidate.objects.filter(campaign=campaign).last()
    return SentBack.objects.filter(candidate=last).select_related("by", "candidate").first()


def unsealed(campaign: Campaign) -> list[str]:
    """Return the schools of which something is not sealed yet."""
    open_ones = Submission.objects.filter(school__campaign=campaign).exclude(state=State.FROZEN)
    return list(dict.fromkeys(open_ones.values_list("school__name", flat=True).order_by("school__position")))


def unsigned(campaign: Campaign) -> tuple[Blocked, ...]:
    """Return the schools whose headmaster did not sign what is sealed, as what blocks a report."""
    names = tuple(str(one) for one in campaign.schools.all() if signature_of(one, school_digest(one)) is None)
    return (Blocked("没有校长签署的学校", len(names), names[:_TOLD]),) if names else ()


def year_of(candidate: Candidate) -> tuple[str, int]:
    """Return city and data year under which a candidate is released."""
    report = report_of(folder_of(candidate))
    return report.place, report.year


def _may_be_asked(campaign: Campaign, note: str) -> None:
    if missing := unsealed(campaign):
        names = gettext("、").join(missing[:5])
        named = gettext("{names}等").format(names=names) if len(missing) > 5 else names
        raise RefusedError(
            ngettext(
                "还有 {count} 所学校没有封存：{names}。全部封存后才能发布。",
                "还有 {count} 所学校没有封存：{names}。全部封存后才能发布。",
                len(missing),
            ).format(count=len(missing), names=named)
        )
    if len(note) > LONGEST:
        raise RefusedError(gettext("公开说明最多 {longest} 个字。").format(longest=LONGEST))
    if not note and Release.objects.filter(candidate__campaign=campaign).exists():
        raise RefusedError(gettext("这一年已经发布过，这次是更正。请写公开说明：哪里改了、为什么改。"))


def _key(campaign: Campaign) -> str:
    return f"release {campaign.slug} "
