"""比较的句式: three years of a value, and a value beside that of the province or the country (requirement F0-13)."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from zhibao.catalog.breaks import breaks_of_indicator
from zhibao.catalog.inline import AgainstOf, YearsOf
from zhibao.catalog.phrasing import Benchmark
from zhibao.compile.material import Material
from zhibao.compile.printing import Printed, print_change, print_value
from zhibao.compile.sentences import (
    GROWTH_DECIMALS,
    change_sentence,
    difference_phrase,
    is_amount,
    number_phrase,
    size_phrase,
)
from zhibao.document.nodes import Footnote, Inline, Inlines, Number, Text
from zhibao.terms.period import PeriodType
from zhibao.terms.quantity import Form, print_number
from zhibao.terms.value import ValueKey

SPAN = 3
_NAMES = {"province": ("全省", "全省平均水平"), "nation": ("全国", "全国平均水平")}


def years_sentence(asked: YearsOf, material: Material) -> Inlines:
    """Return 2019年、2020年、2021年分别为…，逐年增加，比2019年（…）增加…; of estimates without the difference.

    Missing: without three years that may be compared, the sentence is that of {change}.
    """
    this = material.edition.this
    years = range(this - SPAN + 1, this + 1)
    form = material.form(asked.indicator, asked.decimals)
    printed = [_printed(asked, year, form, material) for year in years]
    known = [one for one in printed if one is not None and one.digits is not None]
    spoken = [material.printed_year(asked.indicator, year) for year in years]
    breaks = breaks_of_indicator(material.catalog, asked.indicator, spoken)
    if len(known) < SPAN or not all(one.comparable for one in breaks):
        return change_sentence(
            material, asked.indicator, decimals=asked.decimals, unit=asked.unit, member=asked.member, short=False
        )
    academic = material.indicator(asked.indicator).period is PeriodType.ACADEMIC_YEAR
    names = [f"{year}{'学年' if academic else '年'}" for year in spoken]
    listed: list[Inline] = []
    for one in known:
        listed += [Text("、"), *number_phrase(one)] if listed else number_phrase(one)
    told = (Text("、".join(names) + "分别为"), *listed, Text(f"，{_course(known)}"))
    if any(one.estimated for one in known):
        return told
    return (*told, Text("，"), *difference_phrase(names[0], known[0], known[-1], form))


def against_sentence(asked: AgainstOf, material: Material) -> Inlines:
    """Return ，高于全省平均水平（65.11%）3.20个百分点, its source a footnote; nothing without a value of that year."""
    year = material.edition.this
    form = material.form(asked.indicator, asked.decimals)
    own = print_value(material, asked.indicator, year, form)
    found = _benchmark(asked, material)
    spoken = material.printed_year(asked.indicator, year)
    if found is None or spoken not in found.values or own.digits is None:
        return ()
    text = found.values[spoken].value
    decimals = len(text.partition(".")[2])
    number = Number(text, Fraction(text), own.unit.label, asked.indicator, found.area, own.number.period)
    other = Printed(number, Decimal(text), own.unit)
    whole, level = _NAMES[asked.area]
    bracket = (Text("（"), *number_phrase(other), _cited(found, spoken), Text("）"))
    if found.compare == "whole":
        return (Text(f"，占{whole}"), *bracket, Text("的"), _share(own, other, material), Text("%"))
    coarser = form.but(decimals=min(form.decimals, decimals))
    change = print_change(other, own, coarser)
    if not change.digits:
        return (Text(f"，与{level}"), *bracket, Text("持平"))
    verb = "高于" if change.digits > 0 else "低于"
    return (Text(f"，{verb}{level}"), *bracket, *size_phrase(change, coarser))


def _printed(asked: YearsOf, year: int, form: Form, material: Material) -> Printed | None:
    """Return a year's value; None for a year that this edition does not have."""
    if ValueKey(asked.indicator, material.place.code, year, asked.member) not in material.values:
        return None
    return print_value(material, asked.indicator, year, form, unit=asked.unit, member=asked.member)


def _course(printed: Sequence[Printed]) -> str:
    """Return how three values run: 逐年增加, 先增后减, 总体上升 and the like."""
    digits = [one.digits for one in printed if one.digits is not None]
    steps = [(after > before) - (after < before) for before, after in pairwise(digits)]
    up, down = ("增", "减") if is_amount(printed[-1]) else ("升", "降")
    long = {1: "增加", -1: "减少"} if is_amount(printed[-1]) else {1: "上升", -1: "下降"}
    match steps:
        case [0, 0]:
            return "保持不变"
        case [one, two] if one == two:
            return f"逐年{long[one]}"
        case [1, -1]:
            return f"先{up}后{down}"
        case [-1, 1]:
            return f"先{down}后{up}"
        case _:
            return f"总体{long[next(one for one in steps if one)]}"


def _benchmark(asked: AgainstOf, material: Material) -> Benchmark | None:
    """Return the benchmark of an indicator for the country, or for the province that the city lies in."""
    area = "全国" if asked.area == "nation" else material.edition.province
    found = material.catalog.benchmarks.values()
    return next((one for one in found if (one.indicator, one.area) == (asked.indicator, area)), None)


def _cited(found: Benchmark, year: int) -> Footnote:
    """Return the source of a benchmark as a footnote."""
    source = "；".join(f"《{one.title}》" for one in found.source)
    note = found.values[year].note
    return Footnote((Text(f"{found.area}的数据来自{source}{f'，{note}' if note else ''}。"),))


def _share(own: Printed, whole: Printed, material: Material) -> Number:
    """Return how many per cent a printed value is of another."""
    number = own.number
    share = Fraction(own.digits or 0) / Fraction(whole.digits or 1) * 100
    text = print_number(share, Form(GROWTH_DECIMALS, material.edition.rounding))
    return Number(text, share, "%", number.indicator, number.place, number.period, number.member, number.snapshots)
