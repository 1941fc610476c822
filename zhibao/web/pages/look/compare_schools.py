"""学校比较: chosen indicators of chosen schools in one table, sorted by any of them, with bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from zhibao.web.actions.export_seen import Listed
from zhibao.web.actions.see_figures import Pending, see
from zhibao.web.bridge.figures import About, Figure, Index, Rule, Spot, Years
from zhibao.web.guard import Visit, page
from zhibao.web.pages.look.figures import county_of
from zhibao.web.parts.charts import bar, scale
from zhibao.web.parts.look_answers import shown, waiting
from zhibao.web.parts.looking import NO_NUMBER, rule_of, text_of
from zhibao.web.records.in_chinese import kept_in_chinese
from zhibao.web.records.role import Need

MOST = 8
"""So many indicators stand beside each other; more cannot be read."""


@dataclass(frozen=True)
class Compared:
    """一格: a number of a school with its bar, and where its cells are."""

    figure: Figure
    text: str
    change: str
    bar: SafeString
    address: str


@dataclass(frozen=True)
class Head:
    """一栏: an indicator, the address that sorts by it, and how it is sorted now."""

    about: About
    rule: Rule | None
    address: str
    sorted: str


@page("<slug:campaign>/compare/", name="compare_schools", needs=Need.BOARD)
def compare_schools(visit: Visit) -> HttpResponse:
    """学校比较: a county officer compares the schools of the county."""
    book = see(visit.campaign)
    if isinstance(book, Pending):
        return waiting(visit, book)
    index, county = book.index, county_of(visit, book)
    offered = [one for one in index.schools if county in ("", one.county)]
    asked = set(visit.request.GET.getlist("s"))
    spots = [one for one in offered if one.code in asked] or offered
    abouts = chosen_of(visit, index)
    numbers = {one.name: book.schools(one.name) for one in abouts}
    sort, down = visit.request.GET.get("sort", ""), visit.request.GET.get("up", "") != "1"
    if sort in numbers:
        spots = _ordered(spots, numbers[sort], index.year, down=down)
    columns = [_column(visit, one, spots, numbers[one.name], index.year) for one in abouts]
    rows = [(spot, [column[1][number] for column in columns]) for number, spot in enumerate(spots)]
    place = county or index.city
    totals = [index.of(place, one.name).get(index.year, NO_NUMBER) for one in abouts]
    told: dict[str, object] = {
        "campaign": visit.campaign,
        "index": index,
        "place": county or index.place,
        "year": index.year,
        "heads": [_head(visit, one, column[0], sort, down=down) for one, column in zip(abouts, columns, strict=True)],
        "rows": rows,
        "totals": [(text_of(about, one), one) for about, one in zip(abouts, totals, strict=True)],
        "offered": [(one, one in spots) for one in offered],
        "abouts": grouped(index, abouts),
        "is_all": len(spots) == len(offered),
        "county": county if visit.request.GET.get("county") else "",
        "most": MOST,
    }
    return shown(visit, "pages/look/compare_schools.html", told, _listed(place, abouts, rows, index.year))


def chosen_of(visit: Visit, index: Index) -> list[About]:
    """Return the indicators that the address names, or the first with a standard."""
    asked = [index.abouts[one] for one in dict.fromkeys(visit.request.GET.getlist("k")) if one in index.abouts]
    with_line = [one for one in index.abouts.values() if one.rules]
    return (asked or with_line[:4] or list(index.abouts.values())[:4])[:MOST]


def grouped(index: Index, chosen: Sequence[About]) -> dict[str, list[tuple[About, bool]]]:
    """Return register → its indicators and whether each is chosen."""
    found: dict[str, list[tuple[About, bool]]] = {}
    for one in index.abouts.values():
        found.setdefault(one.group, []).append((one, one in chosen))
    return found


def sorted_address(visit: Visit, by: str, *, down: bool, is_now: bool) -> str:
    """Return the address that sorts by a column, the other way when it is sorted by it already."""
    query: QueryDict = visit.request.GET.copy()
    for name in ("as", "sort", "up"):
        query.pop(name, None)
    query["sort"] = by
    if is_now and down:
        query["up"] = "1"
    return f"?{query.urlencode()}#table"


def _head(visit: Visit, about: About, rule: Rule | None, sort: str, *, down: bool) -> Head:
    is_now = sort == about.name
    address = sorted_address(visit, about.name, down=down, is_now=is_now)
    return Head(about, rule, address, ("descending" if down else "ascending") if is_now else "")


def _column(
    visit: Visit, about: About, spots: Sequence[Spot], numbers: dict[str, Years], year: int
) -> tuple[Rule | None, list[Compared]]:
    mine = [numbers.get(one.code, {}) for one in spots]
    figures = [one.get(year, NO_NUMBER) for one in mine]
    rule = rule_of(about, figures)
    line = rule.line if rule is not None else None
    ruler = scale([*(one.number for one in figures), line], 0.0, 100.0, from_zero=True)
    cells = []
    for spot, years, one in zip(spots, mine, figures, strict=True):
        address = reverse("school_figures", args=(visit.campaign.slug, spot.code)) + f"?of={about.name}#cells"
        drawn = bar(one.number, ruler, line, is_below=one.outcome == "below")
        cells.append(Compared(one, text_of(about, one), about.change(one, years.get(year - 1)), drawn, address))
    return rule, cells


def _ordered(spots: Sequence[Spot], numbers: dict[str, Years], year: int, *, down: bool) -> list[Spot]:
    def number(one: Spot) -> Fraction | None:
        return numbers.get(one.code, {}).get(year, NO_NUMBER).number

    known = [one for one in spots if number(one) is not None]
    return sorted(known, key=lambda one: number(one) or Fraction(0), reverse=down) + [
        one for one in spots if number(one) is None
    ]


@kept_in_chinese
def _listed(place: str, abouts: Sequence[About], rows: Sequence[tuple[Spot, list[Compared]]], year: int) -> Listed:
    heads = ["学校", "县区"]
    for one in abouts:
        heads += [f"{one.label}（{one.unit}）", f"{one.label}变化"]
    told = []
    for spot, cells in rows:
        row: list[str | Fraction | int | None] = [spot.name, spot.county]
        for cell in cells:
            row += [cell.figure.number if cell.figure.number is not None else cell.text, cell.change]
        told.append(tuple(row))
    return Listed(f"学校比较 {place} {year}", tuple(heads), told)
