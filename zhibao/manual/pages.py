"""手册的全部页: one page per definition, kind by kind, in the order of the manual."""

from collections.abc import Iterator

from zhibao.catalog.load import Catalog
from zhibao.manual.cross import Cross, cross
from zhibao.manual.features import features_pages
from zhibao.manual.frames import annex_page, break_page, draft_page, edition_page, outline_page
from zhibao.manual.house_styles import look_page
from zhibao.manual.indicators import indicator_page
from zhibao.manual.inventory import inventory_page
from zhibao.manual.lists import list_page, names_page, words_page
from zhibao.manual.phrasing import benchmark_page, size_page
from zhibao.manual.registers import register_page
from zhibao.manual.rules import check_page, rule_page
from zhibao.manual.site import Page
from zhibao.manual.sources import mapping_page, system_page
from zhibao.manual.standards import grid_page, standard_page


def pages(catalog: Catalog) -> tuple[Page, ...]:
    """Return the pages of all definitions of a catalog."""
    return tuple(_pages(catalog, cross(catalog)))


def _pages(catalog: Catalog, used: Cross) -> Iterator[Page]:
    yield from (register_page(one, used) for one in catalog.registers.values())
    yield from (indicator_page(one, used) for one in catalog.indicators.values())
    yield from (check_page(one, used) for one in used.checks.values())
    yield from (rule_page(one, used) for one in catalog.rules.values())
    yield from (inventory_page(one, used) for one in catalog.editions.values())
    yield from (list_page(one, used) for one in catalog.lists.values())
    yield from (standard_page(one, used) for one in catalog.standards.values())
    yield from (grid_page(one, used) for one in catalog.grids.values())
    yield from (edition_page(one, used) for one in catalog.editions.values())
    yield from (annex_page(one, used) for one in catalog.annexes.values())
    yield from (draft_page(one, used) for one in catalog.drafts.values())
    yield from (break_page(one, used) for one in catalog.breaks.values())
    yield from (benchmark_page(one, used) for one in catalog.benchmarks.values())
    yield from (size_page(one, used) for one in catalog.sizes.values())
    yield from (outline_page(one, used) for one in catalog.outlines.values())
    yield from (look_page(one, used) for one in catalog.looks.values())
    yield from (system_page(one, used) for one in catalog.systems.values())
    yield from (mapping_page(one, used) for one in catalog.mappings.values())
    yield from (names_page(one, used) for one in catalog.names.values())
    yield from (words_page(one, used) for one in catalog.words.values())
    yield from features_pages(used)
