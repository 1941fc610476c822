"""合并的单元格: which cells that are to be filled are covered by merged ranges, of which only the first is read."""

from collections.abc import Iterator, Sequence

from zhibao.collect import faults
from zhibao.collect.layout import FIRST_ROW, cell_name
from zhibao.collect.page import Page
from zhibao.collect.spots import Spots
from zhibao.terms.finding import Finding

Merge = tuple[tuple[int, int], tuple[int, int]]
_MOST = 20


def merged_over(page: Page, spots: Spots, merges: Sequence[Merge]) -> tuple[Finding, ...]:
    """Return what is lost to merged ranges; one that is empty in a register of rows loses nothing."""
    return tuple(finding for merge in merges[: _MOST * 50] for finding in _lost(page, spots, merge))[:_MOST]


def _lost(page: Page, spots: Spots, merge: Merge) -> Iterator[Finding]:
    (top, left), (bottom, right) = merge
    covered = [
        name
        for name, (row, column) in spots.cells.items()
        if top <= row <= bottom and left <= column <= right and (row, column) != (top, left)
    ]
    if not spots.cells and bottom >= FIRST_ROW and page.is_filled(top, left):
        columns = {column: name for name, column in spots.columns.items() if left <= column <= right}
        several = range(left, right + 1) if bottom == top else columns
        covered = [columns[one] for one in several if one in columns and (bottom > top or one != left)]
    definitions = page.sheet.register.fields
    labels = list(dict.fromkeys(definitions[name].label for name in covered if name in definitions))
    if labels:
        area = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
        yield faults.merged_cells(page.place(top, left), area, labels)
