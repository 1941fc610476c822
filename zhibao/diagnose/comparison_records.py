"""比较的记录: comparisons as flat rows for tables and files, and as pictures."""

from collections.abc import Iterator, Mapping, Sequence

from zhibao.catalog.spoken_standard import limit_text
from zhibao.diagnose.comparison import Comparison, Standing
from zhibao.document.specs import Series, ranked_bars
from zhibao.terms.quantity import Form, print_number
from zhibao.terms.rounding import Rounding
from zhibao.terms.unit import Dimension
from zhibao.terms.value import Computed, Known, Missing, Undefined, Value

COLUMNS = (
    "indicator", "label", "unit", "better", "level", "year", "place", "name", "rank", "tied", "ranked", "places",
    "printed", "exact", "numerator", "denominator", "state", "whole_printed", "whole_exact", "to_whole",
    "standards", "last_printed", "last_exact", "last_rank", "moved",
    "least", "lower_quarter", "median", "upper_quarter", "largest", "note", "snapshots",
)  # fmt: skip
_QUANTILES = ("least", "lower_quarter", "median", "upper_quarter", "largest")
Record = Mapping[str, str | int]


def comparison_records(comparisons: Sequence[Comparison], rounding: Rounding) -> Iterator[Record]:
    """Yield a row per indicator and place; exact numbers as fractions in lowest terms, '' where there is none."""
    for one in comparisons:
        form = Form(one.indicator.decimals, rounding)
        least = [str(number) for _, number in one.quantiles] or [""] * len(_QUANTILES)
        common: dict[str, str | int] = {
            "indicator": one.indicator.name,
            "label": one.indicator.label,
            "unit": one.indicator.unit,
            "better": one.indicator.better,
            "level": one.level.value,
            "year": one.year,
            "ranked": one.ranked,
            "places": len(one.standings),
            "whole_printed": printed(one.whole[2], form),
            "whole_exact": _exact(one.whole[2].value),
            "note": one.break_note,
            **dict(zip(_QUANTILES, least, strict=True)),
        }
        for standing in one.standings:
            yield {**common, **_standing(standing, form)}


def printed(computed: Computed | None, form: Form) -> str:
    """Return a value as printed, or the sign and meaning of why there is none."""
    match computed.value if computed else None:
        case Known(number, estimated):
            return ("约" if estimated else "") + print_number(number, form)
        case Missing(meaning):
            return meaning.label
        case Undefined(reason):
            return reason
        case _:
            return ""


def judged_text(standing: Standing, unit: str) -> str:
    """Return the standards in force with how a place stands to each; '' where there is none."""
    return "；".join(
        f"{standard.label}（{limit_text(standard, unit)}）{judgment.outcome.label}"
        + (f"，差 {print_number(judgment.gap, Form(4, trim=True))}" if judgment.gap and judgment.gap > 0 else "")
        for standard, judgment in standing.judged
    )


def comparison_picture(one: Comparison, rounding: Rounding) -> str:
    """Return the specification of bars, the longest first, each with its rank; the whole stands among quotients.

    Missing: a place without a number comes last, with the sign of why.
    """
    form = Form(one.indicator.decimals, rounding, affix="%" if one.indicator.term.is_rate else "")
    ranked = {standing.place: f"{standing.rank}. " if standing.rank else "" for standing in one.standings}
    drawn = [(f"{ranked[standing.place]}{standing.name}", standing.computed) for standing in one.standings]
    if one.indicator.denominator:
        drawn.append((one.whole[1], one.whole[2]))
    is_told = one.indicator.term.dimension is not Dimension.RATIO and one.indicator.unit not in one.indicator.label
    unit = f"（{one.indicator.unit}）" if is_told else ""
    series = Series(
        f"{one.year - one.indicator.lag}年",
        tuple(each.value.number if isinstance(each.value, Known) else None for _, each in drawn),
        tuple(_sign(each.value) or printed(each, form) for _, each in drawn),
    )
    return ranked_bars(
        [name for name, _ in drawn], series, title=f"{one.year - one.indicator.lag}年{one.indicator.label}{unit}"
    )


def _standing(one: Standing, form: Form) -> dict[str, str | int]:
    value = one.computed.value
    state = "known" if isinstance(value, Known) else value.meaning.value if isinstance(value, Missing) else "undefined"
    return {
        "place": one.place,
        "name": one.name,
        "rank": one.rank if one.rank is not None else "",
        "tied": one.tied if one.rank is not None else "",
        "printed": printed(one.computed, form),
        "exact": _exact(value),
        "numerator": _exact(one.computed.numerator),
        "denominator": _exact(one.computed.denominator),
        "state": state,
        "to_whole": print_number(one.to_whole, form.but(sign=True)) if one.to_whole is not None else "",
        "standards": "；".join(f"{standard.name}:{judgment.outcome.value}" for standard, judgment in one.judged),
        "last_printed": printed(one.last, form),
        "last_exact": _exact(one.last.value) if one.last else "",
        "last_rank": one.last_rank if one.last_rank is not None else "",
        "moved": one.moved if one.moved is not None else "",
        "snapshots": " ".join(one.computed.snapshots),
    }


def _exact(value: Value | None) -> str:
    return str(value.number) if isinstance(value, Known) else ""


def _sign(value: Value) -> str:
    return "" if isinstance(value, Known) else value.sign
