"""表头里的单位: a unit as heads, unit columns and captions print it, and numerals that take it over."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from zhibao.terms.interval import Interval
from zhibao.terms.numerals.noun import Numeral, Sort
from zhibao.terms.numerals.units import SCALES, UNITS, scale_at, unit_at

_BRACKET = re.compile(r"（([^（）]*)）")
_TO_ONE = re.compile(r"（(?:[xXnN某]?:1|1:[xXnN]?|比值?|倍数|[xXnN]比1)）")
_TAIL = re.compile(r"(?:/|／)?(%|‰|‱)$")
_SLASH = re.compile(r"/([^/（）]{1,4})$")
_NOISE = re.compile(r"^(?:计量)?单位[:为]?|[±+\-,，、 ]|币种.*$|人民币")
_DECLARED = re.compile(r"(?:计量|数量|金额|货币)?单位[:为]([^，。；）\s]{1,12})")
_ENDS = (
    ("人次", "人次"),
    ("人数", "人"),
    ("学生数", "人"),
    ("教师数", "人"),
    ("在校生数", "人"),
    ("毕业生数", "人"),
    ("招生数", "人"),
)


@dataclass(frozen=True, slots=True)
class HeadUnit:
    """表头的单位: unit, sort, and the factor by which a printed number is multiplied to be in that unit."""

    name: str
    sort: Sort
    factor: Fraction = Fraction(1)
    scale: int = 1


PERCENT = HeadUnit("%", Sort.RATE)
POINTS = HeadUnit("百分点", Sort.POINTS)
FRACTION = HeadUnit("%", Sort.RATE, Fraction(1), 100)


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> HeadUnit | None:
    """Return the unit that a text consists of (万元, %, 人次, 元/生), None where it is no unit."""
    text = _NOISE.sub("", text)
    if not text or len(text) > 10:
        return None
    if text in ("%/个百分点", "个百分点/%", "%或个百分点"):
        return None
    word = scale_at(text, 0)
    rest = text[len(word) :] if word else text
    if word and not rest:
        return None
    found = unit_at(rest, 0)
    if found is None or len(found[0]) != len(rest):
        whole = unit_at(text, 0)
        if whole is None or len(whole[0]) != len(text):
            return _loose(rest, word)
        word, found = "", whole
    unit = found[1]
    return HeadUnit(unit.name, unit.sort, unit.factor, SCALES[word] if word else 1)


def _loose(rest: str, word: str) -> HeadUnit | None:
    """Return a compound such as 元每生, 人/所 or 次/年, whose first part is a unit."""
    head, slash, per = rest.partition("/")
    if slash and per and head in UNITS and len(per) <= 4:
        unit = UNITS[head]
        sort = Sort.MONEY if unit.sort is Sort.MONEY else Sort.MEASURE
        return HeadUnit(f"{unit.name}/{per}", sort, unit.factor, SCALES[word] if word else 1)
    return None


def split_unit(label: str) -> tuple[str, HeadUnit | None]:
    """Return a head without its unit, and the unit: 专任教师（人）, 占比/%, 金额（万元）."""
    label = _TO_ONE.sub("", label)
    for found in reversed(list(_BRACKET.finditer(label))):
        unit = parse_unit(found[1])
        if unit is not None:
            return label[: found.start()] + label[found.end() :], unit
    if tail := _TAIL.search(label):
        core = label[: tail.start()]
        return core, parse_unit(tail[1])
    if (slash := _SLASH.search(label)) and (unit := parse_unit(slash[1])):
        return label[: slash.start()], unit
    return label, None


def implied_unit(core: str) -> HeadUnit | None:
    """Return the unit that a label itself says: …人数, …人次."""
    for end, name in _ENDS:
        if core.endswith(end):
            return HeadUnit(name, Sort.COUNT)
    return None


def declared_unit(text: str) -> HeadUnit | None:
    """Return the unit that a caption or the line above a table declares for it (单位：万元)."""
    if found := _DECLARED.search(text):
        for one in re.split("[、,/和]", found[1]) if parse_unit(found[1]) is None else [found[1]]:
            if unit := parse_unit(one):
                return unit
        return None
    if text.endswith("）"):
        return split_unit(text)[1]
    return None


def with_unit(one: Numeral, unit: HeadUnit, *, exact: bool = True) -> Numeral:
    """Return the numeral in the unit of its head: value, interval, step and scale multiplied alike.

    `exact` says that whole counts are not rounded; a count per head is.
    """
    if one.value is None or one.interval is None:
        return one
    scaled_already = one.scale != 1
    factor = unit.factor * (1 if scaled_already else unit.scale)
    value, step = one.value * factor, one.step * factor
    if one.qualifier:
        interval = one.interval.scaled(factor)
    elif exact and unit.sort is Sort.COUNT and factor == 1 and one.decimals == 0 and not scaled_already:
        interval = Interval(value, value)
    else:
        half = step / 2
        interval = Interval(value - half, value + half, value >= 0, value < 0)
    return Numeral(
        one.start,
        one.end,
        one.stop,
        one.printed,
        unit.sort,
        value,
        interval,
        unit.name,
        step,
        one.scale if scaled_already else unit.scale,
        one.decimals,
        one.qualifier,
        one.parts,
        one.reason,
    )
