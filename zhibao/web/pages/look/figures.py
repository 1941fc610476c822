"""全市指标: the indicators of the city or a county, one of them at length, down to the schools."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from zhibao.web.actions.export_seen import Listed
from zhibao.web.actions.see_figures import Book, Pending, before, see
from zhibao.web.bridge.figures import About, Spot, Years
from zhibao.web.guard import Visit, page
from zhibao.web.parts.expected import expected
from zhibao.web.parts.look_answers import shown, waiting, with_query
from zhibao.web.parts.look_charts import change_steps, school_dots, small_multiples, trend_of
from zhibao.web.parts.look_parts import parts_told
from zhibao.web.parts.looking import (
    NO_NUMBER,
    Line,
    SchoolLine,
    line,
    ordered,
    rule_of,
    schools_through,
    through,
    years_held,
)
from zhibao.web.records.in_chinese import kept_in_chinese
from zhibao.web.records.role import Need, Role

STRIP = 6


@page("<slug:campaign>/figures/", name="figures", needs=Need.BOARD)
def figures(visit: Visit) -> HttpResponse:
    """全市指标: a county officer sees the county and its schools beside the city's totals."""
    book = see(visit.campaign)
    if isinstance(book, Pending):
        return waiting(visit, book)
    books, index = [*before(book), book], book.index
    county = county_of(visit, book)
    place = county or index.city
    spots = [one for one in index.schools if county in ("", one.county)]
    year = _year(visit, book)
    every = {name: through(books, place, name) for name in index.abouts}
    held = years_held(books, list(every.values()))
    lines = _lines(book, every, spots, year, held)
    strip = _strip(lines)
    about = index.abouts.get(visit.request.GET.get("of", "")) or (strip[0].about if strip else None)
    sought = visit.request.GET.get("q", "").strip()
    told: dict[str, object] = {
        "campaign": visit.campaign,
        "index": index,
        "county": county,
        "counties": dict.fromkeys(one.county for one in index.schools) if visit.account.role != Role.COUNTY else (),
        "place": county or index.place,
        "schools": len(spots),
        "frozen": sum(one.has_data for one in spots),
        "lacking": [one for one in spots if not one.has_data],
        "year": year,
        "before": year - 1,
        "years": [(one, with_query(visit, {"year": str(one)})) for one in held],
        "strip": [(one, _of(visit, one)) for one in strip],
        "groups": _groups(visit, lines, sought),
        "q": sought,
        "of": about,
        "key": index.key,
    }
    seen = [one for one in lines if _is_sought(one, sought)]
    tables = [_listed(f"{county or index.place}指标 {year}", seen, year)]
    told |= parts_told(visit, books, about, place, year, spots)
    if about is not None:
        at_length, rows = _at_length(visit, books, about, every[about.name], held, year, spots, place)
        told |= at_length
        tables.append(_listed_schools(about, rows, year))
    return shown(visit, "pages/look/figures.html", told, *tables)


def county_of(visit: Visit, book: Book) -> str:
    """Return the county that is looked at: a county officer's own, or the one that the address names; '' for all."""
    if visit.account.role == Role.COUNTY:
        return str(visit.account.place)
    asked = visit.request.GET.get("county", "")
    return asked if any(one.county == asked for one in book.index.schools) else ""


def _year(visit: Visit, book: Book) -> int:
    asked = visit.request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 else book.index.year


def _lines(book: Book, every: Mapping[str, Years], spots: Sequence[Spot], year: int, held: Sequence[int]) -> list[Line]:
    found = []
    for name, about in book.index.abouts.items():
        by_school = book.schools(name) if about.rules else {}
        mine = [by_school[one.code] for one in spots if one.code in by_school]
        found.append(line(about, every[name], year, held, mine))
    return found


def _strip(lines: Sequence[Line]) -> list[Line]:
    """Return what stands at the head: indicators with a standard, those with most schools below it first."""
    with_line = [one for one in lines if one.judged and one.now.number is not None]
    with_line.sort(key=lambda one: -one.below)
    rest = [one for one in lines if one not in with_line and one.now.number is not None]
    return [*with_line, *rest][:STRIP]


def _of(visit: Visit, one: Line) -> str:
    return with_query(visit, {"of": one.about.name, "q": ""}) + "#trend"


def _groups(visit: Visit, lines: Sequence[Line], sought: str) -> dict[str, list[tuple[Line, str]]]:
    """Return the register's name → its indicators with their addresses; only those that are sought."""
    grouped: dict[str, list[tuple[Line, str]]] = {}
    for one in lines:
        if _is_sought(one, sought):
            grouped.setdefault(one.about.group, []).append((one, _of(visit, one)))
    return grouped


def _is_sought(one: Line, sought: str) -> bool:
    return not sought or sought in one.about.label or sought in one.about.definition


def _at_length(
    visit: Visit,
    books: Sequence[Book],
    about: About,
    years: Years,
    held: Sequence[int],
    year: int,
    spots: Sequence[Spot],
    place: str,
) -> tuple[dict[str, object], list[SchoolLine]]:
    """Return what the page shows of the indicator that was chosen, and its schools in their order."""
    index = books[-1].index
    by_school = schools_through(books, about.name)
    mine = {one.code: by_school.get(one.code, {}) for one in spots}
    held = [one for one in held if one in years_held(books, [years, *mine.values()])]
    rule = rule_of(about, [*(one[year] for one in mine.values() if year in one), years.get(year, NO_NUMBER)])
    rows = [
        SchoolLine(about, mine[one.code].get(year, NO_NUMBER), mine[one.code].get(year - 1, NO_NUMBER), one)
        for one in spots
    ]
    sort, down = visit.request.GET.get("sort", "now"), visit.request.GET.get("up", "") != "1"
    rows = ordered(rows, sort, down=down)
    is_county = place != index.city
    other = through(books, index.city, about.name) if is_county else {}
    drawn = [one for one in rows if one.now.number is not None or one.was.number is not None]
    address = {one.spot.code: _school_address(visit, one.spot, about) for one in rows}
    to_come = expected(about, years, index.year)
    told: dict[str, object] = {
        "line": line(about, years, year, held),
        "rule": rule,
        "trend": trend_of(
            about,
            held,
            years,
            list(mine.values()),
            rule,
            named=gettext("全县") if is_county else gettext("全市"),
            other=other,
            ahead=to_come.ahead,
        ),
        "expected": to_come,
        "trend_rows": _trend_rows(about, held, years, list(mine.values())),
        "dots": school_dots(about, drawn, rule, address),
        "multiples": small_multiples(about, held, [(one, mine[one.spot.code]) for one in rows], rule, address),
        "rows": [(one, address[one.spot.code]) for one in rows],
        "total": line(about, years, year, held),
        "steps": change_steps(about, years.get(year), years.get(year - 1), year),
        "sorts": {
            one: with_query(visit, {"sort": one, "up": "1" if sort == one and down else ""})
            for one in ("name", "was", "now", "change")
        },
        "sort": sort,
        "down": down,
    }
    return told, rows


def _school_address(visit: Visit, one: Spot, about: About) -> str:
    return reverse("school_figures", args=(visit.campaign.slug, one.code)) + f"?of={about.name}#cells"


def _trend_rows(about: About, held: Sequence[int], years: Years, schools: Sequence[Years]) -> list[tuple[str, ...]]:
    """Return the table behind the trend: year, number, parts, lowest and highest school."""
    rows: list[tuple[str, ...]] = []
    for year in held:
        known = [one[year].number for one in schools if year in one]
        numbers: list[Fraction] = [one for one in known if one is not None]
        row = SchoolLine(about, years.get(year, NO_NUMBER), NO_NUMBER, Spot(code="", name=""))
        low, high = (about.printed(min(numbers)), about.printed(max(numbers))) if numbers else ("—", "—")
        rows.append((str(year), row.text, row.parts or "—", low, high))
    return rows


@kept_in_chinese
def _listed(title: str, lines: Sequence[Line], year: int) -> Listed:
    heads = (
        "指标",
        "单位",
        f"{year - 1}年",
        f"{year}年",
        "变化",
        "标准",
        "达标学校",
        "判断的学校",
        "分子",
        "分母",
        "口径",
        "封存",
    )
    rows = [
        (
            one.about.label,
            one.about.unit,
            one.was.number if one.was.number is not None else one.was_text,
            one.now.number if one.now.number is not None else one.text,
            one.change,
            one.rule.requires if one.rule else "",
            one.met if one.judged else "",
            one.judged or "",
            one.now.top.number if one.now.bottom else "",
            one.now.bottom.number if one.now.bottom else "",
            one.about.definition,
            "、".join(one.now.snapshots),
        )
        for one in lines
    ]
    return Listed(title, heads, rows, remark="缺：未报送；—：未采集；÷：分母为零；空：没有。")


@kept_in_chinese
def _listed_schools(about: About, rows: Sequence[SchoolLine], year: int) -> Listed:
    said = {"met": "达标", "below": "未达标", "unjudged": "不能判断", "": ""}
    heads = ("学校", "县区", f"{year - 1}年", f"{year}年", "变化", "分子", "分母", "与标准比", "差距", "封存")
    told = [
        (
            one.spot.name,
            one.spot.county,
            one.was.number if one.was.number is not None else one.was_text,
            one.now.number if one.now.number is not None else one.text,
            one.change,
            one.now.top.number if one.now.bottom else "",
            one.now.bottom.number if one.now.bottom else "",
            said[one.now.outcome],
            one.now.gap,
            "、".join(one.now.snapshots),
        )
        for one in rows
    ]
    return Listed(f"{about.label} 各校 {year}", heads, told, remark=f"单位：{about.unit}。{about.definition}")
