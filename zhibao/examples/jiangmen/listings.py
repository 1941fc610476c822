"""示例江门逐行填报的表: prizes and practice bases of every school."""

from fractions import Fraction

from zhibao.catalog.shape import NonEmpty, Shape
from zhibao.examples.apportion import apportion
from zhibao.examples.model import Example, Invention
from zhibao.examples.rows import SchoolRows, counted
from zhibao.examples.shares import Shares
from zhibao.snapshot.submission import Row, Rows


class Prize(Shape):
    """获奖: how many prizes of a kind each school won, by year."""

    contest: NonEmpty
    prize: NonEmpty
    schools: dict[str, dict[int, int]]


class PracticeBases(Shape):
    """教师实践基地: how many different firms there are, how often two schools share one, and how names are made."""

    total: dict[int, int]
    shared_every: int
    stems: tuple[str, ...]
    trades: tuple[str, ...]


class Listings(Shape):
    """逐行填报的表, and which of their numbers are invented."""

    invented: tuple[Invention, ...]
    prizes: tuple[Prize, ...]
    practice_bases: PracticeBases


def school_rows(shares: Shares) -> SchoolRows:
    """Return the rows of every register of rows, school by school; a school without any has none."""
    listings = shares.example.read("rows.yaml", Listings)
    bases = _practice_bases(listings.practice_bases, shares)
    return {
        code: {"awards": _awards(listings, code, shares.year), "practice_bases": bases[code]}
        for code in shares.example.codes
    }


def city_rows(example: Example, year: int) -> Rows:
    """Return the rows of the city's own registers; this outline prints none of them."""
    return {}


def _awards(listings: Listings, code: str, year: int) -> tuple[Row, ...]:
    return tuple(
        {"contest": one.contest, "prize": one.prize, "number": counted(number)}
        for one in listings.prizes
        if (number := one.schools.get(code, {}).get(year, 0))
    )


def _practice_bases(bases: PracticeBases, shares: Shares) -> dict[str, tuple[Row, ...]]:
    """Return each school's firms; now and then the last one of a run is the neighbour's too."""
    students, codes = shares["students.full_time"], shares.example.codes
    names = [f"示例{stem}{trade}有限公司" for stem in bases.stems for trade in bases.trades]
    held: dict[str, list[str]] = {code: [] for code in codes}
    # Firms keep their school from year to year: the first ones are dealt out as in the year with fewer.
    dealt = 0
    for total in sorted(set(bases.total.values())):
        if total > bases.total[shares.year]:
            break
        weight = apportion(total - dealt, [Fraction(number) for number in students], shares.zeros, [total] * len(codes))
        owners = [place for place, number in enumerate(weight) for _ in range(number)]
        for place in owners:
            held[codes[place]].append(names[dealt])
            if dealt % bases.shared_every == bases.shared_every - 1:
                held[codes[(place + 1) % len(codes)]].append(names[dealt])
            dealt += 1
    return {code: tuple({"enterprise": name} for name in firms) for code, firms in held.items()}
