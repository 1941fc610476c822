"""账号名单的模板."""

from django.http import HttpResponse

from zhibao.web.actions.export_roll import exported_roll
from zhibao.web.guard import Visit, page
from zhibao.web.pages.collect.workbook import download
from zhibao.web.records.role import Need


@page("accounts/roll/template/", name="account_template", needs=Need.KEEP_ACCOUNTS)
def account_template(visit: Visit) -> HttpResponse:
    """账号名单的模板: empty, or with the accounts there are."""
    is_full = visit.request.GET.get("with") == "accounts"
    name = "现有账号.xlsx" if is_full else "账号名单.xlsx"
    return download(exported_roll(visit.account, is_full=is_full), name)
