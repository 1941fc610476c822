"""诊断的桥: how a school or the city stands against the standards in force, and an indicator through the years."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from django.utils.translation import gettext

from zhibao.catalog.model import Indicator
from zhibao.catalog.spoken_standard import limit_text
from zhibao.diagnose.cells import gap_text, result_text, shortage_text, value_number
from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.verdict import Outcome, Trend, Verdict
from zhibao.snapshot.errors import SnapshotError
from zhibao.terms.quantity import Form, print_number, unit_text
from zhibao.terms.value import Computed, Known, ValueKey, Values
from zhibao.web.bridge.ground import Ground, ground, kept


@dataclass(frozen=True)
class Line:
    """一条标准下的结论: value and line, exact and as printed; `lacks` is what is wanting, `said` the outcome."""

    standard: str
    label: str
    group: str
    indicator: str
    named: str
    unit: str
    printed: str
    requires: str
    outcome: Outcome
    said: str
    gap: str
    lacks: str
    trend: Trend
    change: str
    is_advisory: bool
    is_monitored: bool
    number: Fraction | None
    low: Fraction | None
    high: Fraction | None
    source: str

    @property
    def is_below(self) -> bool:
        """Say whether the line is not kept; one that is only advised is never below."""
        return self.outcome is Outcome.BELOW and not self.is_advisory

    @property
    def is_met(self) -> bool:
        """Say whether it is kept."""
        return self.outcome is Outcome.MET

    @property
    def is_worse(self) -> bool:
        """Say whether the value went the wrong way since last year."""
        return self.trend is Trend.WORSE

    @property
    def limit(self) -> Fraction | None:
        """Return the line as one number: the lower one where there are two and the value is not above the other."""
        if self.low is not None and self.high is not None and self.number is not None and self.number > self.high:
            return self.high
        return self.low if self.low is not None else self.high


@dataclass(frozen=True)
class Measured:
    """一个指标: its words, and how its numbers are printed."""

    name: str
    label: str
    unit: str
    decimals: int
    better: str

    def printed(self, number: Fraction | None) -> str:
        """Return a number as the indicator prints it, '' for none."""
        return "" if number is None else print_number(number, Form(self.decimals)).replace("-", "−")

    def change(self, now: Fraction, before: Fraction) -> str:
        """Return a difference with its sign."""
        return print_number(now - before, Form(self.decimals, sign=True)).replace("-", "−")


@dataclass(frozen=True)
class Reading:
    """一年的值: exact and printed, `sign` where there is no number; the parts that it was computed from."""

    year: int
    number: Fraction | None
    printed: str
    top: Fraction | None = None
    bottom: Fraction | None = None


def diagnosis_of(folder: Path) -> Diagnosis | None:
    """Return the diagnosis by the standards of the data year; None as long as nothing was frozen."""
    return _diagnosis(ground(folder), 0)


def computed_here(folder: Path, indicators: Iterable[str]) -> Values:
    """Return the values of indicators, of every place and year of a folder."""
    found = [_values(ground(folder), one) for one in indicators]
    return Values({key: one for values in found for key, one in values.items()}, ground(folder).edition.code)


def has_data(folder: Path) -> bool:
    """Say whether anything was frozen that can be diagnosed."""
    return _diagnosis(ground(folder), 0) is not None


def lines(folder: Path, place: str, in_force: int = 0) -> tuple[Line, ...]:
    """Return how a place stands against every standard in force in a year; the data year when none is named."""
    found = _diagnosis(ground(folder), in_force)
    return tuple(_line(found, one) for one in found.of(place)) if found is not None else ()


def below_by_place(folder: Path, in_force: int = 0) -> dict[str, int]:
    """Return place → how many standards in force it is below."""
    counts: dict[str, int] = {}
    found = _diagnosis(ground(folder), in_force)
    for one in found.verdicts if found is not None else ():
        is_below = one.outcome is Outcome.BELOW and not one.standard.advisory
        counts[one.place] = counts.get(one.place, 0) + is_below
    return counts


def measured(folder: Path) -> dict[str, Measured]:
    """Return every indicator that can have a target here: those with a number that stands alone, by name."""
    return _measured(ground(folder))


def topics(folder: Path) -> tuple[str, ...]:
    """Return the topics of which a problem has one."""
    return tuple(ground(folder).catalog.lists["policy_topics"].items)


def readings(folders: Iterable[Path], indicator: str, place: str) -> tuple[Reading, ...]:
    """Return an indicator of a place through the years, the oldest first; the later of two folders counts."""
    found: dict[int, Reading] = {}
    for folder in folders:
        base = ground(folder)
        if indicator not in base.catalog.indicators:
            continue
        definition = base.catalog.indicators[indicator]
        for year in base.edition.years:
            one = _values(base, indicator).get(ValueKey(indicator, place, year))
            if one is not None:
                found[year] = _reading(definition, year, one)
    return tuple(found[year] for year in sorted(found))


def part_names(folder: Path, indicator: str) -> tuple[str, str]:
    """Return what numerator and denominator of an indicator are called; plain words where they are made of several."""
    catalog = ground(folder).catalog
    one = catalog.indicators.get(indicator)
    if one is None or not one.denominator:
        return "", ""

    def named(formula: str, otherwise: str) -> str:
        parts = catalog.formula(formula).aggregates
        fields = {field for part in parts for field in part.fields}
        if len(parts) != 1 or len(fields) != 1:
            return otherwise
        return catalog.registers[parts[0].register].fields[fields.pop()].label

    return named(one.numerator, gettext("分子")), named(one.denominator, gettext("分母"))


@kept(16)
def _diagnosis(base: Ground, in_force: int) -> Diagnosis | None:
    try:
        return base.work.diagnosis(in_force)
    except SnapshotError:
        return None


@kept(256)
def _values(base: Ground, indicator: str) -> Values:
    try:
        return base.work.computed((indicator,))
    except SnapshotError:
        return Values({}, "")


@kept(16)
def _measured(base: Ground) -> dict[str, Measured]:
    found = _diagnosis(base, 0)
    if found is None:
        return {}
    names = dict.fromkeys(one.standard.indicator for one in found.verdicts if one.standard.indicator)
    names |= dict.fromkeys(key.indicator for key in base.work.values if not key.member)
    return {name: _about(base.catalog.indicators[name]) for name in names}


def _about(one: Indicator) -> Measured:
    return Measured(one.name, one.label, unit_text(one.term).replace(":", "∶"), one.decimals, one.better)


def _reading(definition: Indicator, year: int, one: Computed) -> Reading:
    about, value = _about(definition), one.value
    top, bottom = (part.number if isinstance(part, Known) else None for part in (one.numerator, one.denominator))
    if isinstance(value, Known):
        return Reading(year, value.number, about.printed(value.number), top, bottom)
    return Reading(year, None, value.sign)


def _line(found: Diagnosis, one: Verdict) -> Line:
    standard, catalog = one.standard, found.ground.catalog
    indicator = catalog.indicators.get(standard.indicator)
    about = _about(indicator) if indicator is not None else Measured("", standard.label, "%", one.decimals, "higher")
    return Line(
        standard=standard.name,
        label=standard.label,
        group=standard.group,
        indicator=standard.indicator,
        named=about.label,
        unit=about.unit,
        printed=value_number(one, found.ground).text.replace("-", "−"),
        requires=limit_text(standard, one.unit).replace(":1", "∶1"),
        outcome=one.outcome,
        said=result_text(one),
        gap=gap_text(one, found.ground),
        lacks=shortage_text(one) if one.shortage else "",
        trend=one.trend,
        change=_change(found, one, about),
        is_advisory=standard.advisory,
        is_monitored=standard.monitored,
        number=one.number,
        low=standard.low,
        high=standard.high,
        source="；".join(str(each.term()) for each in standard.source),
    )


def _change(found: Diagnosis, one: Verdict, about: Measured) -> str:
    """Return by how much the value differs from last year's, '' where that is not to be said."""
    before = found.ground.computed(one.standard.indicator, one.place, found.ground.edition.last)
    if one.trend is Trend.UNKNOWN or one.number is None or before is None or not isinstance(before.value, Known):
        return ""
    return about.change(one.number, before.value.number)
