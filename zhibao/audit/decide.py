"""裁决: which relations verify their numbers, which contradict them, and which number is then the wrong one.

Two questions, not one: is the relation stated, and if it is stated and fails, is it a slip? A forced reading that fails
is a contradiction however far off it is; one of several readings needs a slip that explains it; a reading that was only
searched for never contradicts.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log2

from zhibao.audit.claim import Claim
from zhibao.audit.facts import Facts
from zhibao.audit.judge import off_by_slip
from zhibao.audit.model import Outcome, Reading, Relation

VERIFIED_BITS = 7.0
FORCED_BITS = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """裁定: the claim that is most likely wrong, with the failing relations that say so, the weightiest first."""

    culprit: Claim
    relations: tuple[Relation, ...]
    confidence: float


@dataclass(slots=True, eq=False)
class Decisions:
    """裁决结果: verdicts, and per claim (by index) the relations that verify it or are merely consistent with it."""

    verdicts: list[Verdict] = field(default_factory=list)
    verified: dict[int, list[Relation]] = field(default_factory=lambda: defaultdict(list))
    consistent: dict[int, list[Relation]] = field(default_factory=lambda: defaultdict(list))
    questions: list[Relation] = field(default_factory=list)


def decide(relations: Sequence[Relation], facts: Facts) -> Decisions:
    """Return what the relations say together."""
    result = Decisions()
    failing: list[Relation] = []
    cut: list[Relation] = []
    for one in relations:
        if one.outcome is Outcome.HOLDS:
            _support(one, result)
        elif one.outcome is Outcome.FAILS and _contradicts(one):
            failing.append(one)
        elif one.outcome is Outcome.FAILS and one.reading is not Reading.SEARCHED and one.prior >= 0.3:
            result.questions.append(one)
        elif one.outcome is Outcome.CUT_OFF:
            cut.append(one)
    failing = [one for one in failing if not (one.gives_way and _is_settled(one, relations))]
    result.verdicts = _verdicts(failing, result)
    _judge_rounding(cut, relations, result)
    return result


def _is_settled(one: Relation, relations: Sequence[Relation]) -> bool:
    """Say whether another relation, which the words point out more closely, holds or was read for the same result."""
    return any(other.result is one.result and not other.gives_way for other in relations)


def is_verifying(one: Relation) -> bool:
    """Say whether a holding relation is more than chance."""
    if one.reading is Reading.FORCED:
        return one.bits >= FORCED_BITS
    return one.bits - log2(max(one.tried, 1)) >= VERIFIED_BITS


def _support(one: Relation, result: Decisions) -> None:
    table = result.verified if is_verifying(one) else result.consistent
    for claim in one.claims:
        table[claim.index].append(one)


def _contradicts(one: Relation) -> bool:
    if one.bits < FORCED_BITS and not one.is_word:
        return one.reading is Reading.FORCED and one.bits >= 1.0
    if one.reading is Reading.FORCED:
        return True
    return one.reading is Reading.ONE_OF and (one.is_word or off_by_slip(one))


def _verdicts(failing: Sequence[Relation], result: Decisions) -> list[Verdict]:
    """Return one verdict per culprit: the claim whose single change repairs most and breaks nothing."""
    weight: dict[int, int] = defaultdict(int)
    for one in failing:
        for claim in {id(claim): claim for claim in one.claims}.values():
            weight[claim.index] += 1
    by_culprit: dict[int, list[Relation]] = defaultdict(list)
    claims: dict[int, Claim] = {}
    open_relations = sorted(failing, key=lambda one: -max(weight[claim.index] for claim in one.claims))
    for one in open_relations:
        known = [claim for claim in one.claims if claim.index in by_culprit]
        culprit = known[0] if known else _culprit(one, weight, result)
        claims[culprit.index] = culprit
        by_culprit[culprit.index].append(one)
    verdicts = []
    for index, found in by_culprit.items():
        found.sort(key=lambda one: (one.result.index != index, one.reading is not Reading.FORCED, -one.bits))
        verdicts.append(Verdict(claims[index], tuple(found), _confidence(found)))
    return verdicts


def _culprit(one: Relation, weight: dict[int, int], result: Decisions) -> Claim:
    """Return the claim that fails most and holds least; the result where nothing tells them apart."""
    if one.is_word:
        return one.result

    def doubt(claim: Claim) -> tuple[int, int, int, int]:
        mends = any(repair.claim is claim for repair in one.repairs)
        return (weight[claim.index], int(mends), -len(result.verified.get(claim.index, ())), int(claim is one.result))

    return max(one.claims, key=doubt)


def _confidence(found: Sequence[Relation]) -> float:
    best = max(0.95 if one.reading is Reading.FORCED else 0.8 for one in found)
    slip = any(off_by_slip(one) for one in found)
    prior = max(one.prior for one in found)
    hedged = all(any(claim.numeral.qualifier for claim in one.claims) for one in found)
    value = best * prior - (0.0 if slip or best > 0.9 else 0.15) - (0.2 if hedged else 0.0)
    return round(min(0.99, max(0.05, value)), 2)


def _judge_rounding(cut: Sequence[Relation], relations: Sequence[Relation], result: Decisions) -> None:
    """A result that is right only if cut off is worth a warning where the author otherwise rounds."""
    rounded = sum(one.outcome is Outcome.HOLDS and bool(one.result.numeral.decimals) for one in relations)
    for one in cut:
        if one.reading is Reading.SEARCHED:
            continue
        confidence = 0.75 if rounded >= 2 * len(cut) else 0.4
        for claim in one.claims:
            if claim is not one.result:
                result.consistent[claim.index].append(one)
        result.verdicts.append(Verdict(one.result, (one,), confidence))
