"""表: one file per kind of table; each turns its specification into head and body rows."""

from typing import assert_never

from zhibao.catalog.exhibit import (
    DiagnosisTable,
    GroupedTable,
    IndicatorTable,
    ListingTable,
    PlaceTable,
    SpreadTable,
    TableSpec,
    YearTable,
)
from zhibao.compile.material import Material
from zhibao.compile.tables.by_indicator import indicator_table
from zhibao.compile.tables.by_place import place_table
from zhibao.compile.tables.by_year import year_table
from zhibao.compile.tables.grid import Grid
from zhibao.compile.tables.grouped import grouped_table
from zhibao.compile.tables.listing import listing_table
from zhibao.compile.tables.place_spread import spread_table

__all__ = ["Grid", "build_table"]


def build_table(spec: TableSpec, material: Material) -> Grid:
    """Return the head and body of a table of any kind."""
    match spec:
        case IndicatorTable():
            return indicator_table(spec, material)
        case YearTable():
            return year_table(spec, material)
        case ListingTable():
            return listing_table(spec, material)
        case GroupedTable():
            return grouped_table(spec, material)
        case PlaceTable():
            return place_table(spec, material)
        case SpreadTable():
            return spread_table(spec, material)
        case DiagnosisTable():
            raise AssertionError(spec.shows)
        case _:
            assert_never(spec)
