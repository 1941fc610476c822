"""表中占比: share rows and columns against their numbers and base; the base named, the total, a line, or voted for."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from zhibao.audit.arithmetic import corners, shown
from zhibao.audit.claim import Claim
from zhibao.audit.facts import Facts
from zhibao.audit.judge import judge
from zhibao.audit.model import Reading, Relation
from zhibao.audit.tables.formulas import ADDED, doubted, factor_of, quotient_relation
from zhibao.audit.tables.head import Head, Sense
from zhibao.audit.tables.shares import Base, Vote, bases, cells, part_line, score, vote
from zhibao.audit.tables.table import View
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.interval import Interval
from zhibao.terms.numerals.noun import Sort

_MOST_WIDTH = Fraction(1, 200)


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield the shares that heads announce, along columns and rows."""
    counts = _Counts(facts)
    for table in facts.tables:
        if table.is_split:
            continue
        for view in table.views():
            open_lines = []
            for line in view.lines:
                if line.sense is not Sense.SHARE:
                    continue
                part = part_line(view, line)
                if part is None:
                    continue
                found = list(_of_line(view, line, part, rule))
                yield from found
                if not found:
                    open_lines.append((line, part))
            yield from _voted(view, open_lines, counts, rule)


def _of_line(view: View, line: Head, part: Head, rule: AuditRule) -> Iterator[Relation]:
    chosen: tuple[Base, int, int] | None = None
    fallback: tuple[Base, int, int] | None = None
    options = list(bases(view, line, part))
    for base in options:
        tried, held = score(view, line, part, base)
        if not tried:
            continue
        if fallback is None and (base.is_named or base.kind == "total"):
            fallback = (base, tried, held)
        if held >= max(1, 0.6 * tried) and (chosen is None or held / tried > chosen[2] / chosen[1]):
            chosen = (base, tried, held)
            if held == tried:
                break
    if chosen is None and fallback is not None and fallback[0].is_named:
        chosen = fallback
    if chosen is None:
        return
    base, tried, held = chosen
    reading = Reading.FORCED if held >= max(2, 0.6 * tried) or base.is_named else Reading.ONE_OF
    yield from doubted(_relations(view, line, part, base, reading, len(options), rule), held)


def _relations(
    view: View, line: Head, part: Head, base: Base, reading: Reading, options: int, rule: AuditRule
) -> Iterator[Relation]:
    for _, top, below, share in cells(view, line, part, base):
        relation = quotient_relation(
            rule.name, top, below, share, factor_of(share), reading, tried=1 if base.is_named else options
        )
        if relation is not None:
            yield relation


class _Counts:
    """计数: the whole numbers of the document, to name a base that the shares have voted for."""

    def __init__(self, facts: Facts) -> None:
        self.known = [claim for claim in facts.claims if claim.numeral.is_exact and (claim.numeral.value or 0) >= 20]

    def within(self, low: Fraction, high: Fraction, year: int | None) -> Claim | None:
        """Return a printed number that lies in a range, of the year where it is said."""
        found = [one for one in self.known if low <= (one.numeral.value or 0) <= high]
        found.sort(key=lambda one: (one.year != year, one.block.kind != "cell", one.index))
        return found[0] if found else None


def _voted(view: View, lines: list[tuple[Head, Head]], counts: _Counts, rule: AuditRule) -> Iterator[Relation]:
    """Shares without a base in the table: at each place, or along each line, they must agree on one."""
    if len(lines) >= 3:
        for place in view.places:
            yield from _judged([_pair(view, line, part, place) for line, part in lines], counts, rule)
        return
    for line, part in lines:
        yield from _judged([_pair(view, line, part, place) for place in view.places], counts, rule)


def _pair(view: View, line: Head, part: Head, place: Head) -> tuple[Claim, Claim] | None:
    share, top = view.at(line, place), view.at(part, place)
    if share is None or top is None or share.numeral.sort is not Sort.RATE or top.numeral.sort not in ADDED:
        return None
    return (top, share) if place.sense is not Sense.CHANGE else None


def _judged(given: "list[tuple[Claim, Claim] | None]", counts: _Counts, rule: AuditRule) -> Iterator[Relation]:
    pairs = [pair for pair in given if pair is not None]
    if len(pairs) < 3 or any(share.numeral.decimals < 1 for _, share in pairs):
        return
    found = vote(pairs)
    if found is None or found.high - found.low > _MOST_WIDTH * found.high:
        return
    base = counts.within(found.low, found.high, pairs[0][1].year)
    for index, (part, share) in enumerate(pairs):
        agrees = index in found.agreeing
        if (relation := _against(part, share, found, base, agrees=agrees, rule=rule)) is not None:
            yield relation


def _against(
    part: Claim, share: Claim, found: Vote, base: Claim | None, *, agrees: bool, rule: AuditRule
) -> Relation | None:
    reading = Reading.FORCED if base is not None and len(found.agreeing) >= 3 else Reading.ONE_OF
    if base is not None:
        return quotient_relation(rule.name, part, base, share, 100, reading, tried=2)
    inside = Interval(found.low, found.high)
    if part.numeral.interval is None:
        return None
    expected = corners(lambda top, below: 100 * top / below, part.numeral.interval, inside)
    middle = (found.low + found.high) / 2
    words = f"同组其余占比的基数约为 {shown(middle, 0)}，{part.numeral.printed} ÷ {shown(middle, 0)}"
    relation = judge(rule.name, (part,), share, expected, reading=reading, computation=words, tried=2)
    return relation if relation is None or agrees else replace(relation, prior=0.8)
