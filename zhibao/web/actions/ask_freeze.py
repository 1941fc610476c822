"""请求封存: a school that may be frozen is queued for a worker to do it."""

from django.db import transaction

from zhibao.web.actions.freeze import sealable
from zhibao.web.actions.held import held_all, school_digest
from zhibao.web.records.account import Account
from zhibao.web.records.job import Job, append
from zhibao.web.records.school import School


@transaction.atomic
def ask_freeze(account: Account, school: School) -> Job:
    """Queue a school and return the job, the one that there is already for the same content.

    Raises: RefusedError, when it may not be frozen as it stands.
    """
    sealable(school, held_all(school))
    key = f"freeze {school.pk} {school_digest(school)[:32]}"
    failed = Job.objects.filter(key__startswith=key, standing="failed").count()
    asked = {"school": school.pk, "account": account.pk}
    return append("freeze", f"{key} {failed}", asked)


def last_freeze(school: School) -> Job | None:
    """Return the last job that was queued to freeze a school; None when none ever was."""
    return Job.objects.filter(kind="freeze", asked__school=school.pk).order_by("pk").last()
