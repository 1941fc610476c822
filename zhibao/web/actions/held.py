"""占住: the rows that an action works on, locked and in the state that it needs; who may stand for them."""

from collections.abc import Collection

from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.approval import Approval, Step
from zhibao.web.records.in_chinese import in_chinese
from zhibao.web.records.revision import Content, contents_of, digest_of_all, digests_of
from zhibao.web.records.school import School
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission
from zhibao.web.records.trail import leave


def held(submission: Submission, states: Collection[State]) -> Submission:
    """Return a submission read anew and locked; raises RefusedError in any other state than those."""
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    locked.school = submission.school
    if locked.standing not in states:
        raise RefusedError(
            gettext("{register}现在是“{state}”，做不了这一步。请刷新页面看最新的状态。").format(
                register=locked.label, state=locked.standing.label
            )
        )
    return locked


def held_all(school: School) -> list[Submission]:
    """Return all submissions of a school, locked in their order, so that nobody waits for one who waits."""
    return list(Submission.objects.select_for_update().filter(school=school))


def contents(submissions: Collection[Submission]) -> dict[str, Content]:
    """Return register → what stands in it."""
    found = contents_of(submissions)
    return {one.register: found[one.pk] for one in submissions}


def approve(account: Account, submission: Submission, content: Content, step: Step, state: State) -> None:
    """Write down that somebody stands for a content, and what state the register is in by that."""
    Approval.objects.create(
        school=submission.school,
        submission=submission,
        step=step,
        by=account,
        digest=content.digest,
        revision=content.number,
    )
    submission.state = state
    submission.save()
    leave(account, in_chinese(step.label), str(submission), {"digest": content.digest, "revision": content.number})


def school_digest(school: School) -> str:
    """Return the fingerprint of all that a school says now."""
    return digest_of_all(digests_of(school))


def another_person(account: Account, submission: Submission, digest: str) -> None:
    """Raise RefusedError, when the person already stood for this content in an earlier step."""
    if submission.submitted_by_id == account.pk:
        raise RefusedError(gettext("这张表是您自己提交的，要由另一个人来审。"))
    earlier = Approval.objects.filter(submission=submission, digest=digest, step=Step.COUNTY, by=account)
    if earlier.exists():
        raise RefusedError(gettext("第一步是您审的，第二步要由另一个人来审。"))


def same_content(content: Content, seen: str) -> None:
    """Raise RefusedError, when what stands there is not what the person has seen."""
    if content.digest != seen:
        raise RefusedError(gettext("您看过之后内容又有改动，没有批准。请看过新的改动再定。"))
