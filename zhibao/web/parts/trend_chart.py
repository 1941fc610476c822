"""走势图: an indicator through the years against its standard and its targets, at the two widths of the language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log10

from django.utils.translation import gettext

from zhibao.web.bridge.diagnosing import Measured, Reading

_LEAST_YEARS = 4


@dataclass(frozen=True)
class Size:
    """尺寸: where the plot lies in a drawing."""

    kind: str
    width: int
    height: int
    left: int
    right: int
    foot: int
    top: int = 18


BROAD = Size("broad", 1080, 250, 44, 1000, 214)
SLIM = Size("slim", 340, 230, 36, 282, 194)


@dataclass(frozen=True)
class Point:
    """一点: where it is, what stands at it, and how it is drawn."""

    x: str
    y: str
    text: str
    fill: str
    above: str


@dataclass(frozen=True)
class Chart:
    """一张图, ready to be drawn."""

    size: Size
    label: str
    grid: tuple[tuple[str, str, str], ...]
    years: tuple[tuple[str, str], ...]
    points: tuple[Point, ...]
    path: str
    line: tuple[str, str, str] | None
    targets: tuple[tuple[str, str, str, str], ...]


def charts(
    about: Measured,
    through: Sequence[Reading],
    line: Fraction | None,
    targets: Mapping[int, Fraction],
    is_kept: Mapping[int, bool],
    where: str,
) -> tuple[Chart, ...]:
    """Return an indicator's chart, broad and slim; nothing where there is no number to draw.

    `is_kept` says by year whether the line is kept; points of other years are rings.
    """
    known = [(one.year, one.number) for one in through if one.number is not None]
    if not known:
        return ()
    years = _years([year for year, _ in known], targets)
    low, high, step = _scale([number for _, number in known], line, targets.values())
    told = gettext("，").join(
        gettext("{year} 年 {text}").format(year=year, text=about.printed(number)) for year, number in known
    )
    label = _labelled(line).format(place=where, indicator=about.label, numbers=told, line=about.printed(line))
    return tuple(
        _drawn(size, label, about, known, line, targets, is_kept, years, (low, high, step)) for size in (BROAD, SLIM)
    )


def _labelled(line: Fraction | None) -> str:
    if line is None:
        return gettext("{place}{indicator}：{numbers}")
    return gettext("{place}{indicator}：{numbers}，标准 {line}")


def _drawn(
    size: Size,
    label: str,
    about: Measured,
    known: Sequence[tuple[int, Fraction]],
    line: Fraction | None,
    targets: Mapping[int, Fraction],
    is_kept: Mapping[int, bool],
    years: Sequence[int],
    scale: tuple[float, float, float],
) -> Chart:
    low, high, step = scale
    slot = (size.right - size.left) / len(years)

    def across(year: int) -> float:
        return size.left + slot * (years.index(year) + 0.5)

    def down(number: float) -> float:
        return size.foot - (number - low) / (high - low) * (size.foot - size.top)

    ticks = [low + step * number for number in range(round((high - low) / step) + 1)]
    places = max(0, -floor(log10(step)))
    points = tuple(
        Point(f"{across(year):.1f}", f"{down(float(number)):.1f}", about.printed(number),
              "f-now" if is_kept.get(year, True) else "f-no", f"{down(float(number)) - 10:.1f}")
        for year, number in known
    )  # fmt: skip
    return Chart(
        size=size,
        label=label,
        grid=tuple(_level(down(one), f"{one:.{places}f}".replace("-", "−")) for one in ticks),
        years=tuple((f"{across(year):.1f}", _year(year, size)) for year in years),
        points=points,
        path=" ".join(f"{one.x},{one.y}" for one in points),
        line=_level(down(float(line)), about.printed(line)) if line is not None else None,
        targets=tuple(
            (f"M{across(year) - slot / 2:.1f} {down(float(one)):.1f}h{slot:.1f}", f"{across(year):.1f}",
             f"{down(float(one)) + 15:.1f}", about.printed(one))
            for year, one in sorted(targets.items()) if year in years
        ),
    )  # fmt: skip


def _year(year: int, size: Size) -> str:
    return str(year) if size is BROAD else gettext("{year} 年").format(year=f"{year % 100:02d}")


def _level(y: float, text: str) -> tuple[str, str, str]:
    """Return where a level lies, where its words stand, and the words."""
    return f"{y:.1f}", f"{y + 4:.1f}", text


def _years(known: Sequence[int], targets: Iterable[int]) -> list[int]:
    """Return the years of the axis: those with a number and those with a target, one to come, and some before."""
    last = max(*known, *(year for year in targets if year <= max(known) + 3), max(known) + 1)
    first = min(*known, last - _LEAST_YEARS + 1)
    return list(range(first, last + 1))


def _scale(
    numbers: Sequence[Fraction], line: Fraction | None, targets: Iterable[Fraction]
) -> tuple[float, float, float]:
    """Return (lowest, highest, step) of an axis with about four round steps."""
    all_numbers = [float(one) for one in (*numbers, *targets, *([line] if line is not None else []))]
    low, high = min(all_numbers), max(all_numbers)
    span = (high - low) or abs(high) * 0.1 or 1.0
    low, high = low - span * 0.15, high + span * 0.2
    rough = (high - low) / 4
    power = 10.0 ** floor(log10(rough))
    step = next(one * power for one in (1, 2, 2.5, 5, 10) if one * power >= rough)
    start, end = floor(low / step) * step, ceil(high / step) * step
    if start < 0 <= min(all_numbers):
        start = 0.0
    return start, end, step


def bullet(number: Fraction | None, line: Fraction | None, target: Fraction | None) -> tuple[str, str, str]:
    """Return (width of the value, place of the standard, place of the target) on a bar of 200; '' for none."""
    there = [abs(float(one)) for one in (number, line, target) if one is not None]
    most = max(there, default=0.0) * 1.35 or 1.0

    def at(one: Fraction | None) -> str:
        return "" if one is None else f"{max(0.0, min(200.0, 200 * float(one) / most)):.1f}"

    return at(number), at(line), at(target)
