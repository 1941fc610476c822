"""图表块的读入: a fenced block of an outline becomes its kind of table or chart, checked on loading."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from zhibao.catalog.exhibit import (
    ChartSpec,
    Composition,
    DiagnosisTable,
    GroupedTable,
    HeadCell,
    IndicatorTable,
    ListingTable,
    Panel,
    PartsPie,
    PlaceBars,
    PlaceTable,
    RankedBars,
    Spec,
    SpreadTable,
    TableSpec,
    YearBars,
    YearLines,
    YearTable,
)
from zhibao.catalog.files import CatalogError, fault_in_chinese, locate_in, parse_yaml
from zhibao.catalog.inline import check_words
from zhibao.catalog.shape import Shape

Model = TypeVar("Model", bound=Shape)

_TABLES: dict[str, type[TableSpec]] = {
    "by_indicator": IndicatorTable,
    "by_year": YearTable,
    "listing": ListingTable,
    "grouped": GroupedTable,
    "by_place": PlaceTable,
    "place_spread": SpreadTable,
    "diagnosis": DiagnosisTable,
}
_PANELS: dict[str, type[Panel]] = {
    "year_bars": YearBars,
    "composition": Composition,
    "ranked_bars": RankedBars,
    "place_bars": PlaceBars,
    "year_lines": YearLines,
    "parts_pie": PartsPie,
}


def read_spec(word: str, text: str, path: Path, line: int) -> Spec:
    """Return what a fenced block says; `word` is table or chart, `line` the line of its first line of YAML.

    Raises: CatalogError with file:line, for the first fault.
    """
    content = parse_yaml(text, path, line)
    if not isinstance(content, dict):
        raise CatalogError(f"{path}:{line}：图表块里应为“键: 值”的形式。")
    if word == "chart":
        _check_panels(content, text, path, line)
        return _validated(ChartSpec, content, text, path, line)
    kind = str(content.get("kind"))
    if kind not in _TABLES:
        raise CatalogError(f"{path}:{_line(text, ('kind',), line)}：没有表的种类“{kind}”，可用 {'、'.join(_TABLES)}。")
    return _validated(_TABLES[kind], content, text, path, line)


def _check_panels(content: dict[str, object], text: str, path: Path, line: int) -> None:
    """Check each panel against its own kind, so that a fault is reported for the kind that was meant."""
    panels = content.get("panels")
    for place, panel in enumerate(panels if isinstance(panels, list) else []):
        if isinstance(panel, dict) and "kind" not in panel and "kind" in content:
            panel["kind"] = content["kind"]
        kind = panel.get("kind") if isinstance(panel, dict) else None
        if kind not in _PANELS:
            where = f"{path}:{_line(text, ('panels', str(place), 'kind'), line)}"
            raise CatalogError(f"{where}：没有图的种类“{kind}”，可用 {'、'.join(_PANELS)}。")
        _validated(_PANELS[str(kind)], panel, text, path, line, ("panels", str(place)))


def _validated(
    model: type[Model], content: object, text: str, path: Path, line: int, above: tuple[str, ...] = ()
) -> Model:
    try:
        made = model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        keys = (*above, *(str(part) for part in first["loc"]))
        name = ".".join(keys) or "（整个图表块）"
        where, fault = f"{path}:{_line(text, keys, line)}", fault_in_chinese(first["type"], first["msg"])
        raise CatalogError(f"{where}：{name}：{fault}") from error
    for keys, words in _worded(made):
        check_words(words, f"{path}:{_line(text, (*above, *keys), line)}")
    return made


def _worded(spec: Shape) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the texts of a spec in which words of the edition may stand."""
    for key, value in spec:
        if key in ("caption", "title", "total", "first"):
            yield (key,), str(value)
        elif key == "columns" and not isinstance(spec, YearTable | PlaceTable):
            yield from (((key, str(place)), str(one)) for place, one in enumerate(value))
        elif key == "years" and isinstance(value, dict):
            yield from (((key, slot), text) for slot, text in value.items())
        elif key == "head":
            texts = [cell.text if isinstance(cell, HeadCell) else cell for row in value for cell in row]
            yield from (((key,), text) for text in texts)
        elif key in ("rows", "series", "parts", "columns"):
            yield from (((key, str(place), "label"), one.label) for place, one in enumerate(value))


def _line(text: str, keys: tuple[str, ...], line: int) -> int:
    """Return the line of the deepest key of a path that the block has; the block begins after `line` - 1."""
    return line + (locate_in(text, keys)[0] - 1 if keys else 0)
