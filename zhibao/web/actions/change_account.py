"""改账号: role, place and sections of an account; what it was is in the trail."""

from django.db import transaction

from zhibao.web.actions.account_form import Wanted, faults
from zhibao.web.actions.keep_accounts import another_stays, locked
from zhibao.web.actions.open_account import told
from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.known_places import known
from zhibao.web.records.role import Role
from zhibao.web.records.trail import leave


@transaction.atomic
def change_account(administrator: Account, account: Account, wanted: Wanted) -> bool:
    """Make an account what is wanted and say whether that is another thing than before.

    Raises: RefusedError, with all that is wrong, or when nobody would be left to keep accounts.
    """
    account = locked(administrator, account)
    if found := faults(administrator, wanted, known(), account):
        raise RefusedError("".join(found))
    return changed(administrator, account, wanted)


def changed(administrator: Account, account: Account, wanted: Wanted) -> bool:
    """Make an account what was judged before, and say whether it changed. Raises: RefusedError, for the last one."""
    before = Wanted.of(account)
    if before == wanted:
        return False
    if (wanted.role, wanted.city) != (Role.ADMINISTRATOR, account.city):
        another_stays(account)
    account.name, account.role = wanted.name.strip(), wanted.role
    account.city, account.place = wanted.city, wanted.place
    account.sections, account.identity = list(wanted.sections), wanted.identity or None
    account.save(update_fields=["name", "role", "city", "place", "sections", "identity"])
    leave(administrator, "改账号", account.login, {"was": told(before), "now": told(wanted)})
    return True
