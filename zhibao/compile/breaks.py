"""口径变化的注: what a table, chart or sentence says when the years that it compares lie on both sides of a break."""

from collections.abc import Iterable, Iterator, Mapping

from zhibao.catalog.breaks import breaks_of_indicator
from zhibao.catalog.exhibit import (
    ChartSpec,
    IndicatorTable,
    PartsPie,
    PlaceBars,
    RankedBars,
    Spec,
    YearTable,
    indicators_in,
)
from zhibao.catalog.frames import Break
from zhibao.catalog.inline import ChangeOf, Directive, NumberOf, Pieces, TrendOf, YearSlot, YearsOf, directives
from zhibao.compile.material import Material

_NAMED = 3
Compared = Mapping[str, frozenset[int]]
"""Indicator → the years of its values that stand side by side."""


def notes_on_exhibit(spec: Spec, material: Material) -> tuple[str, ...]:
    """Return the notes of the breaks that a table or chart compares across, each once."""
    return _notes(_compared(_in_exhibit(spec), material), material)


def notes_on_text(pieces: Pieces, material: Material) -> tuple[str, ...]:
    """Return the notes of the breaks that a paragraph compares across, each once."""
    return _notes(_compared(_in_text(directives(pieces)), material), material)


def is_comparable(material: Material, indicator: str) -> bool:
    """Say whether this year's value may be set against last year's: no break forbids it."""
    edition = material.edition
    years = [material.printed_year(indicator, year) for year in (edition.last, edition.this)]
    return all(one.comparable for one in breaks_of_indicator(material.catalog, indicator, years))


def _notes(compared: Compared, material: Material) -> tuple[str, ...]:
    labels: dict[str, list[str]] = {}
    found: dict[str, Break] = {}
    for indicator, years in compared.items():
        for one in breaks_of_indicator(material.catalog, indicator, years):
            found[one.name] = one
            labels.setdefault(one.name, []).append(material.indicator(indicator).label)
    return tuple(f"{_named(labels[name])}：{one.note.rstrip('。')}" for name, one in found.items())


def _named(labels: list[str]) -> str:
    more = f"等{len(labels)}项" if len(labels) > _NAMED else ""
    return "、".join(labels[:_NAMED]) + more


def _compared(asked: Iterable[tuple[str, YearSlot]], material: Material) -> Compared:
    """Return the years by indicator; fiscal figures by the years that they speak of."""
    years: dict[str, set[int]] = {}
    for indicator, slot in asked:
        year = material.year(slot)
        if year is not None:
            years.setdefault(indicator, set()).add(material.printed_year(indicator, year))
    return {indicator: frozenset(found) for indicator, found in years.items()}


def _in_exhibit(spec: Spec) -> Iterator[tuple[str, YearSlot]]:
    match spec:
        case IndicatorTable(holds=holds):
            slots = _slots(holds)
        case YearTable(years=years):
            slots = _slots(years)
        case ChartSpec(panels=panels, years=years):
            drawn = [panel.indicator for panel in panels if isinstance(panel, RankedBars | PlaceBars)]
            drawn += [one.indicator for panel in panels if isinstance(panel, PartsPie) for one in panel.parts]
            for name in indicators_in(spec):
                yield from ((name, year) for year in years if name not in drawn)
            return
        case _:
            return
    yield from ((name, slot) for name in indicators_in(spec) for slot in slots)


def _in_text(asked: Iterable[Directive]) -> Iterator[tuple[str, YearSlot]]:
    for one in asked:
        match one:
            case ChangeOf(indicator=indicator) | TrendOf(indicator=indicator):
                yield from ((indicator, slot) for slot in ("last", "this"))
            case YearsOf(indicator=indicator):
                yield from ((indicator, slot) for slot in ("earlier", "last", "this"))
            case NumberOf(indicator=indicator, year=year):
                yield indicator, year
            case _:
                continue


def _slots(held: Iterable[str]) -> tuple[str, ...]:
    """Return the years among what columns or rows hold; a change holds two."""
    found: dict[str, None] = {}
    for one in held:
        if one in ("earlier", "last", "this", "change"):
            found |= dict.fromkeys(("last", "this") if one == "change" else (one,))
    return tuple(found)
