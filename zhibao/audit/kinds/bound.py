"""界限: rates that cannot pass a hundred, and persons that cannot outnumber person-times."""

import re
from collections.abc import Iterator

from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Sort


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield broken bounds only for rates (`of: rate`); 人 ≤ 人次 of one thing both ways (`of: visits`)."""
    for sentence in facts.sentences:
        if rule.parameters.get("of") == "visits":
            yield from _visits(rule, sentence)
            continue
        for stated in sentence.claims:
            if stated.numeral.sort is Sort.RATE and (stated.numeral.value or 0) > 100 and _is_bounded(rule, stated):
                yield Relation(
                    rule.name,
                    (stated,),
                    stated,
                    Outcome.FAILS,
                    Reading.FORCED,
                    6.0,
                    "100",
                    f"{stated.numeral.printed} > 100",
                )


def _is_bounded(rule: AuditRule, stated: Claim) -> bool:
    if stated.role not in (Role.VALUE, Role.SHARE, Role.BEFORE, Role.TARGET):
        return False
    text = stated.block.text
    begin = max(text.rfind(sign, 0, stated.start) for sign in "，。；、") + 1
    near = text[begin : stated.start]
    name = near + stated.label
    if any(word in name for word in rule.words.get("open", ())):
        return False
    return any(word in name for word in rule.words.get("bounded", ()))


def _visits(rule: AuditRule, sentence: Sentence) -> Iterator[Relation]:
    """…人参加…，共…人次: in one bracket or clause pair that says so."""
    for first, second in zip(sentence.claims, sentence.claims[1:], strict=False):
        people = first if first.numeral.unit == "人" else second
        visits = second if people is first else first
        if people.numeral.unit != "人" or visits.numeral.unit != "人次" or abs(first.clause - second.clause) > 1:
            continue
        between = sentence.between(first, second)
        joined = len(between) <= 1 or (
            len(between) <= 14 and re.search("涉及|覆盖|惠及|受益|参训|参与|学员|其中|共有|参加", between)
        )
        if not joined or people.numeral.interval is None or visits.numeral.interval is None:
            continue
        low, high = people.numeral.interval.low, visits.numeral.interval.high
        fails = low is not None and high is not None and low > high
        yield Relation(
            rule.name,
            (people, visits),
            visits,
            Outcome.FAILS if fails else Outcome.HOLDS,
            Reading.FORCED,
            1.5 if not fails else 3.5,
            "",
            f"{people.quote} {'>' if fails else '≤'} {visits.quote}",
        )
