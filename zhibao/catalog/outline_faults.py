"""提纲的核对: names that an outline uses and the catalog does not have, each with file and line."""

from collections.abc import Iterator, Mapping

from zhibao.catalog.chapter import Exhibit
from zhibao.catalog.exhibit import ChartSpec, GroupedTable, ListingTable, RankedBars, Spec, indicators_in
from zhibao.catalog.inline import ChangeOf, Directive, NumberOf, PartsOf, Ranking, See, Top, YearsOf, indicators_of
from zhibao.catalog.model import Indicator
from zhibao.catalog.outline import Outline, exhibits, outline_directives
from zhibao.catalog.register import Register
from zhibao.catalog.school_outline_faults import school_outline_faults
from zhibao.terms.unit import UNITS


def outline_faults(
    outline: Outline, indicators: Mapping[str, Indicator], registers: Mapping[str, Register]
) -> Iterator[str]:
    """Yield a sentence with file:line for every indicator, register, field or exhibit that does not exist."""
    named = {exhibit.name: exhibit for _, exhibit in exhibits(outline)}
    for directive in outline_directives(outline):
        for name in indicators_of(directive):
            yield from _indicator(name, directive.where, indicators, grouped=_is_grouped(directive))
        if isinstance(directive, PartsOf):
            yield from _parts(directive, indicators)
        if isinstance(directive, NumberOf | ChangeOf | YearsOf) and directive.indicator in indicators:
            yield from _unit(directive.unit, directive.where, indicators[directive.indicator])
        if isinstance(directive, See):
            for name in directive.exhibits:
                if name not in named:
                    yield f"{directive.where}：没有名为“{name}”的表或图。"
                elif not named[name].spec.numbered:
                    yield f"{directive.where}：“{name}”不编号，不能用 {{see: {name}}} 参见。"
    for chapter, exhibit in exhibits(outline):
        if chapter.unnumbered and exhibit.spec.numbered:
            yield f"{exhibit.where}：没有章号的一章里，图表须写 numbered: false。"
        yield from _exhibit(exhibit, indicators, registers)
    yield from school_outline_faults(outline, registers)


def _exhibit(exhibit: Exhibit, indicators: Mapping[str, Indicator], registers: Mapping[str, Register]) -> Iterator[str]:
    grouped = _grouped(exhibit.spec)
    for name in dict.fromkeys(indicators_in(exhibit.spec)):
        yield from _indicator(name, exhibit.where, indicators, grouped=name in grouped)
    if isinstance(exhibit.spec, ListingTable):
        yield from _listing(exhibit.spec, exhibit.where, registers)


def _listing(spec: ListingTable, where: str, registers: Mapping[str, Register]) -> Iterator[str]:
    """Yield what a listing cannot print: what there is not, rows about persons, personal fields."""
    rows = registers.get(spec.register_)
    if rows is not None and rows.is_of_persons:
        yield f"{where}：“{rows.label}”（{rows.name}）一行是一个人，不能逐行列出。请改用指标给出合计或分组。"
        return
    for register, field in spec.fields():
        if register not in registers:
            yield f"{where}：没有数据表“{register}”。"
        elif field not in registers[register].fields:
            yield f"{where}：数据表“{register}”没有字段“{field}”。"
        elif field in registers[register].personal:
            yield f"{where}：“{registers[register].fields[field].label}”（{register}.{field}）是个人信息，不能列出。"


def _is_grouped(directive: Directive) -> bool:
    """Say whether a directive speaks of the members of a breakdown."""
    match directive:
        case Top():
            return True
        case Ranking(schools=schools):
            return not schools
        case PartsOf(count=count):
            return bool(count)
        case _:
            return False


def _parts(directive: PartsOf, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    """Yield the parts that are counted in another unit than their whole, or a whole that is none."""
    whole = indicators.get(directive.indicator)
    if whole is None:
        return
    if whole.term.is_rate:
        yield f"{directive.where}：“{whole.name}”是比率，不能分成几部分。"
    for name, _ in directive.parts:
        if name in indicators and indicators[name].unit != whole.unit:
            yield (
                f"{directive.where}：“{name}”的单位是{indicators[name].unit}，"
                f"与“{whole.name}”的{whole.unit}不同，不能算占比。"
            )


def _unit(unit: str, where: str, indicator: Indicator) -> Iterator[str]:
    if unit and (unit not in UNITS or not indicator.term.converts_to(UNITS[unit])):
        yield f"{where}：指标“{indicator.name}”的单位是{indicator.unit}，不能换算成“{unit}”。"


def _grouped(spec: Spec) -> set[str]:
    match spec:
        case GroupedTable(indicator=indicator):
            return {indicator}
        case ChartSpec(panels=panels):
            return {panel.indicator for panel in panels if isinstance(panel, RankedBars)}
        case _:
            return set()


def _indicator(name: str, where: str, indicators: Mapping[str, Indicator], *, grouped: bool) -> Iterator[str]:
    if name not in indicators:
        yield f"{where}：没有指标“{name}”。"
    elif grouped and not indicators[name].by:
        yield f"{where}：指标“{name}”没有分组（by），不能排名或分列。"
