"""指标算式: a quotient that the catalog defines, stated in the text, over the two quantities stated anywhere else."""

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from zhibao.audit.arithmetic import quotient, shown
from zhibao.audit.claim import Claim, Role
from zhibao.audit.claims.index import aliases, comparable
from zhibao.audit.claims.lexicon import lexicon
from zhibao.audit.facts import Facts
from zhibao.audit.judge import Form, judge
from zhibao.audit.model import Reading, Relation
from zhibao.catalog.rulebook import AuditRule, RuleBook


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield factor × numerator ÷ denominator = stated for running text; annexes have a kind of their own."""
    for top, base, own, factor in _quotients(facts.book):
        tops, bases = facts.values.get(top), facts.values.get(base)
        if tops and bases:
            for stated in facts.values.get(own, ()):
                if stated.block.kind != "cell" and stated.role is Role.VALUE:
                    relation = _relation(facts, rule, stated, tops, bases, factor)
                    if relation is not None:
                        yield relation


@lru_cache(maxsize=8)
def _quotients(book: RuleBook) -> tuple[tuple[str, str, str, int], ...]:
    """Return, for each indicator that is a quotient, the keys of its numerator, its denominator and itself; factor."""
    lex, known = lexicon(book), aliases(book)

    def key(label: str) -> str:
        return known.get(comparable(label, lex), comparable(label, lex))

    return tuple(
        (key(one.numerator), key(one.denominator), key(one.labels[0]), one.factor)
        for one in book.indicators.values()
        if one.numerator and one.denominator
    )


def _relation(
    facts: Facts, rule: AuditRule, stated: Claim, tops: list[Claim], bases: list[Claim], factor: int
) -> Relation | None:
    year = stated.year or facts.year
    top, base = (_of_year(facts, claims, year) for claims in (tops, bases))
    if (
        top is None
        or base is None
        or top.numeral.interval is None
        or base.numeral.interval is None
        or not base.numeral.value
    ):
        return None
    some, whole = top.numeral.value or Fraction(0), base.numeral.value
    value = (stated.numeral.value or Fraction(0)) / factor
    return judge(
        rule.name,
        (top, base),
        stated,
        quotient(top.numeral.interval, base.numeral.interval, factor),
        reading=Reading.ONE_OF,
        tried=2,
        computation=f"{top.numeral.printed} ÷ {base.numeral.printed} = {shown(factor * some / whole)}",
        form=Form.QUOTIENT,
        needs=[(top, value * whole), (base, some / value if value else None)],
    )


def _of_year(facts: Facts, claims: list[Claim], year: int | None) -> Claim | None:
    """Return the exact value of a year; cells before text; None where the document states several."""
    fitting = [
        one for one in claims if (one.year or facts.year) == year and not one.previous and not one.numeral.qualifier
    ]
    fitting.sort(key=lambda one: one.block.kind != "cell")
    values = {one.numeral.value for one in fitting}
    return fitting[0] if len(values) == 1 else None
