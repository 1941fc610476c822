"""批注: somebody says something about a cell."""

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.records import comment as record
from zhibao.web.records.account import Account
from zhibao.web.records.submission import Submission
from zhibao.web.records.trail import leave


@transaction.atomic
def comment(account: Account, submission: Submission, line: str, field: str, text: str) -> record.Comment:
    """Add a comment. Raises: RefusedError, when it says nothing."""
    if not text.strip():
        raise RefusedError(gettext("批注没有内容。"))
    said = record.Comment(submission=submission, line=line[:40], field=field[:60], by=account, text=text.strip()[:1000])
    said.save()
    leave(account, "批注", str(submission), {"line": said.line, "field": said.field})
    return said
