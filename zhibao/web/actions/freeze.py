"""封存: a school's registers, all approved and signed as they stand, go into the store and are closed."""

from django.db import transaction

from zhibao.web.actions.held import contents, held_all
from zhibao.web.actions.refused import RefusedError
from zhibao.web.bridge import freezing
from zhibao.web.records.account import Account
from zhibao.web.records.approval import Approval, Step, signature_of
from zhibao.web.records.revision import digest_of_all
from zhibao.web.records.school import School
from zhibao.web.records.state import State
from zhibao.web.records.trail import leave


@transaction.atomic
def freeze(account: Account, school: School) -> str:
    """Freeze a school and return the id of the snapshot.

    The store takes equal content twice, so that an end between store and database leaves nothing that a second try
    does not mend.
    Raises: RefusedError, when a register is not approved as it stands, or the signature is of another content.
    """
    submissions = held_all(school)
    said = contents(submissions)
    left = [one.label for one in submissions if one.standing is not State.CITY_APPROVED]
    if left:
        raise RefusedError(f"{school}还有 {len(left)} 张表没有市审通过：{'、'.join(left[:5])}。")
    for one in submissions:
        approved = Approval.objects.filter(submission=one, step=Step.CITY, digest=said[one.register].digest)
        if not approved.exists():
            raise RefusedError(f"{one.label}批准的不是现在这一版，批准已作废。请退回重审。")
    if signature_of(school, digest_of_all({name: one.digest for name, one in said.items()})) is None:
        raise RefusedError(f"{school}校长签署的不是现在这一版，签署已作废。请校长重签。")
    snapshot = freezing.freeze(school, {name: one.lines for name, one in said.items()})
    for one in submissions:
        one.state = State.FROZEN
        one.save()
    leave(account, "封存", str(school), {"snapshot": snapshot, "registers": len(submissions)})
    return snapshot
