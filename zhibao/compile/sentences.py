"""年度变化的句式: how a report says that a value rose, fell or stayed (requirements F0-13, F0-14)."""

from fractions import Fraction

from zhibao.compile.breaks import is_comparable
from zhibao.compile.material import IN_SCOPE, ROSTER, Material, cell_text
from zhibao.compile.printing import Printed, print_change, print_growth, print_size, print_value
from zhibao.document.nodes import Inline, Inlines, Number, Text
from zhibao.terms.period import Period, PeriodType
from zhibao.terms.quantity import Form, unit_text
from zhibao.terms.unit import Dimension
from zhibao.terms.value import ValueKey

GROWTH_DECIMALS = 2
INCOMPARABLE_SENTENCE = "与上年无法比较"
SIZES = "change"
"""Whose words say how large a change is: catalog/sizes/change.yaml."""
_AMOUNTS = (Dimension.COUNT, Dimension.MONEY, Dimension.AREA, Dimension.BANDWIDTH)


def number_phrase(printed: Printed) -> Inlines:
    """Return a value with its unit: 28198人, 93.22%, 16.59:1; a sign stands without a unit."""
    unit = unit_text(printed.unit)
    if printed.digits is None or not unit:
        return (printed.number,)
    return (printed.number, Text(unit))


def change_sentence(
    material: Material, indicator: str, *, decimals: int | None = None, unit: str = "", member: str = "", short: bool
) -> Inlines:
    """Return the year-on-year sentence: 比上年（25782人）增加2416人，增幅为9.37%; 与上年持平 without a difference.

    Rates rise by 百分点 and have no 增幅; a difference is that of the printed values.
    Missing: 与上年无法比较.
    """
    form = material.form(indicator, decimals)
    last, this = _both(material, indicator, form, unit, member)
    return difference_phrase("上年", last, this, form, comparable=is_comparable(material, indicator), short=short)


def difference_phrase(
    since: str, before: Printed, this: Printed, form: Form, *, comparable: bool = True, short: bool = False
) -> Inlines:
    """Return how much a value changed since another: 比上年（25782人）增加2416人，增幅为9.37%.

    Missing: 与…无法比较.
    """
    change = print_change(before, this, form, comparable=comparable)
    if change.digits is None:
        return (Text(f"与{since}无法比较"),)
    if change.digits == 0:
        return (Text(f"与{since}持平"),)
    amount, rises = is_amount(this), change.digits > 0
    bracket: Inlines = () if short else (Text("（"), *number_phrase(before), Text("）"))
    verb = ("增加" if rises else "减少") if amount else ("上升" if rises else "下降")
    growth = print_growth(before, this, Form(GROWTH_DECIMALS, form.rounding)) if amount else None
    tail = (Text("，增幅为" if rises else "，降幅为"), growth, Text("%")) if growth else ()
    return (Text(f"比{since}"), *bracket, Text(verb), *size_phrase(change, form), *tail)


def size_phrase(change: Printed, form: Form) -> Inlines:
    """Return the size of a change with its unit and without a sign; that of two ratios has no unit."""
    size = print_size(change, form)
    return (size,) if change.unit.dimension is Dimension.RATIO else (size, Text(unit_text(change.unit)))


def is_amount(printed: Printed) -> bool:
    """Say whether a value is an amount, which increases by so many per cent; rates rise by points."""
    return printed.unit.dimension in _AMOUNTS


def trend_word(material: Material, indicator: str, *, decimals: int | None = None, member: str = "") -> str:
    """Return the word for a change: 明显上升, 有所上升, 略有上升, 与上年基本持平, 与上年持平, and the falling ones.

    Missing: 与上年无法比较.
    """
    form = material.form(indicator, decimals)
    last, this = _both(material, indicator, form, "", member)
    if last.digits is None or this.digits is None or not is_comparable(material, indicator):
        return INCOMPARABLE_SENTENCE
    words = material.catalog.sizes[SIZES]
    difference = this.digits - last.digits
    if difference == 0:
        return f"与上年{words.level}"
    direction = "上升" if difference > 0 else "下降"
    rate = this.unit.is_rate
    if not rate and last.digits == 0:
        return words.marked.word + direction
    degree = words.degree(abs(difference) if rate else abs(difference / last.digits * 100), rate=rate)
    return f"与上年{degree}" if degree == words.steady.word else degree + direction


def reasons_sentence(material: Material, indicators: tuple[str, ...]) -> str:
    """Return the reasons given for the changes of indicators, a sentence each; nothing when none is given.

    A reason that stands as a note under a table or chart is not told again in the text.
    """
    sentences = []
    for name in indicators:
        if name in material.exhibited:
            continue
        reason = reason_for(material, name)
        if reason:
            sentences.append(f"{material.indicator(name).label}变化的原因是：{reason.rstrip('。')}。")
    return "".join(sentences)


def reason_for(material: Material, indicator: str) -> str:
    """Return the reason that the city gave for an indicator, under its label, an alias or its name."""
    definition = material.indicator(indicator)
    for name in (definition.label, *definition.aliases, indicator):
        if reason := material.reasons.get(name, "").strip():
            return reason
    return ""


def scope_sentence(material: Material, *, ends: bool = True) -> Inlines:
    """Return the sentence that says which schools are counted, generated from the roster."""
    year = material.edition.this
    counted = material.schools(year)
    private = [school for school in counted if school.get("ownership") == "民办"]
    left_out = [school for school in material.roster(year) if school.get("in_scope") != IN_SCOPE]
    content: list[Inline] = [
        Text(f"本报告统计范围为{material.edition.level.whole}"),
        _schools(material, "schools_in_scope", len(counted)),
        Text("所中等职业学校"),
    ]
    if private:
        content += [Text("（其中民办"), _schools(material, "private_schools", len(private)), Text("所）")]
    if left_out:
        names = [_with_reason(cell_text(one.get("name")), cell_text(one.get("scope_reason"))) for one in left_out]
        content.append(Text("，不含" + "、".join(names)))
    return (*content, Text("。")) if ends else tuple(content)


def _both(material: Material, indicator: str, form: Form, unit: str, member: str) -> tuple[Printed, Printed]:
    edition = material.edition
    last = print_value(material, indicator, edition.last, form, unit=unit, member=member)
    return last, print_value(material, indicator, edition.this, form, unit=unit, member=member)


def _schools(material: Material, indicator: str, count: int) -> Number:
    """Return a number of schools, tied to the indicator of the same count where it was computed."""
    year, city = material.edition.this, material.values.city
    computed = material.values.get(ValueKey(indicator, city, year))
    name = indicator if computed else f"{ROSTER}.in_scope"
    period = Period(year, PeriodType.POINT_IN_TIME).label
    return Number(str(count), Fraction(count), "所", name, city, period, "", computed.snapshots if computed else ())


def _with_reason(name: str, reason: str) -> str:
    return f"{name}（{reason}）" if reason else name
