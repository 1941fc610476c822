"""封存: a school's registers, all approved and signed as they stand, go into the store and are closed."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext, ngettext

from zhibao.web.actions.held import contents, held_all
from zhibao.web.actions.refused import RefusedError
from zhibao.web.bridge import freezing
from zhibao.web.records.account import Account
from zhibao.web.records.approval import Approval, Step, signature_of
from zhibao.web.records.revision import Content, digest_of_all
from zhibao.web.records.school import School
from zhibao.web.records.sealing import Sealing
from zhibao.web.records.state import State
from zhibao.web.records.submission import Submission
from zhibao.web.records.trail import leave


@transaction.atomic
def freeze(account: Account, school: School) -> str:
    """Freeze a school and return the id of the snapshot; one that was in force before is superseded and stays.

    The store takes equal content twice, so that an end between store and database leaves nothing that a second try
    does not mend.
    Raises: RefusedError, when a register is not approved as it stands, or the signature is of another content.
    """
    submissions = held_all(school)
    said = sealable(school, submissions)
    snapshot = freezing.freeze(school, {name: one.lines for name, one in said.items()})
    last = Sealing.objects.filter(school=school).last()
    before = last.snapshot if last else ""
    for one in submissions:
        one.state = State.FROZEN
        one.save()
    digest = digest_of_all({name: one.digest for name, one in said.items()})
    Sealing(school=school, snapshot=snapshot, supersedes=before, digest=digest, by=account).save()
    told = {"snapshot": snapshot, "registers": len(submissions)} | ({"supersedes": before} if before else {})
    leave(account, "封存", str(school), told)
    return snapshot


def sealable(school: School, submissions: Sequence[Submission]) -> dict[str, Content]:
    """Return what would be frozen, register by register. Raises: RefusedError, as above."""
    said = contents(submissions)
    left = [one.label for one in submissions if one.standing not in (State.CITY_APPROVED, State.FROZEN)]
    if left:
        raise RefusedError(
            ngettext(
                "{school}还有 {count} 张表没有市审通过：{names}。",
                "{school}还有 {count} 张表没有市审通过：{names}。",
                len(left),
            ).format(school=school, count=len(left), names=gettext("、").join(left[:5]))
        )
    if all(one.standing is State.FROZEN for one in submissions):
        raise RefusedError(gettext("{school}已经封存了。").format(school=school))
    for one in submissions:
        if one.standing is State.FROZEN:
            continue
        approved = Approval.objects.filter(submission=one, step=Step.CITY, digest=said[one.register].digest)
        if not approved.exists():
            raise RefusedError(gettext("{label}批准的不是现在这一版，批准已作废。请退回重审。").format(label=one.label))
    if signature_of(school, digest_of_all({name: one.digest for name, one in said.items()})) is None:
        raise RefusedError(gettext("{school}校长签署的不是现在这一版，签署已作废。请校长重签。").format(school=school))
    return said
