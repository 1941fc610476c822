"""指标计算: one value per indicator, place and year; the engine aggregates, Python divides exactly."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from zhibao.catalog.expression import Aggregate, Formula
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Indicator
from zhibao.snapshot.tables import Group, Tables
from zhibao.terms.arithmetic import quotient
from zhibao.terms.place import Level
from zhibao.terms.value import Computed, Meaning, Missing, Origin, OriginKind, Value, ValueKey, Values

LEVELS = (Level.SCHOOL, Level.COUNTY, Level.CITY)
Found = dict[tuple[Aggregate, Level, int, str], dict[Group, Value]]


def compute(tables: Tables, catalog: Catalog, indicators: Iterable[str]) -> Values:
    """Return one value per indicator × place (school, county, city) × year, and per member of a breakdown.

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
        origin = _origin(catalog, indicator, tables)
        for year in tables.years:
            for level in LEVELS:
                for place in tables.places(level, year):
                    behind = tables.behind(level, place, year)
                    table[ValueKey(indicator.name, place, year)] = _whole(
                        catalog, indicator, found, level, Group(place), year, (behind, origin)
                    )
                    for member in _members(catalog, indicator, found, level, place, year):
                        members[indicator.name][member] = None
                        table[ValueKey(indicator.name, place, year, member)] = _whole(
                            catalog, indicator, found, level, Group(place, member), year, (behind, origin)
                        )
    return Values(table, tables.city.code, {name: tuple(sorted(found)) for name, found in members.items()})


def _aggregates(tables: Tables, catalog: Catalog, indicators: list[Indicator]) -> Found:
    """Return every aggregate that is needed, one query per register, level, year and breakdown."""
    wanted: dict[tuple[str, str], dict[Aggregate, None]] = defaultdict(dict)
    for indicator in indicators:
        register, _, field = indicator.by.partition(".")
        for formula in _formulas(catalog, indicator):
            for one in formula.aggregates:
                wanted[(one.register, "")][one] = None
                if one.register == register:
                    wanted[(one.register, field)][one] = None
    found: Found = {}
    for (register, by), aggregates in wanted.items():
        for year in tables.years:
            for level in LEVELS:
                groups = tables.aggregate(register, list(aggregates), level, year, by)
                for one in aggregates:
                    found[(one, level, year, by)] = {group: values[one] for group, values in groups.items()}
    return found


def _formulas(catalog: Catalog, indicator: Indicator) -> tuple[Formula, ...]:
    texts = (indicator.value, indicator.numerator, indicator.denominator)
    return tuple(catalog.formula(text) for text in texts if text)


def _members(
    catalog: Catalog, indicator: Indicator, found: Found, level: Level, place: str, year: int
) -> tuple[str, ...]:
    register, _, field = indicator.by.partition(".")
    if not field:
        return ()
    aggregates = [
        one for formula in _formulas(catalog, indicator) for one in formula.aggregates if one.register == register
    ]
    groups = {
        group.member
        for one in aggregates
        for group in found[(one, level, year, field)]
        if group.place == place and group.member
    }
    return tuple(sorted(groups))


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


def _origin(catalog: Catalog, indicator: Indicator, tables: Tables) -> Origin:
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
