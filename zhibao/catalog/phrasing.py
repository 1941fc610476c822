"""用词与比较值: the words for the size of a change, and the figures of a larger place that a report compares with."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, model_validator

from zhibao.catalog.model import Indicator
from zhibao.catalog.shape import Definition, NonEmpty, Shape

Size = Annotated[Decimal, Field(ge=0)]


class Degree(Shape):
    """程度: a word and its limits, in percentage points for rates, in % of the earlier value for everything else."""

    word: NonEmpty
    points: Size
    percent: Size

    def limit(self, *, rate: bool) -> Decimal:
        """Return the limit for a rate, or for another value."""
        return self.points if rate else self.percent


class SizeWords(Definition):
    """变化用词: `steady` and `slight` hold below their limits, `marked` above its own, `between` for the rest."""

    level: NonEmpty = "持平"
    steady: Degree
    slight: Degree
    marked: Degree
    between: NonEmpty

    @model_validator(mode="after")
    def _limits_rise(self) -> "SizeWords":
        for rate in (True, False):
            limits = [one.limit(rate=rate) for one in (self.steady, self.slight, self.marked)]
            if limits != sorted(limits):
                raise ValueError("steady、slight、marked 的界限应依次不减")
        return self

    def degree(self, size: Fraction | Decimal, *, rate: bool) -> str:
        """Return the word for a change of a size that is not zero."""
        if size < self.steady.limit(rate=rate):
            return self.steady.word
        if size < self.slight.limit(rate=rate):
            return self.slight.word
        return self.marked.word if size > self.marked.limit(rate=rate) else self.between


class Figure(Shape):
    """比较值的一年: the digits as the source prints them, with a remark where one is due."""

    value: str = Field(pattern=r"^\d+(\.\d+)?$")
    note: str = ""


class Benchmark(Definition):
    """比较值: an indicator's published value of a larger place, by the year that it speaks of.

    `area` is a province's name or 全国. With a `level` one compares; of a `whole` one is a part.
    """

    indicator: NonEmpty
    area: NonEmpty
    compare: Literal["level", "whole"] = "level"
    values: dict[int, Figure] = Field(min_length=1)


def benchmark_faults(
    benchmarks: Mapping[str, Benchmark], indicators: Mapping[str, Indicator]
) -> Iterator[tuple[str, str]]:
    """Yield (file, what is wrong) for figures of an indicator that there is not, or that another file gives too."""
    seen: dict[tuple[str, str], str] = {}
    for name, one in benchmarks.items():
        where = f"benchmarks/{name}.yaml"
        if one.indicator not in indicators:
            yield where, f"没有指标“{one.indicator}”。"
        other = seen.setdefault((one.indicator, one.area), name)
        if other != name:
            yield where, f"{one.area}的“{one.indicator}”在“{other}”里已有，请并成一个。"
