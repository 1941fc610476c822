"""字段合计: plain sums of number fields, computed as indicators are, for what no indicator is defined for."""

from collections.abc import Iterable
from dataclasses import replace

from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Indicator, IndicatorExample
from zhibao.catalog.register import FieldType

Field = tuple[str, str]
_TEN_THOUSAND = 10_000


def sum_name(field: Field) -> str:
    """Return the name under which the sum of a field is computed: register.field."""
    return ".".join(field)


def with_sums(catalog: Catalog, fields: Iterable[Field]) -> Catalog:
    """Return the definitions with one indicator more for each field: its sum at every place.

    Unit: the field's own; money is told in 万元.
    """
    more = {sum_name(one): _sum(catalog, one) for one in fields}
    return replace(catalog, indicators={**catalog.indicators, **more})


def _sum(catalog: Catalog, field: Field) -> Indicator:
    register = catalog.registers[field[0]]
    one = register.fields[field[1]]
    is_money = one.unit == "元"
    return Indicator(
        name=sum_name(field),
        label=one.label,
        definition=one.note or one.label,
        unit="万元" if is_money else one.unit,
        decimals=0 if one.type is FieldType.COUNT else 2,
        period=register.period,
        value=f"SUM({sum_name(field)})" + (f" / {_TEN_THOUSAND}" if is_money else ""),
        why=register.why,
        source=register.source,
        examples=(IndicatorExample(given={}, expect={}),),
    )
