"""表中规律: formulas that no head announces but that nearly all rows keep; then each other row is asked why."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import comb, log10

from zhibao.audit.arithmetic import bits
from zhibao.audit.claim import Claim
from zhibao.audit.facts import Facts
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.audit.tables.formulas import (
    ADDED,
    adds_up,
    divides_to,
    factor_of,
    grows_by,
    growth_relation,
    quotient_relation,
    rough,
    sum_relation,
)
from zhibao.audit.tables.head import Head, Sense
from zhibao.audit.tables.names import LabelNames, label_names
from zhibao.audit.tables.pairs import pairs_for
from zhibao.audit.tables.quotients import divisions
from zhibao.audit.tables.table import View, alike
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Sort

_REACH = 8
_PROBES = 6
_MISSES = 2
_LEAST_ROWS = 4
_CHANCE = -4.0
_ENOUGH = 10
_MOST_COLUMNS = 24


@dataclass(frozen=True, slots=True)
class _Idea:
    """设想: operand lines and how they give the target."""

    operands: tuple[Head, ...]
    holds: Callable[[Sequence[Claim], Claim], bool]
    relate: Callable[[str, Sequence[Claim], Claim, Reading], Relation | None]
    allows: Callable[[Sequence[Claim]], bool]


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield the relations of discovered formulas between columns; their evidence is that most rows agree."""
    names = label_names(facts.book)
    for table in facts.tables:
        if table.is_split or len(table.rows) < _LEAST_ROWS or len(table.columns) > _MOST_COLUMNS:
            continue
        view = table.views()[0]
        taken: set[int] = set()
        for line in view.lines:
            if _is_open(view, line, names):
                found = list(_discovered(view, line, taken, rule))
                if found:
                    taken.add(line.index)
                    yield from found


def _is_open(view: View, line: Head, names: LabelNames) -> bool:
    """Say whether no head has announced yet what a line is made of."""
    if line.sense is Sense.CHANGE:
        return not pairs_for(view, line)
    return line.sense in (Sense.RATE, Sense.PER_HEAD, Sense.VALUE) and not list(divisions(view, line, names))


def _discovered(view: View, line: Head, taken: set[int], rule: AuditRule) -> Iterator[Relation]:
    rows = [
        (place, claim)
        for place in view.places
        if place.sense in (Sense.VALUE, Sense.OF_WHICH)
        and (claim := view.at(line, place)) is not None
        and _tells(claim)
    ]
    if len(rows) < _LEAST_ROWS:
        return
    ideas = [one for one in _ideas(view, line) if not taken & {head.index for head in one.operands}]
    best: tuple[int, int, _Idea] | None = None
    for one in ideas:
        score = _score(view, one, rows, len(ideas))
        if score is not None and (best is None or score[0] / score[1] > best[0] / best[1]):
            best = (*score, one)
    if best is None:
        return
    held, tried, one = best
    reading = Reading.FORCED if held >= _ENOUGH and held >= 0.85 * tried else Reading.ONE_OF
    for place, claim in rows:
        operands = _operands(view, one, place)
        if operands is None:
            continue
        relation = one.relate(rule.name, operands, claim, reading)
        if relation is not None:
            wrong = relation.outcome is Outcome.FAILS
            yield replace(relation, prior=0.9 if wrong else 1.0, tried=1 if wrong else max(1, len(ideas)))


def _tells(claim: Claim) -> bool:
    """Say whether a number is informative: not zero, two significant digits."""
    digits = claim.numeral.printed.replace(",", "").replace(".", "").strip("0")
    return len(digits) >= 2 or (claim.numeral.decimals > 0 and bool(digits))


def _ideas(view: View, line: Head) -> list[_Idea]:
    place = view.lines.index(line)
    near = [
        one for one in view.lines[max(0, place - _REACH) : place + _REACH + 1] if one is not line and one.is_additive
    ]
    ideas: list[_Idea] = []
    if line.sense is Sense.CHANGE:
        ideas += [_Idea((a, b), _grown, _growth, _alike) for a in near for b in near if a is not b]
    if line.sense in (Sense.RATE, Sense.PER_HEAD, Sense.CHANGE) or _has_decimals(view, line):
        ideas += [_Idea((a, b), _divided, _quotient, _any) for a in near for b in near if a is not b]
    if line.is_additive:
        for step in (-1, 1):
            run: list[Head] = []
            at = place + step
            while 0 <= at < len(view.lines) and view.lines[at].is_additive and len(run) < _REACH:
                run.append(view.lines[at])
                if len(run) > 1:
                    ideas.append(_Idea(tuple(run), adds_up, _sum, _alike))
                at += step
    return ideas


def _has_decimals(view: View, line: Head) -> bool:
    claim = next((found for place in view.places if (found := view.at(line, place)) is not None), None)
    return claim is not None and claim.numeral.decimals > 0


def _operands(view: View, one: _Idea, place: Head) -> list[Claim] | None:
    found = [claim for head in one.operands if (claim := view.at(head, place)) is not None]
    if (
        len(found) < len(one.operands)
        or any(claim.numeral.sort not in ADDED for claim in found)
        or not one.allows(found)
    ):
        return None
    return found


def _score(view: View, one: _Idea, rows: Sequence[tuple[Head, Claim]], ideas: int) -> tuple[int, int] | None:
    """Return in how many rows a formula holds and can be tried, None where that may be chance; gives up early."""
    held = tried = 0
    worth = 0.0
    for place, claim in rows:
        operands = _operands(view, one, place)
        if operands is None or not all(rough(operand) for operand in operands):
            continue
        tried += 1
        if one.holds(operands, claim):
            held += 1
            worth += min(20.0, bits(claim, claim.numeral.interval)) if claim.numeral.interval else 0.0
        elif tried <= _PROBES and tried - held > _MISSES:
            return None
    if held < 3 or held < 0.7 * tried or tried < _LEAST_ROWS:
        return None
    chance = log10(ideas) + log10(comb(tried, held)) - worth * log10(2)
    return (held, tried) if chance < _CHANCE else None


def _any(claims: Sequence[Claim]) -> bool:
    return bool(claims)


def _alike(claims: Sequence[Claim]) -> bool:
    return alike(list(claims))


def _divided(operands: Sequence[Claim], result: Claim) -> bool:
    return result.numeral.sort in (*ADDED, Sort.RATE) and divides_to(
        operands[0], operands[1], result, factor_of(result)
    )


def _quotient(rule: str, operands: Sequence[Claim], result: Claim, reading: Reading) -> Relation | None:
    return quotient_relation(rule, operands[0], operands[1], result, factor_of(result), reading)


def _grown(operands: Sequence[Claim], result: Claim) -> bool:
    return grows_by(operands[0], operands[1], result)


def _growth(rule: str, operands: Sequence[Claim], result: Claim, reading: Reading) -> Relation | None:
    return growth_relation(rule, operands[0], operands[1], result, reading)


def _sum(rule: str, operands: Sequence[Claim], result: Claim, reading: Reading) -> Relation | None:
    return sum_relation(rule, operands, result, reading) if alike([*operands, result]) else None
