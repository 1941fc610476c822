"""附表占比可达性: whether any whole number of heads over the printed base gives the printed share."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor, log2

from zhibao.audit.arithmetic import cut_off, shown
from zhibao.audit.claim import Claim
from zhibao.audit.facts import Facts
from zhibao.audit.kinds.annex_formula import keys_of
from zhibao.audit.model import Outcome, Reading, Relation, Repair
from zhibao.audit.tables.names import label_names
from zhibao.audit.tables.rows import ANNEX, catalog_keys, indicator_rows
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.finding import Severity
from zhibao.terms.interval import Interval
from zhibao.terms.numerals.noun import Sort

_LEAST_POWER = Fraction(1, 2)


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield, for each share over a head-count of the same table, whether a whole number of heads can give it.

    Shares whose own number of heads is printed too are left to the formulas.
    """
    if not facts.tables:
        return
    names, book = label_names(facts.book), facts.book
    shares = [
        (one, names.keys(one.labels))
        for one in book.indicators.values()
        if one.unit == "%"
        and one.numerator
        and one.factor == 100
        and _counts(one.numerator, facts)
        and _counts(one.denominator, facts)
    ]
    known = catalog_keys(book, names)
    for table in facts.tables:
        rows = indicator_rows(table, names)
        if rows.known(known) < min(ANNEX, rows.known(frozenset(rows.of))):
            continue
        for one, keys in shares:
            for period, share in rows.every(keys):
                base = rows.at(keys_of(one.denominator, names, book), period)
                if base is None or not base.numeral.is_exact or rows.at(keys_of(one.numerator, names, book), period):
                    continue
                if (relation := reachable(rule.name, share, base)) is not None:
                    yield relation


def _counts(label: str, facts: Facts) -> bool:
    quantity = facts.book.quantities.get(label)
    return quantity is not None and quantity.is_count


def reachable(rule: str, share: Claim, base: Claim) -> Relation | None:
    """Return whether an integer over the base gives the share; None where nearly every share could be reached."""
    heads, step, own = base.numeral.value, share.numeral.step, share.numeral.interval
    if heads is None or heads <= 0 or own is None or share.numeral.sort is not Sort.RATE or share.numeral.qualifier:
        return None
    chance = heads * step / 100
    if 1 - chance < _LEAST_POWER:
        return None
    rounded, cut = _whole(own, heads), _whole(cut_off(share), heads)
    outcome = Outcome.HOLDS if rounded is not None else Outcome.CUT_OFF if cut is not None else Outcome.FAILS
    power = f"在 {base.numeral.printed} 人上，写到这一位的占比有 {shown((1 - chance) * 100, 0)}% 凑不出来"
    if rounded is not None or cut is not None:
        heads_found = rounded if rounded is not None else cut
        words = f"{heads_found} ÷ {base.numeral.printed} = {shown(Fraction(100 * (heads_found or 0)) / heads)}%"
        if outcome is Outcome.CUT_OFF:
            words += f"，只有截去末位才得 {share.numeral.printed}%（{power}）"
    else:
        low = floor((share.numeral.value or 0) * heads / 100)
        words = "；".join(f"{k} ÷ {base.numeral.printed} = {shown(Fraction(100 * k) / heads)}%" for k in (low, low + 1))
        words += f"，都得不到 {share.numeral.printed}%（{power}）"
    severity = Severity.NOTE if outcome is Outcome.CUT_OFF else Severity.WARNING
    nearest = _nearest(share, heads)
    return Relation(
        rule,
        (base, share),
        share,
        outcome,
        Reading.FORCED,
        -log2(float(chance)) if chance < 1 else 0.0,
        nearest,
        words,
        (Repair(share, nearest),) if outcome is not Outcome.HOLDS else (),
        prior=0.7,
        severity=None if outcome is Outcome.HOLDS else severity,
    )


def _whole(inside: Interval, heads: Fraction) -> int | None:
    if inside.low is None or inside.high is None:
        return None
    low = ceil(inside.low * heads / 100)
    return low if Fraction(100 * low) / heads in Interval(inside.low, inside.high) else None


def _nearest(share: Claim, heads: Fraction) -> str:
    value = share.numeral.value or Fraction(0)
    k = round(value * heads / 100)
    scale = 10**share.numeral.decimals
    whole = floor(Fraction(100 * k) / heads * scale + Fraction(1, 2))
    text = str(whole).zfill(share.numeral.decimals + 1)
    return f"{text[: -share.numeral.decimals]}.{text[-share.numeral.decimals :]}" if share.numeral.decimals else text
