"""设动态码: a telephone is made known, tried out once, and its recovery codes are told once."""

import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.records import recovery_code
from zhibao.web.records.account import Account
from zhibao.web.records.recovery_code import RecoveryCode, code_digest, new_code
from zhibao.web.records.second_factor import SecondFactor, factor_of, is_required, new_seed
from zhibao.web.records.trail import leave


@transaction.atomic
def begun_factor(account: Account) -> SecondFactor:
    """Return the factor that a telephone is to scan; the same one until it was tried out."""
    Account.objects.select_for_update().get(pk=account.pk)
    factor, _ = SecondFactor.objects.get_or_create(account=account, defaults={"seed": new_seed()})
    return factor


@transaction.atomic
def enrol(account: Account, code: str) -> list[str]:
    """Take a telephone whose first code is right into use, and return the recovery codes.

    Raises: RefusedError, when the code is wrong or a telephone is in use already.
    """
    Account.objects.select_for_update().get(pk=account.pk)
    factor = SecondFactor.objects.filter(account=account).first()
    if factor is None or factor.confirmed_at is not None:
        raise RefusedError(gettext("动态码已经设好了。要换手机，请先停用再设。"))
    step = factor.step_of(re.sub(r"\s", "", code), timezone.now())
    if step is None:
        raise RefusedError(gettext("动态码不对。请看手机上现在的六位数；总不对，请查手机的时间是不是准。"))
    factor.last_step, factor.confirmed_at = step, timezone.now()
    factor.save()
    leave(account, "设动态码")
    return _new_codes(account)


@transaction.atomic
def new_codes(account: Account) -> list[str]:
    """Return new recovery codes in the place of the old ones. Raises: RefusedError, without a telephone in use."""
    if factor_of(account) is None:
        raise RefusedError(gettext("还没有设动态码。"))
    leave(account, "换备用码")
    return _new_codes(account)


@transaction.atomic
def drop_factor(account: Account) -> None:
    """Forget one's own telephone. Raises: RefusedError, when the role must have one, or there is none."""
    if is_required(account):
        raise RefusedError(
            gettext("{role}必须用动态码登录，不能停用。手机换了，请管理员重设。").format(role=account.role_label)
        )
    if not forgotten(account):
        raise RefusedError(gettext("还没有设动态码。"))
    leave(account, "停用动态码")


def forgotten(account: Account) -> bool:
    """Forget an account's telephone and codes, and say whether there was one in use."""
    RecoveryCode.objects.filter(account=account).delete()
    _, gone = SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).delete()
    SecondFactor.objects.filter(account=account).delete()
    return bool(gone)


def _new_codes(account: Account) -> list[str]:
    codes = [new_code() for _ in range(recovery_code.NUMBER)]
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(account=account, digest=code_digest(account, one)) for one in codes)
    return codes
