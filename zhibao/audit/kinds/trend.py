"""增减的词: whether a word of change, without a number of its own, agrees with the two values beside it."""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from zhibao.audit.arithmetic import difference
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.catalog.rulebook import AuditRule

_STEP = re.compile(
    "^(?:、|(?:，|、)?(?:再|又|进而)?(?:上升|下降|提高|降低|增加|增长|减少)?(?:到|至))(?:今年的|本年的|20\\d{2}年的?|了)?$"
)
_CHAIN = re.compile(r"连续|逐年|逐步|持续|稳步|一年比一年|年年|节节|不断|递增|递减|呈")
_IDIOM = re.compile(
    r"稳中有升|稳中有增|稳中有降|稳中略升|稳中略降|有增无减|不升反降|不降反升|不减反增|不增反减|一年比一年[多高好强快少低差慢]"
)
_UP_IDIOMS = ("稳中有升", "稳中有增", "稳中略升", "有增无减", "不降反升", "不减反增")
_YEAR_BY_YEAR_DOWN = "少低差慢"


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield the relations between words and pairs (`of: pair`), 持平 (`of: flat`) or chains of years (`of: chain`)."""
    of = rule.parameters.get("of")
    for sentence in facts.sentences:
        if of == "chain":
            yield from _chains(facts, rule, sentence)
        elif of == "comparison":
            yield from _comparisons(rule, sentence)
        elif of == "doubling":
            yield from _doubled(facts, rule, sentence)
        else:
            yield from _pairs(facts, rule, sentence, of == "flat")


def _pairs(facts: Facts, rule: AuditRule, sentence: Sentence, flat: bool) -> Iterator[Relation]:
    pairs = [
        pair for one in sentence.claims if one.role is Role.BEFORE and (pair := _pair(facts, sentence, one)) is not None
    ]
    if not flat and len(pairs) > 1 and (both := _both(facts, sentence, pairs)):
        for now, before in pairs:
            yield from _word(rule, now, before, *both)
        return
    for now, before in pairs:
        if flat:
            yield from _flat(facts, rule, sentence, now, before)
        elif now.role is Role.TARGET and now.word is not None and now.direction:
            yield from _word(rule, now, before, now.word, now.direction)
        else:
            yield from _free_words(facts, rule, sentence, now, before)


_OVER = re.compile(
    r"(?P<word>高于|低于|多于|少于|大于|小于|优于|劣于|超过|不及|落后于|领先于|快于|慢于|好于)(?P<thing>[^，。；、（）]*?)(?:（[^（）0-9]{0,8})?$"
)
_LEVEL = re.compile(
    "届|平均|水平|上年|上期|上届|上学|期初|年初|去年|全省|全市|全国|目标|同期|标准|计划|省|市|校|行业|年|预期|基准|均值"
)
_LESS = frozenset({"低于", "少于", "小于", "不及", "落后于", "慢于", "劣于"})


def _comparisons(rule: AuditRule, sentence: Sentence) -> Iterator[Relation]:
    """就业率 62.98%，低于全市平均水平（64.75%）: the word against the two values."""
    text = sentence.block.text
    compared: list[Claim] = []
    for place, other in enumerate(sentence.claims[1:], 1):
        begin = max(text.rfind(sign, 0, other.start) for sign in "，。；") + 1
        found = _OVER.search(text[begin : other.start])
        if not found or other.role not in (Role.VALUE, Role.BEFORE, Role.SHARE) or not _LEVEL.search(found["thing"]):
            continue
        own = [
            one
            for one in sentence.claims[:place]
            if one.is_like(other)
            and one not in compared
            and one.role in (Role.VALUE, Role.TARGET, Role.SHARE, Role.COMPLETION)
            and one.group == other.group
            and one.start < begin + found.start()
        ]
        compared.append(other)
        if own and other.clause - own[-1].clause <= len(compared):
            span = (begin + found.start("word"), begin + found.end("word"))
            yield from _word(rule, own[-1], other, span, -1 if found["word"] in _LESS else 1)


_DOUBLED = re.compile(r"(?:实现|数量|规模|总量|总额)?(?:(?<![一二两三四五\d])翻(?:了)?番|倍增|翻倍)")


def _doubled(facts: Facts, rule: AuditRule, sentence: Sentence) -> Iterator[Relation]:
    """由 149 家增加到 296 家，实现翻番: twice, give or take a tenth."""
    found = _DOUBLED.search(sentence.text)
    if not found:
        return
    at = sentence.start + found.start()
    for before in sentence.claims:
        pair = _pair(facts, sentence, before) if before.role is Role.BEFORE and before.start < at else None
        if pair is None or not before.numeral.value or pair[0].numeral.value is None:
            continue
        ratio = pair[0].numeral.value / before.numeral.value
        holds = Fraction(9, 5) <= ratio <= Fraction(11, 5)
        yield Relation(
            rule.name,
            (before, pair[0]),
            pair[0],
            Outcome.HOLDS if holds else Outcome.FAILS,
            Reading.FORCED,
            4.0,
            "",
            f"{pair[0].numeral.printed} ÷ {before.numeral.printed} = {float(ratio):.2f}",
            values={"word": found[0]},
        )
        return


def _pair(facts: Facts, sentence: Sentence, before: Claim) -> tuple[Claim, Claim] | None:
    """Return the value now that belongs to a value before: the target behind it, or the head it stands beside."""
    place = sentence.claims.index(before)
    like = [
        one
        for one in sentence.claims
        if one.is_like(before) and one.role in (Role.VALUE, Role.TARGET) and one.group == before.group
    ]
    behind = [one for one in like if one.start > before.start and (one.role is Role.TARGET or not before.previous)]
    if behind and not before.previous:
        return behind[0], before
    ahead = [one for one in like if one.start < before.start and abs(one.clause - before.clause) <= 2]
    if ahead and (place == 0 or sentence.claims[place - 1] is ahead[-1] or before.depth):
        return ahead[-1], before
    target = [
        one
        for one in like
        if one.start > before.start
        and (one in behind or facts.lex.now.search(one.lead))
        and (one.role is Role.TARGET or abs(one.clause - before.clause) <= 1)
    ]
    return (target[0], before) if target and not ahead else None


def _both(facts: Facts, sentence: Sentence, pairs: list[tuple[Claim, Claim]]) -> tuple[tuple[int, int], int] | None:
    """Return the one change word that speaks of every pair before it (两项均减少)."""
    last = max(max(one.numeral.stop for one in pair) for pair in pairs)
    tail = re.compile("均|都|全部|皆|双双|各项|同步|齐").search(sentence.block.text, last, sentence.end)
    if not tail:
        return None
    words = list(_changes(facts, sentence.block.text, tail.end(), sentence.end))
    return words[0] if len(words) == 1 else None


def _word(rule: AuditRule, now: Claim, before: Claim, word: tuple[int, int], direction: int) -> Iterator[Relation]:
    if now.numeral.interval is None or before.numeral.interval is None:
        return
    step = difference(now.numeral.interval, before.numeral.interval)
    if step.low is None or step.high is None:
        return
    fails = (step.high <= 0 if direction > 0 else step.low >= 0) and (
        now.numeral.value != before.numeral.value or not now.numeral.decimals
    )
    text = now.block.text[word[0] : word[1]]
    sign = (
        ">"
        if (now.numeral.value or 0) > (before.numeral.value or 0)
        else "<"
        if now.numeral.value != before.numeral.value
        else "="
    )
    yield Relation(
        rule.name,
        (before, now),
        now,
        Outcome.FAILS if fails else Outcome.HOLDS,
        Reading.FORCED,
        8.0 if fails else 1.0,
        "",
        f"{now.numeral.printed} {sign} {before.numeral.printed}",
        span=word,
        is_word=fails,
        values={"word": text, "instead": ""},
    )


def _free_words(facts: Facts, rule: AuditRule, sentence: Sentence, now: Claim, before: Claim) -> Iterator[Relation]:
    text = sentence.block.text
    low, high = min(now.start, before.start), max(now.numeral.stop, before.numeral.stop)
    follower = next((one for one in sentence.claims if one.start > high), None)
    limit = follower.start if follower else sentence.end
    for sign in "；":
        cut = text.find(sign, high, limit)
        limit = cut if cut >= 0 else limit
    begin = max(sentence.start, *(text.rfind(sign, 0, low) for sign in "，。；"))
    first = sentence.claims[0]
    if before.start == low and low == first.start and text.rfind("，", sentence.start, begin) < 0:
        begin = sentence.start  # 营业收入有所下降，由 11.20 亿元变为 10.56 亿元
    found = [*_changes(facts, text, begin, low), *_changes(facts, text, low, limit)]
    taken = {one.word for one in sentence.claims if one.word}
    words = [
        (span, direction)
        for span, direction in found
        if span not in taken and not any(s[0] <= span[0] < s[1] for s in taken)
    ]
    if len(words) == 1 and not (follower and follower.start - words[0][0][1] <= 3):
        yield from _word(rule, now, before, *words[0])


def _rises(idiom: str) -> bool:
    return idiom in _UP_IDIOMS or (idiom.startswith("一年比一年") and idiom[-1] not in _YEAR_BY_YEAR_DOWN)


def _changes(facts: Facts, text: str, start: int, end: int) -> Iterator[tuple[tuple[int, int], int]]:
    stops = [m.span() for m in facts.lex.not_change.finditer(text, start, end)]
    idioms = list(_IDIOM.finditer(text, start, end))
    for idiom in idioms:
        yield idiom.span(), 1 if _rises(idiom[0]) else -1
    for found in facts.lex.change.finditer(text, start, end):
        if len(found[0]) < 2 or any(s <= found.start() and found.end() <= e for s, e in stops):
            continue
        if any(idiom.start() <= found.start() < idiom.end() for idiom in idioms):
            continue
        if found[0] in facts.lex.up or found[0] in facts.lex.down:
            yield found.span(), 1 if found[0] in facts.lex.up else -1


def _flat(facts: Facts, rule: AuditRule, sentence: Sentence, now: Claim, before: Claim) -> Iterator[Relation]:
    low, high = min(now.start, before.start), max(now.numeral.stop, before.numeral.stop)
    found = facts.lex.flat.search(sentence.block.text, low, min(sentence.end, high + 16))
    if not found or now.numeral.value is None or not before.numeral.value:
        return
    change = abs(now.numeral.value - before.numeral.value)
    loose = bool(re.search("基本|大体|大致|总体", sentence.block.text[max(0, found.start() - 4) : found.start()]))
    limit = before.numeral.value * Fraction(6 if loose else 2, 100)
    if now.numeral.unit == "%":
        limit = min(Fraction(2 if loose else 1), before.numeral.value * Fraction(8 if loose else 5, 100))
        limit = max(limit, Fraction(1, 2) if loose else before.numeral.step)  # 1.9% 与 2.1% 基本持平
    yield Relation(
        rule.name,
        (before, now),
        now,
        Outcome.FAILS if change > limit else Outcome.HOLDS,
        Reading.FORCED,
        2.0 if change <= limit else 6.0,
        "",
        f"{now.numeral.printed} 与 {before.numeral.printed}",
        span=found.span(),
        is_word=change > limit,
        values={"word": found[0], "instead": ""},
    )


def _of_years(sentence: Sentence) -> list[Claim]:
    """Return the values of one thing that a sentence states for several years, each with its year."""
    heads = [one for one in sentence.heads() if one.year is not None and one.list_id < 0]
    like = [one for one in heads if one.is_like(heads[0]) and one.label == heads[0].label]
    return like if len({one.year for one in like}) == len(like) else []


def _step_by_step(sentence: Sentence) -> list[Claim]:
    """Return the values that follow one another by 到: 从 717 人次到 849 人次，再到 975 人次."""
    found: list[Claim] = []
    for one in sentence.claims:
        goes_on = found and one.is_like(found[-1]) and _STEP.match(sentence.between(found[-1], one))
        if not goes_on and len(found) > 2:
            break
        found = [*found, one] if goes_on else [one]
    steps = [sentence.between(a, b) for a, b in pairwise(found)]
    return found if len(found) > 2 and any("到" in step or "至" in step for step in steps) else []


def _chains(facts: Facts, rule: AuditRule, sentence: Sentence) -> Iterator[Relation]:
    """连续三年增长 over the values that are listed with it."""
    word = _CHAIN.search(sentence.text)
    if not word:
        return
    runs: dict[int, list[Claim]] = {}
    for one in sentence.claims:
        if one.list_id >= 0 and one.role in (Role.VALUE, Role.TARGET):
            runs.setdefault(one.list_id, []).append(one)
    for claims in (*runs.values(), _of_years(sentence), _step_by_step(sentence)):
        run = sorted(claims, key=lambda one: one.year or 0) if all(one.year for one in claims) else claims
        if len(run) < 3:
            continue
        found = [
            item
            for item in _changes(facts, sentence.block.text, sentence.start, sentence.end)
            if abs(item[0][0] - run[0].start) < 80
        ]
        if len(found) != 1 or not re.search("年|届|期|季|月|学期", sentence.text):
            continue
        span, direction = found[0]
        values = [one.numeral.value or Fraction(0) for one in run]
        steps = [b - a for a, b in pairwise(values)]
        holds = all(step * direction > 0 for step in steps)
        turned = all(step * direction < 0 for step in steps)
        culprit = next((run[i + 1] for i, step in enumerate(steps) if step * direction <= 0), run[-1])
        yield Relation(
            rule.name,
            tuple(run),
            run[-1] if turned or holds else culprit,
            Outcome.HOLDS if holds else Outcome.FAILS,
            Reading.FORCED,
            2.0 if holds else 8.0,
            "",
            "、".join(one.numeral.printed for one in run),
            span=span if turned else None,
            is_word=turned,
            values={"word": sentence.block.text[span[0] : span[1]], "instead": ""},
        )
