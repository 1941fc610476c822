"""取稿: a compiled draft goes out; who took it is in the trail."""

from django.db import transaction

from zhibao.web.records.account import Account
from zhibao.web.records.report_build import ReportBuild
from zhibao.web.records.trail import leave


@transaction.atomic
def took_file(account: Account, build: ReportBuild, kind: str) -> None:
    """Write down who took which draft."""
    leave(account, "下载报告稿", str(build), {"kind": kind, "digest": build.digest})
