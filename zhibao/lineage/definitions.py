"""定义的变动: what two releases say otherwise of an indicator: how it is counted, and how it is printed."""

from collections.abc import Iterator

from zhibao.catalog.expression import PSEUDO_FIELDS
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Indicator
from zhibao.lineage.opened import Opened

_PARTS = {"value": "公式", "numerator": "分子", "denominator": "分母", "by": "分类", "unit": "单位"}
_NOTHING = "（无）"


def counted_otherwise(name: str, before: Catalog, after: Catalog) -> tuple[str, ...]:
    """Return what changed in how an indicator is counted, a line each: its formula, and the fields that it reads."""
    old, new = before.indicators[name], after.indicators[name]
    lines = [
        f"{label}：{getattr(old, part) or _NOTHING} → {getattr(new, part) or _NOTHING}"
        for part, label in _PARTS.items()
        if getattr(old, part) != getattr(new, part)
    ]
    return (*lines, *_of_fields(new, before, after))


def printed_otherwise(name: str, before: Opened, after: Opened) -> tuple[str, ...]:
    """Return what changed in how an indicator is printed, a line each."""
    old, new = before.catalog.indicators[name], after.catalog.indicators[name]
    pairs = (
        ("名称", old.label, new.label),
        ("单位", old.unit, new.unit),
        ("小数位数", str(old.decimals), str(new.decimals)),
        ("舍入", before.edition.rounding.value, after.edition.rounding.value),
    )
    return tuple(f"{what}：{was} → {now}" for what, was, now in pairs if was != now)


def _of_fields(indicator: Indicator, before: Catalog, after: Catalog) -> Iterator[str]:
    texts = filter(None, (indicator.value, indicator.numerator, indicator.denominator))
    read = dict.fromkeys(
        (one.register, field) for text in texts for one in after.formula(text).aggregates for field in one.fields
    )
    for register, field in read:
        if register not in before.registers or field in PSEUDO_FIELDS:
            continue
        old, new = before.registers[register], after.registers[register]
        if old.level is not new.level:
            yield f"“{new.label}”填报层级：{old.level.label} → {new.level.label}"
        was, now = old.fields.get(field), new.fields[field]
        if was is not None and was.type is not now.type:
            yield f"“{new.label}”的“{now.label}”类型：{was.type.value} → {now.type.value}"
