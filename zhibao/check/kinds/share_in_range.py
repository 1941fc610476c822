"""占比: a share of a whole lies between 0 and 100 %, in every school and in the city."""

from collections.abc import Iterator, Mapping

from zhibao.catalog.expression import FieldName
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Check
from zhibao.check.context import Context, digits, finding
from zhibao.terms.finding import Finding
from zhibao.terms.source import CellPlace
from zhibao.terms.value import Known, Value


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding for every computed share that is negative or above 100 %."""
    if context.register:
        return  # a share stands in no register
    names = {place.code: place.name for places in context.expected.values() for place in places}
    names |= context.region.names if context.region else {context.city.code: context.city.name}
    for key, computed in context.values.items():
        if context.only is not None and (key.place, key.year) != context.only:
            continue
        indicator = context.catalog.indicators[key.indicator]
        if indicator.unit != "%" or indicator.may_exceed or key.place not in names:
            continue
        if isinstance(computed.value, Known) and not 0 <= computed.value.number <= 100:
            named = f"{names[key.place]}{key.year}年"
            where = CellPlace(named, "", "", indicator.label, key.place, key.year, key=indicator.name)
            message = check.message.format(label=indicator.label, value=digits(computed.value))
            parts = [digits(part) for part in (computed.numerator, computed.denominator) if isinstance(part, Known)]
            yield finding(
                check, where, message, said=digits(computed.value), expected="0 至 100", computation=" ÷ ".join(parts)
            )


def speaks(check: Check, row: Mapping[FieldName, Value], catalog: Catalog) -> bool:
    """Say whether the check speaks on one example with a `value` in %."""
    return any(isinstance(value, Known) and not 0 <= value.number <= 100 for value in row.values())
