"""网页表格的排序: which tables a reader may sort, by which columns, and which rows stay at their place."""

from zhibao.document.nodes import Inline, Number, Row, Table, plain
from zhibao.document.writers.measures import column_count, head_grid

LEAST_ROWS = 4
"""Fewer rows are seen at a glance."""
_TOTALS = ("合计", "总计", "小计", "全市", "全省", "全国", "平均", "均值", "总数")


class Sorting:
    """一张表的排序: `heads` are the (row, cell) of the head that name one column each; `kept` rows do not move."""

    def __init__(self, heads: dict[tuple[int, int], int], kept: frozenset[int]) -> None:
        """Keep which column each head cell sorts, and which rows stay."""
        self.heads = heads
        self.kept = kept


def sorting_of(table: Table) -> Sorting | None:
    """Return how a table is sorted; None for one whose rows are no list of equal things.

    That is one with merged or grouped rows, with a subtotal between rows, or whose rows are different indicators:
    numbers of one column then have nothing in common that could be put in order.
    """
    count = column_count(table)
    body = table.body
    whole = all(len(row) == count and all(cell.columns == cell.rows == 1 for cell in row) for row in body)
    if not whole or not table.head or count < 2:
        return None
    kept = frozenset(place for place, row in enumerate(body) if _is_total(table, place, row))
    moving = [place for place in range(len(body)) if place not in kept]
    between = moving and any(moving[0] < place < moving[-1] for place in kept)
    named = all(plain(body[place][0].content).strip() for place in moving)
    if len(moving) < LEAST_ROWS or between or not named:
        return None
    rows = [body[place] for place in moving]
    if not all(_is_of_one_kind([row[column].content for row in rows]) for column in range(count)):
        return None
    heads = _leaves(table, count)
    return Sorting(heads, kept) if heads else None


def _is_total(table: Table, place: int, row: Row) -> bool:
    first = plain(row[0].content).replace(" ", "").replace("　", "")
    return (table.total and place + 1 == len(table.body)) or first.startswith(_TOTALS)


def _is_of_one_kind(cells: list[tuple[Inline, ...]]) -> bool:
    """Say whether the numbers of a column are of one indicator and one unit."""
    numbers = [one for cell in cells for one in cell if isinstance(one, Number)]
    return len({(one.indicator, one.unit) for one in numbers}) <= 1


def _leaves(table: Table, count: int) -> dict[tuple[int, int], int]:
    """Return the head cells that stand over one column alone down to the body; those with numbers are left out."""
    last = head_grid(table.head, count)[-1]
    found = {place: column for column, place in enumerate(last) if place != (-1, -1)}
    return {
        (y, x): column
        for (y, x), column in found.items()
        if (cell := table.head[y][x]).columns == 1
        and plain(cell.content).strip()
        and not any(isinstance(one, Number) for one in cell.content)
    }
