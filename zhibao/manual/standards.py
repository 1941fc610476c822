"""标准与诊断表的页: what a line asks of whom, with its examples; and the points of a grid with what they rest on."""

from collections.abc import Iterator

from zhibao.catalog.grid import Grid
from zhibao.catalog.model import Indicator
from zhibao.catalog.spoken_standard import applies_text, kind_text, limit_text
from zhibao.catalog.standard import Standard, StandardExample
from zhibao.manual.about import MARKS, entry, foot, head
from zhibao.manual.cross import Cross
from zhibao.manual.markup import Html, facts, join, section, table, words
from zhibao.manual.site import Page, link

_OUTCOMES = {"met": "达标", "below": "未达标", "unjudged": "不能判断"}
_VALUES = {"missing": "缺失", "undefined": "无意义"}


def standard_page(one: Standard, cross: Cross) -> Page:
    """Return the page of a standard."""
    indicator = cross.catalog.indicators.get(one.indicator)
    unit = indicator.unit if indicator else "%"
    told = limit_text(one, unit)
    rows = [[words(cell) for cell in _example(example, unit)] for example in one.examples]
    body = join(
        (
            head("standards", one, cross, "只作参考" if one.advisory else ""),
            facts(
                (
                    ("标准组", words(one.group)),
                    ("指标", _indicator(one, indicator)),
                    ("规则", words(kind_text(one.kind))),
                    ("达标", words(told)),
                    ("适用于", words(applies_text(one))),
                    ("计入全部达标", words("是" if one.monitored else "否")),
                )
            ),
            section("算例", table(("值", "其他单位的值", "结果", "差", "得分"), rows, one.label)),
            foot("standards", one, cross),
        )
    )
    return Page("standards", one.name, one.label, body, one.group, told, entries=(entry("standards", one, under=told),))


def grid_page(one: Grid, cross: Cross) -> Page:
    """Return the page of an item of a grid."""
    parts = (
        section(
            f"{element.number} {element.label}（{len(element.points)} 点）",
            table(("序号", "诊断点", "指标", "数据表"), list(_points(one, number, cross)), element.label),
        )
        for number, element in enumerate(one.elements)
    )
    sure = facts((("诊断表", words(one.grid)), ("项目名称的把握", words(MARKS[one.mark]))))
    body = join((head("grids", one, cross), sure, *parts, foot("grids", one, cross)))
    told = f"{len(one.elements)} 个要素，{len(one.points())} 个诊断点"
    found_by = (point.label for point in one.points())
    return Page(
        "grids", one.name, one.label, body, one.grid, told, entries=(entry("grids", one, *found_by, under=told),)
    )


def _points(one: Grid, number: int, cross: Cross) -> Iterator[list[Html]]:
    catalog = cross.catalog
    for point in one.elements[number].points:
        indicators = (link("indicators", name, catalog.indicators[name].label) for name in point.indicators)
        registers = (link("registers", name, catalog.registers[name].label) for name in point.registers)
        yield [words(point.number), words(point.label), join(indicators, "、"), join(registers, "、")]


def _indicator(one: Standard, indicator: Indicator | None) -> Html:
    if indicator:
        return link("indicators", indicator.name, indicator.label)
    return words(one.indicator or "同组各项标准都达到的学校所占比例")


def _example(example: StandardExample, unit: str) -> tuple[str, ...]:
    value = _VALUES.get(example.value, f"{example.value} {unit}")
    return value, "、".join(example.peers), _OUTCOMES[example.expect], example.gap, example.points
