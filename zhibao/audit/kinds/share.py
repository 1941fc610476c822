"""占比: a part, its base and the printed share; the base is named, stands in the sentence, or is found by its name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from zhibao.audit.arithmetic import closed, meets, quotient, shown, spoken, total
from zhibao.audit.claim import Claim, Role
from zhibao.audit.claims.labels import key_of, shares_word
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.judge import Form, judge, off_by_slip
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Sort

_GENERIC = re.compile(
    r"^(?:总数|总?[门班课场户]数|总量|总|总人数|全部|比重|比例|比|总额|全校|全市|全体|总体|其|其总数|全省|全部人数|总数的|整体|有率|所有)*(?:的)?(?:比重|比例|比|份额|百分比)?$"
)
_TAIL = re.compile(r"(?:的)?(?:比重|比例|比率|份额|百分比|比)?(?:分别|依次|各)?(?:为|达|约|是|达到|约为|超过|近)*$")
_NARROWS = re.compile("具有|拥有|取得|获得|高级|中级|双师|硕士|博士|研究生|本科|女|男|其中|以上|以下|兼职|外聘")
_WIDER = re.compile("全省|全国|全球|世界|全行业")
_HEAD = re.compile(
    r"^(?:到|了|全市|全校|全部|全省|我市|我校|本校|当年|全年|同期|年度|公司|全体|所有|参加|参与|该校|其中|本|总)"
)


@dataclass(frozen=True, slots=True)
class _Base:
    """A base: the claim, how surely the words point to it, and how many were looked at."""

    claim: Claim
    reading: Reading
    tried: int


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield 100 × part ÷ base = share for every share that has a part."""
    earlier: list[Sentence] = []
    for sentence in facts.sentences:
        for share in sentence.claims:
            if share.role is Role.SHARE and share.numeral.sort is Sort.RATE and share.numeral.interval is not None:
                part = _part(sentence, share)
                if part is not None:
                    yield from _relations(facts, rule, sentence, share, part, earlier[-6:])
        if earlier and earlier[-1].block.section != sentence.block.section:
            earlier.clear()
        earlier.append(sentence)


def _part(sentence: Sentence, share: Claim) -> Claim | None:
    """Return the amount that the share belongs to: the last one before it, or the one behind it in 占 x%（n 人）."""
    if share.mates:
        return next((one for one in share.mates if one.role in (Role.VALUE, Role.TARGET)), None)
    position = sentence.claims.index(share)
    if share.of is not None:
        before = [
            one
            for one in sentence.heads()
            if one.start < share.of.start and one.is_like(share.of) and one.group == share.group
        ]
        return before[-1] if before else None
    if share.depth and (pair := _bracketed(sentence, share)):
        return pair[0]
    own = _own_noun(share)
    behind = next((one for one in sentence.heads() if one.start > share.start), None)
    if behind is not None and re.fullmatch("(?:，|（)?(?:即|约|约为|也就是|共)", sentence.between(share, behind)):
        return behind  # 有 72.58%即 278 人留在了本市
    exact = [
        one
        for one in sentence.heads()
        if one.start < share.start and own and one.label == own and share.clause - one.clause <= 6
    ]
    if exact:
        return exact[-1]
    for one in reversed(sentence.claims[:position]):
        if (
            one.role in (Role.VALUE, Role.TARGET)
            and one.numeral.is_quantity
            and one.numeral.sort in (Sort.COUNT, Sort.MONEY, Sort.MEASURE)
        ):
            gap = share.clause - one.clause
            if one.group != share.group or (one.depth > share.depth) or gap > 3:
                return None
            if len(own) >= 2 and not (own in one.label or (len(own) < 4 and shares_word(own, one.label))):
                if gap <= 3:
                    continue
                return None
            return one if gap <= 2 or own else None
        if one.role in (Role.SHARE,) and one.depth == share.depth and one.clause == share.clause:
            return None
    return None


def _bracketed(sentence: Sentence, share: Claim) -> tuple[Claim, Claim] | None:
    """Return part and base of 1705 个（全市 2725 个，占 62.6%）: the part before the bracket, the base in it."""
    open_at = sentence.block.text.rfind("（", sentence.start, share.start)
    inside = [one for one in sentence.heads() if open_at < one.start < share.start]
    before = [one for one in sentence.heads() if one.start < open_at]
    if len(inside) != 1 or not before or not before[-1].is_like(inside[0]) or open_at - before[-1].numeral.stop > 1:
        return None
    return (before[-1], inside[0]) if (inside[0].numeral.value or 0) >= (before[-1].numeral.value or 0) else None


def _own_noun(share: Claim) -> str:
    """Return the noun before 占 (学时占比), if it has one of its own."""
    found = re.search(r"([^，。；、（）]*?)占", share.lead)
    noun = found[1] if found else ""
    return re.sub("分别|约|各|仅|共|其|总体|合计|人数|数量|比例|这|总|所|也|均|就|则|只|又|已|的$", "", noun)


def _relations(
    facts: Facts, rule: AuditRule, sentence: Sentence, share: Claim, part: Claim, earlier: Sequence[Sentence]
) -> Iterator[Relation]:
    bases = _bases(facts, sentence, share, part, earlier)
    if (share.numeral.value or 0) <= 100 and share.of is None:
        bases = [held for base in bases if (held := _as_holding(base, part)) is not None]
    if not bases:
        siblings = _siblings(sentence, part, share)
        relation = _of_siblings(rule, share, part, siblings) if siblings else None
        if relation is not None and (relation.outcome is Outcome.HOLDS or off_by_slip(relation)):
            yield relation
        return
    fitting = [base for base in bases if _fits(part, base.claim, share)]
    if not fitting and (siblings := _siblings(sentence, part, share)):
        relation = _of_siblings(rule, share, part, siblings)
        if relation is not None and (relation.outcome is Outcome.HOLDS or bases[0].reading is not Reading.FORCED):
            yield relation
            return
    chosen = fitting[0] if fitting else bases[0]
    if not fitting and len(bases) > 1 and any(base.reading is not Reading.FORCED for base in bases[:1]):
        chosen = _Base(bases[0].claim, Reading.ONE_OF, len(bases))
    relation = _judge(rule, share, part, chosen, tried=len(bases))
    if relation is not None:
        yield relation


def _as_holding(base: _Base, part: Claim) -> _Base | None:
    """Return the base, as one of several readings where it is smaller than the part; None where it is far too small."""
    whole, some = base.claim.numeral.value or Fraction(0), part.numeral.value or Fraction(0)
    if whole >= some:
        return base
    comes_near = whole * 10 >= some or whole * 1000 <= some  # a slip of a digit, or of 万 against 亿
    return replace(base, reading=Reading.ONE_OF) if comes_near and base.claim.label else None


def _siblings(sentence: Sentence, part: Claim, share: Claim) -> list[Claim]:
    """Return the list that the part stands in: together they may be the base (境内 …、境外 …，境外占 …)."""
    found = [part]
    heads = [one for one in sentence.heads() if one.is_like(part) and one.depth == part.depth]
    place = heads.index(part) if part in heads else -1
    while (
        place > 0
        and re.search("、|和|与", sentence.between(heads[place - 1], found[0]))
        and len(sentence.between(heads[place - 1], found[0])) < 30
    ):
        place -= 1
        found.insert(0, heads[place])
    return found if len(found) > 1 and _GENERIC.match(_phrase(share) or "总数") else []


def _of_siblings(rule: AuditRule, share: Claim, part: Claim, siblings: Sequence[Claim]) -> Relation | None:
    intervals = [one.numeral.interval for one in siblings if one.numeral.interval is not None]
    whole = sum((one.numeral.value or Fraction(0) for one in siblings), Fraction(0))
    if part.numeral.interval is None or not whole:
        return None
    exact = 100 * (part.numeral.value or Fraction(0)) / whole
    rate = (share.numeral.value or Fraction(0)) / 100
    own = part.numeral.value or Fraction(0)
    needs = [
        (one, own / rate - whole + (one.numeral.value or Fraction(0)) if rate else None)
        for one in siblings
        if one is not part
    ]
    needs.append((part, rate * (whole - own) / (1 - rate) if rate < 1 else None))
    return judge(
        rule.name,
        siblings,
        share,
        quotient(part.numeral.interval, total(intervals), 100),
        reading=Reading.ONE_OF,
        tried=2,
        needs=needs,
        form=Form.QUOTIENT,
        computation=f"{part.numeral.printed} ÷ ({spoken(siblings, '+')}) = {shown(exact)}%",
    )


def _judge(rule: AuditRule, share: Claim, part: Claim, base: _Base, tried: int) -> Relation | None:
    if part.numeral.interval is None or base.claim.numeral.interval is None:
        return None
    whole, some = base.claim.numeral.value or Fraction(0), part.numeral.value or Fraction(0)
    expected = quotient(part.numeral.interval, base.claim.numeral.interval, 100)
    rate = (share.numeral.value or Fraction(0)) / 100
    exact = 100 * some / whole if whole else Fraction(0)
    computation = f"{part.numeral.printed} ÷ {base.claim.numeral.printed} = {shown(exact)}%"
    needs = [(part, rate * whole), (base.claim, some / rate if rate else None)]
    return judge(
        rule.name,
        (part, base.claim),
        share,
        expected,
        reading=base.reading,
        computation=computation,
        needs=needs,
        form=Form.QUOTIENT,
        tried=max(base.tried, tried),
    )


def _fits(part: Claim, base: Claim, share: Claim) -> bool:
    if part.numeral.interval is None or base.numeral.interval is None or share.numeral.interval is None:
        return False
    expected = quotient(part.numeral.interval, base.numeral.interval, 100)
    return expected is not None and meets(closed(share.numeral.interval), closed(expected))


def _bases(facts: Facts, sentence: Sentence, share: Claim, part: Claim, earlier: Sequence[Sentence]) -> list[_Base]:
    if share.of is not None:
        return [_Base(share.of, Reading.FORCED, 1)]
    if share.depth and (pair := _bracketed(sentence, share)):
        return [_Base(pair[1], Reading.FORCED, 1)]
    phrase = _phrase(share)
    taken = [one for other in sentence.claims if other.list_id == share.list_id >= 0 for one in other.mates]
    inside = [
        one
        for one in sentence.heads()
        if one is not part
        and one.is_like(part)
        and one.start < share.start
        and one not in taken
        and one.depth <= part.depth + 1
    ]
    inside = [one for one in inside if not _has_own_share(sentence, one, share, part)]
    if wider := _WIDER.search(share.base):
        inside = [one for one in inside if wider[0] in one.lead + one.label]
    first = min((one.start for one in _list_of(share)), default=part.start)
    before = [one for one in inside if one.start < first]
    if phrase and not _GENERIC.match(phrase):
        behind = [
            one
            for one in sentence.heads()
            if one is not part and one.is_like(part) and one.start > share.start and one.clause <= share.clause + 2
        ]
        behind = [one for one in behind if not _has_own_share(sentence, one, share, part)]
        key = key_of(phrase, facts.lex) or phrase
        if len(before) == 1 and before[0].label != part.label and _is_called(before[0], key):
            return [_Base(before[0], Reading.FORCED, 1)]
        named = _named(phrase, inside, facts) or _named(phrase, behind, facts)
        if named:
            return [_Base(one, Reading.FORCED if len(named) == 1 else Reading.ONE_OF, len(named)) for one in named]
        return _named_earlier(phrase, part, earlier, facts)
    if not before:
        total = _total_earlier(part, earlier, sentence)
        return [_Base(total, Reading.ONE_OF, 3)] if total is not None else []
    total = _total_of(before, part, sentence, facts)
    found = [_Base(total, Reading.FORCED, 1)] if total is not None else []
    found += [_Base(one, Reading.ONE_OF, len(before)) for one in reversed(before) if one is not total]
    if len(before) != 1 or total is not None:
        return found
    if _is_sole(before[0], part, share, sentence) or _carries_list(before[0], share, sentence):
        return [_Base(before[0], Reading.FORCED, 1)]
    return found


def _is_called(one: Claim, key: str) -> bool:
    """Say whether a value's label has the name of the base, with no word that narrows it (具有高级职称的专任教师)."""
    return key in one.label and not _NARROWS.search(one.label.replace(key, ""))


def _has_own_share(sentence: Sentence, one: Claim, share: Claim, part: Claim) -> bool:
    """Say whether a value is itself a part, whose share of the same base stands right behind it."""
    behind = next((other for other in sentence.claims if other.start > one.start), None)
    if behind is None or behind is share or behind.role is not Role.SHARE or behind.base != share.base:
        return False
    return bool(share.base) or (one.start < part.start and "其中" not in sentence.between(one, part))


def _carries_list(base: Claim, share: Claim, sentence: Sentence) -> bool:
    """Say whether another share of the same list is one of this base (309 家和 486 家，分别占 38.9%、61.1%)."""
    for other in sentence.claims:
        if other is not share and other.list_id == share.list_id >= 0:
            parts = [one for one in other.mates if one.role in (Role.VALUE, Role.TARGET)]
            if parts and _fits(parts[0], base, other):
                return True
    return False


def _list_of(share: Claim) -> list[Claim]:
    """Return the parts that stand in parallel with a list of shares: none of them is the base of another."""
    if share.list_id < 0:
        return []
    return [one for one in share.mates if one.role in (Role.VALUE, Role.TARGET)]


def _phrase(share: Claim) -> str:
    phrase = _TAIL.sub("", share.base)
    while True:
        shorter = _HEAD.sub("", phrase)
        if shorter == phrase or not shorter:
            return phrase.removesuffix("的")
        phrase = shorter


def _named(phrase: str, claims: Sequence[Claim], facts: Facts) -> list[Claim]:
    """Return the claims that bear the name of the base: the same name first, then those that end in it."""
    key = key_of(phrase, facts.lex) or phrase
    same = [one for one in claims if one.label and (one.label == phrase or key_of(one.label, facts.lex) == key)]
    if same:
        return same[-1:]
    return [
        one
        for one in claims
        if len(key) >= 2 and (key_of(one.label, facts.lex).endswith(key) or (len(key) >= 3 and key in one.label))
    ][-2:]


def _named_earlier(phrase: str, part: Claim, earlier: Sequence[Sentence], facts: Facts) -> list[_Base]:
    for sentence in reversed(earlier):
        heads = [one for one in sentence.heads() if one.is_like(part)]
        named = _named(phrase, heads, facts)
        if named:
            return [_Base(named[-1], Reading.ONE_OF, 3)]
    return []


def _total_of(before: Sequence[Claim], part: Claim, sentence: Sentence, facts: Facts) -> Claim | None:
    """Return the total that 其中 or a colon makes the part a part of."""
    for one in reversed(before):
        follower = next((other for other in sentence.claims if other.start > one.start), None)
        between = sentence.block.text[one.numeral.stop : follower.start if follower else part.start]
        if facts.lex.parts.search(between) or one.is_total:
            return one
    return None


def _is_sole(base: Claim, part: Claim, share: Claim, sentence: Sentence) -> bool:
    """One possible base before the part, one share, and the part no greater than it."""
    shares = [one for one in sentence.claims if one.role is Role.SHARE]
    smaller = (part.numeral.value or 0) <= (base.numeral.value or 0)
    if "、" in sentence.between(base, part) or base.list_id >= 0:
        return False
    return (
        len(shares) == 1
        and smaller
        and base.group == part.group
        and not base.scope & {"全国", "全省"}
        and (share.depth == base.depth or sentence.between(part, share).startswith("（"))
    )


def _total_earlier(part: Claim, earlier: Sequence[Sentence], sentence: Sentence) -> Claim | None:
    if not earlier or earlier[-1].block.index < sentence.block.index - 1:
        return None
    heads = [
        one
        for one in earlier[-1].heads()
        if one.is_like(part) and (one.numeral.value or 0) >= (part.numeral.value or 0)
    ]
    return heads[-1] if heads else None
