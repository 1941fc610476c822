"""同一个数字: a number of many digits that stands again under a like name; evidence, never an accusation."""

from collections import defaultdict
from collections.abc import Iterator
from math import log2

from zhibao.audit.claim import Claim, Role
from zhibao.audit.claims.labels import key_of, shares_word
from zhibao.audit.facts import Facts
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Sort

_ROLES = (Role.VALUE, Role.BEFORE, Role.TARGET, Role.SHARE, Role.DIFFERENCE)
_LEAST_DIGITS = 3


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield the equality of a value with the same value, in the same unit, stated elsewhere in the document."""
    groups: dict[tuple[str, str, object], list[Claim]] = defaultdict(list)
    units: dict[str, int] = defaultdict(int)
    for claim in facts.claims:
        numeral = claim.numeral
        if (
            claim.role in _ROLES
            and numeral.value is not None
            and not numeral.qualifier
            and numeral.sort not in (Sort.EXCLUDED, Sort.RANK)
        ):
            units[numeral.unit] += 1
            if _digits(claim) >= _LEAST_DIGITS:
                groups[numeral.sort.value, numeral.unit, abs(numeral.value)].append(claim)
    for group in groups.values():
        if 1 < len(group) <= 12:
            yield from _pairs(facts, rule, group, units[group[0].numeral.unit])


def _pairs(facts: Facts, rule: AuditRule, group: list[Claim], size: int) -> Iterator[Relation]:
    for place, one in enumerate(group):
        for other in group[:place]:
            if other.block is one.block and other.sentence == one.sentence and one.block.kind != "cell":
                continue
            if one.block.kind == "cell" and other.block.kind == "cell":
                continue
            if _names(facts, one, other):
                bits = _digits(one) * log2(10) * 0.9 + 2
                yield Relation(
                    rule.name,
                    (other, one),
                    one,
                    Outcome.HOLDS,
                    Reading.SEARCHED,
                    bits,
                    one.numeral.printed,
                    f"{other.quote} 与 {one.quote}（{other.label or '同一数'}）",
                    tried=max(1, size // 20),
                )
                break


def _names(facts: Facts, one: Claim, other: Claim) -> bool:
    left, right = (key_of(claim.label or claim.noun, facts.lex) for claim in (one, other))
    if not left or not right:
        return Role.DIFFERENCE in (one.role, other.role) and one.role is other.role
    return shares_word(left, right)


def _digits(claim: Claim) -> int:
    return len(claim.numeral.printed.replace(".", "").replace(",", "").strip("0"))
