"""表中期初与期末: opening value, plus what came in, less what went out, is the closing value."""

import re
from collections.abc import Iterator
from fractions import Fraction

from zhibao.audit.arithmetic import difference, shown, total
from zhibao.audit.claim import Claim
from zhibao.audit.facts import Facts
from zhibao.audit.judge import judge
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.audit.tables.formulas import ADDED, doubted
from zhibao.audit.tables.head import Head, Sense
from zhibao.audit.tables.table import View, alike
from zhibao.catalog.rulebook import AuditRule

_IN = re.compile(r"^(?:本期|本年|当年|本年度|报告期内)?(?:增加|新增|转入|购入|收入|计提|流入)(?:额|数|金额|人数)?$")
_OUT = re.compile(
    r"^(?:本期|本年|当年|本年度|报告期内)?(?:减少|转出|处置|支出|转销|核销|流出|使用)(?:额|数|金额|人数)?$"
)
_OPENING = re.compile(r"期初|年初|上年末|上年年末|上期末")
_CLOSING = re.compile(r"期末|年末|本期末|本年末")


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield the closing values of tables whose heads name opening, increase, decrease and closing."""
    for table in facts.tables:
        if table.is_split:
            continue
        for view in table.views():
            if (lines := _lines(view)) is not None:
                found = list(_of_lines(view, *lines, rule))
                held = sum(one.outcome is Outcome.HOLDS for one in found)
                yield from doubted(found, held)


def _lines(view: View) -> tuple[Head, list[Head], list[Head], Head] | None:
    """Return opening, increases, decreases and closing lines; None where one is missing or stands twice."""
    lines = [one for one in view.lines if one.sense is not Sense.SECTION]
    opening = [one for one in lines if _OPENING.search(one.printed)]
    closing = [one for one in lines if _CLOSING.search(one.printed) and one not in opening]
    more, less = [one for one in lines if _IN.match(one.core)], [one for one in lines if _OUT.match(one.core)]
    others = [one for one in lines if one.is_additive and one not in (*opening, *closing, *more, *less)]
    if len(opening) != 1 or len(closing) != 1 or not more or not less or others:
        return None
    return opening[0], more, less, closing[0]


def _of_lines(
    view: View, opening: Head, more: list[Head], less: list[Head], closing: Head, rule: AuditRule
) -> Iterator[Relation]:
    for place in view.places:
        first, last = view.at(opening, place), view.at(closing, place)
        added = [claim for one in more if (claim := view.at(one, place)) is not None]
        taken = [claim for one in less if (claim := view.at(one, place)) is not None]
        if first is None or last is None or len(added) < len(more) or len(taken) < len(less):
            continue
        if alike([first, last, *added, *taken]) and all(
            one.numeral.sort in ADDED for one in (first, last, *added, *taken)
        ):
            yield from filter(None, [_relation(rule.name, first, added, taken, last)])


def _relation(rule: str, first: Claim, added: list[Claim], taken: list[Claim], last: Claim) -> Relation | None:
    plus = total(one.numeral.interval for one in (first, *added) if one.numeral.interval is not None)
    minus = total(one.numeral.interval for one in taken if one.numeral.interval is not None)
    value = _sum([first, *added]) - _sum(taken)
    gap = _sum([last]) - value
    words = " + ".join(one.numeral.printed for one in (first, *added)) + "".join(
        f" − {one.numeral.printed}" for one in taken
    )
    scale = last.numeral.step * 10**last.numeral.decimals
    needs = [(one, (one.numeral.value or 0) + gap) for one in (first, *added)]
    needs += [(one, (one.numeral.value or 0) - gap) for one in taken]
    return judge(
        rule,
        (first, *added, *taken),
        last,
        difference(plus, minus),
        reading=Reading.FORCED,
        divides=False,
        computation=f"{words} = {shown(value / scale)}",
        needs=needs,
    )


def _sum(claims: list[Claim]) -> Fraction:
    return sum((one.numeral.value or Fraction(0) for one in claims), Fraction(0))
