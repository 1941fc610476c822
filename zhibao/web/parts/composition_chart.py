"""构成图: one bar of 100 % per year, its parts in ordinal blues with gaps of two pixels, at both widths."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from zhibao.web.language import lang_of

MOST = 5
"""So many parts are told apart; the smaller ones of more are drawn as one."""
_TONES = {2: (1, 4), 3: (1, 3, 5), 4: (1, 3, 4, 5)}
_LEFT, _BAR, _GAP, _BELOW = 44, 24, 2, 18


@dataclass(frozen=True)
class Slice:
    """一段: a part of a year's whole: its name, its number, and what is printed of it, the longest first."""

    name: str
    number: Fraction
    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return what is printed of it where there is room."""
        return self.texts[0]


@dataclass(frozen=True)
class YearBar:
    """一年: its parts, which add up to the whole."""

    year: int
    slices: tuple[Slice, ...]


def tones(count: int) -> tuple[str, ...]:
    """Return the class of each part's colour, the first the darkest."""
    return tuple(f"t{one}" for one in _TONES.get(count, range(1, count + 1)))


def composition(bars: Sequence[YearBar], label: str) -> SafeString:
    """Return the bars at both widths; what does not fit into its part stands below the bar."""
    return format_html("{}{}", *(_drawn(bars, label, *size) for size in ((720, "broad"), (340, "slim"))))


def _drawn(bars: Sequence[YearBar], label: str, width: int, kind: str) -> SafeString:
    parts, top = [], 2
    for bar in bars:
        parts.append(format_html('<text class="k" x="0" y="{}">{}</text>', top + 16, bar.year))
        inside, outside = _bar(bar, top, width)
        parts.append(inside)
        if outside:
            told = _fitting(outside, width - _LEFT)
            parts.append(
                format_html('<text class="e" x="{}" y="{}"{}>{}</text>', width, top + _BAR + 13, lang_of(told), told)
            )
            top += _BELOW
        top += _BAR + 10
    inner = format_html_join("", "{}", ((one,) for one in parts))
    return format_html(
        '<svg class="cht {}" viewBox="0 0 {} {}" role="img" aria-label="{}"{}>{}</svg>',
        kind,
        width,
        top,
        label,
        lang_of(label),
        inner,
    )


def _bar(bar: YearBar, top: int, width: int) -> tuple[SafeString, list[str]]:
    """Return the parts of a bar, and what is to be told below it."""
    whole, room = sum((one.number for one in bar.slices), Fraction(0)), float(width - _LEFT)
    colours, edge, drawn, outside = tones(len(bar.slices)), float(_LEFT), [], []
    for one, colour in zip(bar.slices, colours, strict=True):
        length = room * float(one.number / whole) if whole else 0.0
        shown = max(length - _GAP, 1.0) if one.number else 0.0
        if shown:
            drawn.append(
                format_html(
                    '<rect class="f-{}" x="{}" y="{}" width="{}" height="{}"><title{}>{} {}</title></rect>',
                    colour,
                    f"{edge:.1f}",
                    top,
                    f"{shown:.1f}",
                    _BAR,
                    lang_of(one.name),
                    one.name,
                    one.text,
                )
            )
        text = next((each for each in one.texts if _width(each) + 10 <= shown), "")
        if text:
            drawn.append(
                format_html('<text class="on-{}" x="{}" y="{}">{}</text>', colour, f"{edge + 5:.1f}", top + 16, text)
            )
        elif one.number:
            outside.append(f"{one.name} {one.text}")
        edge += length
    return format_html_join("", "{}", ((each,) for each in drawn)), outside


def _fitting(told: Sequence[str], room: float) -> str:
    """Return as many of some texts as fit into a line, an ellipsis for the rest."""
    line = "　".join(told)
    kept = list(told)
    while kept and _width(line) > room:
        kept.pop()
        line = "　".join([*kept, "…"])
    return line


def _width(text: str) -> float:
    return sum(12.0 if ord(one) > 0x2E80 else 7.0 for one in text)
