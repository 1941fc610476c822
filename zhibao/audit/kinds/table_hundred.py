"""表中满百: shares of one whole that add up to 100: a rating series, or a share row or column with its total."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhibao.audit.arithmetic import total
from zhibao.audit.claim import Claim
from zhibao.audit.facts import Facts
from zhibao.audit.judge import judge
from zhibao.audit.model import Reading, Relation
from zhibao.audit.tables.families import closed_run, under
from zhibao.audit.tables.formulas import rough, slack
from zhibao.audit.tables.head import TOTALS, Head, Sense
from zhibao.audit.tables.table import View
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.interval import Interval
from zhibao.terms.numerals.noun import Sort

_SMALL = 1e-9


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield the sums of shares that heads announce, along columns and rows."""
    for table in facts.tables:
        if table.is_split:
            continue
        for view in table.views():
            yield from _series(view, rule)
            yield from _with_total(view, rule)


def _series(view: View, rule: AuditRule) -> Iterator[Relation]:
    """Adjacent lines such as 很满意 | 满意 | 一般 | 不满意: at each place they add up to 100."""
    lines, place = view.lines, 0
    while place < len(lines):
        run = closed_run(lines, place, 1)
        if len(run) < 2 or not _is_whole(view, run):
            place += max(1, len(run))
            continue
        groups = [found for one in view.places if (found := _rates(view, run, one)) is not None]
        held = sum(_is_hundred(claims) for claims in groups)
        reading = Reading.FORCED if held >= 0.6 * len(groups) or len(groups) <= 2 else Reading.ONE_OF
        for claims in groups:
            if (relation := _hundred(rule.name, claims, reading)) is not None:
                yield relation
        place += len(run)


def _is_whole(view: View, run: Sequence[Head]) -> bool:
    """Say whether a series has both of its ends, or is one that cannot be left open (男 女, 三次产业)."""
    sets = view.table.words.sets
    cores = {one.core for one in run}
    ends = bool(cores & sets["ratings_first"]) and bool(cores & sets["ratings_last"])
    common = frozenset.intersection(*(one.series for one in run))
    pairs = len(run) == 2 and common & {"gender", "ownership", "yes_no", "areas"}
    return ends or bool(pairs) or ("industries" in common and len(run) == 3)


def _rates(view: View, run: Sequence[Head], place: Head) -> list[Claim] | None:
    claims = [claim for one in run if (claim := view.at(one, place)) is not None]
    if len(claims) < len(run) or any(one.numeral.sort is not Sort.RATE for one in claims):
        return None
    return claims if place.sense is not Sense.CHANGE else None


def _is_hundred(claims: Sequence[Claim]) -> bool:
    return abs(sum(map(rough, claims)) - 100) <= sum(map(slack, claims)) + _SMALL


def _hundred(rule: str, claims: Sequence[Claim], reading: Reading) -> Relation | None:
    """Return the relation "the shares add up to 100", with the last as result and a repair for each."""
    *others, last = claims
    rest = total(one.numeral.interval for one in others if one.numeral.interval is not None)
    if rest.low is None or rest.high is None:
        return None
    expected = Interval(100 - rest.high, 100 - rest.low)
    added = " + ".join(one.numeral.printed for one in claims)
    whole = sum((one.numeral.value or Fraction(0) for one in claims), Fraction(0))
    gap = 100 - whole
    needs: list[tuple[Claim, Fraction | None]] = [(one, (one.numeral.value or Fraction(0)) + gap) for one in others]
    return judge(
        rule,
        others,
        last,
        expected,
        reading=reading,
        computation=f"{added} = {float(whole):g}，应为 100",
        needs=needs,
        divides=False,
    )


def _with_total(view: View, rule: AuditRule) -> Iterator[Relation]:
    """A share line whose total is 100: the shares of its parts add up to it."""
    inner = under(view.places)
    for line in view.lines:
        if line.sense is not Sense.SHARE:
            continue
        totals = [place for place in view.places if place.sense in TOTALS and _is_full(view.at(line, place))]
        parts = [
            place
            for place in view.places
            if place.sense not in TOTALS and place.index not in inner and view.at(line, place)
        ]
        if len(totals) != 1 or any(place.sense is Sense.SUBTOTAL for place in view.places):
            continue
        claims = [claim for place in parts if (claim := view.at(line, place)) is not None]
        if (
            len(claims) < 2
            or any(place.sense is not Sense.VALUE for place in parts)
            or any(one.numeral.sort is not Sort.RATE for one in claims)
        ):
            continue
        groups = _grouped(parts, claims)
        held = sum(map(_is_hundred, groups))
        if held * 2 < len(groups):
            groups, held = [claims], int(_is_hundred(claims))
        reading = Reading.FORCED if held or len(claims) <= 12 else Reading.ONE_OF
        for members in groups:
            if (relation := _hundred(rule.name, members, reading)) is not None:
                yield relation


def _grouped(parts: Sequence[Head], claims: Sequence[Claim]) -> list[Sequence[Claim]]:
    """Return the shares by the group that their rows stand in (职称, 学历, 年龄)."""
    groups: dict[str, list[Claim]] = {}
    for part, claim in zip(parts, claims, strict=True):
        groups.setdefault(part.group, []).append(claim)
    return list(groups.values())


def _is_full(claim: Claim | None) -> bool:
    return claim is not None and claim.numeral.value == 100
