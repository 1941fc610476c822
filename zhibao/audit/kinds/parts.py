"""总分: a total and its parts, in one sentence or two, and parts that are greater than their total."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from zhibao.audit.arithmetic import is_one_slip, printed, shown, spoken, total
from zhibao.audit.claim import Claim
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.judge import Form, is_slip, judge, off_by_slip
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.audit.sums.across import parts_across
from zhibao.audit.sums.first import bracketed, total_first
from zhibao.audit.sums.following import parts_following
from zhibao.audit.sums.last import COUNTER, total_last
from zhibao.audit.sums.split import SUMS, Split, is_aside, may_overlap
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Sort

_NEAR = 4
LEAST = 0.2
"""A mismatch that is less likely a slip than this is no ground for doubting any of its numbers."""
_SLIPS = 0.05
"""How often a stated sum holds a slip."""


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield total = sum of parts; and, with `only: bound`, part ≤ total."""
    bound = rule.parameters.get("only") == "bound"
    for _, group in groupby(facts.sentences, key=lambda sentence: sentence.block.index):
        sentences, used = list(group), list[Claim]()
        for place, sentence in enumerate(sentences):
            for split in splits(facts, sentence, sentences[max(0, place - _NEAR) : place], used):
                used.append(split.total)
                if not bound:
                    yield from _sum(split, rule)
                elif split.is_announced:
                    yield from _bounds(split, rule)
        for split in parts_across(facts, sentences) if not bound else ():
            yield from _sum(split, rule)


def splits(facts: Facts, sentence: Sentence, earlier: Sequence[Sentence], used: Sequence[Claim]) -> Iterator[Split]:
    """Yield every total of a sentence with its parts."""
    heads = [one for one in sentence.heads() if one.numeral.sort in SUMS and not is_aside(one, sentence)]
    counters = [one for one in heads if COUNTER.match(one.after)]
    heads = [one for one in heads if one not in counters]
    yield from bracketed(facts, sentence)
    first = list(total_first(facts, sentence, heads))
    yield from first
    taken = {one.index for split in first for one in split.parts}
    yield from total_last(facts, sentence, heads, counters, taken)
    yield from parts_following(facts, sentence, earlier, heads, used)


def _sum(split: Split, rule: AuditRule) -> Iterator[Relation]:
    parts, whole = split.parts, split.total
    exact = sum((one.numeral.value or Fraction(0) for one in parts), Fraction(0))
    value = whole.numeral.value or Fraction(0)
    relation = judge(
        rule.name,
        parts,
        whole,
        total(one.numeral.interval for one in parts if one.numeral.interval is not None),
        reading=split.reading,
        computation=f"{spoken(parts, '+')} = {shown(exact / whole.numeral.factor)}",
        form=Form.SUM,
        needs=[(one, value - exact + (one.numeral.value or 0)) for one in parts],
        divides=False,
        prior=split.prior,
    )
    if relation is None:
        return
    over = _over_full(split, relation) if exact > value else relation
    if relation.outcome is not Outcome.FAILS or split.reading is Reading.FORCED:
        yield relation
    elif over.reading is Reading.FORCED:
        yield over
    elif off_by_slip(relation):
        gap = value - exact
        exactly = [(whole, exact), *((one, (one.numeral.value or Fraction(0)) + gap) for one in parts)]
        slips = (is_one_slip(one.numeral.printed, printed(wanted, one)) for one, wanted in exactly if wanted > 0)
        prior = _posterior(split.prior, relation, any(slips))
        if prior >= LEAST:
            yield replace(relation, reading=Reading.FORCED, prior=prior)
    elif exact > value:
        yield over


def _over_full(split: Split, relation: Relation) -> Relation:
    """Parts that are fewer than the total may be an open list; parts that are more are wrong unless they overlap."""
    surely = split.is_announced and split.prior >= 0.3 and not may_overlap(split.parts)
    if surely and (split.total.numeral.sort is not Sort.COUNT or len(split.parts) >= 2):
        return replace(relation, reading=Reading.FORCED, prior=0.8)
    return relation


def _posterior(prior: float, relation: Relation, is_exact: bool) -> float:
    """Return how likely a slip is where an innocent mismatch would look like one so often (by the digits it is in).

    `is_exact`: the slip is one also if every number stands for just what it prints.
    """
    slipped = [one.claim.numeral.printed for one in relation.repairs if is_slip(one.claim, one.text)]
    digits = max((len(re.sub(r"\D", "", one)) for one in slipped), default=1)
    innocent = {1: 0.6, 2: 0.38, 3: 0.04, 4: 0.01}.get(digits, 0.005)
    innocent *= max(1.0, (len(relation.claims) - 1) / 2)
    if any(not repair.text[-1:].isdigit() for repair in relation.repairs):
        innocent = 0.005  # 万 for 亿
    elif not is_exact:
        innocent *= len(relation.claims)  # rounded parts leave room, in which a slip is found more easily
    labels = [one.label for one in relation.claims if one is not relation.result]
    if all(labels) and len({label[-1] for label in labels}) == 1 and prior >= 0.3:
        prior = max(prior, 0.75)  # names that end alike stand on one axis
    return prior * _SLIPS / (prior * _SLIPS + (1 - prior) * innocent) if prior else 0.0


def _bounds(split: Split, rule: AuditRule) -> Iterator[Relation]:
    whole = split.total.numeral.interval
    for part in split.parts:
        own = part.numeral.interval
        if whole is None or own is None or whole.high is None or own.low is None:
            continue
        fails = own.low > whole.high
        yield Relation(
            rule=rule.name,
            claims=(split.total, part),
            result=part,
            outcome=Outcome.FAILS if fails else Outcome.HOLDS,
            reading=Reading.FORCED if fails else Reading.ONE_OF,
            bits=3.5 if fails else 1.0,
            expected="",
            computation=f"{part.numeral.printed} {'>' if fails else '≤'} {split.total.numeral.printed}",
        )
