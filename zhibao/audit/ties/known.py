"""已知的值: the values that the data hold, by indicator, place and year, as a report's numbers should state them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from zhibao.catalog.rulebook import NamedIndicator
from zhibao.terms.numerals.noun import Numeral, Sort
from zhibao.terms.unit import UNITS, Dimension

Record = Mapping[str, object]
_SMALL_THINGS = frozenset("所 个 家 项 门 本 台 套 场 次 期 节 份 批次 间 处 种".split())
_NUMERAL_UNITS = {
    Dimension.MONEY: "元", Dimension.AREA: "平方米", Dimension.SHARE: "%", Dimension.POINTS: "百分点",
    Dimension.RATIO: "N:1", Dimension.BANDWIDTH: "Mbps",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownValue:
    """已知的值: `exact` in the indicator's unit; `year` is the one by which a report names it."""

    indicator: str
    label: str
    place: str
    year: int
    unit: str
    exact: Fraction
    printed: str
    is_estimate: bool
    snapshots: str

    def stated_for(self, one: Numeral) -> Fraction | None:
        """Return the value in the numeral's unit; None where the numeral measures something else."""
        return in_numeral_unit(self.exact, self.unit, one)


def in_numeral_unit(exact: Fraction, label: str, one: Numeral) -> Fraction | None:
    """Return a value that is stated in a unit of the catalog in a numeral's unit; None where they do not convert."""
    unit = UNITS[label]
    if one.sort is Sort.PLAIN:
        return exact
    if unit.dimension is Dimension.COUNT:
        same = one.unit == label or {one.unit, label} <= _SMALL_THINGS
        return exact if one.sort in (Sort.COUNT, Sort.MEASURE) and same else None
    if _NUMERAL_UNITS.get(unit.dimension) != one.unit:
        return None
    return exact * (1 if unit.dimension in (Dimension.SHARE, Dimension.POINTS) else unit.factor)


@dataclass
class KnownValues:
    """已知的各值: by indicator, place and year; `whole` is the place that the report is about, `names` code → name."""

    whole: str = ""
    names: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    of: dict[str, dict[str, dict[int, KnownValue]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )

    def years(self, indicator: str) -> list[int]:
        """Return the years for which the whole has a value of an indicator, the latest last."""
        return sorted(self.of.get(indicator, {}).get(self.whole, ()))

    def every_year(self) -> set[int]:
        """Return all years that the values speak of."""
        return {year for places in self.of.values() for year in places.get(self.whole, ())}

    def place_named(self, text: str) -> str:
        """Return the code of the place whose name stands in a text, the longest name first; '' where none does."""
        found = [(len(name), code) for code, name in self.names.items() if len(name) > 1 and name in text]
        return max(found)[1] if found else ""


def known_values(records: Iterable[Record]) -> KnownValues:
    """Return the values of records; members of breakdowns and gaps are left out: no single number stands for them.

    Records are those of values.json, with `whole` (the place that the report is about) and `printed_year` beside.
    """
    known = KnownValues()
    for one in records:
        place, indicator = str(one["place"]), str(one["indicator"])
        known.names[place] = str(one["name"])
        known.labels[indicator] = str(one["label"])
        if one.get("whole"):
            known.whole = place
        if one["state"] == "known" and not one["member"] and str(one["unit"]) in UNITS:
            year = int(str(one.get("printed_year", one["year"])))
            known.of[indicator][place][year] = KnownValue(
                indicator, str(one["label"]), place, year, str(one["unit"]), Fraction(str(one["exact"])),
                str(one["printed"]), bool(one["estimated"]), str(one["snapshots"]),
            )  # fmt: skip
    return known


def example_records(values: Mapping[str, str], indicators: Mapping[str, NamedIndicator]) -> list[dict[str, object]]:
    """Return the records that a rule's example states as indicator and year → exact value, all of one place.

    Raises: KeyError, for an indicator that the catalog does not have.
    """
    found: list[dict[str, object]] = []
    for key, exact in values.items():
        name, year = key.split(" ")
        one = indicators[name]
        found.append({
            "indicator": name, "label": one.labels[0], "place": "example", "name": "示例市", "year": int(year),
            "member": "", "state": "known", "printed": exact, "unit": one.unit, "exact": exact, "estimated": False,
            "snapshots": "", "whole": True,
        })  # fmt: skip
    return found
