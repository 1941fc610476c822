"""口径变化的范围: which breaks lie between years that somebody compares."""

from collections.abc import Callable, Collection, Mapping

from zhibao.catalog.expression import FormulaError
from zhibao.catalog.frames import Break
from zhibao.catalog.load import Catalog


def breaks_of_indicator(catalog: Catalog, indicator: str, years: Collection[int]) -> tuple[Break, ...]:
    """Return the breaks of an indicator between the first and the last of some years, the earliest first.

    Unit: the years that the values speak of, not those in which they were collected.
    A break of a field is one of every indicator whose formula reads it.
    """
    return _between(catalog.breaks, years, lambda one: _concerns(catalog, one, indicator))


def breaks_of_field(catalog: Catalog, register: str, field: str, years: Collection[int]) -> tuple[Break, ...]:
    """Return the breaks of a field between the first and the last of some years, the earliest first."""
    return _between(catalog.breaks, years, lambda one: f"{register}.{field}" in one.fields)


def _between(
    breaks: Mapping[str, Break], years: Collection[int], concerns: Callable[[Break], bool]
) -> tuple[Break, ...]:
    if len(years) < 2:
        return ()
    found = [one for one in breaks.values() if one.lies_between(min(years), max(years)) and concerns(one)]
    return tuple(sorted(found, key=lambda one: (one.year, one.name)))


def _concerns(catalog: Catalog, one: Break, indicator: str) -> bool:
    return indicator in one.indicators or bool(one.fields and set(one.fields) & _fields(catalog, indicator))


def _fields(catalog: Catalog, indicator: str) -> set[str]:
    """Return register.field for what an indicator's formulas read; nothing for a formula that lint refuses."""
    definition = catalog.indicators[indicator]
    found: set[str] = set()
    for text in (definition.value, definition.numerator, definition.denominator):
        try:
            aggregates = catalog.formula(text).aggregates if text else ()
        except FormulaError:
            continue
        found |= {f"{one.register}.{field}" for one in aggregates for field in (one.field, *one.fields)}
    return found
