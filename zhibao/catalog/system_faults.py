"""来源系统与列对应的名称检查: what they name is there."""

from collections.abc import Iterator

from zhibao.catalog.load import Catalog
from zhibao.terms.unit import UNITS


def system_faults(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield (file, fault) for every name in a system or mapping that no definition has."""
    for name, system in catalog.systems.items():
        for register in system.feeds:
            if register not in catalog.registers:
                yield f"systems/{name}.yaml", f"feeds：没有数据表“{register}”。"
    for name, mapping in catalog.mappings.items():
        where = f"mappings/{name}.yaml"
        if mapping.system not in catalog.systems:
            yield where, f"system：没有来源系统“{mapping.system}”。"
        if mapping.register_ not in catalog.registers:
            yield where, f"register：没有数据表“{mapping.register_}”。"
            continue
        fields = catalog.registers[mapping.register_].fields
        for field in mapping.columns.values():
            if field not in fields:
                yield where, f"columns：数据表“{mapping.register_}”没有字段“{field}”。"
        for field, unit in mapping.units.items():
            if field in fields and not UNITS[unit].converts_to(UNITS.get(fields[field].unit, UNITS[unit])):
                yield where, f"units：“{field}”的单位“{unit}”换算不成“{fields[field].unit}”。"
