"""示例清远逐行填报的表: majors, contests, certificates, honours and what the city itself lists."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from zhibao.catalog.shape import NonEmpty, Shape
from zhibao.examples.model import Example, Invention
from zhibao.examples.rows import SchoolRows, counted
from zhibao.examples.shares import Shares
from zhibao.snapshot.submission import Row, Rows


class Majors(Shape):
    """专业布点: how many schools teach each major this year, and which ones were opened this year."""

    points: dict[str, int]
    opened: dict[str, str]


class Link(Shape):
    """三二分段: one school's major, the college's major it leads to, and the places by year."""

    school: NonEmpty
    major: NonEmpty
    college: NonEmpty
    college_major: NonEmpty
    places: dict[int, int]


class Certificate(Shape):
    """证书试点."""

    school: NonEmpty
    certificate: NonEmpty
    grade: NonEmpty
    years: tuple[int, ...]


class Honour(Shape):
    """党建荣誉."""

    school: NonEmpty
    year: int
    awarded: NonEmpty
    recipient: NonEmpty
    honour: NonEmpty


class Support(Shape):
    """帮扶."""

    lead: NonEmpty
    supported: NonEmpty


class Budget(Shape):
    """生均经费."""

    students: int
    education_budget: int
    public_budget: int


class Project(Shape):
    """强师工程项目."""

    project: NonEmpty
    amount: dict[int, int]


class Publication(Shape):
    """年报发布: a date by year, and the address with the school's number."""

    published: dict[int, date]
    address: NonEmpty


class Listings(Shape):
    """逐行填报的表, and which of their numbers are invented."""

    invented: tuple[Invention, ...]
    majors: Majors
    graduate_categories: dict[str, str]
    through_training: tuple[Link, ...]
    certificates: tuple[Certificate, ...]
    honours: tuple[Honour, ...]
    rural_support: tuple[Support, ...]
    city_budget: dict[int, Budget]
    improvement_projects: tuple[Project, ...]
    publication: Publication


def school_rows(shares: Shares) -> SchoolRows:
    """Return the rows of every register of rows, school by school, and those of the publication."""
    listings, year = listings_of(shares.example), shares.year
    majors = majors_of(shares.example, year)
    return {
        code: {
            "majors": tuple({"major": major, "category": major[:2]} for major in majors[place]),
            "awards": _awards(shares, place),
            "direct_by_category": _direct_by_category(shares, place),
            "through_training": _through_training(listings, code, year),
            "certificate_pilots": _certificates(listings, code, year),
            "party_honours": _honours(listings, code, year),
            "report_publication": (_publication(listings, place, year),),
        }
        for place, code in enumerate(shares.example.codes)
    }


def city_rows(example: Example, year: int) -> Rows:
    """Return the rows of the city's own registers."""
    listings = listings_of(example)
    budget = listings.city_budget[year]
    return {
        "city_budget": ({name: counted(number) for name, number in budget},),
        "improvement_projects": tuple(
            {"project": one.project, "amount": counted(one.amount[year])} for one in listings.improvement_projects
        ),
        "rural_support": tuple({"lead": one.lead, "supported": one.supported} for one in listings.rural_support),
    }


def majors_of(example: Example, year: int) -> tuple[tuple[str, ...], ...]:
    """Return each school's majors: the most common one first, always to the schools with most room left."""
    listings = listings_of(example)
    room = [school.points for school in example.roster.schools]
    held: list[list[str]] = [[] for _ in room]
    for major, number in sorted(listings.majors.points.items(), key=lambda one: (-one[1], one[0])):
        for place in sorted(range(len(room)), key=lambda place: (-room[place], place))[:number]:
            room[place] -= 1
            held[place].append(major)
    if any(room):
        raise ValueError("the majors do not fill the schools' points")
    if year < example.edition.this:
        for place, code in enumerate(example.codes):
            if code in listings.majors.opened:
                held[place].remove(listings.majors.opened[code])
    return tuple(tuple(sorted(majors)) for majors in held)


@cache
def listings_of(example: Example) -> Listings:
    """Return the lists of the example, read once."""
    return example.read("rows.yaml", Listings)


def _awards(shares: Shares, place: int) -> tuple[Row, ...]:
    rows: list[Row] = []
    for name in shares.example.figures.rows["awards"]:
        contest, prize = name.split("/")
        if number := shares[f"awards.{name}"][place]:
            rows.append({"contest": contest, "prize": prize, "number": counted(number)})
    return tuple(rows)


def _direct_by_category(shares: Shares, place: int) -> tuple[Row, ...]:
    columns: Mapping[str, int] = {
        name: shares[f"direct_by_category.{name}"][place] for name in shares.example.figures.rows["direct_by_category"]
    }
    return tuple({"category": name, "direct": counted(number)} for name, number in columns.items() if number)


def _through_training(listings: Listings, code: str, year: int) -> tuple[Row, ...]:
    return tuple(
        {
            "major": one.major,
            "college": one.college,
            "college_major": one.college_major,
            "places": counted(one.places[year]),
        }
        for one in listings.through_training
        if one.school == code and year in one.places
    )


def _certificates(listings: Listings, code: str, year: int) -> tuple[Row, ...]:
    return tuple(
        {"certificate": one.certificate, "grade": one.grade}
        for one in listings.certificates
        if one.school == code and year in one.years
    )


def _honours(listings: Listings, code: str, year: int) -> tuple[Row, ...]:
    return tuple(
        {"awarded": one.awarded, "recipient": one.recipient, "honour": one.honour}
        for one in listings.honours
        if (one.school, one.year) == (code, year)
    )


def _publication(listings: Listings, place: int, year: int) -> Row:
    address = listings.publication.address.format(number=place + 1)
    return {"published": listings.publication.published[year], "address": address}
