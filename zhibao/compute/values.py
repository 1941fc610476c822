"""指标计算: one value per indicator, place and year; the engine aggregates, Python divides exactly."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from zhibao.catalog.expression import Aggregate, Formula
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Indicator
from zhibao.snapshot.tables import Group
from zhibao.terms.arithmetic import quotient
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Computed, Meaning, Missing, Origin, OriginKind, Value, ValueKey, Values

Found = dict[tuple[Aggregate, Level, int, str], dict[Group, Value]]


class Counted(Protocol):
    """可计算的数据: what answers aggregates: tables of rows, or what was kept of them."""

    years: tuple[int, ...]

    @property
    def city(self) -> Place:
        """Return the place that the data are about."""

    @property
    def levels(self) -> tuple[Level, ...]:
        """Return the levels of its places, from the school up."""

    @property
    def imported(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Return (register, field) → the systems that numbers were imported from."""

    def places(self, level: Level, year: int) -> tuple[str, ...]:
        """Return the codes of a level's places."""

    def behind(self, level: Level, place: str, year: int) -> tuple[str, ...]:
        """Return what names the data behind a place's values."""

    def aggregate(
        self, register: str, wanted: Sequence[Aggregate], level: Level, year: int, by: str = ""
    ) -> dict[Group, dict[Aggregate, Value]]:
        """Return aggregates per place of a level (and member, with `by`)."""


def compute(tables: Counted, catalog: Catalog, indicators: Iterable[str]) -> Values:
    """Return one value per indicator × place (school, county, city and up) × year, and per member of a breakdown.

    Shape: no pair of an expected place and an indicator is dropped.
    Unit: each indicator's own; exact and unrounded.
    Missing: an unsubmitted register gives Missing, a zero denominator Undefined; neither is ever 0.
    Raises: FormulaError, when a formula names a field no register has.
    Source: docs/algorithms/indicator_values.md
    """
    chosen = [catalog.indicators[name] for name in dict.fromkeys(indicators)]
    found = _aggregates(tables, catalog, chosen)
    table: dict[ValueKey, Computed] = {}
    members: dict[str, dict[str, None]] = defaultdict(dict)
    for indicator in chosen:
        origin, occurring = _origin(catalog, indicator, tables), _members(catalog, indicator, found)
        for year in tables.years:
            for level in tables.levels:
                for place in tables.places(level, year):
                    behind = tables.behind(level, place, year)
                    table[ValueKey(indicator.name, place, year)] = _whole(
                        catalog, indicator, found, level, Group(place), year, (behind, origin)
                    )
                    for member in sorted(occurring.get((level, year, place), ())):
                        members[indicator.name][member] = None
                        table[ValueKey(indicator.name, place, year, member)] = _whole(
                            catalog, indicator, found, level, Group(place, member), year, (behind, origin)
                        )
    return Values(table, tables.city.code, {name: tuple(sorted(found)) for name, found in members.items()})


def wanted_aggregates(
    catalog: Catalog, indicators: Iterable[Indicator]
) -> Mapping[tuple[str, str], dict[Aggregate, None]]:
    """Return the aggregates that indicators need, by register and breakdown ('' for the whole)."""
    wanted: dict[tuple[str, str], dict[Aggregate, None]] = defaultdict(dict)
    for indicator in indicators:
        register, _, field = indicator.by.partition(".")
        for formula in _formulas(catalog, indicator):
            for one in formula.aggregates:
                wanted[(one.register, "")][one] = None
                if one.register == register:
                    wanted[(one.register, field)][one] = None
    return wanted


def _aggregates(tables: Counted, catalog: Catalog, indicators: list[Indicator]) -> Found:
    """Return every aggregate that is needed, one query per register, level, year and breakdown."""
    wanted = wanted_aggregates(catalog, indicators)
    found: Found = {}
    for (register, by), aggregates in wanted.items():
        for year in tables.years:
            for level in tables.levels:
                groups = tables.aggregate(register, list(aggregates), level, year, by)
                for one in aggregates:
                    found[(one, level, year, by)] = {group: values[one] for group, values in groups.items()}
    return found


def _formulas(catalog: Catalog, indicator: Indicator) -> tuple[Formula, ...]:
    texts = (indicator.value, indicator.numerator, indicator.denominator)
    return tuple(catalog.formula(text) for text in texts if text)


def _members(catalog: Catalog, indicator: Indicator, found: Found) -> Mapping[tuple[Level, int, str], set[str]]:
    """Return the members of a breakdown that occur at each place."""
    register, _, field = indicator.by.partition(".")
    members: dict[tuple[Level, int, str], set[str]] = defaultdict(set)
    if field:
        aggregates = {one for formula in _formulas(catalog, indicator) for one in formula.aggregates}
        for (one, level, year, by), groups in found.items():
            if by == field and one in aggregates and one.register == register:
                for group in groups:
                    if group.member:
                        members[level, year, group.place].add(group.member)
    return members


def _whole(
    catalog: Catalog,
    indicator: Indicator,
    found: Found,
    level: Level,
    group: Group,
    year: int,
    ground: tuple[tuple[str, ...], Origin],
) -> Computed:
    """Return a value with its parts; `ground` names the snapshots behind it and where their data came from."""
    register, _, field = indicator.by.partition(".")

    def evaluated(text: str) -> Value:
        formula = catalog.formula(text)
        values: Mapping[Aggregate, Value] = {
            one: _one(found, one, level, year, field if group.member and one.register == register else "", group)
            for one in formula.aggregates
        }
        return formula.evaluate(values)

    if indicator.value:
        value = evaluated(indicator.value)
        return Computed(value, value, None, *ground)
    numerator, denominator = evaluated(indicator.numerator), evaluated(indicator.denominator)
    value = quotient(numerator, denominator, percent=indicator.unit == "%")
    return Computed(value, numerator, denominator, *ground)


def _origin(catalog: Catalog, indicator: Indicator, tables: Counted) -> Origin:
    """Return that the value is derived, and from which systems' data: those of its registers, and of imports."""
    aggregates = [one for formula in _formulas(catalog, indicator) for one in formula.aggregates]
    systems = dict.fromkeys(catalog.registers[one.register].system for one in aggregates)
    for one in aggregates:
        for field in one.fields:
            systems |= dict.fromkeys(tables.imported.get((one.register, field), ()))
    return Origin(OriginKind.DERIVED, "、".join(system for system in systems if system))


def _one(found: Found, one: Aggregate, level: Level, year: int, by: str, group: Group) -> Value:
    groups = found[(one, level, year, by)]
    return groups.get(group if by else Group(group.place), Missing(Meaning.NOT_APPLICABLE))
