"""表中变化: change rows and columns against the two periods beside them: difference, points or growth in per cent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zhibao.audit.blocks import Block
from zhibao.audit.claim import Claim
from zhibao.audit.facts import Facts
from zhibao.audit.kinds.table_arrow import said_as_claim
from zhibao.audit.model import Outcome, Reading, Relation, Repair
from zhibao.audit.tables.formulas import difference_relation, doubted, growth_relation, rough, slack
from zhibao.audit.tables.grid import DOWN_WORDS
from zhibao.audit.tables.head import Form, Head, Sense
from zhibao.audit.tables.pairs import Pair, pairs_for, series_for
from zhibao.audit.tables.table import View
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.finding import Severity
from zhibao.terms.numerals.noun import Sort

_SMALL = 1e-9
_RATES = frozenset({Sort.RATE, Sort.POINTS})


@dataclass(frozen=True, slots=True)
class _Triple:
    """三数: two periods and the change printed beside them; `sign` is −1 where a fall is printed without a sign."""

    now: Claim
    before: Claim
    change: Claim
    place: Head
    sign: int = 1


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield what change heads announce, along columns and rows."""
    for table in facts.tables:
        if table.is_split:
            continue
        for view in table.views():
            for line in view.lines:
                if line.sense is Sense.CHANGE:
                    yield from _of_line(view, line, rule)


def _of_line(view: View, line: Head, rule: AuditRule) -> Iterator[Relation]:
    options = [(pair, _triples(view, line, pair)) for pair in pairs_for(view, line)]
    options = options or [(pair, _successive(view, line, pair)) for pair in series_for(view, line)]
    options = [(pair, triples) for pair, triples in options if triples]
    if not options:
        return
    pair, triples = max(options, key=lambda one: sum(_fits(t, line.form) for t in one[1]) / len(one[1]))
    if (swapped := _swapped(view, line, pair, triples, rule)) is not None:
        yield swapped
        return
    grows = _is_growth(line, triples)
    held = sum(_fits(triple, Form.GROWTH if grows else Form.DIFFERENCE) for triple in triples)
    reading = Reading.FORCED if pair.is_named or held >= 0.6 * len(triples) else Reading.ONE_OF
    signed = any(rough(t.change) < 0 or t.change.block.text[:1] in "+↑↓▲▼" for t in triples)
    signed = signed or sum(rough(t.now) < rough(t.before) and rough(t.change) > 0 for t in triples) < 2
    found = (
        _relation(view, line, triple, grows=grows, reading=reading, signed=signed, rule=rule) for triple in triples
    )
    yield from doubted((one for one in found if one is not None), held)


def _swapped(view: View, line: Head, pair: Pair, triples: Sequence[_Triple], rule: AuditRule) -> Relation | None:
    """Return the finding that the heads of the periods stand the wrong way round: every change fits only so."""
    telling = [t for t in triples if rough(t.now) != rough(t.before)]
    if len(telling) < 2 or line.falls or pair.now is pair.before or any(t.sign < 0 for t in telling):
        return None
    turned = [replace(t, now=t.before, before=t.now) for t in telling]
    if any(_is_so(t, line) for t in telling) or not all(_is_so(t, line) for t in turned):
        return None
    later, earlier = _head_block(view, pair.now), _head_block(view, pair.before)
    if later is None or earlier is None:
        return None
    head = said_as_claim(later)
    first = telling[0]
    now, before = first.now.numeral.printed, first.before.numeral.printed
    words = f"各项变化都与两期相反，如由 {before} 到 {now} 写作“{first.change.block.text}”"
    return Relation(
        rule.name,
        (said_as_claim(earlier), first.now, first.before, first.change, head),
        head,
        Outcome.FAILS,
        Reading.FORCED,
        8.0,
        earlier.text,
        words,
        (Repair(head, earlier.text),),
        span=(0, len(later.text)),
        is_word=True,
        values={"word": later.text, "instead": earlier.text},
    )


def _is_so(triple: _Triple, line: Head) -> bool:
    """Say whether a change fits its periods with its sign, as difference or, where the head allows it, as growth."""
    new, old, said = rough(triple.now), rough(triple.before), rough(triple.change)
    if said * (new - old) < 0:
        return False
    if line.form is Form.GROWTH and triple.now.numeral.sort not in _RATES:
        return _grows(triple)
    return _differs(triple) or (line.form is Form.OPEN and _grows(triple))


def _head_block(view: View, head: Head) -> Block | None:
    """Return the cell that heads a line."""
    cells = [row[head.index] for row in view.table.grid.rows] if view.by_columns else view.table.grid.rows[head.index]
    heads = [cell for cell in cells if cell is not None and cell.text and cell.text in head.printed]
    return next((cell for cell in heads if any(map(str.isdigit, cell.text))), heads[0] if heads else None)


def _triples(view: View, line: Head, pair: Pair) -> list[_Triple]:
    found = []
    for place in view.places:
        change = view.at(line, place)
        now, before = view.at(pair.now, place), view.at(pair.before, place)
        if change is None or now is None or before is None or _bounded(now, before, change):
            continue
        if now.numeral.sort is not before.numeral.sort or now.numeral.unit != before.numeral.unit:
            continue
        sign = -1 if DOWN_WORDS.match(change.block.text) or (line.falls and rough(change) > 0) else 1
        found.append(_Triple(now, before, change, place, sign))
    return found


def _successive(view: View, line: Head, pair: Pair) -> list[_Triple]:
    """Return the changes from year to year along one line: 年份 | 招生数 | 比上年增减."""
    by_year = {place.year: place for place in view.places if place.year is not None}
    found = []
    for year, place in by_year.items():
        earlier = by_year.get((year or 0) - 1)
        change, now = view.at(line, place), view.at(pair.now, place)
        before = view.at(pair.now, earlier) if earlier is not None else None
        if change is None or now is None or before is None or _bounded(now, before, change) or not now.is_like(before):
            continue
        sign = -1 if DOWN_WORDS.match(change.block.text) or (line.falls and rough(change) > 0) else 1
        found.append(_Triple(now, before, change, place, sign))
    return found


def _bounded(*claims: Claim) -> bool:
    return any(
        one.numeral.interval is None or one.numeral.interval.low is None or one.numeral.interval.high is None
        for one in claims
    )


def _fits(triple: _Triple, form: Form | None) -> bool:
    """Say whether a change fits its periods in the form that its head gives, or in either where it gives none."""
    points = triple.now.numeral.sort in _RATES
    grows = triple.change.numeral.sort in (Sort.RATE, Sort.PLAIN) and _grows(triple)
    if form is Form.GROWTH and not points:
        return grows
    if form in (Form.DIFFERENCE, Form.POINTS):
        return _differs(triple)
    return grows or _differs(triple)


def _differs(triple: _Triple) -> bool:
    value = rough(triple.now) - rough(triple.before)
    room = slack(triple.now) + slack(triple.before) + slack(triple.change) + _SMALL
    return abs(value - rough(triple.change)) <= room or abs(value + rough(triple.change)) <= room


def _grows(triple: _Triple) -> bool:
    new, old = rough(triple.now), rough(triple.before)
    if old <= 0:
        return False
    value = 100 * (new - old) / old
    room = 100 * (slack(triple.now) + slack(triple.before) * abs(new) / old) / old + float(triple.change.numeral.step)
    return abs(value - rough(triple.change)) <= room or abs(value + rough(triple.change)) <= room


def _is_growth(line: Head, triples: Sequence[_Triple]) -> bool:
    """Say whether a change line gives growth in per cent, by its head or by the majority of its cells."""
    if line.form is Form.GROWTH:
        return True
    if line.form is not Form.OPEN:
        return False
    plain = [t for t in triples if t.now.numeral.sort not in _RATES]
    marked = [t for t in plain if t.change.numeral.sort is Sort.RATE]
    if plain and len(marked) * 2 > len(plain):
        return True
    differs = sum(_differs(t) for t in plain)
    grows = sum(_grows(t) for t in plain)
    return grows > differs


def _relation(
    view: View, line: Head, triple: _Triple, *, grows: bool, reading: Reading, signed: bool, rule: AuditRule
) -> Relation | None:
    """Return the relation of one cell; a fall printed without a sign is right where no cell of the line has signs."""
    rates = triple.now.numeral.sort in _RATES
    both = _both(triple) if rates and grows and triple.change.numeral.sort is not Sort.POINTS else None
    make = growth_relation if (grows and not rates) or both == "growth" else difference_relation
    tried = 2 if both or line.form is Form.OPEN else 1
    if triple.change.numeral.sort is Sort.RATE and not rates and not grows:
        make = growth_relation
    if rates and grows and both is None and triple.change.numeral.sort is not Sort.POINTS:
        reading = Reading.ONE_OF
    now, before, change, sign = triple.now, triple.before, triple.change, triple.sign
    relation = make(rule.name, now, before, change, reading, sign=sign, tried=tried)
    if relation is None or relation.outcome is not Outcome.FAILS:
        return relation
    if rough(now) < rough(before) and rough(change) > 0 and sign > 0:
        turned = make(rule.name, now, before, change, reading, sign=-1, tried=tried)
        if turned is not None and turned.outcome is not Outcome.FAILS and not signed:
            return turned
    if (
        view.table.words.real_growth.search(f"{triple.place.printed}{view.table.caption}{line.printed}")
        and make is growth_relation
    ):
        return replace(relation, severity=Severity.NOTE, prior=0.4, reading=Reading.ONE_OF)
    return relation


def _both(triple: _Triple) -> str | None:
    """Return how a change of a rate in per cent is meant: as growth, as a difference, or None where neither fits."""
    if _differs(triple):
        return "difference"
    return "growth" if _grows(triple) else None
