"""各市比较: the same indicators of every city on the site, whole cities only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpResponse
from django.urls import reverse

from zhibao.web.actions.export_seen import Listed
from zhibao.web.actions.see_figures import Book, Pending, see
from zhibao.web.bridge.figures import About, Figure
from zhibao.web.guard import Visit, page
from zhibao.web.pages.look.compare_schools import Compared, Head, chosen_of, grouped, sorted_address
from zhibao.web.parts.charts import bar, scale
from zhibao.web.parts.look_answers import shown, waiting
from zhibao.web.parts.looking import NO_NUMBER, rule_of, text_of
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.in_chinese import kept_in_chinese
from zhibao.web.records.role import Need


@dataclass(frozen=True)
class City:
    """一市: its newest collection and the numbers of it."""

    book: Book
    address: str

    @property
    def name(self) -> str:
        """Return the name of the city."""
        return self.book.index.place

    @property
    def year(self) -> int:
        """Return the data year."""
        return self.book.index.year

    @property
    def schools(self) -> str:
        """Return how many schools are frozen of how many."""
        return f"{self.book.index.frozen} / {len(self.book.index.schools)}"


@page("compare/cities/", name="compare_cities", needs=Need.COMPARE_CITIES)
def compare_cities(visit: Visit) -> HttpResponse:
    """各市比较: no number of a school; a city whose numbers are not there yet is named as such."""
    newest = _newest()
    seen = {one.city: see(one) for one in newest}
    books = [one for one in seen.values() if isinstance(one, Book)]
    waits = [one.place for one in newest if isinstance(seen[one.city], Pending)]
    if not books:
        first = next((one for one in seen.values() if isinstance(one, Pending) and one.job), Pending(None))
        return waiting(visit, first, "cities")
    index = books[0].index.model_copy(update={"abouts": _shared(books)})
    abouts = chosen_of(visit, index)
    sort, down = visit.request.GET.get("sort", ""), visit.request.GET.get("up", "") != "1"
    cities = [City(one, _address(visit, one)) for one in books]
    if any(one.name == sort for one in abouts):
        known = [one for one in cities if _now(one, sort).number is not None]
        known.sort(key=lambda one: _now(one, sort).number or Fraction(0), reverse=down)
        cities = known + [one for one in cities if one not in known]
    columns = [_column(one, cities) for one in abouts]
    rows = [(city, [column[number] for column in columns]) for number, city in enumerate(cities)]
    heads = [
        Head(
            one,
            rule_of(one, [_now(city, one.name) for city in cities]),
            sorted_address(visit, one.name, down=down, is_now=sort == one.name),
            ("descending" if down else "ascending") if sort == one.name else "",
        )
        for one in abouts
    ]
    told: dict[str, object] = {
        "heads": heads,
        "rows": rows,
        "abouts": grouped(index, abouts),
        "waits": waits,
        "is_one": len(cities) < 2,
        "years": len({one.year for one in cities}) > 1,
    }
    return shown(visit, "pages/look/compare_cities.html", told, _listed(abouts, rows))


def _newest() -> list[Campaign]:
    """Return the newest collection of every city."""
    found: dict[str, Campaign] = {}
    for one in Campaign.objects.order_by("city", "year", "pk"):
        found[one.city] = one
    return list(found.values())


def _shared(books: Sequence[Book]) -> Mapping[str, About]:
    """Return the indicators of all cities; what one of them does not count stands as not collected."""
    found: dict[str, About] = {}
    for book in books:
        found = {**book.index.abouts, **found}
    return found


def _now(city: City, indicator: str) -> Figure:
    index = city.book.index
    return index.of(index.city, indicator).get(index.year, NO_NUMBER)


def _column(about: About, cities: Sequence[City]) -> list[Compared]:
    figures = [_now(one, about.name) for one in cities]
    rule = rule_of(about, figures)
    line = rule.line if rule is not None else None
    ruler = scale([*(one.number for one in figures), line], 0.0, 100.0, from_zero=True)
    cells = []
    for city, one in zip(cities, figures, strict=True):
        index = city.book.index
        before = index.of(index.city, about.name).get(index.year - 1)
        drawn = bar(one.number, ruler, line, is_below=one.outcome == "below")
        address = f"{city.address}?of={about.name}#trend" if city.address else ""
        cells.append(Compared(one, text_of(about, one), about.change(one, before), drawn, address))
    return cells


def _address(visit: Visit, book: Book) -> str:
    """Return where a city's own page is, '' for whom it is not open to."""
    may = visit.account.may(Need.BOARD, book.campaign)
    return reverse("figures", args=(book.campaign.slug,)) if may else ""


@kept_in_chinese
def _listed(abouts: Sequence[About], rows: Sequence[tuple[City, list[Compared]]]) -> Listed:
    heads = ["市", "年度", "已封存学校"]
    for one in abouts:
        heads += [f"{one.label}（{one.unit}）", f"{one.label}变化"]
    told = []
    for city, cells in rows:
        row: list[str | Fraction | int | None] = [city.name, city.year, city.schools]
        for cell in cells:
            row += [cell.figure.number if cell.figure.number is not None else cell.text, cell.change]
        told.append(tuple(row))
    return Listed("各市比较", tuple(heads), told)
