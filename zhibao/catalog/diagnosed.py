"""提纲里的诊断: what the diagnosis tables of an outline ask for: standards, indicators, registers of the city."""

from collections.abc import Iterator, Mapping

from zhibao.catalog.chapter import Exhibit
from zhibao.catalog.exhibit import DiagnosisTable
from zhibao.catalog.load import Catalog
from zhibao.catalog.outline import Outline, exhibits, used_indicators
from zhibao.catalog.standard import Standard
from zhibao.terms.place import Level

OF_VALUES = ("counts", "values", "below", "city", "school")
_REGISTERS = {
    "problems": ("problems", "measures"),
    "measures": ("measures",),
    "earlier": ("problems", "measures"),
    "places": ("place_forecast",),
}
ENTRANTS = "entrants"


def diagnosis_tables(outline: Outline) -> Iterator[tuple[Exhibit, DiagnosisTable]]:
    """Yield the diagnosis tables of an outline."""
    for _, exhibit in exhibits(outline):
        if isinstance(exhibit.spec, DiagnosisTable):
            yield exhibit, exhibit.spec


def chosen_standards(spec: DiagnosisTable, standards: Mapping[str, Standard]) -> tuple[str, ...]:
    """Return the names of the standards that a table is about, in the order of the definitions."""
    named = spec.standards
    return tuple(
        name
        for name, one in standards.items()
        if (spec.advisory or not one.advisory) and (not named or name in named or one.group in named)
    )


def printed_indicators(outline: Outline, catalog: Catalog) -> tuple[str, ...]:
    """Return the indicators that a report prints: those that its outline names, then those of its diagnosis."""
    found = dict.fromkeys(used_indicators(outline))
    for _, spec in diagnosis_tables(outline):
        if spec.shows in OF_VALUES:
            lines = (catalog.standards[name] for name in chosen_standards(spec, catalog.standards))
            found |= dict.fromkeys(one.indicator for one in lines if one.indicator and one.applies_to.levels)
        if spec.shows == "places":
            found |= dict.fromkeys((ENTRANTS, *(one.indicator for one in catalog.standards.values() if one.capacity)))
    return tuple(found)


def diagnosis_registers(outline: Outline) -> frozenset[str]:
    """Return the registers that the diagnosis tables of an outline are made from, as a whole."""
    return frozenset(name for _, spec in diagnosis_tables(outline) for name in _REGISTERS.get(spec.shows, ()))


def diagnosis_faults(outline: Outline, catalog: Catalog) -> Iterator[str]:
    """Yield a sentence with file:line for standards that there are not, and tables of the wrong level."""
    groups = {one.group for one in catalog.standards.values()}
    for exhibit, spec in diagnosis_tables(outline):
        for name in spec.standards:
            if name not in catalog.standards and name not in groups:
                yield f"{exhibit.where}：没有标准或标准组“{name}”。可用的组：{'、'.join(sorted(groups))}。"
        if (spec.shows == "school") != (outline.level is Level.SCHOOL):
            yield f"{exhibit.where}：shows: {spec.shows} 不能用在这一级的年报里；学校年报只能用 school。"
