"""The invented data behind one report: named quantities that add up, their names, and what follows from them."""

import random
from dataclasses import dataclass, field
from fractions import Fraction

KINDS = {
    "d": "difference",
    "g": "growth",
    "p": "share",
    "r": "ratio",
    "s": "sum",
    "m": "product",
    "y": "average growth",
    "h": "margin",
    "z": "so much on ten",
}
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Fact:
    """事实: an exact value and how it is printed when the text does not say otherwise."""

    value: Fraction
    label: str = ""
    count: bool = True
    decimals: int = 0
    scale: int = 1


@dataclass
class Facts:
    """一份报告的数据: `words` are names and other texts, `lists` enumerations, `rows` ready rows of tables."""

    rnd: random.Random
    facts: dict[str, Fact] = field(default_factory=dict)
    sums: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    formulas: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=dict)

    def whole(self, key: str, low: int, high: int, label: str = "") -> int:
        """Invent a count and return it."""
        value = self.rnd.randint(low, high)
        self.facts[key] = Fact(Fraction(value), label)
        return value

    def measure(
        self, key: str, low: float, high: float, label: str = "", decimals: int = 2, scale: int = 1
    ) -> Fraction:
        """Invent a measured value that is exact in the digits it is printed with, and return it."""
        power = 10**decimals
        value = Fraction(self.rnd.randint(round(low * power), round(high * power)), power) * scale
        self.facts[key] = Fact(value, label, False, decimals, scale)
        return value

    def before(self, key: str, later: str, low: float, high: float, label: str = "") -> None:
        """Invent last year's value of a quantity, so that it has grown by low to high per cent since; never equal."""
        fact = self.facts[later]
        unit = Fraction(fact.scale, 10**fact.decimals)
        growth = Fraction(self.rnd.randint(round(low * HUNDRED), round(high * HUNDRED)), 10_000)
        steps = round(fact.value / (1 + growth) / unit)
        value = steps * unit
        if value == fact.value:
            value += unit if growth < 0 else -unit
        self.facts[key] = Fact(value, label, fact.count, fact.decimals, fact.scale)

    def part(self, key: str, whole: str, low: float, high: float, label: str = "") -> None:
        """Invent a subset of a count, low to high per cent of it."""
        value = int(self.facts[whole].value * self.rnd.randint(round(low * 10), round(high * 10)) / 1000)
        self.facts[key] = Fact(Fraction(max(1, value)), label)

    def like(
        self, key: str, other: str, low: float, high: float, label: str = "", decimals: int = 2, scale: int = 1
    ) -> None:
        """Invent a measured value of low to high per cent of another one, exact in the digits it is printed with."""
        unit = Fraction(scale, 10**decimals)
        share = Fraction(self.rnd.randint(round(low * 10), round(high * 10)), 1000)
        self.facts[key] = Fact(round(self.facts[other].value * share / unit) * unit, label, False, decimals, scale)

    def split(self, whole: str, parts: dict[str, tuple[int, str]]) -> None:
        """Split a quantity exactly into parts; each part has a weight and a label."""
        fact = self.facts[whole]
        unit = Fraction(fact.scale, 10**fact.decimals)
        left, weight = fact.value / unit, sum(one for one, _ in parts.values())
        for key, (own, label) in parts.items():
            share = (
                Fraction(own, weight) * Fraction(self.rnd.randint(93, 107), HUNDRED) if own < weight else Fraction(1)
            )
            value = Fraction(round(left * min(share, Fraction(1))))
            weight -= own
            left -= value
            self.facts[key] = Fact(value * unit, label, fact.count, fact.decimals, fact.scale)
        self.sums.append((whole, tuple(parts)))

    def total(self, key: str, parts: tuple[str, ...], label: str = "") -> None:
        """Add quantities that are there already."""
        first = self.facts[parts[0]]
        value = sum((self.facts[one].value for one in parts), Fraction(0))
        self.facts[key] = Fact(value, label, first.count, first.decimals, first.scale)
        self.sums.append((key, parts))

    def follow(self, key: str, formula: str, label: str = "", decimals: int = 2) -> None:
        """Give a name to what follows by a formula, as d:now,before or p:part,whole."""
        self.facts[key] = Fact(self.value(formula), label, False, decimals)
        self.formulas[key] = formula

    def value(self, key: str) -> Fraction:
        """Return the exact value of a quantity or formula; for an average growth the value is that of its printing."""
        if ":" not in key:
            return self.facts[key].value
        kind, names = key.split(":")
        values = [self.facts[one].value for one in names.split(",") if not one.isdigit()]
        match kind:
            case "d":
                return values[0] - values[1]
            case "g":
                return HUNDRED * (values[0] / values[1] - 1)
            case "p":
                return HUNDRED * values[0] / values[1]
            case "r":
                return values[0] / values[1]
            case "s":
                return sum(values, Fraction(0))
            case "m":
                return values[0] * values[1]
            case "z":
                return values[0] * values[1] / 10
            case "h":
                return HUNDRED * (1 - values[1] / values[0])
            case _:
                return _yearly(values[0] / values[1], int(names.rsplit(",", 1)[1]))

    def fact(self, key: str) -> Fact:
        """Return a quantity, or what a formula gives, with the way it is printed."""
        if ":" not in key:
            return self.facts[key]
        kind, names = key.split(":")
        first = self.facts[names.split(",")[0]]
        if kind in "ds":
            return Fact(self.value(key), "", first.count, first.decimals, first.scale)
        return Fact(self.value(key), "", False, 1 if kind == "g" else 2)


def _yearly(factor: Fraction, years: int) -> Fraction:
    """Return the yearly growth in per cent, near enough that no printed digit depends on it."""
    low, high = Fraction(0), Fraction(3)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if middle**years <= factor else (low, middle)
    return HUNDRED * (low - 1)
