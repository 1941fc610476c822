"""变化的归属: each difference, growth or factor with the value now and the value before that it speaks of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zhibao.audit.claim import Claim, Role
from zhibao.audit.claims.labels import key_of, shares_word
from zhibao.audit.claims.lexicon import Lexicon
from zhibao.terms.numerals.noun import Sort

_BARE_YEAR = re.compile(r"(?:而)?(?:19|20)\d{2}年(?:度|末|底|同期)?(?:则)?(?:为|是|的|完成|实现|达|达到)*$")
_TIMES = re.compile("(?<![同小学])时(?!间)|年前|之前|之初|期初|年初|^原|此前|过去|以往")
_COMPARED = re.compile("(?:比|较|相比于?|相较于?)[^，。；、]{0,12}$")
FOLLOWERS = (Role.DIFFERENCE, Role.GROWTH, Role.FACTOR, Role.AVERAGE_GROWTH)
HEADS = (Role.VALUE, Role.TARGET, Role.BEFORE, Role.SHARE)
_COMMON_NOUNS = frozenset(
    (
        "所占比重 所占比例 所占份额 人数 总数 数量 规模 总量 增幅 增速 同期 平均 年均 实际 幅度 总额 比例 占比 比重 净 "
        "值"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Change:
    """变化: a follower with what it follows; `now` and `before` are None where the sentence does not print them.

    `amount` is the difference attached to the same head (for a growth beside it). `is_forced`: one candidate per role.
    `others` are heads that might be meant instead of `now` (a total before its parts).
    """

    follower: Claim
    now: Claim | None
    before: Claim | None
    amount: Claim | None
    is_forced: bool
    others: tuple[Claim, ...] = ()

    def variants(self) -> "Iterator[Change]":
        """Yield the change as read first, then with each other head in place of `now`."""
        yield self
        for one in self.others:
            yield replace(self, now=one, is_forced=False)


def changes(claims: Sequence[Claim], lex: Lexicon) -> Iterator[Change]:
    """Yield the changes of a block, its claims in reading order."""
    for place, follower in enumerate(claims):
        if follower.role in FOLLOWERS:
            change = _attach(claims, place, lex)
            if change is not None:
                yield change


def _attach(claims: Sequence[Claim], place: int, lex: Lexicon) -> Change | None:
    follower = claims[place]
    if (parallel := _parallel(follower)) is not None:
        return parallel
    back = [
        one
        for one in reversed(claims[:place])
        if _is_near(one, follower) and one.role in HEADS and _is_visible(one, follower)
    ]
    ahead = [
        one
        for one in claims[place + 1 :]
        if _is_near(one, follower) and one.role in HEADS and one.depth <= follower.depth + 1
    ]
    if not any(_fits(one, follower) for one in (*back, *ahead)):
        back = [  # 2022 年末为 …；2021 年末为 …；一年增加 …: heads of other groups of the sentence
            one
            for one in reversed(claims[:place])
            if one.sentence == follower.sentence and one.role in HEADS and one.depth <= follower.depth
        ]
    behind = [one for one in claims[place + 1 :] if one.sentence == follower.sentence and one.role is Role.BEFORE]
    ahead += [one for one in behind if one not in ahead and one.clause - follower.clause <= 2]
    fitting_back = [one for one in back if _fits(one, follower)]
    now = _now(fitting_back, ahead, follower, lex)
    before = _before(fitting_back, ahead, follower, now, lex)
    amount = _amount(claims, place, now) if follower.role is Role.GROWTH else None
    if now is None and before is None:
        return Change(follower, None, None, None, True) if follower.noun else None
    others = [
        one
        for one in fitting_back
        if one is not now and one is not before and one.role is not Role.BEFORE and _may_head(one, follower, lex)
    ]
    rivals = [one for one in others if now is not None and _are_whole_and_part(one, now, lex)]
    return Change(follower, now, before, amount, not rivals, tuple(others[:6]))


def _parallel(follower: Claim) -> Change | None:
    """Return the change of a follower that stands in a list: its heads are its mates in the parallel lists."""
    heads = [one for one in dict.fromkeys(follower.mates) if one.role in HEADS and _fits(one, follower)]
    if not heads:
        return None
    now = next((one for one in heads if not one.previous and one.role is not Role.BEFORE), None)
    before = next((one for one in heads if one is not now and (one.previous or one.role is Role.BEFORE)), None)
    if before is None and len(heads) == 2 and all(one.year is not None for one in heads):
        before, now = sorted(heads, key=lambda one: one.year or 0)
    amount = next((one for one in follower.mates if one.role is Role.DIFFERENCE and follower.role is Role.GROWTH), None)
    return Change(follower, now, before, amount, True) if now or before else None


def _are_whole_and_part(one: Claim, now: Claim, lex: Lexicon) -> bool:
    """Say whether the later head is a part of the earlier, so that what follows may speak of either."""
    if one.start > now.start or not one.is_like(now):
        return False
    between = now.block.text[one.numeral.stop : now.start]
    return bool(lex.parts.search(between)) or "、" in between or one.list_id >= 0


def _is_near(one: Claim, follower: Claim) -> bool:
    return one.sentence == follower.sentence and one.group == follower.group


def _is_visible(one: Claim, follower: Claim) -> bool:
    """A head inside a closed bracket is invisible outside it, save the value of the period before."""
    if one.depth <= follower.depth or one.role is Role.BEFORE:
        return True
    return bool(follower.thing) and follower.thing in one.label  # 高出全省平均水平（95.2%）2.3 个百分点


def _fits(one: Claim, follower: Claim) -> bool:
    """Say whether a head can carry the follower, by unit."""
    sort = follower.numeral.sort
    if not one.numeral.is_quantity or one.numeral.sort in (Sort.POINTS, Sort.FACTOR, Sort.DOUBLING):
        return False
    if sort is Sort.POINTS:
        return one.numeral.sort is Sort.RATE
    if one.role is Role.SHARE:
        return False
    if one.numeral.printed[0] in "一二两三四五六七八九十" and (one.numeral.value or 0) <= 12:
        return one.is_like(follower)  # 两项费用下降 13.82%
    if sort is Sort.RATE:
        return one.numeral.sort not in (Sort.RATE, Sort.RATIO) or (
            follower.role is Role.GROWTH and one.numeral.sort is Sort.RATE
        )
    if sort in (Sort.FACTOR, Sort.DOUBLING):
        return one.numeral.sort is not Sort.RATE
    return one.is_like(follower) or (sort is Sort.PLAIN and one.numeral.sort in (Sort.RATIO, Sort.PLAIN))


def _may_head(one: Claim, follower: Claim, lex: Lexicon) -> bool:
    """Say whether the follower's own noun, if it has one, is the head's."""
    noun = key_of(follower.noun, lex)
    if len(noun) < 2 or noun in _COMMON_NOUNS or not one.label:
        return True
    if one.role is Role.TARGET and follower.clause - one.clause == 1 and len(noun) <= 4:
        return True  # 由 921 种减到 768 种，种类少了 153 种
    return shares_word(noun, key_of(one.label, lex) or one.label)


def _now(back: Sequence[Claim], ahead: Sequence[Claim], follower: Claim, lex: Lexicon) -> Claim | None:
    candidates = [one for one in back if one.role is not Role.BEFORE and _may_head(one, follower, lex)]
    candidates = [one for one in candidates if one.depth <= follower.depth and not _is_compared(one, follower)]
    real = [one for one in candidates if "计划" not in one.scope or "计划" in follower.scope]
    candidates = real or candidates
    forward = [one for one in ahead if one.role is Role.TARGET or (one.role is Role.VALUE and _leads_on(one))]
    if not candidates and not forward:
        forward = [one for one in ahead if one.role is Role.VALUE and one.clause - follower.clause <= 2]
    forward = [one for one in forward if _fits(one, follower) and _may_head(one, follower, lex)]
    if candidates and forward and _is_later(forward[0], candidates[0]):
        return forward[0]  # 2021 年 5363 人，减少 207 人后，2022 年为 5156 人
    if (
        candidates
        and forward
        and forward[0].role is Role.VALUE
        and _leads_on(forward[0])
        and not forward[0].label.strip()
    ):
        return (
            forward[0]
            if candidates[0].clause != follower.clause - 1 and candidates[0].clause != follower.clause
            else candidates[0]
        )
    if follower.thing in ("后者", "前者") and len(candidates) > 1:
        return candidates[1] if follower.thing == "后者" else candidates[0]
    if candidates:
        return _latest(candidates, lex)
    dated = [one for one in forward if one.year is not None]
    return max(dated, key=lambda one: one.year or 0) if len(dated) > 1 else next(iter(forward), None)


def _is_later(one: Claim, other: Claim) -> bool:
    return one.year is not None and other.year is not None and one.year > other.year and one.is_like(other)


def _leads_on(one: Claim) -> bool:
    return one.lead.rstrip("了约近").endswith(("达", "达到", "为", "至", "到", "总数", "共", "合计", "共计", "是"))


def _latest(candidates: Sequence[Claim], lex: Lexicon) -> Claim:
    """Return the nearest head; of two years of one thing the later year (2022 年 2875 件，2019 年为 2528 件)."""
    first = candidates[0]
    for one in candidates[1:]:
        if _BARE_YEAR.match(first.lead) and one.year is None and _same_thing(one, first, lex):
            return one  # 入户率为 81.9%，2021 年为 79.3%
        if first.year is not None and one.year is not None and one.year > first.year and _same_thing(one, first, lex):
            return one
    return first


def _before(
    back: Sequence[Claim], ahead: Sequence[Claim], follower: Claim, now: Claim | None, lex: Lexicon
) -> Claim | None:
    if follower.thing in ("后者", "前者"):
        return next((one for one in back if one is not now), None)
    if follower.thing:
        named = [
            one
            for one in (*back, *ahead)
            if one is not now
            and _fits(one, follower)
            and one.label
            and (
                one.label in follower.thing or follower.thing in one.label or shares_word(follower.thing, one.label, 3)
            )
        ]
        return named[0] if named else None
    compared = [one for one in back if one is not now and _is_compared(one, follower)]
    if compared:
        return compared[0]
    marked = [
        one
        for one in back
        if one.role is Role.BEFORE
        and (
            now is None
            or one.clause == follower.clause
            or _is_told_against(one, follower)
            or _same_thing(one, now, lex)
        )
    ]
    if marked:
        return marked[0]
    later = [one for one in ahead if one.role is Role.BEFORE and _fits(one, follower)]
    if later and later[0].clause - follower.clause <= 2:
        return later[0]
    if now is not None and now.year is None:
        dated = [one for one in back if one is not now and one.start > now.start and _BARE_YEAR.match(one.lead)]
        return next((one for one in dated if _same_thing(one, now, lex)), None)
    if now is None or now.year is None:
        return None
    asides = [one for one in ahead if one.depth == follower.depth + 1 and one.clause - follower.clause <= 1]
    earlier = [
        one
        for one in (*back, *asides, *(ahead if now in ahead else ()))
        if one is not now and one.year is not None and one.year < now.year and _same_thing(one, now, lex)
    ]
    if not earlier and follower.previous is False:
        earlier = [
            one
            for one in back
            if one is not now and one.year is not None and one.year > now.year and _same_thing(one, now, lex)
        ]
    return earlier[0] if earlier else None


def _is_compared(one: Claim, follower: Claim) -> bool:
    """Say whether a value is what 比 compares with in the follower's own clause: 比计划的 1500 人多招 160 人."""
    return one.clause == follower.clause and one.depth == follower.depth and _COMPARED.search(one.lead) is not None


def _is_told_against(one: Claim, follower: Claim) -> bool:
    """Say whether 与 or 比 leads to a value right before the change: 与上年决算数 363.79 亿元比较，增加 …."""
    return (
        follower.clause - one.clause == 1
        and re.match("(?:上年|去年|与|同|较|比|以|相较|对比|对照)", one.lead) is not None
    )


def _same_thing(one: Claim, other: Claim, lex: Lexicon) -> bool:
    if not one.is_like(other):
        return False
    left, right = key_of(one.label, lex), key_of(other.label, lex)
    return not left or not right or left.endswith(right) or right.endswith(left) or shares_word(left, right)


def _is_other(thing: str) -> bool:
    """Say whether what is compared with is another thing, not the same one at another time (毕业半年时的月收入)."""
    return bool(thing) and _TIMES.search(thing) is None


def _is_amount_beside(one: Claim, follower: Claim, now: Claim | None) -> bool:
    if one.role is not Role.DIFFERENCE or one.numeral.sort is Sort.POINTS or not _is_near(one, follower):
        return False
    if now is not None and not one.is_like(now):
        return False
    return abs(one.clause - follower.clause) <= 3 and (one.depth == follower.depth or _opens_bracket(one, follower))


def _opens_bracket(amount: Claim, follower: Claim) -> bool:
    """增加 101 万元（增长 15.88%）: the growth stands in the bracket right behind the amount."""
    between = amount.block.text[amount.numeral.stop : follower.start]
    return follower.depth == amount.depth + 1 and between.startswith("（") and len(between) < 10


def _amount(claims: Sequence[Claim], place: int, now: Claim | None) -> Claim | None:
    """Return the difference that stands beside a growth of the same head (增加 220 人，增长 5.64%)."""
    follower = claims[place]
    for one in (*reversed(claims[max(0, place - 4) : place]), *claims[place + 1 : place + 3]):
        if _is_amount_beside(one, follower, now) and not (_is_other(one.thing) or follower.thing):
            low, high = sorted((place, claims.index(one)))
            between = [other for other in claims[low + 1 : high] if other.role in HEADS and other is not now]
            if not any(now is None or other.is_like(now) for other in between):
                return one
    return None
