"""Figures of larger places belong to an indicator and stand in one file only."""

from zhibao.catalog.load import load_catalog
from zhibao.catalog.phrasing import Benchmark, Figure, benchmark_faults
from zhibao.catalog.shape import Cited


def benchmark(name: str, indicator: str) -> Benchmark:
    return Benchmark(
        name=name,
        label=name,
        why="测试",
        source=(Cited(title="测试"),),
        indicator=indicator,
        area="全国",
        values={2021: Figure(value="1")},
    )


def test_a_benchmark_names_an_indicator_and_has_no_double() -> None:
    indicators = load_catalog().indicators
    given = {name: benchmark(name, of) for name, of in (("a", "graduates"), ("b", "graduates"), ("c", "nothing"))}
    assert list(benchmark_faults(given, indicators)) == [
        ("benchmarks/b.yaml", "全国的“graduates”在“a”里已有，请并成一个。"),
        ("benchmarks/c.yaml", "没有指标“nothing”。"),
    ]


def test_the_packaged_benchmarks_are_in_order_and_of_known_provinces() -> None:
    catalog = load_catalog()
    assert list(benchmark_faults(catalog.benchmarks, catalog.indicators)) == []
    assert {one.area for one in catalog.benchmarks.values()} == {"全国", "广东省"}
