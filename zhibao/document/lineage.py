"""数字的来历: what a page can tell about a printed number beyond its digits, as plain words brought in with the tree.

The document knows no definitions and no registers; whoever compiles the tree says here what stands behind its numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Explanation:
    """指标的说明: name, definition, formula in words, unit, kind of period, the registers it is counted from, grounds.

    `above` and `below` are numerator and denominator in words; both empty where the indicator has one formula.
    """

    label: str
    definition: str
    formula: str
    unit: str
    period: str
    above: str = ""
    below: str = ""
    registers: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """一校的数: what one school contributes: its own value, and its numerator and denominator, as printed."""

    place: str
    value: str
    above: str = ""
    below: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """一个值的由来: the value, numerator and denominator as they were divided, and the schools' values.

    `origin` says how the cells came in (typed, counted from lists, imported from which system), or who published it.
    Missing: '' where there is none.
    """

    value: str
    above: str = ""
    below: str = ""
    origin: str = ""
    shares: tuple[Share, ...] = ()


ValueName = tuple[str, str, str, str]
"""Indicator, place, period and member, as a Number names them."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """来历: indicators by name, values by how their Numbers name them, names of places, and whose each snapshot is.

    `changes` leads from a change to the two values it is the difference of, the later one first.
    """

    explanations: Mapping[str, Explanation] = field(default_factory=dict)
    values: Mapping[ValueName, Behind] = field(default_factory=dict)
    changes: Mapping[ValueName, tuple[ValueName, ValueName]] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[tuple[str, str], str] = field(default_factory=dict)
    snapshots: Mapping[str, str] = field(default_factory=dict)
