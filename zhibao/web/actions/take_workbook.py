"""收工作簿: what a filled workbook says replaces the registers that are open; locked ones stay as they are."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.held import held_all
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.save_cells import write
from zhibao.web.actions.window import why_closed
from zhibao.web.records.account import Account
from zhibao.web.records.revision import Line, content_of, digest
from zhibao.web.records.role import Need
from zhibao.web.records.school import School
from zhibao.web.records.trail import leave


@dataclass(frozen=True)
class TakenIn:
    """收下: the labels of registers that changed, and of those that differ and were locked or somebody else's."""

    changed: tuple[str, ...]
    locked: tuple[str, ...]


@transaction.atomic
def take_workbook(account: Account, school: School, name: str, texts: Mapping[str, tuple[Line, ...]]) -> TakenIn:
    """Write a revision of every open register in which the workbook says something else.

    Raises: RefusedError, when nothing in it may be written.
    """
    changed, locked, closed = [], [], ""
    for submission in held_all(school):
        lines = texts.get(submission.register, ())
        before = content_of(submission)
        if digest(lines) == before.digest or not (lines or before.lines):
            continue
        may_fill = account.may(Need.FILL, school.campaign, school, submission.register)
        if not (submission.standing.is_open and may_fill and not (closed := why_closed(submission))):
            locked.append(submission.label)
            continue
        write(account, submission, before, lines, "workbook")
        changed.append(submission.label)
    if locked and not changed:
        raise RefusedError(
            gettext("这些表现在不能改，工作簿没有读入：{names}。{closed}").format(
                names=gettext("、").join(locked), closed=closed
            )
        )
    leave(account, "上传工作簿", str(school), {"file": name[-80:], "changed": changed, "locked": locked})
    return TakenIn(tuple(changed), tuple(locked))
