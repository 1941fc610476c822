"""变化用词与比较值的页: the limits of the words, and the figures of larger places by year."""

from zhibao.catalog.phrasing import Benchmark, SizeWords
from zhibao.manual.about import entry, foot, head
from zhibao.manual.cross import Cross
from zhibao.manual.markup import facts, join, section, table, words
from zhibao.manual.site import Page, link

_COMPARED = {"level": "高低相比", "whole": "占其份额"}


def size_page(one: SizeWords, cross: Cross) -> Page:
    """Return the page of the words for the size of a change."""
    rows = [
        (one.level, "没有变化", "没有变化"),
        (one.steady.word, f"小于 {one.steady.points}", f"小于 {one.steady.percent}%"),
        (one.slight.word, f"小于 {one.slight.points}", f"小于 {one.slight.percent}%"),
        (one.between, "其余", "其余"),
        (one.marked.word, f"大于 {one.marked.points}", f"大于 {one.marked.percent}%"),
    ]
    limits = table(
        ("用词", "比率（百分点）", "其他（占上年值）"), [[words(cell) for cell in row] for row in rows], one.label
    )
    body = join((head("sizes", one, cross), section("界限", limits), foot("sizes", one, cross)))
    told = "、".join(word for word, *_ in rows)
    return Page("sizes", one.name, one.label, body, "", told, entries=(entry("sizes", one, under=told),))


def benchmark_page(one: Benchmark, cross: Cross) -> Page:
    """Return the page of the figures of a larger place."""
    indicator = cross.catalog.indicators[one.indicator]
    rows = [[words(str(year)), words(figure.value), words(figure.note)] for year, figure in sorted(one.values.items())]
    body = join(
        (
            head("benchmarks", one, cross),
            facts(
                (
                    ("指标", link("indicators", one.indicator, indicator.label)),
                    ("地区", words(one.area)),
                    ("单位", words(indicator.unit)),
                    ("用法", words(_COMPARED[one.compare])),
                )
            ),
            section("各年", table(("年份", "值", "说明"), rows, one.label)),
            foot("benchmarks", one, cross),
        )
    )
    told = (
        f"{one.area}，{min(one.values)}—{max(one.values)} 年"
        if len(one.values) > 1
        else f"{one.area}，{min(one.values)} 年"
    )
    return Page(
        "benchmarks", one.name, one.label, body, one.area, told, entries=(entry("benchmarks", one, under=told),)
    )
