"""分布表: a row per indicator with the least, the quarters and the largest among the places of a level."""

from fractions import Fraction

from zhibao.catalog.exhibit import Printing, SpreadTable
from zhibao.catalog.files import CatalogError
from zhibao.catalog.inline import fill_words
from zhibao.compile.material import Material
from zhibao.compile.tables.by_place import number_at, place_cell
from zhibao.compile.tables.grid import Grid, head_row, text_cell
from zhibao.document.nodes import Align, Row
from zhibao.terms.quantity import unit_text
from zhibao.terms.ranking import quantile

QUANTILES = (
    (Fraction(0), "最小"),
    (Fraction(1, 4), "下四分位"),
    (Fraction(1, 2), "中位"),
    (Fraction(3, 4), "上四分位"),
    (Fraction(1), "最大"),
)


def spread_table(spec: SpreadTable, material: Material) -> Grid:
    """Return the table; each quantile is the exact value of a place, printed as that place's.

    Missing: a place without a number is passed over; where no place has one, the first one's sign stands.
    Raises: CatalogError, when there is no place of the level.
    """
    heads = ["指标", "单位", *(label for _, label in QUANTILES)]
    if spec.total:
        heads.append(fill_words(spec.total, material.words))
    aligns: list[Align] = ["left", "center"]
    aligns += ["right"] * (len(heads) - 2)
    head, year = head_row(heads, aligns), material.year(spec.year)
    rows = () if year is None else tuple(_row(spec, one, material, year) for one in spec.rows)
    return Grid((head,), rows)


def _row(spec: SpreadTable, printing: Printing, material: Material, year: int) -> Row:
    indicator = material.indicator(printing.indicator)
    places = material.places(material.level_of(spec.places), year)
    at = [(number_at(printing.indicator, material, year, code), code) for code in places]
    known = [number for number, _ in at if number is not None]
    if not places:
        raise CatalogError("分布表没有这一级的地方。")
    whose = dict(reversed(at))
    codes = [whose[quantile(known, share)] if known else places[0] for share, _ in QUANTILES]
    cells = [place_cell(printing, material, year, code) for code in codes]
    label = fill_words(printing.label, material.words) or indicator.label
    unit = printing.unit or unit_text(indicator.term)
    whole = (place_cell(printing, material, year, ""),) if spec.total else ()
    return (text_cell(label), text_cell(unit, "center"), *cells, *whole)
