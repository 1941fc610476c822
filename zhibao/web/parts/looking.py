"""看数的内容: which numbers a page shows to whom, through the years, and what stands beside each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from zhibao.web.actions.see_figures import Book
from zhibao.web.bridge.figures import About, Figure, Rule, Spot, Years
from zhibao.web.parts.charts import spark

LEAST_SHOWN = 5
NO_NUMBER = Figure(sign="—", said="未采集")


@dataclass(frozen=True)
class TwoYears:
    """两年: a number of an indicator this year and last."""

    about: About
    now: Figure
    was: Figure

    @property
    def change(self) -> str:
        """Return the difference to last year with its sign."""
        return self.about.change(self.now, self.was)

    @property
    def text(self) -> str:
        """Return the number as printed, or the sign for it."""
        return text_of(self.about, self.now)

    @property
    def was_text(self) -> str:
        """Return last year's number as printed, or the sign for it."""
        return text_of(self.about, self.was)

    @property
    def parts(self) -> str:
        """Return numerator and denominator as printed; '' for a plain count."""
        return parts_of(self.now)


@dataclass(frozen=True)
class Line(TwoYears):
    """一行: an indicator of a place this year and last, its parts, its trend and its standard.

    `met` of `judged` schools keep the line; for a school `peers` are the quartiles of all, `rank` its place.
    """

    spark: SafeString
    rule: Rule | None
    met: int = 0
    judged: int = 0
    below: int = 0
    city: Figure | None = None
    peers: tuple[str, str, str] | None = None

    @property
    def city_text(self) -> str:
        """Return the city's number as printed, or the sign for it."""
        return text_of(self.about, self.city)


@dataclass(frozen=True)
class SchoolLine(TwoYears):
    """一校: its number of an indicator this year and last."""

    spot: Spot


def text_of(about: About, one: Figure | None) -> str:
    """Return a number as its indicator prints it, 约 before an estimate, or the sign for it."""
    if one is None:
        return NO_NUMBER.sign
    if one.number is None:
        return one.sign
    return (
        gettext("约 {printed}").format(printed=about.printed(one.number))
        if one.is_estimated
        else about.printed(one.number)
    )


def parts_of(one: Figure) -> str:
    """Return numerator ÷ denominator; '' for what is no quotient."""
    if one.bottom is None:
        return ""
    return " ÷ ".join(plain(part.number) if part.number is not None else part.sign for part in (one.top, one.bottom))


def plain(number: Fraction) -> str:
    """Return an exact number as briefly as two decimals allow."""
    return str(number) if number.denominator == 1 else f"{float(number):.2f}".rstrip("0").rstrip(".").replace("-", "−")


def shown_to_schools(about: About, one: Figure) -> Figure:
    """Return a number of others as schools see it: a count of very few persons is not shown to them."""
    is_small = about.counts_persons and one.number is not None and 0 < one.number < LEAST_SHOWN
    return Figure(sign="＊", said="少于 5 人，不予显示") if is_small else one


def through(books: Sequence[Book], place: str, indicator: str) -> dict[int, Figure]:
    """Return the numbers of a city or county through all years held; of one year the later collection counts."""
    found: dict[int, Figure] = {}
    for book in books:
        found |= {year: one for year, one in book.index.of(place, indicator).items() if _counts(found, year, one)}
    return dict(sorted(found.items()))


def schools_through(books: Sequence[Book], indicator: str) -> dict[str, dict[int, Figure]]:
    """Return school → year → number through all years held."""
    found: dict[str, dict[int, Figure]] = {}
    for book in books:
        for code, years in book.schools(indicator).items():
            mine = found.setdefault(code, {})
            mine.update({year: one for year, one in years.items() if _counts(mine, year, one)})
    return {code: dict(sorted(years.items())) for code, years in found.items()}


def school_through(books: Sequence[Book], code: str) -> dict[str, dict[int, Figure]]:
    """Return indicator → year → number of a school through all years held."""
    found: dict[str, dict[int, Figure]] = {}
    for book in books:
        for indicator, years in book.school(code).items():
            mine = found.setdefault(indicator, {})
            mine.update({year: one for year, one in years.items() if _counts(mine, year, one)})
    return {indicator: dict(sorted(years.items())) for indicator, years in found.items()}


def years_held(books: Sequence[Book], numbers: Sequence[Years]) -> list[int]:
    """Return the years in which any of some places has a number, and always the two of the collection."""
    latest = books[-1].index
    known = {year for years in numbers for year, one in years.items() if one.number is not None}
    return sorted(known | {latest.year, latest.year - 1})


def line(about: About, years: Years, year: int, held: Sequence[int], schools: Sequence[Years] = ()) -> Line:
    """Return an indicator of a place as a row, with how many of some schools keep the line."""
    now, was = years.get(year, NO_NUMBER), years.get(year - 1, NO_NUMBER)
    outcomes = [one[year].outcome for one in schools if year in one]
    rule = rule_of(about, (now, *(one[year] for one in schools if year in one)))
    numbers = [years[one].number if one in years else None for one in held]
    drawn = spark(
        numbers,
        rule.line if rule is not None and now.rule else None,
        gettext("{indicator}走势").format(indicator=about.label),
    )
    met, below = outcomes.count("met"), outcomes.count("below")
    return Line(about, now, was, drawn, rule, met=met, judged=met + below, below=below)


def rule_of(about: About, figures: Sequence[Figure]) -> Rule | None:
    """Return the standard that the first of some numbers was held against."""
    name = next((one.rule for one in figures if one.rule), "")
    return about.rule(name)


def ordered(rows: Sequence[SchoolLine], by: str, *, down: bool) -> list[SchoolLine]:
    """Return schools in the order asked for; those without a number last, whichever way."""
    if by == "name":
        return sorted(rows, key=lambda one: one.spot.name, reverse=down)
    known = [one for one in rows if _key(one, by) is not None]
    rest = [one for one in rows if _key(one, by) is None]
    return sorted(known, key=lambda one: _key(one, by) or Fraction(0), reverse=down) + rest


def peers_of(
    about: About, quarters: Mapping[int, tuple[Fraction, Fraction, Fraction]], year: int
) -> tuple[str, str, str] | None:
    """Return the quartiles of all schools as printed; None where they would name one, or hold very few persons."""
    found = quarters.get(year)
    if found is None or (about.counts_persons and any(0 < one < LEAST_SHOWN for one in found)):
        return None
    first, middle, third = (about.printed(one) for one in found)
    return first, middle, third


def _key(one: SchoolLine, by: str) -> Fraction | None:
    if by == "was":
        return one.was.number
    if by == "change":
        return one.now.number - one.was.number if one.now.number is not None and one.was.number is not None else None
    return one.now.number


def _counts(found: Mapping[int, Figure], year: int, one: Figure) -> bool:
    """Say whether a number of a later book stands in the place of an earlier one's."""
    return year not in found or one.number is not None or found[year].number is None
