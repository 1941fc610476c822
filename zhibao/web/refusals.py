"""不予启动的理由: what makes a site unsafe to open to anybody but a demonstration on one machine."""

from collections.abc import Iterator

from django.conf import settings

from zhibao.web.provider import is_safe
from zhibao.web.records.role import Role

LEAST_SECRET = 40


def refusals() -> Iterator[str]:
    """Yield why the site does not start, in Chinese; nothing for one that may."""
    secret = str(settings.SECRET_KEY)
    if len(secret) < LEAST_SECRET or len(set(secret)) < LEAST_SECRET // 4 or secret.startswith("django-insecure"):
        yield f"ZHIBAO_SECRET_KEY 太短或是默认值：请用 {LEAST_SECRET} 个字符以上的随机串，或删去它，由程序生成。"
    yield from _of_accounts()
    if settings.IS_DEMO:
        return
    if settings.DEBUG:
        yield "ZHIBAO_DEBUG=1 会把程序内部显示给来访的人：只在演示中可用。"
    if any(host.startswith(("*", ".")) for host in settings.ALLOWED_HOSTS):
        yield "ZHIBAO_HOSTS 不能是通配的：请写明网站的域名或地址，用逗号分开。"


def _of_accounts() -> Iterator[str]:
    """Yield what is wrong with the settings of sign-ins."""
    unknown = [one for one in settings.SECOND_STEP_ROLES if one not in (*Role.values, "all")]
    if unknown:
        yield f"ZHIBAO_SECOND_STEP 里的角色不认识：{'、'.join(unknown)}。可用：all、{'、'.join(Role.values)}。"
    if settings.OIDC_ISSUER and not is_safe(settings.OIDC_ISSUER):
        yield "ZHIBAO_OIDC_ISSUER 要是 HTTPS 的地址。"
    if settings.OIDC_ISSUER and not settings.OIDC_CLIENT:
        yield "写了 ZHIBAO_OIDC_ISSUER，没有写 ZHIBAO_OIDC_CLIENT。"
