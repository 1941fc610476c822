"""对照数据: a claim that names an indicator, a place and a year, against the value that the data hold for them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from zhibao.audit.arithmetic import closed, is_one_slip, meets, shown
from zhibao.audit.claim import Claim, Role
from zhibao.audit.claims.index import comparable, subject_of
from zhibao.audit.facts import Facts
from zhibao.audit.judge import judge
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.audit.tables.names import LabelNames, label_names
from zhibao.audit.ties.known import KnownValue, KnownValues
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.interval import Interval

TIED_BITS = 16.0
_ROLES = (Role.VALUE, Role.BEFORE, Role.SHARE, Role.TARGET)
_ELSEWHERE = frozenset({"计划", "全省", "全国"})
_WHOLE = re.compile(
    r"^(?:截至|截止|纳入)*(?:全市|本市|我市|全区|全县|全省|各地?|所有)*(?:各|的)?(?:公办|民办)?"
    r"(?:中等职业|中职|职业|职业院校)?(?:学校|院校)?(?:共有|现有|拥有|有|的|共)?"
)
_GENERIC = re.compile("^(?:.{0,12}(?:纳入|统计|全市|本市|我市).*|所?(?:中等职业|中职|职业|技工)+(?:学校|院校))$")


@dataclass(frozen=True, slots=True)
class _Speaks:
    """Of what a claim speaks: the place, and the year where it is said; `sure` where nothing else can be meant."""

    place: str
    year: int | None
    sure: bool


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield claim = value for every claim whose label is an indicator's; nothing without data."""
    if facts.data is None:
        return
    names = label_names(facts.book)
    index = _index(facts, names, facts.data)
    for claim in facts.claims:
        if claim.role not in _ROLES or claim.numeral.value is None or not claim.label or claim.scope & _ELSEWHERE:
            continue
        if claim.block.kind in ("heading", "contents"):
            continue
        indicators = {one for key in _keys(claim.label, names, facts) for one in index.get(key, ())}
        speaks = _speaks(facts, claim, facts.data)
        if len(indicators) == 1 and speaks is not None:
            relation = _tie(facts, rule, claim, indicators.pop(), speaks)
            if relation is not None:
                yield relation


def _index(facts: Facts, names: LabelNames, data: KnownValues) -> dict[str, set[str]]:
    """Return comparable label → the indicators of the data that bear it."""
    index: dict[str, set[str]] = defaultdict(set)
    for name, label in data.labels.items():
        known = facts.book.indicators.get(name)
        for each in dict.fromkeys((label, *(known.labels if known else ()))):
            for key in _keys(each, names, facts):
                index[key].add(name)
    return index


def _keys(label: str, names: LabelNames, facts: Facts) -> set[str]:
    if facts.data is not None and (place := facts.data.place_named(label)):
        label = label.replace(facts.data.names[place], "")
    bare = _WHOLE.sub("", label) or label
    keys = {names.comparable(label), names.comparable(bare), comparable(bare, facts.lex)}
    return {key for key in keys if len(key) >= 2}


def _speaks(facts: Facts, claim: Claim, data: KnownValues) -> _Speaks | None:
    """Return place and year; None where the claim speaks of a place that the data do not have."""
    block = claim.block
    start = max(block.text.rfind(sign, 0, claim.start) for sign in "。！？") + 1
    subject = claim.subject or subject_of(claim)
    near = f"{block.case} {subject} {block.text[start : claim.start]}"
    # A column of another place (生均校舍建筑面积 · 示例市) names it in the label.
    place = data.place_named(claim.label) or data.place_named(near)
    sure = bool(place) or not subject or bool(_GENERIC.match(subject))
    if claim.subject and not place:
        return None
    is_start = claim.role is Role.BEFORE and not claim.previous
    year = claim.year
    if is_start and (year is not None or facts.year is not None):
        # 2023年由25100人增加到28198人: the first number is of an earlier year, most often the one before.
        year = (year or facts.year or 0) - 1 if year in (None, facts.year) else year
    return _Speaks(
        place or data.whole, year, sure and not claim.scope and not is_start and claim.role is not Role.TARGET
    )


def _tie(facts: Facts, rule: AuditRule, claim: Claim, indicator: str, speaks: _Speaks) -> Relation | None:
    data = facts.data
    years = data.of[indicator].get(speaks.place, {}) if data is not None else {}
    year = speaks.year if speaks.year is not None else _year(facts, claim, sorted(years))
    value = years.get(year) if year is not None else None
    if value is None:
        return None
    expected = value.stated_for(claim.numeral)
    if expected is None:
        return _unit(rule, claim, value, facts) if speaks.sure else None
    relation = judge(rule.name, (), claim, Interval(expected, expected), computation=_computation(value, facts))
    if relation is None:
        return None
    if relation.outcome is Outcome.HOLDS:
        return replace(relation, bits=TIED_BITS)
    if not speaks.sure or value.is_estimate or claim.numeral.qualifier:
        return None
    own = claim.numeral.interval
    others = [one.stated_for(claim.numeral) for other, one in years.items() if other != year]
    if (
        own is not None
        and speaks.year is None
        and any(meets(closed(own), Interval(one, one)) for one in others if one is not None)
    ):
        return None
    said = speaks.year is not None or claim.previous or is_one_slip(claim.numeral.printed, relation.expected)
    return replace(relation, bits=TIED_BITS, prior=0.98 if said else 0.5, values=_values(value))


def _year(facts: Facts, claim: Claim, years: list[int]) -> int | None:
    """Return the year that a claim without one speaks of: the last one of the data, if the report is of that time."""
    latest = max(years, default=None)
    every = facts.data.every_year() if facts.data is not None else set()
    if latest is None or (facts.year is not None and facts.year not in every and facts.year - 1 not in every):
        return None
    if facts.year in every and claim.block.kind != "cell" and facts.year in years:
        latest = facts.year
    return latest - 1 if claim.previous else latest


def _unit(rule: AuditRule, claim: Claim, value: KnownValue, facts: Facts) -> Relation | None:
    """Return the finding that the very digits stand with another unit."""
    digits = claim.numeral.printed.replace(",", "")
    if digits != value.printed or len(digits.replace(".", "")) < 3:
        return None
    prior = 0.75 if {claim.numeral.unit, value.unit} == {"人", "人次"} else 0.98
    computation = f"{_computation(value, facts)}，单位不是所印的“{claim.numeral.unit}”"
    wanted = f"{value.printed}{value.unit}"
    return Relation(
        rule.name, (claim,), claim, Outcome.FAILS, Reading.FORCED, TIED_BITS, wanted, computation,
        prior=prior, values=_values(value),
    )  # fmt: skip


def _computation(value: KnownValue, facts: Facts) -> str:
    name = facts.data.names.get(value.place, value.place) if facts.data is not None else value.place
    unit = "" if value.unit in ("x:1", "a:b") else value.unit
    snapshot = value.snapshots.split(" ")[0][:8]
    source = f"，封存数据 {snapshot}" if snapshot else ""
    return f"数据：{name} {value.year} 年{value.label} {shown(value.exact)}{unit}{source}"


def _values(value: KnownValue) -> dict[str, str]:
    return {"indicator": value.label, "year": str(value.year)}
