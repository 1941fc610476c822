"""推出的总数: two or more shares of one phrase admit one whole number, and that number stands in the document."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from zhibao.audit.arithmetic import shown
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Sort


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield part ÷ base = share where ≥ 2 shares of one section and base phrase admit one base that is printed."""
    groups: dict[tuple[int, str], list[tuple[Claim, Claim]]] = defaultdict(list)
    for sentence in facts.sentences:
        for share in sentence.claims:
            if (
                share.role is Role.SHARE
                and share.numeral.sort is Sort.RATE
                and share.of is None
                and (part := _part(sentence, share))
            ):
                groups[sentence.block.section, share.base].append((part, share))
    if not groups:
        return
    counts = sorted(
        (claim.numeral.value, claim.index)
        for claim in facts.claims
        if claim.numeral.sort is Sort.COUNT
        and claim.numeral.is_exact
        and claim.numeral.value is not None
        and claim.role is not Role.EXCLUDED
    )
    known: dict[int, Claim] = {}
    for (section, _), pairs in groups.items():
        for relation in _vote(facts, rule, pairs, counts) if len(pairs) >= 2 else ():
            known[section] = relation.claims[1]
            yield relation
    for (section, phrase), pairs in groups.items():
        if section in known and len(pairs) == 1 and not phrase:
            yield from _of_known(rule, *pairs[0], known[section])


def _part(sentence: Sentence, share: Claim) -> Claim | None:
    place = sentence.claims.index(share)
    before = sentence.claims[place - 1] if place else None
    if (
        before is None
        or before.role is not Role.VALUE
        or before.numeral.sort is not Sort.COUNT
        or not before.numeral.is_exact
    ):
        return None
    return before if share.clause - before.clause <= 1 and before.group == share.group else None


def _vote(
    facts: Facts, rule: AuditRule, pairs: list[tuple[Claim, Claim]], counts: list[tuple[Fraction, int]]
) -> Iterator[Relation]:
    ranges = [span for part, share in pairs if (span := _bases(part, share)) is not None]
    if len(ranges) < 2:
        return
    low, high = max(span[0] for span in ranges), min(span[1] for span in ranges)
    largest = max(part.numeral.value or Fraction(0) for part, _ in pairs)
    if low > high or high < largest or high - low > largest / 20:
        return
    first, last = bisect_left(counts, (Fraction(low), -1)), bisect_right(counts, (Fraction(high), len(facts.claims)))
    bases = [facts.claims[index] for _, index in counts[first:last]]
    bases = [base for base in bases if base.is_like(pairs[0][0]) and base is not pairs[0][0]]
    if not bases:
        return
    for part, share in pairs:
        whole = bases[0].numeral.value or Fraction(1)
        yield Relation(
            rule.name,
            (part, bases[0], share),
            share,
            Outcome.HOLDS,
            Reading.SEARCHED,
            10.0 + len(ranges),
            share.numeral.printed,
            f"{part.numeral.printed} ÷ {bases[0].numeral.printed} = {_percent(part, whole)}",
            tried=len(bases),
        )


def _of_known(rule: AuditRule, part: Claim, share: Claim, base: Claim) -> Iterator[Relation]:
    """Yield the share that names no base, over the base that the other shares of its section have."""
    span = _bases(part, share)
    whole = base.numeral.value
    if span is not None and whole and span[0] <= whole <= span[1] and base.is_like(part):
        yield Relation(
            rule.name,
            (part, base, share),
            share,
            Outcome.HOLDS,
            Reading.SEARCHED,
            9.0,
            share.numeral.printed,
            f"{part.numeral.printed} ÷ {base.numeral.printed} = {_percent(part, whole)}",
        )


def _bases(part: Claim, share: Claim) -> tuple[int, int] | None:
    """Return the whole numbers over which the part gives the printed share."""
    own, value = share.numeral.interval, part.numeral.value
    if own is None or own.low is None or own.high is None or own.low <= 0 or value is None:
        return None
    return ceil(100 * value / own.high), floor(100 * value / own.low)


def _percent(part: Claim, whole: Fraction) -> str:
    return f"{shown(100 * (part.numeral.value or Fraction(0)) / whole, 3)}%"
