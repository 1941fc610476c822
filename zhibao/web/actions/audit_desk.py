"""核验台: a report is laid on the desk, kept when its owner asks for it, and cleared away otherwise."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from zhibao.web.actions.desk_files import desk, put_down, take_away
from zhibao.web.actions.refused import RefusedError
from zhibao.web.bridge.desk_types import fault_of
from zhibao.web.records.account import Account
from zhibao.web.records.allowance import use_one
from zhibao.web.records.audit_case import AuditCase, new_slug
from zhibao.web.records.job import Job, Standing, append
from zhibao.web.records.trail import leave

MOST_AT_ONCE = 3
MOST_WAITING = 40
GRACE = timedelta(seconds=90)
"""So long after its page was left a report stays, so that a page that is only loaded anew finds it."""
_ORPHAN_SECONDS = 600


@dataclass(frozen=True)
class Owner:
    """谁的: an account, or nobody known, with the token of the session and the address it came from."""

    account: Account | None
    token: str
    address: str


def lay(owner: Owner, sent: "UploadedFile[Any]") -> AuditCase:
    """Lay a report on the desk, ask for its audit and return it. Raises: RefusedError, with what is to be done."""
    name = _plain_name(sent.name or "")
    _in_bounds(owner, sent, name)
    slug = new_slug()
    try:
        put_down(slug, sent, name)
        return _written(owner, slug, name, sent.size or 0)
    except BaseException:
        take_away(slug)
        raise


@transaction.atomic
def _written(owner: Owner, slug: str, name: str, size: int) -> AuditCase:
    job = append("audit", f"audit {slug}", {"slug": slug})
    token = "" if owner.account else owner.token
    case = AuditCase(slug=slug, account=owner.account, token=token, name=name, size=size, job=job, until=_end())
    case.save()
    # Neither name nor content: the trail is for ever and the report is not.
    leave(owner.account, "核验台", "", {"type": PurePath(name).suffix.lower(), "bytes": size})
    return case


def keep(case: AuditCase) -> None:
    """Keep a report until its owner clears it away. Raises: RefusedError, for one that is nobody's."""
    if case.account_id is None:
        raise RefusedError(gettext("没有登录，不能留存。请登录后再核一次，或把结果下载下来。"))
    AuditCase.objects.filter(pk=case.pk).update(until=None)


def come_back(case: AuditCase) -> int:
    """Give a report its whole time again, as somebody looks at it; return the number of this look."""
    AuditCase.objects.filter(pk=case.pk).update(views=F("views") + 1)
    AuditCase.objects.filter(pk=case.pk, until__isnull=False).update(until=_end())
    return AuditCase.objects.values_list("views", flat=True).get(pk=case.pk)


def go_away(case: AuditCase, view: str) -> None:
    """Let a report that is not kept end soon: its page was left, unless it has been opened again since.

    A page that is loaded anew says that it is left and comes back at once, in either order.
    """
    if view.isdecimal():
        AuditCase.objects.filter(pk=case.pk, until__isnull=False, views=int(view)).update(until=timezone.now() + GRACE)


def clear(case: AuditCase) -> None:
    """Remove a report, its files and its job; a worker that is at it sees that and stops."""
    with transaction.atomic():
        AuditCase.objects.filter(pk=case.pk).delete()
        Job.objects.filter(pk=case.job_id).delete()
    take_away(case.slug)


def sweep() -> int:
    """Clear away whatever has had its time, and folders that belong to nothing; return how many."""
    over = list(AuditCase.objects.filter(until__lt=timezone.now()))
    for case in over:
        clear(case)
    known = set(AuditCase.objects.values_list("slug", flat=True))
    forgotten = [one for one in desk().iterdir() if one.name not in known and _age(one) > _ORPHAN_SECONDS]
    for folder in forgotten:
        take_away(folder.name)
    return len(over) + len(forgotten)


def _age(folder: Path) -> float:
    try:
        return time.time() - folder.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _end() -> datetime:
    return timezone.now() + timedelta(minutes=settings.DESK_MINUTES)


def _in_bounds(owner: Owner, sent: "UploadedFile[Any]", name: str) -> None:
    """Raise RefusedError, when a file is not taken, or not now."""
    most = int(settings.DESK_MEGABYTES)
    if (sent.size or 0) > most << 20:
        raise RefusedError(
            gettext("“{name}”有 {size:.0f} MB，最大 {most} MB。请删去图片或分成几个文件。").format(
                name=name, size=(sent.size or 0) / (1 << 20), most=most
            )
        )
    fault = fault_of(name, sent.read(4096))
    sent.seek(0)
    if fault:
        raise RefusedError(fault)
    mine = AuditCase.objects.filter(account=owner.account, token="" if owner.account else owner.token)
    unfinished = (Standing.WAITING, Standing.RUNNING)
    if mine.filter(job__standing__in=unfinished).count() >= MOST_AT_ONCE:
        raise RefusedError(
            gettext("您还有 {most_at_once} 份没有核完。请等核完一份再放。").format(most_at_once=MOST_AT_ONCE)
        )
    if Job.objects.filter(kind="audit", standing=Standing.WAITING).count() >= MOST_WAITING:
        raise RefusedError(gettext("排队的已有 {most_waiting} 份。请过几分钟再放。").format(most_waiting=MOST_WAITING))
    if owner.account is None and not use_one("desk", owner.address, settings.DESK_PER_HOUR, timezone.now()):
        raise RefusedError(
            gettext("没有登录时，一个地址一小时最多核 {most} 份。请过一会儿再来，或登录。").format(
                most=settings.DESK_PER_HOUR
            )
        )


def _plain_name(name: str) -> str:
    """Return a file's name without any folder and any character that is no good in one."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(one for one in last if one.isprintable() and one not in '<>:"|?*').strip(". ")
    path = PurePath(plain or "报告")
    return f"{path.stem[:80]}{path.suffix[:10]}"
