"""The slow, obvious twin of compute: plain Python over lists of rows, written from the definitions alone."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from zhibao.catalog.expression import Aggregate
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Indicator
from zhibao.snapshot.submission import Row
from zhibao.terms.arithmetic import quotient
from zhibao.terms.value import Known, Meaning, Missing, Value

Places = Mapping[str, Mapping[str, Sequence[Row]]]


def value(indicator: Indicator, catalog: Catalog, places: Places) -> Value:
    """Return the indicator over a group of places, each register → rows; an absent register was not submitted."""

    def whole(text: str) -> Value:
        formula = catalog.formula(text)
        found = {one: aggregate(one, places) for one in formula.aggregates}
        if not all(map(_is_left_out, found.values())):
            found = {name: Known(Fraction(0)) if _is_left_out(one) else one for name, one in found.items()}
        return formula.evaluate(found)

    if indicator.value:
        return whole(indicator.value)
    return quotient(whole(indicator.numerator), whole(indicator.denominator), percent=indicator.unit == "%")


def aggregate(one: Aggregate, places: Places) -> Value:
    """Return one aggregate, row by row."""
    absent = sum(one.register not in registers for registers in places.values())
    if absent:
        return Missing(Meaning.NOT_SUBMITTED, absent)
    cells = []
    for place, registers in places.items():
        for row in registers[one.register]:
            if _matches(one.where, row):
                cells.append(place if one.field == "school" else row[one.field])
    present = [cell for cell in cells if not isinstance(cell, Missing)]
    if one.function == "COUNT":
        return Known(Fraction(len(present)))
    if one.function == "COUNT DISTINCT":
        return Known(Fraction(len(set(map(str, present)))))
    gaps = [cell.meaning for cell in cells if isinstance(cell, Missing) and cell.meaning.leaves_a_gap]
    if gaps:
        return Missing(gaps[0] if set(gaps) == {gaps[0]} else Meaning.NOT_SUBMITTED, len(gaps))
    if cells and not present:
        nil = Missing(Meaning.NIL) in cells
        return Missing(Meaning.NIL if nil else Meaning.NOT_APPLICABLE, 0)
    known = [cell for cell in present if isinstance(cell, Known)]
    estimated = any(cell.estimated for cell in known)
    if one.function == "SUM":
        return Known(sum((cell.number for cell in known), Fraction(0)), estimated=estimated)
    if not known:
        return Missing(Meaning.NOT_APPLICABLE)
    chosen = max if one.function == "MAX" else min
    return Known(chosen(cell.number for cell in known), estimated=estimated)


def _is_left_out(value: Value) -> bool:
    return isinstance(value, Missing) and value.gaps == 0


def _matches(where: str, row: Row) -> bool:
    return all(str(row[field]) == wanted for field, wanted in re.findall(r"(\w+) = '([^']*)'", where))
