"""提纲里的表和图: what a fenced block of an outline says, checked on loading; one model per kind."""

import re
from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from zhibao.catalog.shape import NonEmpty, Shape

Slot = Literal["earlier", "last", "this", "change"]
Places = Literal["school", "county", "city", "province", "below"]
"""The places of a level; `below` is the one right below the report's own."""
Year = Literal["earlier", "last", "this"] | int

_HOLE = re.compile(r"\{([a-z_.]+)\}")


class Printing(Shape):
    """印法: which indicator a row, column or bar prints and how; what is not said is the indicator's own.

    `decimals` and `trim` (drop trailing zeros) hold for all cells, or for those of one year or of the change.
    `reason` says why a label is kept that the report does not use elsewhere; it is printed as a note.
    """

    indicator: NonEmpty
    member: str = ""
    label: str = ""
    unit: str = ""
    decimals: int | dict[Slot, int] | None = None
    trim: bool | dict[Slot, bool] = False
    affix: str = ""
    reason: str = ""

    @model_validator(mode="after")
    def _reason_has_a_label(self) -> "Printing":
        if self.reason and not self.label:
            raise ValueError("`reason` 说明为什么用这个名称，要与 `label` 同写")
        return self

    def decimals_of(self, slot: Slot, default: int) -> int:
        """Return the decimals of a cell."""
        if isinstance(self.decimals, dict):
            return self.decimals.get(slot, default)
        return default if self.decimals is None else self.decimals

    def trims(self, slot: Slot) -> bool:
        """Say whether trailing zeros of a cell are dropped."""
        return self.trim.get(slot, False) if isinstance(self.trim, dict) else self.trim


class NumberedPrinting(Printing):
    """表的一行: a printing with the running number that the table gives it."""

    number: str = ""


class HeadCell(Shape):
    """表头单元格: a text over several columns or rows."""

    text: str
    columns: int = Field(default=1, ge=1)
    rows: int = Field(default=1, ge=1)


class ExhibitSpec(Shape):
    """图表: what all tables and charts say."""

    caption: NonEmpty
    numbered: bool = True
    unit: str = ""


class IndicatorTable(ExhibitSpec):
    """对照表: a row per indicator, columns by what they hold; `city` is the city's value of this year."""

    kind: Literal["by_indicator"]
    columns: tuple[str, ...] = Field(min_length=1)
    holds: tuple[Literal["number", "label", "unit", "earlier", "last", "this", "change", "city"], ...]
    change: Literal["arrow", "signed"] = "signed"
    rows: tuple[NumberedPrinting, ...] = Field(min_length=1)
    widths: tuple[float, ...] = ()

    @model_validator(mode="after")
    def _every_column_holds(self) -> "IndicatorTable":
        if len(self.columns) != len(self.holds):
            raise ValueError("`columns` 与 `holds` 的个数不等")
        return self


class YearTable(ExhibitSpec):
    """年度表: a row per year and one for the change, a column per indicator."""

    kind: Literal["by_year"]
    head: tuple[tuple[str | HeadCell, ...], ...] = Field(min_length=1)
    years: dict[Slot, str] = Field(min_length=1)
    change: Literal["arrow", "signed", "arrow_gap"] = "signed"
    columns: tuple[Printing, ...] = Field(min_length=1)
    widths: tuple[float, ...] = ()

    @model_validator(mode="after")
    def _head_fits(self) -> "YearTable":
        first = sum(cell.columns if isinstance(cell, HeadCell) else 1 for cell in self.head[0])
        if first != len(self.columns) + 1:
            raise ValueError(f"表头有 {first} 列，应为 {len(self.columns) + 1} 列（年份一列，指标各一列）")
        return self


class ListingTable(ExhibitSpec):
    """名单表: a row per row of a register; `{school}`, `{school.field}`, `{city}`, `{index}` and `{field}` fill cells.

    `first_only`: index and school stand on a school's first row, and the index counts schools.
    `join`: one row per school, the last cell's texts joined.
    """

    kind: Literal["listing"]
    register_: NonEmpty = Field(alias="register")
    columns: tuple[str, ...] = Field(min_length=1)
    cells: tuple[str, ...]
    year: Year = "this"
    first_only: bool = False
    join: str = ""
    widths: tuple[float, ...] = ()

    @model_validator(mode="after")
    def _every_column_has_a_cell(self) -> "ListingTable":
        if len(self.columns) != len(self.cells):
            raise ValueError("`columns` 与 `cells` 的个数不等")
        for cell in self.cells:
            if set("{}") & set(_HOLE.sub("", cell)):
                raise ValueError(f"单元格“{cell}”的花括号里只能是字段名、index、school 或 school.字段名")
        return self

    def fields(self) -> tuple[tuple[str, str], ...]:
        """Return the (register, field) pairs that the cells print."""
        names = dict.fromkeys(name for cell in self.cells for name in _HOLE.findall(cell))
        pairs = []
        for name in names:
            if name.startswith("school."):
                pairs.append(("schools", name.removeprefix("school.")))
            elif name == "school":
                pairs.append(("schools", "name"))
            elif name not in ("index", "city"):
                pairs.append((self.register_, name))
        return tuple(pairs)


class GroupedTable(ExhibitSpec):
    """分布表: a row per member of a breakdown, the largest first, and a total."""

    kind: Literal["grouped"]
    indicator: NonEmpty
    columns: tuple[str, ...] = Field(min_length=1)
    holds: tuple[Literal["index", "label", "code", "value"], ...]
    total: str = ""
    year: Year = "this"
    decimals: int | None = None
    widths: tuple[float, ...] = ()

    @model_validator(mode="after")
    def _every_column_holds(self) -> "GroupedTable":
        if len(self.columns) != len(self.holds):
            raise ValueError("`columns` 与 `holds` 的个数不等")
        return self


class PlaceTable(ExhibitSpec):
    """分地区表: a row per place of a level in the order of the rosters, a column per indicator, and the whole below.

    `first` heads the column of the names; `total` names the last row, which is the region's own value and no sum.
    `ranks` puts behind every column how the places stand by it, as `zhibao compare` does.
    """

    kind: Literal["by_place"]
    places: Places
    first: str = ""
    columns: tuple[Printing, ...] = Field(min_length=1)
    total: str = ""
    ranks: bool = False
    year: Year = "this"
    widths: tuple[float, ...] = ()


class SpreadTable(ExhibitSpec):
    """分布表: a row per indicator: the least, the quarters and the largest among the places of a level, and the whole.

    A quantile is the value of a place, and told as that place's; `total` heads the column of the region's own values.
    """

    kind: Literal["place_spread"]
    places: Places
    rows: tuple[Printing, ...] = Field(min_length=1)
    total: str = ""
    year: Year = "this"
    widths: tuple[float, ...] = ()


class DiagnosisTable(ExhibitSpec):
    """诊断表: what the diagnosis comes to, by the standards in force in the data year.

    `standards` are groups or names, none for all; `advisory` ones only where asked for. `school` is for a school's
    own report, the rest for the city's.
    """

    kind: Literal["diagnosis"]
    shows: Literal["counts", "values", "below", "city", "school", "problems", "measures", "earlier", "places"]
    standards: tuple[str, ...] = ()
    advisory: bool = False
    widths: tuple[float, ...] = ()


class YearBars(Shape):
    """年度对比条形图: a group per indicator, a bar per year."""

    kind: Literal["year_bars"]
    title: str = ""
    series: tuple[Printing, ...] = Field(min_length=1)


class Composition(Shape):
    """构成图: one bar of 100 % per year."""

    kind: Literal["composition"]
    title: str = ""
    parts: tuple[Printing, ...] = Field(min_length=1)


class RankedBars(Shape):
    """排序条形图: the largest members of a breakdown in one year."""

    kind: Literal["ranked_bars"]
    title: str = ""
    indicator: NonEmpty
    top: int | None = Field(default=None, ge=1)
    year: Year = "this"
    decimals: int | None = None
    trim: bool = False
    unit: str = ""
    affix: str = ""


class PlaceBars(Shape):
    """分地区条形图: the places of a level by one indicator in one year, the largest first; who has no value last."""

    kind: Literal["place_bars"]
    title: str = ""
    indicator: NonEmpty
    places: Places
    year: Year = "this"
    decimals: int | None = None
    trim: bool = False
    unit: str = ""
    affix: str = ""


class YearLines(Shape):
    """年度折线图: a line per indicator over the years; for a trend over three years and more."""

    kind: Literal["year_lines"]
    title: str = ""
    series: tuple[Printing, ...] = Field(min_length=1)


class PartsPie(Shape):
    """饼图: two or three parts of one year."""

    kind: Literal["parts_pie"]
    title: str = ""
    parts: tuple[Printing, ...] = Field(min_length=2, max_length=3)
    year: Year = "this"


Panel = YearBars | Composition | RankedBars | PlaceBars | YearLines | PartsPie


class ChartSpec(ExhibitSpec):
    """统计图: one or more panels of one numbered figure."""

    kind: Literal["year_bars", "composition", "ranked_bars", "place_bars", "year_lines", "parts_pie"] | None = None
    years: tuple[Year, ...] = Field(default=("last", "this"), min_length=1)
    panels: tuple[Panel, ...] = Field(min_length=1)


TableSpec = IndicatorTable | YearTable | ListingTable | GroupedTable | PlaceTable | SpreadTable | DiagnosisTable
Spec = TableSpec | ChartSpec


def indicators_in(spec: Spec) -> tuple[str, ...]:
    """Return the indicators that a table or chart prints."""
    match spec:
        case IndicatorTable(rows=rows) | SpreadTable(rows=rows):
            return tuple(row.indicator for row in rows)
        case YearTable(columns=columns) | PlaceTable(columns=columns):
            return tuple(column.indicator for column in columns)
        case ListingTable() | DiagnosisTable():
            return ()
        case GroupedTable(indicator=indicator):
            return (indicator,)
        case ChartSpec(panels=panels):
            return tuple(name for panel in panels for name in _in_panel(panel))


def _in_panel(panel: Panel) -> Iterator[str]:
    match panel:
        case YearBars(series=printings) | YearLines(series=printings):
            yield from (one.indicator for one in printings)
        case Composition(parts=printings) | PartsPie(parts=printings):
            yield from (one.indicator for one in printings)
        case RankedBars(indicator=indicator) | PlaceBars(indicator=indicator):
            yield indicator


def holes(cell: str) -> Iterator[tuple[str, str]]:
    """Yield the (literal text, name in braces) pairs of a listing's cell; the last name is empty."""
    end = 0
    for found in _HOLE.finditer(cell):
        yield cell[end : found.start()], found[1]
        end = found.end()
    yield cell[end:], ""


def kept_labels(spec: TableSpec | ChartSpec) -> dict[str, str]:
    """Return label → reason for the labels of an exhibit that are kept for a reason."""
    match spec:
        case IndicatorTable(rows=printings) | SpreadTable(rows=printings):
            found: tuple[Printing, ...] = printings
        case YearTable(columns=printings) | PlaceTable(columns=printings):
            found = printings
        case _:
            found = ()
    return {one.label: one.reason for one in found if one.reason}
