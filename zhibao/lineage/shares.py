"""各家的份额: how much each place moved numerator and denominator, where these are sums."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from zhibao.catalog.expression import Aggregate, Node, Operation
from zhibao.catalog.model import Indicator
from zhibao.lineage.model import Moved, Share, difference
from zhibao.lineage.points import Point
from zhibao.terms.place import Level
from zhibao.terms.value import Known, Missing, ValueKey

_Moves = dict[str, Fraction]


def shares(
    key: ValueKey, level: Level, points: tuple[Point, Point], moved: tuple[Moved | None, Moved | None]
) -> tuple[Share, ...] | None:
    """Return the shares of places in what moved between two points of equal definitions; those that moved nothing not.

    Missing: None where the formula is no sum of rows, or where a place has a gap before or after.
    """
    before, after = moved
    if before is None or after is None:
        return None
    indicator = points[1].catalog.indicators[key.indicator]
    above = _moves(indicator.value or indicator.numerator, indicator, key, level, points)
    below = _moves(indicator.denominator, indicator, key, level, points) if indicator.denominator else {}
    if above is None or below is None:
        return None
    if sum(above.values(), Fraction(0)) != difference(before.numerator, after.numerator):
        return None
    if indicator.denominator and sum(below.values(), Fraction(0)) != difference(before.denominator, after.denominator):
        return None
    return tuple(
        Share(place, above.get(place, Fraction(0)), below.get(place, Fraction(0)) if indicator.denominator else None)
        for place in dict.fromkeys((*above, *below))
        if above.get(place) or below.get(place)
    )


def _moves(text: str, indicator: Indicator, key: ValueKey, level: Level, points: tuple[Point, Point]) -> _Moves | None:
    """Return by how much each place moved a formula; None where places have no share of it."""
    catalog = points[1].catalog
    terms = _linear(catalog.formula(text).tree)
    if terms is None:
        return None
    found: _Moves = {}
    register, _, field = indicator.by.partition(".")
    for one, times in terms.items():
        group = (field, key.member) if key.member and one.register == register else ("", "")
        below_city = catalog.registers[one.register].level is not Level.CITY
        for unit, place in dict.fromkeys(spot for point in points for spot in _units(point, key, level, below_city)):
            numbers = []
            for point in points:
                there = (unit, place) in set(_units(point, key, level, below_city))
                value = point.aggregate(one, unit, place, key.year, group) if there else None
                if isinstance(value, Missing) and value.gaps:
                    return None
                numbers.append(value.number if isinstance(value, Known) else Fraction(0))
            found[place] = found.get(place, Fraction(0)) + times * (numbers[1] - numbers[0])
    return found


def _units(point: Point, key: ValueKey, level: Level, below_city: bool) -> Iterator[tuple[Level, str]]:
    """Yield who has rows of a register at a place: its schools, or cities, for their own registers and alone."""
    scope, spot = point.scope, (level, key.place, key.year)
    if level is Level.SCHOOL:
        yield Level.SCHOOL, key.place
        return
    if below_city:
        yield from ((Level.SCHOOL, one) for one in scope.within(*spot))
    if level is not Level.COUNTY:
        for city in scope.cities_at(*spot):
            if not below_city or not scope.within(Level.CITY, city, key.year):
                yield Level.CITY, city


def _linear(node: Node) -> Mapping[Aggregate, Fraction] | None:
    """Return the sums that a formula adds up, each with its factor; None for any other formula."""
    match node:
        case Aggregate(function) if function in ("SUM", "COUNT"):
            return {node: Fraction(1)}
        case Fraction():
            return {}
        case Operation(sign, left, right) if sign in "+-":
            first, second = _linear(left), _linear(right)
            if first is None or second is None:
                return None
            signed = 1 if sign == "+" else -1
            return {
                one: first.get(one, Fraction(0)) + signed * second.get(one, Fraction(0))
                for one in dict.fromkeys((*first, *second))
            }
        case Operation("*", Fraction() as times, other) | Operation("*", other, Fraction() as times):
            terms = _linear(other)
            return None if terms is None else {one: times * factor for one, factor in terms.items()}
        case Operation("/", other, Fraction() as divisor) if divisor:
            terms = _linear(other)
            return None if terms is None else {one: factor / divisor for one, factor in terms.items()}
        case _:
            return None
