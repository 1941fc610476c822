"""印出的数: slots of a wording, the numbers printed into them, and what those numbers can mean."""

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from random import Random

from zhibao.audit.proof.matrix.span import Span

COUNTS = (
    "人 名 位 人次 所 个 项 家 户 台 套 台套 辆 册 册次 件 份 期 批次 篇 门 间 "
    "天 学时 批 处 张 单 种 股 头 支 对 场 条 座 幢 盏 次 本 块"
).split()
SCALES = {"万": Fraction(10_000), "百万": Fraction(1_000_000), "亿": Fraction(100_000_000), "": Fraction(1)}
CONVERSIONS = {
    "公顷": ("平方米", Fraction(10_000)),
    "亩": ("平方米", Fraction(2000, 3)),
    "吨": ("公斤", Fraction(1000)),
    "个百分点": ("%", Fraction(1)),
    "名": ("人", Fraction(1)),
    "位": ("人", Fraction(1)),
}
RANGES = {
    "人": (320, 9800), "名": (320, 4800), "人次": (900, 9800), "所": (34, 480), "个": (42, 480), "项": (46, 480),
    "家": (48, 980), "户": (2400, 98000), "台": (120, 9800), "套": (120, 4800), "台套": (240, 6800), "辆": (120, 980),
    "册": (42000, 260000), "册次": (12000, 98000), "件": (120, 4800), "份": (120, 4800), "期": (12, 96),
    "批次": (120, 2800), "篇": (42, 480), "间": (24, 280), "天": (300, 366), "学时": (4800, 98000), "门": (24, 280),
    "元": (1200, 9800), "万元": (140, 9800), "亿元": (12, 980), "亩": (64, 980), "平方米": (12000, 180000),
    "万平方米": (12, 180), "公顷": (240, 9800), "公里": (140, 4800), "万吨": (24, 980), "吨": (240, 9800),
    "万人": (3, 96), "万人次": (12, 960), "万户": (3, 86), "万册": (3, 86), "万辆": (6, 96), "万台": (6, 96),
    "亿千瓦时": (24, 480), "万立方米": (240, 4800), "亿立方米": (3, 48), "万标箱": (42, 980), "万单": (24, 980),
    "万股": (8000, 60000), "%": (58, 99), "分": (62, 96),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """写法: blanks around numbers, thousands commas, full-width digits or signs."""

    blank: bool = False
    commas: bool = False
    wide_digits: bool = False
    wide_signs: bool = False


PLAIN = Style()


def drawn_style(rng: Random) -> Style:
    """Return a way of writing; most reports write plainly."""
    at = rng.random()
    if at < 0.62:
        return PLAIN
    return Style(
        blank=0.62 <= at < 0.78 or at > 0.97,
        commas=0.78 <= at < 0.88,
        wide_digits=0.88 <= at < 0.92,
        wide_signs=at >= 0.92,
    )


@dataclass(frozen=True, slots=True)
class Slot:
    """空位: where a wording prints a number: its name, unit, decimals and range; `bare` prints no unit."""

    name: str
    unit: str
    decimals: int = 0
    low: int = 0
    high: int = 0
    bare: bool = False

    @property
    def measure(self) -> tuple[str, Fraction]:
        """Return the base unit and how many of it one printed unit is."""
        return _measure(self.unit)

    @property
    def factor(self) -> Fraction:
        """Return how many base units one printed unit is."""
        return self.measure[1]

    @property
    def step(self) -> Fraction:
        """Return the unit of the last printed digit, in base units."""
        return self.factor / Fraction(10) ** self.decimals

    @property
    def is_exact(self) -> bool:
        """Say whether it is a whole count without scale word."""
        return self.unit in COUNTS and self.decimals == 0

    @property
    def bounds(self) -> tuple[float, float]:
        """Return between which printed values it is drawn."""
        return (self.low, self.high) if self.high else RANGES.get(self.unit, (120, 980))

    def drawn(self, rng: Random) -> Fraction:
        """Return a value for it, in base units, whole in its last printed digit; larger ones are rarer."""
        low, high = self.bounds
        value = (
            rng.uniform(low, high) if self.unit in ("%", "分") else math.exp(rng.uniform(math.log(low), math.log(high)))
        )
        return Fraction(round(value * 10**self.decimals)) * self.step

    def printed(self, value: Fraction) -> str:
        """Return the digits of a value in base units, rounded half up."""
        return fixed(value / self.factor, self.decimals)

    def text(self, digits: str, style: Style) -> str:
        """Return how the digits stand on the paper."""
        if style.commas:
            whole, point, rest = digits.partition(".")
            digits = f"{int(whole):,}{point}{rest}"
        return digits.translate(WIDE) if style.wide_digits else digits


WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def fixed(value: Fraction, decimals: int) -> str:
    """Return a value with so many decimals, rounded half up, away from zero."""
    scaled = math.floor(abs(value) * 10**decimals + Fraction(1, 2))
    text = str(scaled).rjust(decimals + 1, "0")
    sign = "-" if value < 0 and scaled else ""
    return sign + (f"{text[:-decimals]}.{text[-decimals:]}" if decimals else text)


@dataclass(frozen=True, slots=True)
class Printed:
    """印出的数: a slot and the digits in it."""

    slot: Slot
    digits: str
    unit: str = ""

    @property
    def span(self) -> Span:
        """Return what the digits can mean when rounded half up."""
        return _around(self.digits, self.unit or self.slot.unit, self.slot.decimals, 2)

    @property
    def wide(self) -> Span:
        """Return what the digits can mean by any rounding, also cut off or rounded up."""
        return _around(self.digits, self.unit or self.slot.unit, self.slot.decimals, 1)


@cache
def _measure(unit: str) -> tuple[str, Fraction]:
    for prefix in ("百万", "亿", "万"):
        if unit.startswith(prefix) and unit != prefix:
            base, factor = CONVERSIONS.get(unit[len(prefix) :], (unit[len(prefix) :], Fraction(1)))
            return base, factor * SCALES[prefix]
    return CONVERSIONS.get(unit, (unit, Fraction(1)))


@lru_cache(maxsize=1024)
def _around(digits: str, unit: str, decimals: int, part: int) -> Span:
    """Return what digits can mean that are off by up to a unit of the last of them, divided by `part`."""
    factor, printed = _measure(unit)[1], len(digits.partition(".")[2])
    is_exact = unit in COUNTS and not decimals and not printed
    value, width = Fraction(digits) * factor, Fraction(0) if is_exact else factor / (part * 10**printed)
    return Span(value - width, value + width)


SLOT = re.compile(r"\{(?P<name>\w+?):(?P<bare>-?)(?P<unit>[^}\d~]*)(?P<decimals>\d?)(?:~(?P<low>\d+)-(?P<high>\d+))?\}")


def slot_of(found: "re.Match[str]") -> Slot:
    """Return the slot that a mark such as {c:万元2} or {a:-人~40-90} stands for."""
    part = found.groupdict()
    unit = "个百分点" if part["unit"] == "pp" else part["unit"]
    return Slot(
        part["name"],
        unit,
        int(part["decimals"] or 0),
        int(part["low"] or 0),
        int(part["high"] or 0),
        bool(part["bare"]),
    )
