"""佐证: a file is laid beside a cell or a register, and taken back as long as the register is open."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from zhibao.web.actions.evidence_files import judged, put_down
from zhibao.web.actions.held import held
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.window import in_time
from zhibao.web.records.account import Account
from zhibao.web.records.evidence import Evidence, evidence_of
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission
from zhibao.web.records.trail import leave

MOST = 40
_UNSEALED = tuple(one for one in State if one is not State.FROZEN)
_OPEN = tuple(one for one in State if one.is_open)


def prove(account: Account, submission: Submission, line: str, field: str, sent: "UploadedFile[Any] | None") -> None:
    """Lay a file beside a cell, or the whole register. Raises: RefusedError, for a file that is not taken.

    Whether it is taken is asked before the file is written, and once more when it is named.
    """
    if sent is None:
        raise RefusedError(gettext("没有选文件。请选佐证材料再上传。"))
    name = judged(sent)
    with transaction.atomic():
        _with_room(submission)
    digest = put_down(sent)
    _written(account, submission, (line[:40], field[:60]), (name, sent.size or 0, digest))


def _with_room(submission: Submission) -> Submission:
    """Return a register that takes one more file, locked. Raises: RefusedError."""
    submission = held(submission, _UNSEALED)
    if evidence_of(submission).count() >= MOST:
        raise RefusedError(gettext("一张表最多放 {most} 份佐证材料。请合成一份 PDF，或收回不用的。").format(most=MOST))
    return submission


@transaction.atomic
def _written(account: Account, submission: Submission, cell: tuple[str, str], file: tuple[str, int, str]) -> None:
    submission = _with_room(submission)
    (line, field), (name, size, digest) = cell, file
    Evidence.objects.create(
        submission=submission, line=line, field=field, name=name, size=size, digest=digest, by=account
    )
    leave(account, "佐证", str(submission), {"line": line, "field": field, "file": digest, "bytes": size})


@transaction.atomic
def withdraw(account: Account, submission: Submission, number: int) -> None:
    """Take a file back; the trail goes on telling of it. Raises: RefusedError, when the register is closed."""
    submission = held(submission, _OPEN)
    in_time(submission)
    found = evidence_of(submission).filter(pk=number).first()
    if found is None:
        raise RefusedError(gettext("这份材料已经收回了。"))
    found.withdrawn_at = timezone.now()
    found.save(update_fields=["withdrawn_at"])
    leave(account, "收回佐证", str(submission), {"file": found.digest})


def handed_out(account: Account, evidence: Evidence) -> None:
    """Leave in the trail that somebody took a file."""
    with transaction.atomic():
        leave(account, "下载佐证", str(evidence.submission), {"file": evidence.digest})
