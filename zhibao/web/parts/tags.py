"""模板里的词: icons, state glyphs, fingerprints and short times."""

from datetime import datetime, timedelta

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.role import Need
from zhibao.web.records.state import State

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Return an icon of the sprite; one without a label is hidden from readers of the screen."""
    address = f"{static('zhibao/icons.svg')}#i-{name}"
    if label:
        return format_html('<svg class="i" role="img" aria-label="{}"><use href="{}"/></svg>', label, address)
    return format_html('<svg class="i" aria-hidden="true"><use href="{}"/></svg>', address)


@register.simple_tag
def glyph(state: str, *, told: bool = True) -> SafeString:
    """Return the glyph of a state, with its words for readers of the screen."""
    one = State(state)
    words = format_html("<span>{}</span>", one.label) if told else ""
    return format_html('<span class="st {}">{}</span>', one.sign, words)


@register.filter
def state_label(state: str) -> str:
    """Return a state in words."""
    return str(State(state).label)


@register.filter
def fingerprint(digest: str) -> str:
    """Return the first twelve digits of a fingerprint in fours, as people compare them."""
    return " ".join(digest[at : at + 4] for at in (0, 4, 8))


@register.filter
def moment(at: datetime | None) -> str:
    """Return a time as short as it is clear: the hour today, day and hour otherwise."""
    if at is None:
        return ""
    here, now = timezone.localtime(at), timezone.localtime()
    clock = here.strftime("%H:%M")
    return clock if here.date() == now.date() else f"{here.month} 月 {here.day} 日 {clock}"


@register.filter
def remaining(left: timedelta) -> str:
    """Return how long it is until a deadline."""
    if left <= timedelta(0):
        return "已截止"
    hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
    return f"还有 {hours // 24} 天" if hours >= 48 else f"还有 {hours} 小时 {minutes} 分"


@register.filter
def split(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


@register.filter
def may_board(account: Account, campaign: Campaign) -> bool:
    """Say whether a person may see the progress of a campaign."""
    return account.may(Need.BOARD, campaign)
