"""对照表: a row per indicator, two years side by side and their change."""

from zhibao.catalog.exhibit import IndicatorTable, NumberedPrinting
from zhibao.catalog.inline import fill_words
from zhibao.compile.material import Material
from zhibao.compile.printing import ChangeStyle
from zhibao.compile.tables.grid import Grid, Line, head_row, inline_cell, text_cell
from zhibao.document.nodes import Align, Cell
from zhibao.terms.quantity import unit_text

Held = str
_ALIGNS: dict[Held, Align] = {"label": "left", "number": "center", "unit": "center"}


def indicator_table(spec: IndicatorTable, material: Material) -> Grid:
    """Return the table with a row per indicator; an arrow in the change column stands without an amount."""
    style: ChangeStyle = "arrow_only" if spec.change == "arrow" else "signed"
    aligns: list[Align] = [
        "center" if held == "change" and style == "arrow_only" else _ALIGNS.get(held, "right") for held in spec.holds
    ]
    head = head_row([fill_words(text, material.words) for text in spec.columns], aligns)
    body = tuple(
        tuple(_cell(row, held, align, style, material) for held, align in zip(spec.holds, aligns, strict=True))
        for row in spec.rows
    )
    return Grid((head,), body)


def _cell(row: NumberedPrinting, held: str, align: Align, style: ChangeStyle, material: Material) -> Cell:
    indicator = material.indicator(row.indicator)
    match held:
        case "number":
            return text_cell(row.number, align)
        case "label":
            return text_cell(fill_words(row.label, material.words) or indicator.label, align)
        case "unit":
            return text_cell(row.unit or unit_text(indicator.term), align)
        case "change":
            return inline_cell(Line(row, material).change(style).number, align)
        case "earlier" | "last" | "this":
            return inline_cell(Line(row, material).value(held).number, align)
        case "city":
            return inline_cell(Line(row, material).of_city().number, align)
        case _:
            raise AssertionError(held)
