"""导出所见: the table that a page shows goes out as a file; who took it, and what was chosen, is in the trail."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.bridge.listed import CSV, KINDS, XLSX, Listed, file_of
from zhibao.web.records.account import Account
from zhibao.web.records.trail import leave

__all__ = ["CSV", "XLSX", "Listed", "seen_exported"]


@transaction.atomic
def seen_exported(account: Account, tables: Sequence[Listed], kind: str, chosen: str) -> bytes:
    """Return tables as a file of a kind. Raises: RefusedError, for a kind that there is not."""
    if kind not in KINDS:
        raise RefusedError(gettext("没有“{kind}”这种文件。可以导出 CSV 和 XLSX。").format(kind=kind[:10]))
    content = file_of(tables, kind)
    rows = sum(len(one.rows) for one in tables)
    leave(account, "导出所见", tables[0].title[:200], {"kind": kind, "rows": rows, "chosen": chosen[:500]})
    return content
