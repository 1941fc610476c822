"""指标的页: definition, formula in words and as written, worked examples, and where it is printed."""

from collections.abc import Iterator

from zhibao.catalog.model import Indicator, IndicatorExample
from zhibao.catalog.spoken import spoken_formula
from zhibao.manual.about import entry, foot, head
from zhibao.manual.cross import Cross, registers_in
from zhibao.manual.examples import expected, given_tables
from zhibao.manual.markup import NONE, Html, code, facts, join, paragraph, section, table, tag, words
from zhibao.manual.registers import chapter_links
from zhibao.manual.site import Page, links

BETTER = {"higher": "越高越好", "lower": "越低越好", "none": "不分高低"}
_ELSEWHERE = "提纲没有印出的指标"


def indicator_page(indicator: Indicator, cross: Cross) -> Page:
    """Return the page of an indicator."""
    body = join(
        (
            head("indicators", indicator, cross),
            section("口径", paragraph(words(indicator.definition)), id_="definition"),
            section("算法", _formula(indicator, cross), _expressions(indicator), _exceeds(indicator), id_="formula"),
            _facts(indicator, cross),
            section("算例", *_examples(indicator, cross), id_="examples"),
            _used(indicator, cross),
            foot("indicators", indicator, cross),
        )
    )
    told = indicator.definition
    entries = (entry("indicators", indicator, *indicator.aliases, indicator.unit),)
    return Page("indicators", indicator.name, indicator.label, body, _group(indicator, cross), told, entries=entries)


def _group(indicator: Indicator, cross: Cross) -> str:
    """Return the chapter that prints it, of the outline that prints most indicators."""
    printed = [place for places in cross.chapters_of.values() for place in places]
    outlines = sorted(cross.catalog.outlines, key=lambda name: -sum(one == name for one, _ in printed))
    chapters = sorted(cross.chapters_of.get(indicator.name, ()), key=lambda place: outlines.index(place[0]))
    if not chapters:
        return _ELSEWHERE
    outline, title = next((place for place in chapters if "附" not in place[1]), chapters[0])
    return f"{cross.catalog.outlines[outline].label} · {title}"


def _formula(indicator: Indicator, cross: Cross) -> Html:
    """Return the formula in words: a fraction is drawn as one."""
    if indicator.value:
        return tag(
            "div", words(f"{indicator.label} ＝ "), tag("span", words(_spoken(indicator.value, cross))), kind="formula"
        )
    above, below = _spoken(indicator.numerator, cross), _spoken(indicator.denominator, cross)
    fraction = tag(
        "span",
        tag("span", words(above), kind="above"),
        tag("span", words("÷"), kind="vh"),
        tag("span", words(below), kind="below"),
        kind="fraction",
    )
    times = words(" × 100%") if indicator.unit == "%" else NONE
    return tag("div", words(f"{indicator.label} ＝ "), fraction, times, kind="formula")


def _spoken(text: str, cross: Cross) -> str:
    return spoken_formula(cross.catalog.formula(text).tree, cross.catalog.registers)


def _expressions(indicator: Indicator) -> Html:
    rows = (("算式", indicator.value), ("分子", indicator.numerator), ("分母", indicator.denominator))
    return facts((term, code(text)) for term, text in rows if text)


def _exceeds(indicator: Indicator) -> Html:
    return paragraph(words("这个比率可以超过 100%。"), kind="under") if indicator.may_exceed else NONE


def _facts(indicator: Indicator, cross: Cross) -> Html:
    register, _, field = indicator.by.partition(".")
    by = cross.catalog.registers[register].fields[field].label if indicator.by else ""
    lag = f"，取前 {indicator.lag} 年的数" if indicator.lag else ""
    return facts(
        (
            ("单位", words(indicator.unit)),
            ("小数", words(f"{indicator.decimals} 位")),
            ("期间", words(f"{indicator.period.label}{lag}")),
            ("方向", words(BETTER[indicator.better])),
            ("分布", words(f"另按“{by}”逐项给出" if by else "")),
            ("又称", words("、".join(indicator.aliases))),
        )
    )


def _examples(indicator: Indicator, cross: Cross) -> Iterator[Html]:
    for number, example in enumerate(indicator.examples, 1):
        title = tag("h3", words(f"例 {number}"))
        given, got = given_tables(example.given, cross.catalog), _expected(indicator, example)
        yield tag("div", title, tag("div", given, got, kind="side"), kind="example")


def _expected(indicator: Indicator, example: IndicatorExample) -> Html:
    rows = ([words(place), expected(value)] for place, value in example.expect.items())
    head = ("", f"{indicator.label}（{indicator.unit}）")
    return tag("div", paragraph(words("→ 得"), kind="under"), table(head, rows, "得数", kind="given got"))


def _used(indicator: Indicator, cross: Cross) -> Html:
    catalog, name = cross.catalog, indicator.name
    registers = registers_in(indicator, catalog)
    breaks = ((one, catalog.breaks[one].label) for one in cross.breaks_of.get(name, ()))
    standards = ((one.name, one.label) for one in catalog.standards.values() if one.indicator == name)
    checks = dict.fromkeys(one for register in registers for one in cross.checks_of.get(register, ()))
    shared = [one for one in checks if not cross.checks[one].generated]
    return join(
        (
            section("用到的数据表", links("registers", ((one, catalog.registers[one].label) for one in registers))),
            section("印出它的章", chapter_links(cross.chapters_of.get(name, ()), cross)),
            section(
                "附表", links("annexes", ((one, catalog.annexes[one].label) for one in cross.annexes_of.get(name, ())))
            ),
            section("标准", links("standards", standards)),
            section("口径变化", links("breaks", breaks)),
            section("查这些数据表的校验", links("checks", ((one, cross.checks[one].label) for one in shared))),
        )
    )
