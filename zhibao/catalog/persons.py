"""人员台账的用途: which of its columns printed values are computed from; a release holds these and no others."""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from zhibao.catalog.expression import PSEUDO_FIELDS, Aggregate, FormulaError
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Indicator
from zhibao.catalog.register import FieldType, Register


class Use(StrEnum):
    """用法: what a formula needs of a column: what its cells say, or only that something stands in them."""

    READ = "read"
    COUNTED = "counted"


Columns = Mapping[str, Mapping[str, Use]]
"""Register of persons → field → its use."""


class _NamesPersonsError(FormulaError):
    """A formula that reads the texts by which persons are told apart."""


def columns_in_use(catalog: Catalog, indicators: Iterable[str]) -> Columns:
    """Return what indicators need of registers of persons; a register that none of them reads is not there.

    Raises: FormulaError, when a formula reads the texts by which persons are told apart.
    """
    found: dict[str, dict[str, Use]] = {}
    for name in indicators:
        for register, field, use in _uses(catalog, catalog.indicators[name]):
            known = found.setdefault(register, {})
            if field and known.get(field) is not Use.READ:
                known[field] = use
    return found


def personal_faults(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield (file, what is wrong) for every formula that asks what no formula may know of a person."""
    for name, indicator in catalog.indicators.items():
        where = f"indicators/{name}.yaml"
        register, _, field = indicator.by.partition(".")
        definition = catalog.registers.get(register)
        if definition is not None and field in definition.personal:
            yield where, f"by：“{definition.fields[field].label}”（{indicator.by}）是个人信息，不能按它分组。"
        try:
            columns_in_use(catalog, [name])
        except _NamesPersonsError as error:
            yield where, str(error)
        except FormulaError:
            continue  # what no formula may say at all is told with its place by check_formula
    for register_name, one in catalog.registers.items():
        for field_name, definition_of in one.fields.items():
            if definition_of.derive:
                try:
                    catalog.formula(definition_of.derive)
                except FormulaError as error:
                    yield f"registers/{register_name}.yaml", f"字段“{field_name}”的 derive：{error}"


def _uses(catalog: Catalog, indicator: Indicator) -> Iterator[tuple[str, str, Use]]:
    """Yield (register, field, use) of one indicator; field '' where only the rows are asked for."""
    for text in filter(None, (indicator.value, indicator.numerator, indicator.denominator)):
        for aggregate in catalog.formula(text).aggregates:
            register = catalog.registers[aggregate.register]
            if not register.is_of_persons:
                continue
            yield register.name, "", Use.COUNTED
            by = indicator.by.partition(".")
            fields = (*aggregate.fields, *([by[2]] if by[0] == register.name else []))
            for field in dict.fromkeys(fields):
                if field not in PSEUDO_FIELDS:
                    use = Use.COUNTED if _is_only_counted(aggregate, field, by[2]) else Use.READ
                    _check_key(register, field, use, text)
                    yield register.name, field, use


def _is_only_counted(aggregate: Aggregate, field: str, by: str) -> bool:
    named = re.search(rf"\b{field}\b", aggregate.where) is not None
    return aggregate.function == "COUNT" and field == aggregate.field and not named and field != by


def _check_key(register: Register, field: str, use: Use, text: str) -> None:
    if use is Use.READ and field in register.key and register.fields[field].type is FieldType.TEXT:
        raise _NamesPersonsError(
            f"公式“{text}”要逐个认出“{register.label}”中的“{register.fields[field].label}”，"
            "而公开的数据里没有它，算不回来。请用 COUNT 数行，或改用不是键的字段。"
        )
