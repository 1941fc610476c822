"""管账号: whose accounts an administrator keeps, and that one who can always stays."""

from django.db.models import QuerySet
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import EVERYWHERE, Account
from zhibao.web.records.role import Role


def kept_by(administrator: Account) -> QuerySet[Account]:
    """Return the accounts that an administrator keeps: all of the own city, or all there are."""
    every = Account.objects.order_by("city", "role", "login")
    return every if administrator.city == EVERYWHERE else every.filter(city=administrator.city)


def locked(administrator: Account, account: Account) -> Account:
    """Return an account read anew and locked. Raises: RefusedError, when it is another administrator's to keep."""
    if account.role == Role.ADMINISTRATOR:
        # All of them, in one order: two who take each other out of use wait for each other and not both.
        list(_administrators())
    found = Account.objects.select_for_update().get(pk=account.pk)
    if administrator.city not in (EVERYWHERE, found.city):
        raise RefusedError(gettext("账号 {login} 不归您管。").format(login=found.login))
    return found


def another_stays(account: Account) -> None:
    """Raise RefusedError, when nobody but this administrator, locked as above, could keep what it keeps."""
    if account.role != Role.ADMINISTRATOR or not account.is_active:
        return
    cities = {account.city, EVERYWHERE}
    if not any(one.pk != account.pk and one.city in cities and one.can_come_in for one in _administrators()):
        raise RefusedError(
            gettext(
                "{login} 是最后一个能用的管理员，停用或改换角色后就没有人能管账号了。请先开好另一个管理员。"
            ).format(login=account.login)
        )


def _administrators() -> QuerySet[Account]:
    return Account.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk")
