"""对照上年报告: last year's values as this report quotes them, against what last year's report said of its own year."""

from collections.abc import Iterator

from zhibao.audit.arithmetic import closed, is_one_slip, is_unit_slip, meets, printed
from zhibao.audit.claim import Claim, Role
from zhibao.audit.claims.index import subject_of
from zhibao.audit.facts import Facts
from zhibao.audit.kinds.same_quantity import worth
from zhibao.audit.model import Outcome, Reading, Relation, Repair
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.finding import Severity


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield quoted value = own value of last year; nothing without last year's report."""
    before = facts.before
    if before is None:
        return
    year = before.year or max((one.year for one in before.claims if one.year is not None), default=None)
    for key, claims in facts.values.items():
        own = [one for one in before.values.get(key, ()) if not one.previous and one.year in (None, year)]
        for claim in claims if own else ():
            if _is_quoted(claim, year, facts):
                relation = _relation(rule, key, claim, [one for one in own if _is_of_one_thing(claim, one)])
                if relation is not None:
                    yield relation


def _is_quoted(claim: Claim, year: int | None, facts: Facts) -> bool:
    """Say whether a claim gives a value of last year."""
    if claim.role is Role.BEFORE and claim.year in (None, facts.year):
        return True
    return claim.previous or (claim.year is not None and claim.year == year and facts.year != year)


def _is_of_one_thing(claim: Claim, other: Claim) -> bool:
    same = claim.is_like(other) and claim.scope == other.scope
    return same and (claim.subject or subject_of(claim)) == (other.subject or subject_of(other))


def _relation(rule: AuditRule, key: str, claim: Claim, own: list[Claim]) -> Relation | None:
    """Return the comparison with the value that last year's report states; None where it states none, or several."""
    interval = claim.numeral.interval
    if interval is None or not own:
        return None
    equal = [
        one for one in own if one.numeral.interval is not None and meets(closed(interval), closed(one.numeral.interval))
    ]
    other = (equal or own)[0]
    computation = f"上年报告{claim.label}：{other.quote}（第 {other.places()[0].line} 行）"
    if equal:
        return Relation(
            rule.name,
            (claim,),
            claim,
            Outcome.HOLDS,
            Reading.FORCED,
            worth(claim, key),
            claim.numeral.printed,
            computation,
        )
    if (
        len({one.numeral.value for one in own}) > 1
        or claim.numeral.qualifier
        or other.numeral.qualifier
        or other.numeral.value is None
    ):
        return None
    wanted = printed(other.numeral.value, claim)
    slip = is_one_slip(claim.numeral.printed, wanted) or is_unit_slip(claim, other)
    if not slip and claim.role is Role.BEFORE and not claim.previous:
        return None  # 由…增加到… may start from any earlier year
    prior = 0.97 if slip else 0.8 if len(key) >= 3 else 0.66
    return Relation(
        rule.name, (claim,), claim, Outcome.FAILS, Reading.FORCED, max(worth(claim, key), 3.0), wanted, computation,
        (Repair(claim, wanted),), prior=prior, severity=Severity.ERROR if slip else Severity.WARNING,
        values={"label": claim.label, "other": other.quote},
    )  # fmt: skip
