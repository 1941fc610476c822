"""标准与诊断表的检查: names that standards and grids use and nothing defines."""

from collections.abc import Iterator

from zhibao.catalog.load import Catalog

OVER_OTHERS = "all_met"
"""The kind that looks at the other standards of its group instead of an indicator."""


def standard_faults(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield (file, fault) for indicators, registers and kinds of schools that are not there."""
    types = set(catalog.lists["school_types"].labels()) if "school_types" in catalog.lists else set()
    for name, standard in catalog.standards.items():
        where = f"standards/{name}.yaml"
        if standard.kind == OVER_OTHERS:
            if standard.indicator:
                yield where, f"{OVER_OTHERS} 看的是同组的各项标准，不写 indicator。"
        elif standard.indicator not in catalog.indicators:
            yield where, f"指标“{standard.indicator}”不存在。"
        for one in sorted({*standard.applies_to.only_types, *standard.applies_to.except_types} - types):
            yield where, f"办学类型“{one}”不在代码表 school_types 里。"
    for name, grid in catalog.grids.items():
        for point in grid.points():
            unknown = [f"指标“{one}”" for one in point.indicators if one not in catalog.indicators]
            unknown += [f"数据表“{one}”" for one in point.registers if one not in catalog.registers]
            for one in unknown:
                yield f"grids/{name}.yaml", f"诊断点 {point.number} 的{one}不存在。"
