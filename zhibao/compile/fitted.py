"""合身的提纲: an outline without what a school has no value for: clauses, rows, bars, exhibits, sections."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from zhibao.catalog.chapter import CasesHere, Chapter, Exhibit, Listed, Part, Prose, Quoted, Section
from zhibao.catalog.exhibit import (
    ChartSpec,
    Composition,
    DiagnosisTable,
    GroupedTable,
    IndicatorTable,
    ListingTable,
    Panel,
    PartsPie,
    Printing,
    Spec,
    YearBars,
    YearLines,
    YearTable,
)
from zhibao.catalog.files import CatalogError
from zhibao.catalog.inline import Words
from zhibao.catalog.outline import Outline
from zhibao.catalog.remark import Remark
from zhibao.compile.clauses import without_unknown
from zhibao.compile.material import Material
from zhibao.terms.value import Known, Meaning, Missing


def fitted(outline: Outline, material: Material, told: Collection[str]) -> Outline:
    """Return the outline as far as its place has values for it; `told` are the sections that cases stand in.

    A section without anything goes with its heading; a chapter stays, and says that nothing was collected.
    """
    kept = {
        part.name: spec
        for chapter in outline.chapters
        for part in chapter.parts
        if isinstance(part, Exhibit) and (spec := _exhibit(part, material)) is not None
    }
    chapters = tuple(_chapter(one, outline, material, kept, told) for one in outline.chapters)
    return replace(outline, chapters=chapters)


def _chapter(
    chapter: Chapter, outline: Outline, material: Material, kept: dict[str, Spec], told: Collection[str]
) -> Chapter:
    parts = tuple(_parts(chapter.parts, material, kept))
    parts = tuple(_without_empty_sections(parts, chapter.slug, told))
    if not any(_says_something(one) for one in parts) and chapter.slug not in told and outline.nothing:
        parts = (Prose((Words(outline.nothing),), chapter.where), *parts)
    return replace(chapter, parts=parts)


def _parts(parts: Iterable[Part], material: Material, kept: dict[str, Spec]) -> Iterator[Part]:
    for part in parts:
        match part:
            case Prose(content, where):
                if content := without_unknown(content, material, kept):
                    yield Prose(content, where)
            case Listed(items, ordered):
                filled = tuple(tuple(_parts(item, material, kept)) for item in items)
                if any(filled):
                    yield Listed(tuple(item for item in filled if item), ordered)
            case Quoted(content):
                if inner := tuple(_parts(content, material, kept)):
                    yield Quoted(inner)
            case Exhibit(name, _, where):
                if name in kept:
                    yield Exhibit(name, kept[name], where)
            case _:
                yield part


def _without_empty_sections(parts: tuple[Part, ...], chapter: str, told: Collection[str]) -> Iterator[Part]:
    """Yield the parts without headings under which nothing stands, down to the next one of their level."""
    slugs = [chapter]
    for place, part in enumerate(parts):
        if not isinstance(part, Section):
            yield part
            continue
        slugs = [*slugs[: part.level - 1], part.slug or slugs[min(len(slugs), part.level - 1) - 1]]
        below = []
        for after in parts[place + 1 :]:
            if isinstance(after, Section) and after.level <= part.level:
                break
            below.append(after)
        inner = [one.slug for one in below if isinstance(one, Section)]
        if any(map(_says_something, below)) or any(slug in told for slug in (slugs[-1], *inner)):
            yield part


def _says_something(part: Part) -> bool:
    return not isinstance(part, Section | CasesHere | Remark)


def _exhibit(exhibit: Exhibit, material: Material) -> Spec | None:
    """Return the exhibit with what can be printed, or None when nothing can."""
    match exhibit.spec:
        case IndicatorTable(rows=rows) as table:
            slots = [one for one in table.holds if one in ("earlier", "last", "this")]
            lines = tuple(one for one in rows if _is_said(one, slots, material))
            # Nothing but noughts, such as no prize in any contest, makes no table.
            worth = any(_number(one, slot, material) for one in lines for slot in slots)
            return table.model_copy(update={"rows": lines}) if worth else None
        case YearTable(columns=columns) as table:
            # Its head is drawn by hand over all columns, so that it stands or falls as a whole.
            slots = [one for one in table.years if one != "change"]
            return table if any(_is_said(one, slots, material) for one in columns) else None
        case GroupedTable() as table:
            year = material.year(table.year)
            return table if year is not None and material.members(table.indicator, year) else None
        case DiagnosisTable() as table:
            return table if exhibit.name in material.diagnosed else None
        case ListingTable() as table:
            return table if _is_listed(table, material) else None
        case ChartSpec() as chart:
            return _chart(chart, material)
    raise CatalogError(f"{exhibit.where}：学校年报里不能用这种图表。")


def _chart(chart: ChartSpec, material: Material) -> ChartSpec | None:
    panels = tuple(one for panel in chart.panels if (one := _panel(panel, chart.years, material)) is not None)
    drawn = [printing for panel in panels for printing in _printings(panel)]
    slots = tuple(slot for slot in chart.years if not drawn or any(_number(one, slot, material) for one in drawn))
    return chart.model_copy(update={"panels": panels, "years": slots}) if panels and slots else None


def _panel(panel: Panel, slots: Collection[str | int], material: Material) -> Panel | None:
    """Return a panel with the bars that have a length; a bar of 100 % stands only whole."""
    match panel:
        case YearBars(series=series) | YearLines(series=series):
            drawn = tuple(one for one in series if any(_number(one, slot, material) for slot in slots))
            return panel.model_copy(update={"series": drawn}) if drawn else None
        case Composition(parts=parts):
            known = [[_number(one, slot, material) for one in parts] for slot in slots]
            whole = all(number is not None for numbers in known for number in numbers)
            return panel if whole and all(map(any, known)) else None
        case PartsPie(parts=parts, year=slot):
            numbers = [_number(one, slot, material) for one in parts]
            return panel if None not in numbers and any(numbers) else None
        case _:
            year = material.year(panel.year)
            return panel if year is not None and material.members(panel.indicator, year) else None


def _printings(panel: Panel) -> tuple[Printing, ...]:
    match panel:
        case YearBars(series=series) | YearLines(series=series):
            return series
        case Composition(parts=parts):
            return parts
        case _:
            return ()


def _number(printing: Printing, slot: str | int, material: Material) -> object:
    """Return the number that a bar stands for; None where there is none, 0 where it has no length."""
    year = material.year(slot)
    found = material.computed(printing.indicator, year, printing.member).value if year is not None else None
    return found.number if isinstance(found, Known) else None


def _is_said(printing: Printing, slots: Iterable[str], material: Material) -> bool:
    """Say whether a year has a number for a line, or the school's word that there is none."""
    years = [year for slot in slots if (year := material.year(slot)) is not None]
    found = [material.computed(printing.indicator, year, printing.member).value for year in years]
    return any(not isinstance(one, Missing) or one.meaning is Meaning.NIL for one in found)


def _is_listed(table: ListingTable, material: Material) -> bool:
    year = material.year(table.year)
    rows = material.rows.get(year, {}).get(material.place.code, {}) if year is not None else {}
    return bool(rows.get(table.register_))
