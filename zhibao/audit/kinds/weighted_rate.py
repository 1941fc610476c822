"""总体的率: the rate of a whole is the mean of its groups' rates, weighted by their heads (本科、硕士、博士就业率)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhibao.audit.arithmetic import shown, slipped_into
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.judge import judge
from zhibao.audit.model import Reading, Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.interval import Interval
from zhibao.terms.numerals.noun import Sort

_FAR = 12
"""So many sentences back the heads of the groups may stand."""


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield Σ heads × rate ÷ Σ heads = rate of the whole, where a closed series names the groups in both places."""
    earlier: list[Sentence] = []
    for sentence in facts.sentences:
        if earlier and earlier[-1].block.section != sentence.block.section:
            earlier.clear()
        earlier.append(sentence)
        rates = [one for one in sentence.claims if _is_rate(one)]
        if len(rates) < 2:
            continue
        before = earlier[-2] if len(earlier) > 1 and earlier[-2].block is sentence.block else None
        for series in facts.lex.series:
            groups = _groups(rates, series)
            whole = _whole(rates, groups, before) if groups else None
            heads = _heads(earlier[-_FAR:], series, groups) if whole is not None else None
            if whole is not None and heads is not None:
                relation = _relation(rule, whole, groups, heads)
                if relation is not None:
                    yield relation
                break


def _is_rate(one: Claim) -> bool:
    return one.role is Role.VALUE and one.numeral.sort is Sort.RATE and not one.previous and not one.numeral.qualifier


def _groups(claims: Sequence[Claim], series: Sequence[str]) -> list[Claim]:
    """Return the claims that the members of a series name, one each, in the order of the series; empty if not all."""
    found: list[Claim] = []
    names = {one.index: one.label + one.after[:6] for one in claims}
    single = [one for one in claims if sum(member in names[one.index] for member in series) == 1]
    for member in series:
        named = [one for one in single if member in names[one.index]]
        if len(named) != 1 or named[0] in found:
            return []
        found.append(named[0])
    return found


def _whole(rates: Sequence[Claim], groups: Sequence[Claim], before: Sentence | None) -> Claim | None:
    """Return the rate right before those of the groups, in the sentence or at the end of the one before."""
    first = min(one.start for one in groups)
    ahead = [one for one in rates if one.start < first]
    if not ahead and before is not None:
        ahead = [one for one in before.claims if one.numeral.sort is Sort.RATE][-1:]
    if not ahead or len(rates) > len(groups) + 1 or not _is_rate(ahead[-1]):
        return None
    name = ahead[-1].label[-3:]
    own = [one.label for one in groups if "率" in one.label]
    return ahead[-1] if name.endswith("率") and all(label.endswith(name) for label in own) else None


def _heads(earlier: Sequence[Sentence], series: Sequence[str], groups: Sequence[Claim]) -> list[Claim] | None:
    """Return the heads of each group, from the nearest sentence that counts them all."""
    for sentence in reversed(earlier):
        people = [one for one in sentence.heads() if one.numeral.unit == "人" and one.numeral.is_exact]
        found = _groups(people, series)
        if found and all(one.year in (None, groups[0].year) or groups[0].year is None for one in found):
            return found
    return None


def _relation(rule: AuditRule, whole: Claim, groups: Sequence[Claim], heads: Sequence[Claim]) -> Relation | None:
    weights = [one.numeral.value or Fraction(0) for one in heads]
    rates = [one.numeral.value or Fraction(0) for one in groups]
    total, mean = sum(weights, Fraction(0)), whole.numeral.value or Fraction(0)
    pairs = list(zip(weights, rates, strict=True))
    if not total or any(weight <= 0 for weight in weights):
        return None
    exact = sum((weight * rate for weight, rate in pairs), Fraction(0)) / total
    slack = (
        sum((weight * one.numeral.step / 2 for weight, one in zip(weights, groups, strict=True)), Fraction(0)) / total
    )
    room = (slack + whole.numeral.step / 2) * total
    needs: list[tuple[Claim, Fraction | None]] = []
    for group, head, (weight, rate) in zip(groups, heads, pairs, strict=True):
        wanted = rate + (mean - exact) * total / weight
        needs.append((group, slipped_into(group, Interval(wanted - room / weight, wanted + room / weight))))
        if rate != mean:
            wanted = weight + total * (exact - mean) / (mean - rate)
            reach = abs(room / (mean - rate))
            needs.append((head, slipped_into(head, Interval(wanted - reach, wanted + reach))))
    spoken = " + ".join(
        f"{head.numeral.printed}×{group.numeral.printed}%" for head, group in zip(heads, groups, strict=True)
    )
    return judge(
        rule.name,
        (*groups, *heads),
        whole,
        Interval(exact - slack, exact + slack),
        reading=Reading.ONE_OF,
        computation=f"({spoken}) ÷ {shown(total)} = {shown(exact)}%",
        needs=needs,
        tried=2,
    )
