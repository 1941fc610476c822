"""分布表: a row per member of a breakdown, the largest first, and a total."""

from zhibao.catalog.exhibit import GroupedTable
from zhibao.catalog.inline import fill_words
from zhibao.compile.material import Material
from zhibao.compile.printing import print_value
from zhibao.compile.tables.grid import Grid, head_row, inline_cell, text_cell
from zhibao.document.nodes import Align, Cell, Row

_ALIGNS: dict[str, Align] = {"label": "left", "code": "center", "index": "center", "value": "right"}


def grouped_table(spec: GroupedTable, material: Material) -> Grid:
    """Return the table of a breakdown; the total is the city's own value, not a sum of the rows."""
    year = material.year(spec.year)
    aligns = [_ALIGNS[held] for held in spec.holds]
    head = head_row([fill_words(text, material.words) for text in spec.columns], aligns)
    members = material.members(spec.indicator, year) if year is not None else ()
    body: list[Row] = []
    for place, member in enumerate(members, 1):
        label = material.member_label(spec.indicator, member)
        body.append(_row(spec, material, year or 0, (member, str(place), label, member)))
    if spec.total and year is not None:
        total = fill_words(spec.total, material.words)
        first = next((held for held in spec.holds if held in ("label", "index", "code")), "label")
        words = {held: total if held == first else "" for held in ("index", "label", "code")}
        body.append(_row(spec, material, year, ("", words["index"], words["label"], words["code"])))
    return Grid((head,), tuple(body), bool(spec.total))


def _row(spec: GroupedTable, material: Material, year: int, words: tuple[str, str, str, str]) -> Row:
    """Return a row; `words` are the member, and the texts for index, label and code."""
    member, index, label, code = words
    texts = {"index": index, "label": label, "code": code}
    cells: list[Cell] = []
    for held in spec.holds:
        if held == "value":
            form = material.form(spec.indicator, spec.decimals)
            cells.append(inline_cell(print_value(material, spec.indicator, year, form, member=member).number))
        else:
            cells.append(text_cell(texts[held], _ALIGNS[held]))
    return tuple(cells)
