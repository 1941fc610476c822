"""画线: the drawings of the looking pages as SVG of the visual language: lines, dots, steps; no style, no script.

Positions are floats: they are drawn, never printed. What is printed comes in as text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, log10

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from zhibao.web.language import lang_of
from zhibao.web.parts.outlook_mark import Ahead, mark

Number = Fraction | None


@dataclass(frozen=True)
class Scale:
    """尺: where numbers lie between two ends of a drawing."""

    low: float
    high: float
    begins: float
    ends: float

    def at(self, number: Fraction | float) -> float:
        """Return where a number lies."""
        span = self.high - self.low or 1.0
        return self.begins + (float(number) - self.low) / span * (self.ends - self.begins)

    def ticks(self) -> list[tuple[float, str]]:
        """Return round numbers within, with their texts."""
        step = _step(self.high - self.low)
        places = max(0, -floor(log10(step))) if step < 1 else 0
        first = floor(self.low / step + 1e-9)
        found = [(first + number) * step for number in range(12)]
        return [(one, f"{one:.{places}f}") for one in found if self.low - 1e-9 <= one <= self.high + 1e-9]


@dataclass(frozen=True)
class Trend:
    """走势图的内容: own numbers by year with their texts, others' line, a band, and a standard line."""

    title: str
    years: Sequence[int]
    own: Mapping[int, tuple[Number, str]]
    named: str
    other: Mapping[int, tuple[Number, str]]
    other_named: str = ""
    band: Mapping[int, tuple[Fraction, Fraction]] | None = None
    band_named: tuple[str, str] = ("", "")
    line: Number = None
    line_named: str = ""
    failing: frozenset[int] = frozenset()
    ahead: Ahead | None = None

    @property
    def axis(self) -> list[int]:
        """Return the years that are drawn, the one to come included."""
        return [*self.years, *([self.ahead.year] if self.ahead is not None else [])]


@dataclass(frozen=True)
class Dot:
    """比较图的一行: last year's and this year's number of a school, and where its name leads."""

    name: str
    was: Number
    now: Number
    text: str
    is_below: bool
    address: str


def scale(numbers: Iterable[Number], begins: float, ends: float, *, from_zero: bool = False) -> Scale:
    """Return a scale with round ends for numbers; bars begin at nothing."""
    known = [float(one) for one in numbers if one is not None] or [0.0, 1.0]
    low, high = min(known), max(known)
    if from_zero:
        low, high = min(0.0, low), max(0.0, high)
    if low == high:
        low, high = (low * 0.9, high * 1.1) if low > 0 else (low - 1, high + 1)
    step = _step(high - low)
    low = floor(low / step + 1e-9) * step
    high = -floor(-high / step + 1e-9) * step
    return Scale(low, high, begins, ends)


def spark(numbers: Sequence[Number], line: Number, label: str) -> SafeString:
    """Return a line through the years, 80 × 24, the last point marked; empty for fewer than two numbers."""
    known = [(at, one) for at, one in enumerate(numbers) if one is not None]
    if len(known) < 2:
        return mark_safe("")
    down = Scale(*_ends([one for _, one in known] + ([line] if line is not None else [])), 21.0, 3.0)
    across = Scale(0, len(numbers) - 1, 2.0, 76.0)
    points = " ".join(f"{across.at(at):.1f},{down.at(one):.1f}" for at, one in known)
    end, last = known[-1]
    std = format_html('<path class="std" d="M0 {}H80"/>', f"{down.at(line):.1f}") if line is not None else ""
    return format_html(
        '<svg class="spark" viewBox="0 0 80 24" role="img" aria-label="{}">{}<polyline points="{}"/>'
        '<circle class="dot" cx="{}" cy="{}" r="2.5"/></svg>',
        label, std, points, f"{across.at(end):.1f}", f"{down.at(last):.1f}",
    )  # fmt: skip


def trend(one: Trend) -> SafeString:
    """Return the trend at both widths."""
    wide, slim = _trend(one, 760, 330, 108, "broad"), _trend(one, 340, 250, 96, "slim")
    return format_html("{}{}", wide, slim)


def dots(rows: Sequence[Dot], line: Number, line_named: str, label: str) -> SafeString:
    """Return schools on one scale, last year's joined to this year's, at both widths."""
    return format_html(
        "{}{}", *(_dots(rows, line, line_named, label, *size) for size in ((560, 150, "broad"), (340, 128, "slim")))
    )


def small(numbers: Sequence[Number], ruler: Scale, line: Number, *, is_below: bool) -> SafeString:
    """Return one of many small drawings on a common scale."""
    across = Scale(0, max(1, len(numbers) - 1), 4.0, 112.0)
    known = [(at, one) for at, one in enumerate(numbers) if one is not None]
    if not known:
        return mark_safe(
            '<svg class="cht" viewBox="0 0 120 62" aria-hidden="true"><path class="gr" d="M0 58H116"/></svg>'
        )
    points = " ".join(f"{across.at(at):.1f},{ruler.at(one):.1f}" for at, one in known)
    std = format_html('<path class="std" d="M0 {}H116"/>', f"{ruler.at(line):.1f}") if line is not None else ""
    at, last = known[-1]
    return format_html(
        '<svg class="cht" viewBox="0 0 120 62" aria-hidden="true"><path class="gr" d="M0 58H116"/>{}'
        '<polyline class="now" points="{}"/><circle class="{}" cx="{}" cy="{}" r="3"/></svg>',
        std, points, "f-no" if is_below else "f-now", f"{across.at(at):.1f}", f"{ruler.at(last):.1f}",
    )  # fmt: skip


def bar(number: Number, ruler: Scale, line: Number, *, is_below: bool) -> SafeString:
    """Return a number as a bar that begins at nothing, the standard as a tick."""
    if number is None:
        return mark_safe("")
    zero, end = ruler.at(0.0), ruler.at(number)
    tick = format_html('<path class="ax" d="M{} 0V12"/>', f"{ruler.at(line):.1f}") if line is not None else ""
    return format_html(
        '<svg class="cht barline" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="{}" x="{}" y="2" width="{}" height="8"/>{}</svg>',
        "f-err" if is_below else "f-now", f"{min(zero, end):.1f}", f"{max(abs(end - zero), 0.5):.1f}", tick,
    )  # fmt: skip


def steps(points: Sequence[tuple[str, Fraction, str]], label: str) -> SafeString:
    """Return how one number becomes another: (what, where it ends, what is printed); the first is where it begins."""
    return format_html("{}{}", *(_steps(points, label, *size) for size in ((580, 190, "broad"), (340, 160, "slim"))))


def _steps(points: Sequence[tuple[str, Fraction, str]], label: str, width: int, begins: int, kind: str) -> SafeString:
    ruler = Scale(*_ends([at for _, at, _ in points]), begins + 10.0, width - 74.0)
    parts, before = [], points[0][1]
    for number, (name, at, text) in enumerate(points):
        y = 14 + 26 * number
        parts.append(
            format_html(
                '<path class="gr" d="M{} {}H{}"/><text class="k" x="0" y="{}"{}>{}</text>',
                begins,
                y,
                width - 54,
                y + 4,
                lang_of(name),
                name,
            )
        )
        start, end = ruler.at(before), ruler.at(at)
        if number in (0, len(points) - 1):
            kind_of = "f-was" if number == 0 else "f-now"
            parts.append(format_html('<circle class="{}" cx="{}" cy="{}" r="5"/>', kind_of, f"{end:.1f}", y))
        elif abs(end - start) > 1:
            back = -5 if end > start else 5
            parts.append(
                format_html(
                    '<path class="step" d="M{} {}H{}M{} {}l{} 5l{} 5"/>',
                    f"{start:.1f}",
                    y,
                    f"{end:.1f}",
                    f"{end + back:.1f}",
                    y - 5,
                    -back,
                    back,
                )
            )
        parts.append(format_html('<text class="k" x="{}" y="{}">{}</text>', f"{max(start, end) + 10:.1f}", y + 4, text))
        before = at
    inner = format_html_join("", "{}", ((one,) for one in parts))
    return format_html(
        '<svg class="cht {}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        kind,
        width,
        26 * len(points) + 8,
        label,
        inner,
    )


def _dots(
    rows: Sequence[Dot], line: Number, line_named: str, label: str, width: int, begins: int, kind: str
) -> SafeString:
    ruler = scale([*(one.was for one in rows), *(one.now for one in rows), line], float(begins), width - 74.0)
    height = 30 + 22 * len(rows)
    parts = []
    for at, text in ruler.ticks():
        x = f"{ruler.at(at):.1f}"
        parts.append(
            format_html(
                '<path class="gr" d="M{} 18V{}"/><text class="m" x="{}" y="12">{}</text>', x, height - 4, x, text
            )
        )
    if line is not None:
        x = f"{ruler.at(line):.1f}"
        parts.append(
            format_html(
                '<path class="std" d="M{} 18V{}"><title{}>{}</title></path>',
                x,
                height - 4,
                lang_of(line_named),
                line_named,
            )
        )
    for number, one in enumerate(rows):
        parts.append(_dot(one, ruler, 32 + 22 * number, width))
    inner = format_html_join("", "{}", ((one,) for one in parts))
    return format_html(
        '<svg class="cht {}" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>',
        kind,
        width,
        height,
        label,
        inner,
    )


def _dot(one: Dot, ruler: Scale, y: int, width: int) -> SafeString:
    strong = " k" if one.is_below else ""
    short = one.name if len(one.name) <= 12 else f"{one.name[:11]}…"
    drawn = []
    if one.was is not None and one.now is not None:
        drawn.append(
            format_html('<path class="gr2" d="M{} {}H{}"/>', f"{ruler.at(one.was):.1f}", y, f"{ruler.at(one.now):.1f}")
        )
    if one.was is not None:
        drawn.append(format_html('<circle class="f-was" cx="{}" cy="{}" r="3"/>', f"{ruler.at(one.was):.1f}", y))
    if one.now is not None:
        kind = "f-no" if one.is_below else "f-now"
        drawn.append(format_html('<circle class="{}" cx="{}" cy="{}" r="4.5"/>', kind, f"{ruler.at(one.now):.1f}", y))
    inner, mark = format_html_join("", "{}", ((each,) for each in drawn)), lang_of(one.name)
    return format_html(
        '<a href="{}"><title{}>{} {}</title><text x="0" y="{}" class="nm{}"{}>{}</text>{}'
        '<text class="e{}" x="{}" y="{}">{}</text></a>',
        one.address, mark, one.name, one.text, y + 4, strong, mark, short, inner, strong, width, y + 4, one.text,
    )  # fmt: skip


def _trend(one: Trend, width: int, height: int, right: int, kind: str) -> SafeString:
    floor_at = height - 28.0
    in_band = [number for pair in (one.band or {}).values() for number in pair]
    numbers = [
        *(number for number, _ in one.own.values()),
        *(number for number, _ in one.other.values()),
        *in_band,
        one.line,
        *(one.ahead.numbers if one.ahead is not None else ()),
    ]
    down, end = scale(numbers, floor_at, 14.0), width - right
    across = Scale(0, max(1, len(one.axis) - 1), 52.0, end - 12.0)
    x = {year: across.at(number) for number, year in enumerate(one.axis)}
    parts = [_band(one, x, down)]
    for at, text in down.ticks():
        y = f"{down.at(at):.1f}"
        parts.append(
            format_html(
                '<path class="gr" d="M40 {}H{}"/><text class="e" x="34" y="{}">{}</text>',
                y,
                end,
                f"{down.at(at) + 4:.1f}",
                text,
            )
        )
    if one.line is not None:
        parts.append(format_html('<path class="std" d="M40 {}H{}"/>', f"{down.at(one.line):.1f}", end))
    parts += [_line(one.other, x, down, "was"), _line(one.own, x, down, "now"), _ahead(one, x, down)]
    parts.append(_points(one, x, down, kind))
    parts += [
        format_html('<text class="m" x="{}" y="{}">{}</text>', f"{x[year]:.1f}", height - 6, year) for year in one.axis
    ]
    parts.append(_ends_named(one, down, end + 6))
    inner = format_html_join("", "{}", ((each,) for each in parts))
    return format_html(
        '<svg class="cht {}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        kind,
        width,
        height,
        one.title,
        inner,
    )


def _ahead(one: Trend, x: Mapping[int, float], down: Scale) -> SafeString:
    if one.ahead is None:
        return mark_safe("")
    number, _ = one.own.get(one.years[-1], (None, ""))
    begins = (x[one.years[-1]], down.at(number)) if number is not None else None
    low, middle, high = (down.at(each) for each in one.ahead.numbers)
    return mark(begins, x[one.ahead.year], middle, low, high)


def _band(one: Trend, x: Mapping[int, float], down: Scale) -> SafeString:
    years = [year for year in one.years if year in (one.band or {})]
    if one.band is None or len(years) < 2:
        return mark_safe("")
    up = [f"{x[year]:.1f} {down.at(one.band[year][1]):.1f}" for year in years]
    back = [f"{x[year]:.1f} {down.at(one.band[year][0]):.1f}" for year in reversed(years)]
    return format_html('<path class="band" d="M{}Z"/>', " L".join((*up, *back)))


def _line(numbers: Mapping[int, tuple[Number, str]], x: Mapping[int, float], down: Scale, kind: str) -> SafeString:
    points = [
        f"{x[year]:.1f},{down.at(number):.1f}"
        for year, (number, _) in numbers.items()
        if number is not None and year in x
    ]
    return (
        format_html('<polyline class="{}" points="{}"/>', kind, " ".join(points)) if len(points) > 1 else mark_safe("")
    )


def _points(one: Trend, x: Mapping[int, float], down: Scale, kind: str) -> SafeString:
    parts = []
    for year, (number, text) in one.own.items():
        if number is None or year not in x:
            continue
        is_below = year in one.failing
        y = down.at(number)
        parts.append(
            format_html(
                '<circle class="{}" cx="{}" cy="{}" r="{}"/>',
                "f-no" if is_below else "f-now",
                f"{x[year]:.1f}",
                f"{y:.1f}",
                "4.5" if is_below else "3.5",
            )
        )
        if kind == "broad" and (year != one.years[-1] or one.ahead is not None):
            parts.append(
                format_html('<text class="m" x="{}" y="{}">{}</text>', f"{x[year]:.1f}", f"{y + 20:.1f}", text)
            )
    return format_html_join("", "{}", ((each,) for each in parts))


def _ends_named(one: Trend, down: Scale, x: float) -> SafeString:
    """Return the names at the right end, pushed apart where they would lie on each other."""
    last = one.years[-1]
    named: list[tuple[float, str, str]] = []
    for numbers, name, kind in ((one.own, one.named, "k"), (one.other, one.other_named, "")):
        number, text = numbers.get(last, (None, ""))
        if number is not None:
            named.append((down.at(number), f"{name} {text}", kind))
    if one.ahead is not None:
        named.append((down.at(one.ahead.middle), one.ahead.said, ""))
    if one.line is not None:
        named.append((down.at(one.line), one.line_named, ""))
    if one.band is not None and last in one.band:
        low, high = one.band[last]
        named += [(down.at(low), one.band_named[0], ""), (down.at(high), one.band_named[1], "")]
    named.sort()
    parts, free = [], 0.0
    for y, text, kind in named:
        free = max(y, free)
        parts.append(format_html('<text class="{}" x="{}" y="{}">{}</text>', kind, f"{x:.0f}", f"{free + 4:.1f}", text))
        free += 15
    return format_html_join("", "{}", ((each,) for each in parts))


def _ends(numbers: Sequence[Fraction]) -> tuple[float, float]:
    low, high = float(min(numbers)), float(max(numbers))
    return (low, high) if low < high else (low - 1, high + 1)


def _step(span: float) -> float:
    """Return a round distance that divides a span into about five."""
    if span <= 0:
        return 1.0
    size = 10.0 ** floor(log10(span / 5))
    return next(one * size for one in (1, 2, 2.5, 5, 10) if span / (one * size) <= 5.5)
