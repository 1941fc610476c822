"""看数页的图: an indicator's numbers become drawings: trend, comparison, small multiples, where a change comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from zhibao.web.bridge.figures import About, Figure, Quarters, Rule, Years
from zhibao.web.parts.charts import Dot, Trend, dots, scale, small, steps, trend
from zhibao.web.parts.core_words import in_words
from zhibao.web.parts.looking import SchoolLine, plain, text_of
from zhibao.web.parts.outlook_mark import Ahead


@dataclass(frozen=True)
class Multiple:
    """小图一格: a school, its number, and its line through the years."""

    name: str
    text: str
    is_below: bool
    drawn: SafeString
    address: str


@dataclass(frozen=True)
class Steps:
    """变化的来处: the drawing, what it says in words, and its table."""

    drawn: SafeString
    said: str
    rows: tuple[tuple[str, str], ...]


def trend_of(
    about: About,
    held: Sequence[int],
    years: Years,
    schools: Sequence[Years] = (),
    rule: Rule | None = None,
    *,
    named: str,
    other: Years | None = None,
    other_named: str = "",
    quarters: Mapping[int, Quarters] | None = None,
    ahead: Ahead | None = None,
) -> SafeString:
    """Return the line through the years; the band is the schools from lowest to highest, or the middle half of them."""
    band: dict[int, tuple[Fraction, Fraction]] = {}
    for year in held:
        numbers = [one[year].number for one in schools if year in one]
        known = [one for one in numbers if one is not None]
        if quarters is not None and year in quarters:
            band[year] = (quarters[year][0], quarters[year][2])
        elif quarters is None and len(known) > 1:
            band[year] = (min(known), max(known))
    last = band.get(held[-1])
    words = (gettext("下四分位"), gettext("上四分位")) if quarters is not None else (gettext("最低"), gettext("最高"))
    told = (f"{words[0]} {about.printed(last[0])}", f"{words[1]} {about.printed(last[1])}") if last else ("", "")
    own = {year: (years[year].number, text_of(about, years[year])) for year in held if year in years}
    rest = {year: (one.number, text_of(about, one)) for year, one in (other or {}).items() if year in held}
    line = rule.line if rule is not None else None
    limit = (
        gettext("标准 {limit}").format(limit=f"{_sign(rule)} {plain(line)}")
        if rule is not None and line is not None
        else ""
    )
    said = gettext("，").join(
        gettext("{year} 年 {text}").format(year=year, text=text) for year, (_, text) in own.items()
    )
    if ahead is not None:
        said += gettext("，{year} 年{said}").format(year=ahead.year, said=ahead.said)
    return trend(
        Trend(
            title=_titled(about, said, limit),
            years=held,
            own=own,
            named=named,
            other=rest,
            other_named=other_named or gettext("全市"),
            band=band or None,
            band_named=told,
            line=line,
            line_named=limit,
            failing=frozenset(year for year, one in years.items() if one.outcome == "below"),
            ahead=ahead,
        )
    )


def school_dots(about: About, rows: Sequence[SchoolLine], rule: Rule | None, address: Mapping[str, str]) -> SafeString:
    """Return the schools on one scale, each leading to its cells."""
    drawn = [
        Dot(one.spot.name, one.was.number, one.now.number, one.text, one.now.outcome == "below", address[one.spot.code])
        for one in rows
    ]
    below = sum(one.is_below for one in drawn)
    said = _counted(len(drawn)) if rule is None else _counted_below(len(drawn))
    said = said.format(count=len(drawn), indicator=about.label, below=below)
    line = rule.line if rule is not None else None
    asked = gettext("标准：{requires}").format(requires=in_words(rule.requires)) if rule is not None else ""
    return dots(drawn, line, asked, said)


def small_multiples(
    about: About,
    held: Sequence[int],
    rows: Sequence[tuple[SchoolLine, Years]],
    rule: Rule | None,
    address: Mapping[str, str],
) -> list[Multiple]:
    """Return one small drawing per school, all on the same scale."""
    line = rule.line if rule is not None else None
    numbers = [[years[year].number if year in years else None for year in held] for _, years in rows]
    ruler = scale([*(number for those in numbers for number in those), line], 58.0, 6.0)
    return [
        Multiple(
            name=one.spot.name,
            text=text_of(about, one.now),
            is_below=one.now.outcome == "below",
            drawn=small(those, ruler, line, is_below=one.now.outcome == "below"),
            address=address[one.spot.code],
        )
        for (one, _), those in zip(rows, numbers, strict=True)
    ]


def change_steps(about: About, now: Figure | None, was: Figure | None, year: int) -> Steps | None:
    """Return where the change of a quotient comes from, numerator first; None where either year is not known."""
    if (
        now is None
        or was is None
        or now.number is None
        or was.number is None
        or now.bottom is None
        or was.bottom is None
    ):
        return None
    numbers = [one.number for one in (was.top, now.top, was.bottom, now.bottom) if one.number]
    if len(numbers) < 4:
        return None
    tops, bottoms = (numbers[0], numbers[1]), (numbers[2], numbers[3])
    between = was.number * tops[1] / tops[0]
    first, second = between - was.number, now.number - between
    points = (
        (gettext("{year} 年").format(year=year - 1), was.number, about.printed(was.number)),
        (f"{_short(about.top)} {_share(tops[1] / tops[0])}", between, _signed(about, first)),
        (f"{_short(about.bottom)} {_share(bottoms[1] / bottoms[0])}", now.number, _signed(about, second)),
        (gettext("{year} 年").format(year=year), now.number, about.printed(now.number)),
    )
    said = gettext("，").join(
        gettext("{name}从 {before} 到 {now}").format(name=name, before=plain(one), now=plain(two))
        for name, (one, two) in ((about.top, tops), (about.bottom, bottoms))
    )
    label = gettext("，").join(f"{name} {text}" for name, _, text in points)
    return Steps(steps(points, label), said, tuple((name, text) for name, _, text in points))


def _titled(about: About, said: str, limit: str) -> str:
    told = gettext("{indicator}：{numbers}；{limit}") if limit else gettext("{indicator}：{numbers}")
    return told.format(indicator=about.label, numbers=said, limit=limit)


def _counted(count: int) -> str:
    return ngettext("{count} 校{indicator}", "{count} 校{indicator}", count)


def _counted_below(count: int) -> str:
    return ngettext("{count} 校{indicator}，{below} 校未达标", "{count} 校{indicator}，{below} 校未达标", count)


def _sign(rule: Rule) -> str:
    return "≥" if rule.low is not None else "≤"


def _short(name: str) -> str:
    return name if len(name) <= 8 else f"{name[:7]}…"


def _share(quotient: Fraction) -> str:
    change = float((quotient - 1) * 100)
    return f"{change:+.2f}%".replace("-", "−")


def _signed(about: About, number: Fraction) -> str:
    return about.change(Figure(number=number), Figure(number=Fraction(0)))
