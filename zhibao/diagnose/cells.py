"""诊断的印法: values, gaps and limits as cells of a table, exact behind what is printed."""

from collections.abc import Sequence
from fractions import Fraction

from zhibao.catalog.spoken_standard import amount, limit_text
from zhibao.diagnose.ground import Ground
from zhibao.diagnose.verdict import Outcome, Verdict
from zhibao.document.nodes import Align, Cell, Inline, Number, Row, Text
from zhibao.terms.period import Period
from zhibao.terms.quantity import Form, print_number, unit_text
from zhibao.terms.unit import UNITS
from zhibao.terms.value import Computed, Known, Value, ValueKey

_FINER = 4
NOTHING = "—"


def word(text: str, align: Align = "left") -> Cell:
    """Return a cell with text; an empty one has no content."""
    return Cell((Text(text),) if text else (), align)


def head(texts: Sequence[str]) -> tuple[Row, ...]:
    """Return one head row."""
    return (tuple(word(text, "center") for text in texts),)


def whole(number: int) -> Cell:
    """Return a cell with a count."""
    return word(str(number), "right")


def sign_of(value: Value) -> str:
    """Return the sign of what is no number."""
    return "" if isinstance(value, Known) else value.sign


def value_text(value: Value, unit: str, form: Form) -> str:
    """Return a value with its unit, or the sign for it."""
    if isinstance(value, Known):
        return print_number(value.number, form) + (unit_text(UNITS[unit]) if unit in UNITS else unit)
    return value.sign


def value_number(one: Verdict, ground: Ground) -> Number:
    """Return the value of a verdict as a number that tells where it comes from."""
    form = Form(one.decimals, ground.edition.rounding)
    text = print_number(one.number, form) if one.number is not None else sign_of(one.value)
    if one.number is not None and one.outcome is Outcome.BELOW and _looks_met(one, text):
        text = print_number(one.number, form.but(decimals=one.decimals + _FINER, trim=True))
    return Number(
        text,
        one.number,
        one.unit,
        one.standard.indicator,
        one.place,
        period(one, ground),
        snapshots=one.computed.snapshots,
    )


def bound_number(ground: Ground, key: ValueKey, computed: Computed) -> Number:
    """Return a computed value as a number that tells where it comes from; the sign of what is no number."""
    indicator, value = ground.catalog.indicators[key.indicator], computed.value
    exact = value.number if isinstance(value, Known) else None
    form = Form(indicator.decimals, ground.edition.rounding)
    text = print_number(exact, form) if exact is not None else sign_of(value)
    spoken = Period(key.year - indicator.lag, indicator.period).label
    return Number(text, exact, indicator.unit, key.indicator, key.place, spoken, snapshots=computed.snapshots)


def value_cell(one: Verdict, ground: Ground) -> Cell:
    """Return the value of a verdict as a cell."""
    return Cell((value_number(one, ground),), "right")


def gap_text(one: Verdict, ground: Ground) -> str:
    """Return how far a value is from the line, in words; '' where it meets it or is not judged.

    What would be rounded to nothing is printed finer, so that a value below a line never seems to reach it.
    """
    gap = one.judgment.gap
    if gap is None or one.outcome is not Outcome.BELOW:
        return ""
    if not gap:
        return "等于界限，须大于" if one.standard.low is not None else "等于界限，须小于"
    form = Form(one.decimals, ground.edition.rounding)
    digits = print_number(abs(gap), form)
    if not digits.strip("0."):
        digits = print_number(abs(gap), form.but(decimals=one.decimals + _FINER, trim=True))
    unit = "个百分点" if one.unit == "%" else "" if one.unit == "x:1" else one.unit
    return f"{'差' if gap > 0 else '超'}{digits}{unit}"


def shortage_text(one: Verdict) -> str:
    """Return what is lacking, everything else unchanged: 缺专任教师总数 12人."""
    lack = one.shortage
    if lack is None:
        return NOTHING
    return f"{lack.label}{amount(lack.number, lack.unit, most=2)}"


def limit(one: Verdict) -> str:
    """Return what the standard asks, in words."""
    return limit_text(one.standard, one.unit)


def result_text(one: Verdict) -> str:
    """Return the outcome with its reason, points or step."""
    note = one.judgment.note
    if one.outcome is Outcome.UNJUDGED:
        return f"不能判断（{note}）" if note else "不能判断"
    points = ""
    if one.judgment.points is not None:
        of = f"/{_plain(one.judgment.of)}" if one.judgment.of is not None else ""
        points = f"{_plain(one.judgment.points)}{of}分"
    said = "，".join(filter(None, (points, note)))
    label = one.outcome.label if not one.standard.advisory else f"{one.outcome.label}（参考）"
    return f"{label}，{said}" if said else label


def period(one: Verdict, ground: Ground) -> str:
    """Return the period that a verdict speaks of."""
    indicator = ground.catalog.indicators.get(one.standard.indicator)
    return Period(one.year - indicator.lag, indicator.period).label if indicator else f"{one.year}年"


def inline_cell(inline: Inline, align: Align = "right") -> Cell:
    """Return a cell with one inline."""
    return Cell((inline,), align)


def computed_text(value: Value | None, indicator: str, ground: Ground) -> str:
    """Return a value of an indicator as it prints it; — where it was not computed."""
    if value is None:
        return NOTHING
    one = ground.catalog.indicators[indicator]
    return value_text(value, one.unit, Form(one.decimals, ground.edition.rounding))


def count_text(value: Value) -> str:
    """Return a count, or the sign for it."""
    return str(int(value.number)) if isinstance(value, Known) else value.sign


def _plain(number: Fraction | None) -> str:
    return "" if number is None else print_number(number, Form(2, trim=True))


def _looks_met(one: Verdict, text: str) -> bool:
    """Say whether the printed digits reach a line that the exact number does not."""
    printed, exact = Fraction(text), one.number
    for line in (one.standard.low, one.standard.high):
        if line is not None and exact is not None and exact != line and (printed - line) * (exact - line) <= 0:
            return True
    return False
