"""开账号: a person gets an account, without a password: that is set by whoever has the link."""

from django.db import transaction

from zhibao.web.actions.account_form import Wanted, faults
from zhibao.web.actions.invite import invite
from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.known_places import known
from zhibao.web.records.trail import leave


@transaction.atomic
def open_account(administrator: Account, wanted: Wanted) -> tuple[Account, str]:
    """Open an account and return it with its link. Raises: RefusedError, with all that is wrong."""
    if found := faults(administrator, wanted, known(), None):
        raise RefusedError("".join(found))
    return opened(administrator, wanted)


def opened(administrator: Account | None, wanted: Wanted) -> tuple[Account, str]:
    """Open an account that was judged before, and return it with its link; None is whoever sits at the machine."""
    account = Account(
        login=wanted.login,
        name=wanted.name.strip(),
        role=wanted.role,
        city=wanted.city,
        place=wanted.place,
        sections=list(wanted.sections),
        identity=wanted.identity or None,
    )
    account.set_unusable_password()
    account.save()
    leave(administrator, "开账号", account.login, told(wanted))
    return account, invite(administrator, account)


def told(wanted: Wanted) -> dict[str, object]:
    """Return what the trail says of an account: what it is good for."""
    return {
        "role": wanted.role,
        "city": wanted.city,
        "place": wanted.place,
        "sections": list(wanted.sections),
        "identity": wanted.identity,
    }
