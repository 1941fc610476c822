"""本校指标: a school's own numbers beside the city's totals and the quartiles of all, down to its cells."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from zhibao.web.actions.export_seen import Listed
from zhibao.web.actions.see_figures import Book, Pending, before, see
from zhibao.web.bridge.figures import About, Figure, Years
from zhibao.web.guard import Visit, page
from zhibao.web.pages.look.figures import STRIP
from zhibao.web.parts.expected import expected
from zhibao.web.parts.look_answers import shown, waiting, with_query
from zhibao.web.parts.look_cells import registers_behind
from zhibao.web.parts.look_charts import change_steps, trend_of
from zhibao.web.parts.look_parts import Composed, parts_told
from zhibao.web.parts.looking import (
    NO_NUMBER,
    Line,
    line,
    peers_of,
    rule_of,
    school_through,
    shown_to_schools,
    text_of,
    through,
    years_held,
)
from zhibao.web.records.in_chinese import kept_in_chinese
from zhibao.web.records.role import Need
from zhibao.web.records.school import School
from zhibao.web.records.submission import Submission


@page("<slug:campaign>/schools/<slug:school>/figures/", name="school_figures", needs=Need.LOOK)
def school_figures(visit: Visit) -> HttpResponse:
    """本校指标: nobody but officers comes from here to another school's numbers."""
    book = see(visit.campaign)
    if isinstance(book, Pending):
        return waiting(visit, book)
    books, index, school = [*before(book), book], book.index, visit.school
    mine = school_through(books, school.code)
    held = years_held(books, list(mine.values()))
    asked = visit.request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in held else index.year
    is_officer = visit.account.may(Need.BOARD, visit.campaign)
    lines = [
        _line(book, about, mine.get(name, {}), year, held, is_officer=is_officer)
        for name, about in index.abouts.items()
    ]
    strip = _strip(lines)
    about = index.abouts.get(visit.request.GET.get("of", "")) or (strip[0].about if strip else None)
    sought = visit.request.GET.get("q", "").strip()
    spot = index.school(school.code)
    told: dict[str, object] = {
        "campaign": visit.campaign,
        "school": school,
        "is_school": True,
        "is_officer": is_officer,
        "has_data": spot is not None and spot.has_data,
        "spot": spot,
        "year": year,
        "before": year - 1,
        "years": [(one, with_query(visit, {"year": str(one)})) for one in held],
        "strip": [(one, _of(visit, one)) for one in strip],
        "groups": _groups(visit, lines, sought),
        "q": sought,
        "of": about,
        "key": index.key,
    }
    told |= _parts(visit, books, about, school, year)
    if about is not None:
        told |= _at_length(visit, books, about, mine.get(about.name, {}), held, year, is_officer=is_officer)
    seen = [one for those in _groups(visit, lines, sought).values() for one, _ in those]
    return shown(visit, "pages/look/school_figures.html", told, _listed(f"{school.name}指标 {year}", seen, year))


def _parts(visit: Visit, books: Sequence[Book], about: About | None, school: School, year: int) -> dict[str, object]:
    """Return what the school's own wholes consist of, and where the register of it was filled in on the site."""
    told = parts_told(visit, books, about, school.code, year)
    found = told["composed"]
    if isinstance(found, Composed) and year == visit.campaign.year:
        is_here = Submission.objects.filter(school=school, register=found.register).exists()
        address = reverse("grid", args=(visit.campaign.slug, school.code, found.register))
        told["register_at"] = address if is_here else ""
    return told


def _line(book: Book, about: About, years: Years, year: int, held: Sequence[int], *, is_officer: bool) -> Line:
    index = book.index
    found = line(about, years, year, held)
    city = index.of(index.city, about.name).get(year, NO_NUMBER)
    city = city if is_officer else shown_to_schools(about, city)
    peers = peers_of(about, index.quarters.get(about.name, {}), year)
    return replace(found, city=city, peers=peers)


def _strip(lines: Sequence[Line]) -> list[Line]:
    """Return what stands at the head: what is below a standard first, then what meets one."""
    order = ("below", "met", "unjudged", "")
    known = [one for one in lines if one.now.number is not None]
    return sorted(known, key=lambda one: order.index(one.now.outcome))[:STRIP]


def _of(visit: Visit, one: Line) -> str:
    return with_query(visit, {"of": one.about.name, "q": ""}) + "#trend"


def _groups(visit: Visit, lines: Sequence[Line], sought: str) -> dict[str, list[tuple[Line, str]]]:
    """Return the register's name → its indicators with their addresses; what no school has is left out."""
    grouped: dict[str, list[tuple[Line, str]]] = {}
    for one in lines:
        is_of_city = one.now.sign in ("／", "—") and one.was.sign in ("／", "—")
        if not is_of_city and (not sought or sought in one.about.label or sought in one.about.definition):
            grouped.setdefault(one.about.group, []).append((one, _of(visit, one)))
    return grouped


def _at_length(
    visit: Visit, books: Sequence[Book], about: About, years: Years, held: Sequence[int], year: int, *, is_officer: bool
) -> dict[str, object]:
    """Return what the page shows of the indicator that was chosen."""
    index = books[-1].index
    held = [one for one in held if one in years_held(books, [years])]
    rule = rule_of(about, [years.get(year, NO_NUMBER), years.get(year - 1, NO_NUMBER)])
    quarters = {
        one: those for one, those in index.quarters.get(about.name, {}).items() if peers_of(about, {one: those}, one)
    }
    city: Mapping[int, Figure] = through(books, index.city, about.name)
    if not is_officer:
        city = {one: shown_to_schools(about, figure) for one, figure in city.items()}
    is_sum = not about.is_share
    other = {} if is_sum else city
    rows = []
    for one in held:
        peers = peers_of(about, quarters, one)
        mine = years.get(one, NO_NUMBER)
        rows.append((str(one), text_of(about, mine), text_of(about, city.get(one)), peers or ("—", "—", "—")))
    to_come = expected(about, years, index.year)
    compare = reverse("figures", args=(visit.campaign.slug,)) + f"?of={about.name}"
    return {
        "line": line(about, years, year, held),
        "rule": rule,
        "trend": trend_of(
            about,
            held,
            years,
            (),
            rule,
            named=gettext("本校"),
            other=other,
            quarters=quarters,
            ahead=to_come.ahead,
        ),
        "expected": to_come,
        "trend_rows": rows,
        "has_peers": bool(quarters),
        "peers": peers_of(about, quarters, year),
        "now": years.get(year, NO_NUMBER),
        "city_text": text_of(about, city.get(year)),
        "steps": change_steps(about, years.get(year), years.get(year - 1), year),
        "sources": registers_behind(visit.school, about, year),
        "compare": compare,
    }


@kept_in_chinese
def _listed(title: str, lines: Sequence[Line], year: int) -> Listed:
    heads = (
        "指标",
        "单位",
        f"{year - 1}年",
        f"{year}年",
        "变化",
        "位次",
        "下四分位",
        "中位",
        "上四分位",
        "全市",
        "标准",
        "结论",
        "分子",
        "分母",
        "封存",
    )
    said = {"met": "达标", "below": "未达标", "unjudged": "不能判断", "": ""}
    rows = []
    for one in lines:
        city = one.city or NO_NUMBER
        rows.append(
            (
                one.about.label,
                one.about.unit,
                one.was.number if one.was.number is not None else one.was_text,
                one.now.number if one.now.number is not None else one.text,
                one.change,
                f"{one.now.rank}/{one.now.ranked}" if one.now.rank else "",
                *(one.peers or ("", "", "")),
                city.number if city.number is not None else city.sign,
                one.rule.requires if one.rule and one.now.outcome else "",
                said[one.now.outcome],
                one.now.top.number if one.now.bottom else "",
                one.now.bottom.number if one.now.bottom else "",
                "、".join(one.now.snapshots),
            )
        )
    return Listed(title, heads, rows, remark="缺：未报送；—：未采集；÷：分母为零；＊：少于 5 人不显示。")
