"""年度变化的句式: how a report says that a value rose, fell or stayed (requirements F0-13, F0-14)."""

from decimal import Decimal
from fractions import Fraction

from zhibao.compile.breaks import is_comparable
from zhibao.compile.material import IN_SCOPE, ROSTER, Material, cell_text
from zhibao.compile.printing import Printed, print_change, print_growth, print_size, print_value
from zhibao.document.nodes import Inline, Inlines, Number, Text
from zhibao.terms.period import Period, PeriodType
from zhibao.terms.quantity import Form, unit_text
from zhibao.terms.unit import Dimension
from zhibao.terms.value import ValueKey

STEADY_POINTS, STEADY_PERCENT = Decimal("0.1"), Decimal("0.5")
"""Below it a change is 基本持平: in percentage points for rates, in % of last year's value else."""
SLIGHT_POINTS, SLIGHT_PERCENT = Decimal(1), Decimal(3)
"""Below it a change is 略有."""
MARKED_POINTS, MARKED_PERCENT = Decimal(10), Decimal(10)
"""Above it a change is 明显; between 略有 and 明显 it is 有所."""

GROWTH_DECIMALS = 2
INCOMPARABLE_SENTENCE = "与上年无法比较"
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
    change = print_change(last, this, form, comparable=is_comparable(material, indicator))
    if change.digits is None:
        return (Text(INCOMPARABLE_SENTENCE),)
    if change.digits == 0:
        return (Text("与上年持平"),)
    amount = this.unit.dimension in _AMOUNTS
    rises = change.digits > 0
    bracket: Inlines = () if short else (Text("（"), *number_phrase(last), Text("）"))
    verb = ("增加" if rises else "减少") if amount else ("上升" if rises else "下降")
    size: list[Inline] = [print_size(change, form)]
    if this.unit.dimension is not Dimension.RATIO:
        size.append(Text(unit_text(change.unit)))
    growth = print_growth(last, this, Form(GROWTH_DECIMALS, form.rounding)) if amount else None
    tail = (Text("，增幅为" if rises else "，降幅为"), growth, Text("%")) if growth else ()
    return (Text("比上年"), *bracket, Text(verb), *size, *tail)


def trend_word(material: Material, indicator: str, *, decimals: int | None = None, member: str = "") -> str:
    """Return the word for a change: 明显上升, 有所上升, 略有上升, 与上年基本持平, 与上年持平, and the falling ones.

    Missing: 与上年无法比较.
    """
    form = material.form(indicator, decimals)
    last, this = _both(material, indicator, form, "", member)
    if last.digits is None or this.digits is None or not is_comparable(material, indicator):
        return INCOMPARABLE_SENTENCE
    difference = this.digits - last.digits
    if difference == 0:
        return "与上年持平"
    direction = "上升" if difference > 0 else "下降"
    if this.unit.is_rate:
        size, steady, slight, marked = abs(difference), STEADY_POINTS, SLIGHT_POINTS, MARKED_POINTS
    elif last.digits == 0:
        return "明显" + direction
    else:
        size = abs(difference / last.digits * 100)
        steady, slight, marked = STEADY_PERCENT, SLIGHT_PERCENT, MARKED_PERCENT
    if size < steady:
        return "与上年基本持平"
    degree = "略有" if size < slight else "明显" if size > marked else "有所"
    return degree + direction


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
        Text("本报告统计范围为全市"),
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
