"""设密码: what a password must be, in Chinese, and the change of one's own."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, gettext_lazy

from zhibao.web.actions.end_sittings import end_sittings
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.sign_in import asked_again
from zhibao.web.records.account import Account
from zhibao.web.records.trail import leave

RULES = gettext_lazy("10 个字符以上，不能全是数字，不能是常见的密码，不能和账号、姓名相近。")
_WHY = {
    "password_too_short": gettext_lazy("太短：至少 10 个字符，可以用几个不相干的词连起来"),
    "password_too_common": gettext_lazy("太常见，别人一猜就中"),
    "password_entirely_numeric": gettext_lazy("全是数字，请加上字母或汉字"),
    "password_too_similar": gettext_lazy("和账号或姓名太像"),
}


def faults_of(password: str, again: str, account: Account) -> list[str]:
    """Return what is wrong with a new password, in Chinese; nothing for one that is good."""
    found = [] if password == again else [gettext("两次输入的密码不一样")]
    try:
        validate_password(password, account)
    except ValidationError as error:
        found += [str(_WHY.get(one.code or "", "".join(one.messages))) for one in error.error_list]
    return found


def give_password(account: Account, password: str, again: str) -> None:
    """Set a new password, the old one or the link having been judged. Raises: RefusedError, when it is not good."""
    if found := faults_of(password, again, account):
        raise RefusedError(gettext("这个密码不行：{names}。").format(names=gettext("；").join(found)))
    account.set_password(password)
    account.failures, account.locked_until = 0, None
    account.save(update_fields=["password", "failures", "locked_until"])


def change_password(account: Account, old: str, password: str, again: str, here: str) -> None:
    """Change one's own password and end all other sessions; `here` is the key of the one it is changed in.

    Raises: RefusedError, when the old one is wrong or the new one is not good.
    """
    asked_again(account, old)
    if password == old:
        raise RefusedError(gettext("新密码和现在的一样。"))
    with transaction.atomic():
        account.refresh_from_db()
        give_password(account, password, again)
        ended = end_sittings(account, but=here)
        leave(account, "改密码", detail={"sessions_ended": ended})
