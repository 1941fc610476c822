"""人数与关系: which values of a report count persons or follow from such counts, and what ties the counts together."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from zhibao.catalog.expression import Aggregate, FieldName, Node, Operation, parse_condition
from zhibao.catalog.identities import generated_checks
from zhibao.catalog.load import Catalog
from zhibao.publish.suppression import Tie, sum_of
from zhibao.terms.value import Computed, Known, Value, ValueKey, Values

PERSONS = "人"
Quantity = Aggregate | str
"""What is counted: a sum over a register, or else an indicator or a formula by its text."""
Count = tuple[Quantity, str, str, Fraction]
"""Quantity, place, member, number: one count wherever and of whichever year it is printed."""
Within = Mapping[int, Mapping[str, str]]
"""Year → school → county."""
Linear = dict[Aggregate, Fraction]
_Cell = tuple[Quantity, str, int, str]


@dataclass
class Counted:
    """数得出的: every count that is shown somewhere, what ties them, and the counts that each value gives away."""

    counts: dict[Hashable, Fraction] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    behind: dict[ValueKey, tuple[Count, ...]] = field(default_factory=dict)


def counted(values: Values, catalog: Catalog, within: Within) -> Counted:
    """Return the counts of persons among values and behind their shares, with the sums that hold between them."""
    found, cells = Counted(), dict[_Cell, Count]()
    for key, computed in values.items():
        shown = tuple(_counts_of(key, computed, catalog))
        for one in shown:
            cells[one[0], key.place, key.year, key.member] = one
            found.counts[one] = one[3]
        if shown:
            found.behind[key] = shown
    relations = [*_formulas(catalog, {cell[0] for cell in cells}), *_equations(catalog, {cell[0] for cell in cells})]
    found.ties += _by_place(cells, values.city, within)
    found.ties += _by_member(cells)
    found.ties += _by_relation(relations, cells, values.city, within)
    return found


def count_named(indicator: str, place: str, member: str, number: Fraction, catalog: Catalog) -> Count:
    """Return the count that a printed number of persons is."""
    known = catalog.indicators.get(indicator)
    return (_quantity(known.value, indicator, catalog) if known and known.value else indicator, place, member, number)


def _counts_of(key: ValueKey, computed: Computed, catalog: Catalog) -> Iterator[Count]:
    one = catalog.indicators[key.indicator]
    parts: list[tuple[str, Value | None]] = [
        (one.numerator, computed.numerator),
        (one.denominator, computed.denominator),
    ]
    if one.value:
        parts = [(one.value, computed.value)] if one.unit == PERSONS else []
    for formula, value in parts:
        if isinstance(value, Known) and (one.value or _counts_persons(formula, catalog)):
            name = key.indicator if one.value else formula
            yield (_quantity(formula, name, catalog), key.place, key.member, value.number)


def _quantity(formula: str, name: str, catalog: Catalog) -> Quantity:
    match catalog.formula(formula).tree:
        case Aggregate() as one:
            return one
        case _:
            return name


def _counts_persons(formula: str, catalog: Catalog) -> bool:
    """Say whether everything in a formula counts persons."""
    return all(_unit(one, catalog) == PERSONS for one in catalog.formula(formula).aggregates)


def _unit(one: Aggregate, catalog: Catalog) -> str:
    register = catalog.registers[one.register]
    if one.function == "COUNT":
        return PERSONS if register.is_of_persons else ""
    known = register.fields.get(one.field)
    return known.unit if known else ""


def _linear(tree: Node) -> Linear | None:
    """Return a formula as aggregates with factors; None for one that multiplies or divides them."""
    match tree:
        case Aggregate():
            return {tree: Fraction(1)}
        case FieldName(register, name):
            return {Aggregate("SUM", register, name): Fraction(1)}
        case Operation(("+" | "-") as sign, left, right):
            a, b = _linear(left), _linear(right)
            return None if a is None or b is None else _added(a, b, 1 if sign == "+" else -1)
        case Operation("*", Fraction() as factor, right) if (inner := _linear(right)) is not None:
            return {name: factor * one for name, one in inner.items()}
        case _:
            return None


def _added(one: Linear, other: Linear, sign: int) -> Linear:
    return {name: one.get(name, Fraction(0)) + sign * other.get(name, Fraction(0)) for name in {**one, **other}}


Relation = tuple[tuple[Quantity, Fraction], ...]


def _formulas(catalog: Catalog, shown: Iterable[Quantity]) -> Iterator[Relation]:
    """Yield what the quantities that are no plain sum are made of."""
    for one in shown:
        if isinstance(one, str):
            text = catalog.indicators[one].value if one in catalog.indicators else one
            linear = _linear(catalog.formula(text).tree)
            if linear is not None:
                yield (*linear.items(), (one, Fraction(-1)))


def _equations(catalog: Catalog, shown: set[Quantity]) -> list[Relation]:
    """Return what the registers say must add up, as far as it ties shown quantities to each other."""
    found: list[Relation] = []
    for check in (*generated_checks(catalog.registers).values(), *catalog.checks.values()):
        if check.rows_of or not check.must:
            continue
        condition = parse_condition(check.must, catalog.registers)
        left, right = _linear(condition.left), _linear(condition.right)
        if condition.comparison == "=" and left is not None and right is not None:
            terms = _added(left, right, -1)
            if all(_unit(one, catalog) == PERSONS for one in terms):
                found.append(tuple(terms.items()))
    inside = {one for relation in _formulas(catalog, shown) for one, _ in relation}
    while True:
        times = Counter(name for relation in found for name, _ in relation)
        kept = [one for one in found if all(times[name] > 1 or name in shown | inside for name, _ in one)]
        if len(kept) == len(found):
            return kept
        found = kept


def _by_place(cells: Mapping[_Cell, Count], city: str, within: Within) -> Iterator[Tie]:
    """Yield the sums from schools to counties and from both to the city, where they hold."""
    groups: dict[tuple[Quantity, int, str], dict[str, Count]] = defaultdict(dict)
    for (quantity, place, year, member), count in cells.items():
        groups[quantity, year, member][place] = count
    for (_, year, _), group in groups.items():
        yield from _places(group, city, within.get(year, {}))


def _places(group: Mapping[str, Count], city: str, within: Mapping[str, str]) -> Iterator[Tie]:
    for total, parts in _levels(city, within):
        known = [group[one] for one in parts if one in group]
        if total in group and known and sum(one[3] for one in known) == group[total][3]:
            yield sum_of(group[total], known)


def _levels(city: str, within: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    counties: dict[str, list[str]] = defaultdict(list)
    for school, county in within.items():
        counties[county].append(school)
    yield city, list(within)
    yield city, list(counties)
    yield from counties.items()


def _by_member(cells: Mapping[_Cell, Count]) -> Iterator[Tie]:
    """Yield the sums of the members of a breakdown, where they make up the whole."""
    groups: dict[tuple[Quantity, str, int], dict[str, Count]] = defaultdict(dict)
    for (quantity, place, year, member), count in cells.items():
        groups[quantity, place, year][member] = count
    for group in groups.values():
        parts = [count for member, count in group.items() if member]
        if "" in group and parts and sum(one[3] for one in parts) == group[""][3]:
            yield sum_of(group[""], parts)


def _by_relation(
    relations: Iterable[Relation], cells: Mapping[_Cell, Count], city: str, within: Within
) -> Iterator[Tie]:
    """Yield what ties quantities of one place and year, and the sums of those in them that are shown nowhere."""
    places = {(cell[1], cell[2]) for cell in cells}
    unseen: dict[tuple[Quantity, int], dict[str, Hashable]] = defaultdict(dict)
    for place, year in places:
        for relation in relations:
            terms = []
            for quantity, factor in relation:
                name: Hashable = cells.get((quantity, place, year, ""))
                if name is None:
                    name = unseen[quantity, year][place] = (quantity, place, year)
                terms.append((name, factor))
            yield Tie(tuple(terms))
    for (quantity, year), _ in unseen.items():
        for total, parts in _levels(city, within.get(year, {})):
            named = [cells.get((quantity, one, year, ""), (quantity, one, year)) for one in (total, *parts)]
            yield sum_of(named[0], named[1:])
