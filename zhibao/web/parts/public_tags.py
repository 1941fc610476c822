"""公开页的词: icons drawn in the page itself, so that it works from a folder too; text of a report; QR codes; sizes."""

import re
from functools import cache
from pathlib import Path

import segno
from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from zhibao.publish.public_report import Chapter, Exhibit, Part, Piece, PublicReport
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.role import Need

register = template.Library()
_SPRITE = Path(__file__).resolve().parent.parent / "static/zhibao/icons.svg"
_SYMBOL = re.compile(r'<symbol id="i-([a-z]+)" viewBox="([^"]+)">(.*?)</symbol>', re.DOTALL)
_UNITS = (("MB", 1 << 20), ("KB", 1 << 10))


@cache
def _symbols() -> dict[str, tuple[str, str]]:
    return {name: (box, drawn) for name, box, drawn in _SYMBOL.findall(_SPRITE.read_text(encoding="utf-8"))}


@register.simple_tag
def drawn(name: str) -> SafeString:
    """Return an icon with its lines; it is hidden from readers of the screen."""
    box, lines = _symbols()[name]
    kind = "zhi" if name == "zhi" else "i"
    return format_html('<svg class="{}" viewBox="{}" aria-hidden="true">{}</svg>', kind, box, mark_safe(lines))  # noqa: S308  our own file


@register.simple_tag
def qr(url: str, label: str = "") -> SafeString:
    """Return the QR code of an address as one path; a label stands for an address that is not read aloud."""
    made = segno.make(url, error="m", micro=False)
    rows = list(made.matrix)
    path = "".join(f"M{x + 4} {y + 4}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    side = len(rows) + 8
    return format_html(
        '<svg class="qr" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<path class="qr-paper" d="M0 0h{}v{}H0z"/><path class="qr-ink" d="{}"/></svg>',
        side, side, label or gettext("二维码：{url}").format(url=url), side, side, path,
    )  # fmt: skip


@register.simple_tag
def pieces(part: Part, base: str) -> SafeString:
    """Return the text of a part; numbers lead to their definition, references to their table or figure."""
    return format_html_join("", "{}", ((_piece(one, base),) for one in part.pieces))


def _piece(piece: Piece, base: str) -> SafeString | str:
    match piece.kind:
        case "number" if piece.target:
            return format_html('<a class="dfn" href="{}k/{}/">{}</a>', base, piece.target, piece.text)
        case "reference" if not piece.target.startswith("#"):
            return format_html('<a href="{}{}/">{}</a>', base, piece.target, piece.text)
        case "reference":
            return format_html('<a href="{}">{}</a>', piece.target, piece.text)
        case "link" if piece.target.startswith(("http://", "https://")):
            return format_html('<a href="{}" rel="external nofollow">{}</a>', piece.target, piece.text)
        case "strong":
            return format_html("<strong>{}</strong>", piece.text)
        case "footnote":
            return format_html('<small class="fn">（注：{}）</small>', piece.text)
        case _:
            return piece.text


@register.inclusion_tag("parts/exhibit.html")
def exhibit(shown: Exhibit | None, base: str, digest: str, *, alone: bool = False) -> dict[str, object]:
    """Show a table or figure with its links and files; `alone` on its own page."""
    return {"one": shown, "base": base, "digest": digest, "alone": alone}


@register.filter
def sections(chapter: Chapter) -> list[tuple[str, str, str]]:
    """Return the sections of a chapter as its contents list them: anchor, number, title."""
    heads = (one for one in chapter.parts if one.kind == "heading" and one.level == 2 and one.anchor)
    return [(one.anchor, one.number, "".join(piece.text for piece in one.pieces)) for one in heads]


@register.filter
def found_in(key: str, report: PublicReport) -> Exhibit | None:
    """Return the exhibit of a report that a part names, as t/1-1."""
    kind, _, number = key.partition("/")
    return report.exhibit(kind, number)


@register.filter
def size(count: int) -> str:
    """Return a number of bytes as people read it."""
    for unit, least in _UNITS:
        if count >= least:
            return f"{count / least:.1f} {unit}"
    return f"{count} B"


@register.filter
def tall(digits: str) -> SafeString:
    """Return a headline figure; five digits and more get a gap that is no character."""
    whole, dot, rest = digits.partition(".")
    if not whole.isdecimal() or len(whole) < 5:
        return format_html("{}", digits)
    return format_html('{}<span class="t">{}</span>{}{}', whole[:-3], whole[-3:], dot, rest)


@register.filter
def fours(digest: str) -> str:
    """Return the first sixteen digits of a checksum in fours."""
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


@register.filter
def may_prepare(account: Account, campaign: Campaign) -> bool:
    """Say whether a person may put a campaign's report up for release."""
    return account.may(Need.PREPARE, campaign)
