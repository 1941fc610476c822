"""同一总数: shares of one whole, each beside its part, must leave one whole, though it is printed nowhere near."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhibao.audit.arithmetic import quotient, shown, slipped_into, spoken, total
from zhibao.audit.claim import Claim, Role
from zhibao.audit.claims.labels import key_of
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.judge import Form, judge
from zhibao.audit.model import Reading, Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.interval import Interval
from zhibao.terms.numerals.noun import Sort

_AMOUNTS = (Sort.COUNT, Sort.MONEY, Sort.MEASURE)
_PHRASE = re.compile(r"(?:的)?(?:比重|比例|比率|份额|百分比|比)?(?:分别|依次|各)?(?:为|达|到|约|是|超过|近|:)*$")
_GENERIC = re.compile("^(?:[其全总本的]|总数|总量|总额|总人数|全部|比重|比例|总体|整体|人数)*$")
_OWN_NOUN = re.compile("([一-龥]{2,12})占")
_LOOSEST = Fraction(3, 100)
"""Shares that leave the whole open by more than this say nothing of each other."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A part and its share."""

    part: Claim
    share: Claim

    def base(self) -> tuple[Fraction, Fraction]:
        """Return the least and the greatest whole over which the part has the printed share, or one unit beside it."""
        value, rate, step = self.part.numeral, self.share.numeral.value or Fraction(0), self.share.numeral.step
        middle, room = value.value or Fraction(0), value.step if value.decimals or value.factor > 1 else Fraction(0)
        return 100 * (middle - room) / (rate + step), 100 * (middle + room) / (rate - step)


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield part ÷ (what the other shares leave) = share, and part ÷ (sum of all parts) = share for closed lists."""
    groups: dict[tuple[object, ...], list[_Pair]] = defaultdict(list)
    named, block = "", -1
    for sentence in facts.sentences:
        if sentence.block.index != block:
            named, block = "", sentence.block.index
        pairs: list[_Pair] = []
        phrases: set[str] = set()
        for share in sentence.claims:
            part = _part(sentence, share)
            if part is None or (pairs and "其中" in part.lead):
                continue
            pair, phrase = _Pair(part, share), _phrase(facts, share)
            named = phrase or named
            where = sentence.block.section if phrase else block
            groups[where, part.numeral.unit, phrase or named, bool(phrase), share.year].append(pair)
            pairs.append(pair)
            phrases.add(phrase)
        if len(phrases) == 1:
            yield from _of_closed(facts, rule, pairs)
    for found in groups.values():
        yield from _of_group(rule, found)


def _part(sentence: Sentence, share: Claim) -> Claim | None:
    """Return the amount right before a share, changes of it left out, or the one that stands in parallel with it."""
    own = share.numeral
    if share.role is not Role.SHARE or own.sort is not Sort.RATE or own.qualifier or share.previous or share.of:
        return None
    if own.value is None or not own.step < own.value <= 100:
        return None
    if share.mates:
        return next((one for one in share.mates if one.role in (Role.VALUE, Role.TARGET)), None)
    for one in reversed(sentence.claims[: sentence.claims.index(share)]):
        if one.role in (Role.GROWTH, Role.DIFFERENCE):
            continue
        near = one.group == share.group and share.clause - one.clause <= 2 and not one.previous
        if one.role is not Role.VALUE or one.numeral.sort not in _AMOUNTS or not near or one.numeral.qualifier:
            return None
        noun = _OWN_NOUN.search(share.lead)
        is_its = noun is None or noun[1][-2:] in one.label + one.after
        return one if is_its or share.block.text.startswith("）", one.numeral.stop) else None
    return None


def _phrase(facts: Facts, share: Claim) -> str:
    """Return the name of the whole after 占; empty where it only says 总数 or nothing."""
    phrase = _PHRASE.sub("", share.base)
    return "" if _GENERIC.match(phrase) else key_of(phrase, facts.lex) or phrase


def _of_group(rule: AuditRule, pairs: Sequence[_Pair]) -> Iterator[Relation]:
    if len(pairs) < 3:
        return
    bases = [pair.base() for pair in pairs]
    best = max(
        ([i for i, (low, high) in enumerate(bases) if low <= point <= high] for point, _ in bases),
        key=len,
    )
    if len(best) < max(2, len(pairs) - 2):
        return
    for place, pair in enumerate(pairs):
        others = [i for i in best if i != place]
        low, high = max(bases[i][0] for i in others), min(bases[i][1] for i in others)
        if len(others) < 2 or not low <= high or high - low > low * _LOOSEST or pair.part.numeral.interval is None:
            continue
        middle, value = (low + high) / 2, pair.part.numeral.value or Fraction(0)
        relation = judge(
            rule.name,
            (pair.part,),
            pair.share,
            quotient(pair.part.numeral.interval, Interval(low, high), 100),
            reading=Reading.ONE_OF,
            tried=len(pairs),
            computation=f"按其他占比推得总数约 {shown(middle / pair.part.numeral.factor)}，"
            f"{pair.part.numeral.printed} ÷ 总数 = {shown(100 * value / middle)}%",
            form=Form.QUOTIENT,
            needs=[(pair.part, (pair.share.numeral.value or Fraction(0)) * middle / 100)],
        )
        if relation is not None:
            yield relation


def _of_closed(facts: Facts, rule: AuditRule, pairs: Sequence[_Pair]) -> Iterator[Relation]:
    """Yield the shares over the sum of the parts, where the parts are a whole by name or the shares make a hundred."""
    parts = [pair.part for pair in pairs]
    if len(pairs) < 2 or len({id(part) for part in parts}) < len(parts) or not all(map(parts[0].is_like, parts)):
        return
    whole = sum((part.numeral.value or Fraction(0) for part in parts), Fraction(0))
    shares = sum((pair.share.numeral.value or Fraction(0) for pair in pairs), Fraction(0))
    slack = sum((pair.share.numeral.step for pair in pairs), Fraction(0)) / 2
    if not whole:
        return
    fitting = [pair for pair in pairs if abs(100 * (pair.part.numeral.value or 0) / whole - _rate(pair)) <= _room(pair)]
    closed = len(fitting) >= len(pairs) - 1 and _is_closed(facts, parts)
    if not closed and abs(shares - 100) > slack:
        return
    for pair in pairs:
        intervals = [part.numeral.interval for part in parts if part.numeral.interval is not None]
        if pair.part.numeral.interval is None:
            continue
        relation = judge(
            rule.name,
            parts,
            pair.share,
            quotient(pair.part.numeral.interval, total(intervals), 100),
            reading=Reading.FORCED if closed else Reading.ONE_OF,
            tried=2,
            computation=f"{pair.part.numeral.printed} ÷ ({spoken(parts, '+')}) = "
            f"{shown(100 * (pair.part.numeral.value or 0) / whole)}%",
            form=Form.QUOTIENT,
            needs=[(part, _needed(part, pair, whole)) for part in parts],
        )
        if relation is not None:
            yield relation


def _rate(pair: _Pair) -> Fraction:
    return pair.share.numeral.value or Fraction(0)


def _room(pair: _Pair) -> Fraction:
    return pair.share.numeral.step


def _needed(part: Claim, pair: _Pair, whole: Fraction) -> Fraction | None:
    """Return what a part would have to be for the printed share: one slip away from what it is, if that can be."""
    value, rate = pair.part.numeral.value or Fraction(0), pair.share.numeral.value or Fraction(0)
    others, room = whole - (part.numeral.value or Fraction(0)), pair.share.numeral.step / 2
    ends = []
    for share in (rate - room, rate + room):
        if part is pair.part:
            ends.append(others * share / (100 - share) if share < 100 else None)
        else:
            ends.append(100 * value / share - others if share > 0 else None)
    low, high = ends
    if low is None or high is None or max(low, high) <= 0:
        return None
    return slipped_into(part, Interval(min(low, high), max(low, high)))


def _is_closed(facts: Facts, parts: Sequence[Claim]) -> bool:
    names = [part.label + part.after for part in parts]
    return any(
        len(series) == len(names)
        and all(any(member in name for name in names) for member in series)
        and all(any(member in name for member in series) for name in names)
        for series in facts.lex.series
    )
