"""递交工作簿: a filled workbook is laid down for a worker to read; the page only says what became of it."""

import hashlib
import os
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.job import Job, Standing, append
from zhibao.web.records.school import School

MOST_BYTES = 20 << 20
ENDINGS = (".xlsx", ".xlsm", ".xls", ".et")
_MOST_WAITING = 40
_FORGOTTEN = 86_400


def lay_workbook(account: Account, school: School, sent: "UploadedFile[Any] | None") -> Job:
    """Lay a workbook down and return the job that reads it. Raises: RefusedError, for what is none, or too much."""
    if sent is None or not sent.name:
        raise RefusedError(gettext("没有选文件。请选填好的工作簿再上传。"))
    if not sent.name.lower().endswith(ENDINGS):
        raise RefusedError(
            gettext("“{name}”不是工作簿。请上传 {endings} 文件。").format(
                name=sent.name, endings=gettext("、").join(ENDINGS)
            )
        )
    if (sent.size or 0) > MOST_BYTES:
        raise RefusedError(
            gettext("“{name}”超过 {most} MB。请删去图片等无关内容再上传。").format(
                name=sent.name, most=MOST_BYTES >> 20
            )
        )
    open_ones = Job.objects.filter(kind="read_upload", standing__in=(Standing.WAITING, Standing.RUNNING))
    if open_ones.filter(asked__school=school.pk).exists():
        raise RefusedError(gettext("上一份工作簿还在读，请等它读完再传。"))
    if open_ones.count() >= _MOST_WAITING:
        raise RefusedError(
            gettext("排队的工作簿已有 {most_waiting} 份。请过几分钟再传。").format(most_waiting=_MOST_WAITING)
        )
    path, digest = _put_down(sent)
    asked = {"school": school.pk, "account": account.pk, "path": str(path), "name": sent.name[-80:]}
    return append("read_upload", f"read_upload {school.pk} {path.stem} {digest[:16]}", asked)


def job_of(account: Account, school: School, number: str) -> Job | None:
    """Return the job of one's own upload; None for another's, and for none. A file that was read goes away."""
    found = Job.objects.filter(kind="read_upload", pk=int(number)) if number.isdecimal() else Job.objects.none()
    job = found.filter(asked__school=school.pk, asked__account=account.pk).first()
    if job is not None and job.is_over:
        Path(str(job.asked["path"])).unlink(missing_ok=True)
    return job


def _put_down(sent: "UploadedFile[Any]") -> tuple[Path, str]:
    home = Path(settings.DATA) / "uploads"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    for forgotten in home.iterdir():
        if time.time() - forgotten.stat().st_mtime > _FORGOTTEN:
            forgotten.unlink(missing_ok=True)
    path, hashed = home / f"{os.urandom(12).hex()}.upload", hashlib.sha256()
    with path.open("wb") as out:
        path.chmod(0o600)
        for piece in sent.chunks():
            hashed.update(piece)
            out.write(piece)
    return path, hashed.hexdigest()
