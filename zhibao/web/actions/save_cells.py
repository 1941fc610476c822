"""存格: cells, rows and reasons that somebody typed become a revision; who comes later sees the difference."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from zhibao.web.actions.held import held
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.window import in_time
from zhibao.web.bridge.checking import completeness
from zhibao.web.records.account import Account
from zhibao.web.records.approval import Approval
from zhibao.web.records.revision import WHOLE_AFTER, Change, Content, Line, Revision, applied, content_of, digest
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission
from zhibao.web.records.trail import leave

OPEN = tuple(one for one in State if one.is_open)
MOST_CHANGES = 20_000
MOST_LINES = 5_000
LONGEST = 1_000


@dataclass(frozen=True)
class Conflict:
    """冲突: a cell that somebody else changed, or whose row they took out; what they did stands until it is decided."""

    change: Change
    theirs: str
    by: str
    at: datetime | None
    is_gone: bool = False


@dataclass(frozen=True)
class Saved:
    """存下: the revision that stands now, and the cells that were left as others wrote them."""

    number: int
    at: datetime
    conflicts: tuple[Conflict, ...]


@transaction.atomic
def save_cells(account: Account, submission: Submission, changes: Sequence[Change]) -> Saved:
    """Write changes down and return what was saved; a cell whose text is not what its writer saw is left alone.

    Raises: ClosedError, when it is not the time; RefusedError, when the register is not open.
    """
    submission = held(submission, OPEN)
    in_time(submission)
    _in_bounds(changes)
    before = content_of(submission)
    conflicts = tuple(_conflicts(submission, before, changes))
    clashing = {(one.change.line, one.change.part, one.change.field) for one in conflicts}
    good = [one for one in changes if (one.line, one.part, one.field) not in clashing and _says_more(before, one)]
    if not good:
        return Saved(before.number, timezone.now(), conflicts)
    after = tuple(applied(before.lines, good))
    if len(after) > max(MOST_LINES, len(before.lines)):
        raise RefusedError(
            gettext("一张表最多 {most_lines} 行，这次没有存。请删去空行，或把行合并后再填。").format(
                most_lines=MOST_LINES
            )
        )
    revision = write(account, submission, before, after, "grid", good)
    return Saved(revision.number, revision.at, conflicts)


def write(
    account: Account | None,
    submission: Submission,
    before: Content,
    after: tuple[Line, ...],
    origin: str,
    changes: Sequence[Change] = (),
) -> Revision:
    """Add a revision within the transaction of its caller; whatever was approved of the register is void by it.

    Shape: with `changes` only these are written, every so often and without them the whole register.
    """
    is_whole = not changes or before.savings >= WHOLE_AFTER
    revision = Revision(
        submission=submission,
        number=before.number + 1,
        by=account,
        origin=origin,
        lines=[asdict(one) for one in after] if is_whole else None,
        changes=[asdict(one) for one in changes],
        digest=digest(after),
    )
    revision.save()
    filled, asked = completeness(submission.school, {submission.register: after})[submission.register]
    submission.filled, submission.asked = filled, asked
    if submission.standing is State.EMPTY:
        submission.state = State.FILLING
    submission.save(update_fields=("filled", "asked", "state", "touched_at"))
    leave(account, "存格", str(submission), {"revision": revision.number, "cells": len(changes), "origin": origin})
    _tell_void(account, submission, before, revision.digest)
    return revision


def _tell_void(account: Account | None, submission: Submission, before: Content, now: str) -> None:
    """Leave in the trail that approvals of what stood there before are void."""
    was = before.digest
    if was == now or not submission.times:  # nobody approves of what was never handed in
        return
    voided = [str(one) for one in Approval.objects.filter(submission=submission, digest=was)]
    if voided:
        leave(account, "批准作废", str(submission), {"void": voided, "was": was[:12], "now": now[:12]})


def _in_bounds(changes: Sequence[Change]) -> None:
    if len(changes) > MOST_CHANGES or any(len(one.now) > LONGEST for one in changes):
        raise RefusedError(
            gettext("一次最多存 {most_changes} 格，一格最多 {longest} 个字。请分几次粘贴。").format(
                most_changes=MOST_CHANGES, longest=LONGEST
            )
        )


def _conflicts(submission: Submission, before: Content, changes: Iterable[Change]) -> Iterable[Conflict]:
    added = {one.line for one in changes if one.what == "add"}
    for one in changes:
        line = before.line(one.line)
        if one.what != "set":
            continue
        if line is None:
            if one.now and one.line not in added:
                yield _conflict(submission, one, "", is_gone=True)
            continue
        theirs = line.text(one.part, one.field)
        if theirs not in (one.was, one.now):
            yield _conflict(submission, one, theirs)


def _conflict(submission: Submission, change: Change, theirs: str, *, is_gone: bool = False) -> Conflict:
    """Return a conflict with who wrote what stands there or took the row out, where a revision of cells tells it."""
    cell = (change.line, "cells", "", "drop") if is_gone else (change.line, change.part, change.field, "set")
    for revision in Revision.objects.filter(submission=submission).select_related("by").order_by("-number"):
        for one in revision.changes:
            if (one["line"], one["part"], one["field"], one["what"]) == cell:
                return Conflict(change, theirs, revision.by.name if revision.by else "", revision.at, is_gone)
        if revision.lines is not None:
            return Conflict(change, theirs, revision.by.name if revision.by else "", revision.at, is_gone)
    return Conflict(change, theirs, "", None, is_gone)


def _says_more(before: Content, change: Change) -> bool:
    """Say whether a change changes anything; a cell of a row that was just added always does."""
    line = before.line(change.line)
    match change.what:
        case "add":
            return line is None
        case "drop":
            return line is not None
        case _:
            return line is None or line.text(change.part, change.field) != change.now
