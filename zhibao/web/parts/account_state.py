"""账号的状态: in one word, as the list shows it."""

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from zhibao.web.records.account import Account


class AccountState(TextChoices):
    """账号的状态."""

    GOOD = "good", pgettext_lazy("account", "可用")
    INVITED = "invited", pgettext_lazy("account", "待设密码")
    LOCKED = "locked", pgettext_lazy("account", "锁定")
    CLOSED = "closed", pgettext_lazy("account", "停用")

    @property
    def look(self) -> tuple[str, str]:
        """Return class and icon of it in the visual language."""
        return _LOOKS[self]


_LOOKS = {
    AccountState.GOOD: ("ok", "ok"),
    AccountState.INVITED: ("go", "mail"),
    AccountState.LOCKED: ("err", "lock"),
    AccountState.CLOSED: ("dim", "off"),
}


def state_of(account: Account) -> AccountState:
    """Return the state of an account."""
    if not account.is_active:
        return AccountState.CLOSED
    if account.is_locked(timezone.now()):
        return AccountState.LOCKED
    return AccountState.GOOD if account.can_come_in else AccountState.INVITED
