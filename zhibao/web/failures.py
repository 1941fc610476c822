"""出错的页: what was not found, not allowed or not foreseen, said in whole sentences."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

_log = logging.getLogger("zhibao.web")


def _say(request: HttpRequest, status: int, head: str, text: str, number: str = "") -> HttpResponse:
    told = {"head": head, "text": text, "number": number}
    return render(request, "parts/failure.html", told, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for a request that cannot be understood."""
    return _say(request, 400, gettext("这个请求看不懂"), gettext("平台里的数没有动。请回到任务页再试。"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for what the person may not do."""
    return _say(
        request,
        403,
        gettext("您的账号做不了这件事"),
        gettext("这一页属于别的学校、别的表或别的角色。需要的话请找本单位管理员。"),
    )


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form that was sent without its token."""
    return _say(request, 403, gettext("这张表单过期了，没有提交"), gettext("请回到上一页刷新后再试。已存的数都在。"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for an address that leads nowhere."""
    return _say(request, 404, gettext("没有这一页"), gettext("地址里的学校或表名不对，或者已经撤下。请从任务页进入。"))


def failed(request: HttpRequest) -> HttpResponse:
    """Return the page for what nobody foresaw, with a number that stands in the log too."""
    number = f"E-{secrets.token_hex(3)}"
    _log.error("unforeseen failure %s at %s", number, request.path)
    return _say(
        request,
        500,
        gettext("这一页没有打开，您填的数都在"),
        gettext("请过一分钟再试；还不行，把编号告诉管理员。"),
        number,
    )
