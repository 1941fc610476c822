"""模板里的词: icons, state glyphs, fingerprints and short times."""

import hashlib
from datetime import datetime
from functools import lru_cache

from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from zhibao.web.language import lang_of
from zhibao.web.parts.cells import sheet_rows
from zhibao.web.parts.due import all_due
from zhibao.web.parts.moments import moment, remaining
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.role import Need
from zhibao.web.records.school import School
from zhibao.web.records.state import State

__all__ = ["moment", "register", "remaining"]

register = template.Library()
register.filter("moment", moment)
register.filter("remaining", remaining)
register.simple_tag(sheet_rows)


@register.simple_tag(takes_context=True)
def due_count(context: Context) -> int:
    """Return how many things are due for whoever is signed in; a page that lists them has counted them already."""
    known = context.get("due_known")
    return known if isinstance(known, int) else all_due(context["account"])


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Return an icon of the sprite; one without a label is hidden from readers of the screen."""
    return _icon(name, str(label), get_language() or "")


@lru_cache(maxsize=500)
def _icon(name: str, label: str, _language: str) -> SafeString:
    address = f"{static('zhibao/icons.svg')}#i-{name}"
    if label:
        return format_html(
            '<svg class="i" role="img" aria-label="{}"{}><use href="{}"/></svg>', label, lang_of(label), address
        )
    return format_html('<svg class="i" aria-hidden="true"><use href="{}"/></svg>', address)


@register.simple_tag
@lru_cache
def stylesheets(names: str) -> SafeString:
    """Return the links to style sheets of ours, named with blanks between them."""
    links = ((static(f"zhibao/{one}.css"),) for one in names.split())
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', links)


@register.simple_tag
def script_words() -> SafeString:
    """Return what loads the English of our scripts; a Chinese page needs none."""
    if get_language() != "en":
        return SafeString("")
    return format_html('<script src="{}?v={}"></script>', reverse("script_words"), _words_fingerprint())


@lru_cache
def _words_fingerprint() -> str:
    catalog = settings.LOCALE_PATHS[0] / "en/LC_MESSAGES/djangojs.mo"
    return hashlib.sha256(catalog.read_bytes()).hexdigest()[:12]


@register.simple_tag
def glyph(state: str, *, told: bool = True) -> SafeString:
    """Return the glyph of a state, with its words for readers of the screen."""
    return _glyph(state, told=told, language=get_language() or "")


@lru_cache
def _glyph(state: str, *, told: bool, language: str) -> SafeString:
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
def at_moment(at: str) -> str:
    """Return a time of the trail in the same way."""
    return moment(datetime.fromisoformat(at))


@register.filter
def split(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


@register.filter
def may_board(account: Account, campaign: Campaign) -> bool:
    """Say whether a person may see the progress of a campaign."""
    return account.may(Need.BOARD, campaign)


@register.filter
def may_compare_cities(account: Account | str | None) -> bool:
    """Say whether a person may compare cities."""
    return isinstance(account, Account) and account.may(Need.COMPARE_CITIES)


@register.filter
def may_order_cities(account: Account | str | None) -> bool:
    """Say whether a person may order the reports of all cities at once."""
    return isinstance(account, Account) and account.may(Need.ORDER_CITIES)


@register.filter
def may_administer(account: Account | str | None) -> bool:
    """Say whether a person keeps accounts and opens years."""
    return isinstance(account, Account) and account.may(Need.KEEP_ACCOUNTS)


@register.filter
def may_draft(account: Account, campaign: Campaign) -> bool:
    """Say whether a person may see the report while it is written."""
    return account.may(Need.DRAFT, campaign)


@register.filter
def may_order(account: Account, campaign: Campaign) -> bool:
    """Say whether a person may have many reports made or audited at once."""
    return account.may(Need.ORDER, campaign)


@register.filter
def may_cases(account: Account, school: School) -> bool:
    """Say whether a person may see the cases of a school."""
    return account.may(Need.CASES, school.campaign, school)
