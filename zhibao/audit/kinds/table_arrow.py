"""表中箭头: ↑ ↓ 持平 in a change row or column against the two periods; one bit, so right ones are only consistent."""

from collections.abc import Iterator
from fractions import Fraction

from zhibao.audit.blocks import Block
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts
from zhibao.audit.model import Outcome, Reading, Relation, Repair
from zhibao.audit.tables.head import Head, Sense
from zhibao.audit.tables.pairs import pairs_for
from zhibao.audit.tables.table import View
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Numeral, Sort

_SIGNS = {1: ("↑", "上升"), -1: ("↓", "下降"), 0: ("→", "持平")}


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield each direction that a cell gives with the two numbers that it compares."""
    for table in facts.tables:
        if table.is_split or not table.directions:
            continue
        for view in table.views():
            for line in view.lines:
                if line.sense is Sense.CHANGE:
                    yield from _of_line(view, line, rule)


def _of_line(view: View, line: Head, rule: AuditRule) -> Iterator[Relation]:
    pairs = pairs_for(view, line)
    if not pairs:
        return
    for place in view.places:
        key = view.key(line, place)
        block = view.table.block(*key)
        now, before = view.at(pairs[0].now, place), view.at(pairs[0].before, place)
        said = view.table.directions.get(key)
        if said is None or block is None or now is None or before is None or not now.is_like(before):
            continue
        if (relation := _relation(rule.name, now, before, block, said)) is not None:
            yield relation


def _relation(rule: str, now: Claim, before: Claim, block: Block, said: int) -> Relation | None:
    new, old = now.numeral.interval, before.numeral.interval
    if new is None or old is None or None in (new.low, new.high, old.low, old.high):
        return None
    value = (now.numeral.value or Fraction(0)) - (before.numeral.value or Fraction(0))
    is_so = 1 if value > 0 else -1 if value < 0 else 0
    near = said == 0 and old.low is not None and abs(value) * 50 <= abs(before.numeral.value or Fraction(0))
    holds = is_so == said or near
    arrow = said_as_claim(block)
    form = 0 if block.text in ("↑", "↓", "→", "▲", "▼") else 1
    wanted = _SIGNS[is_so][form]
    sign = "<" if is_so < 0 else ">" if is_so > 0 else "="
    return Relation(
        rule,
        (now, before, arrow),
        arrow,
        Outcome.HOLDS if holds else Outcome.FAILS,
        Reading.FORCED,
        1.0,
        wanted,
        f"{now.numeral.printed} {sign} {before.numeral.printed}",
        () if holds else (Repair(arrow, wanted),),
        span=(0, len(block.text)),
        is_word=True,
        values={"word": block.text, "instead": wanted},
    )


def said_as_claim(block: Block) -> Claim:
    """Return a claim that stands for a cell without digits, so that a finding can name it.

    It is no numeral, and its index, below zero, is no other claim's.
    """
    size = len(block.text)
    return Claim(-2 - block.index, block, Numeral(0, size, size, block.text, Sort.UNKNOWN), Role.BOUND)
