"""他人的附表: reads the tables of a workbook that a ministry or province laid out, which knows nothing of ours."""

from dataclasses import dataclass, replace
from pathlib import Path

from zhibao.catalog.annex_match import AnnexTable, normal_name
from zhibao.collect.annex_head import Head, Origins, Texts, find_heads
from zhibao.collect.annex_lines import ends_table, unit_line
from zhibao.collect.annex_rows import RowReader
from zhibao.collect.cells import Content
from zhibao.collect.untrusted import Merge, open_bytes, read_bytes
from zhibao.terms.finding import Finding

_MOST_MERGED = 200_000
_TITLE_ROWS = 2


@dataclass(frozen=True)
class AnnexBook:
    """读得的附表: the tables, and the sheets in which no table was found."""

    tables: tuple[AnnexTable, ...]
    without: tuple[str, ...]


def read_annex(path: Path) -> AnnexBook | Finding:
    """Return the tables of a workbook, or the one finding that says why it cannot be read.

    Shape: a table per head that stands in a sheet; a head repeated further down goes on with its table. A sheet that
    only explains names that others print gives its words to them.
    """
    content = read_bytes(path)
    opened = content if isinstance(content, Finding) else open_bytes(path.name, content)
    if isinstance(opened, Finding):
        return opened
    tables: list[AnnexTable] = []
    without = []
    for sheet in opened.names:
        grid = opened.grid(sheet) or []
        found = _tables(sheet, _texts(grid), _origins(opened.merges(sheet), grid))
        tables += found
        without += [] if found else [sheet]
    return AnnexBook(_explained(tables), tuple(without))


def _texts(grid: list[list[Content]]) -> Texts:
    return [[_text(cell) for cell in row] for row in grid]


def _text(cell: Content) -> str:
    """Return a cell as text; leading spaces are kept, they are indents."""
    if isinstance(cell, bool) or cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else str(cell)
    text = str(cell).replace("\n", " ").replace("\r", " ")
    return text.rstrip() if text.strip() else ""


def _origins(merges: tuple[Merge, ...], grid: list[list[Content]]) -> Origins:
    """Return cell → top left of its merged range, for the cells that the grid has."""
    rows, columns = len(grid), max(map(len, grid), default=0)
    found: Origins = {}
    for (top, left), (bottom, right) in merges:
        area = (min(bottom, rows - 1) - top + 1) * (min(right, columns - 1) - left + 1)
        if len(found) + max(area, 0) > _MOST_MERGED:
            break
        for row in range(top, min(bottom, rows - 1) + 1):
            found |= {(row, column): (top, left) for column in range(left, min(right, columns - 1) + 1)}
    return found


def _tables(sheet: str, texts: Texts, origins: Origins) -> list[AnnexTable]:
    heads = list(find_heads(texts, origins))
    found: list[AnnexTable] = []
    start = 0
    for place, head in enumerate(heads):
        end = heads[place + 1].top if place + 1 < len(heads) else len(texts)
        end -= _title_rows(texts[head.below : end]) if place + 1 < len(heads) else 0
        title, unit = _above(texts[start : head.top])
        for band in head.bands:
            reader = RowReader(texts, origins, replace(band, default_unit=band.default_unit or unit))
            reader.read(head.below, end)
            goes_on = bool(found) and not title and place > 0 and _same_head(heads[place - 1], head)
            if goes_on or (found and band is not head.bands[0]):
                last = found.pop()
                items, left_out = (*last.items, *reader.items), (*last.left_out, *reader.left_out)
                found.append(replace(last, items=items, left_out=left_out))
            elif reader.items:
                found.append(AnnexTable(title or sheet, sheet, tuple(reader.items), tuple(reader.left_out)))
        start = end
    return found


def _same_head(one: Head, other: Head) -> bool:
    return [band.labels for band in one.bands] == [band.labels for band in other.bands]


def _title_rows(rows: list[list[str]]) -> int:
    """Return how many rows at the end of a table are the title of the next one: a text alone in its row."""
    count = found = 0
    for row in reversed(rows):
        said = [text for text in row if text]
        if len(said) > 1 or found == _TITLE_ROWS or (said and ends_table(said[0])):
            break
        found += len(said)
        count += 1
    return count if found else 0


def _above(rows: list[list[str]]) -> tuple[str, str]:
    """Return the title and the unit that stand over a head."""
    said = [text.strip() for row in rows for text in row if text]
    unit = next((unit for text in said if (unit := unit_line(text))), "")
    titles = [text for text in said if not unit_line(text) and not ends_table(text) and len(text) > 3]
    return (max(titles, key=len) if titles else ""), unit


def _explained(tables: list[AnnexTable]) -> tuple[AnnexTable, ...]:
    """Return the tables with the words of sheets that only explain names printed by others."""
    known = {normal_name(item.label) for table in tables for item in table.items if not item.definition}
    words: dict[str, str] = {}
    kept = []
    for table in tables:
        only_words = all(item.definition and not item.unit for item in table.items)
        if only_words and any(normal_name(item.label) in known for item in table.items):
            words |= {normal_name(item.label): item.definition for item in table.items}
        else:
            kept.append(table)
    return tuple(
        replace(table, items=tuple(
            replace(item, definition=item.definition or words.get(normal_name(item.label), ""))
            for item in table.items
        ))
        for table in kept
    )  # fmt: skip
