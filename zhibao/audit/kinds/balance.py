"""收支结余: what was there and came in, less what went out: 收入 860 万元，支出 790 万元，结余 70 万元."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhibao.audit.arithmetic import difference, shown, total
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.judge import Form, judge
from zhibao.audit.model import Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Sort

_SIDES = ("opening", "rest", "expense", "income")


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield opening + income − expense = rest, where a sentence names each side once and no other amount."""
    for sentence in facts.sentences:
        sides = _sides(sentence, rule)
        if sides is not None:
            relation = _relation(rule, sides)
            if relation is not None:
                yield relation


def _sides(sentence: Sentence, rule: AuditRule) -> dict[str, Claim] | None:
    """Return side → amount; None where a side is missing or named twice, or an amount has no side."""
    found: dict[str, Claim] = {}
    stated = (Role.VALUE, Role.TARGET, Role.BEFORE)
    amounts = [one for one in sentence.claims if one.numeral.sort is Sort.MONEY and one.role in stated]
    for one in amounts if 3 <= len(amounts) <= len(_SIDES) else ():
        said = one.lead or one.label
        side = next((side for side in _SIDES if any(word in said for word in rule.words[side])), None)
        if side is None or side in found or one.numeral.interval is None:
            return None
        found[side] = one
    return found if {"rest", "income", "expense"} <= found.keys() and found["rest"] is amounts[-1] else None


def _relation(rule: AuditRule, sides: dict[str, Claim]) -> Relation | None:
    rest, expense = sides["rest"], sides["expense"]
    came = [sides[side] for side in ("opening", "income") if side in sides]
    exact = _value(came) - _value([expense])
    missing = _value([rest]) - exact
    needs = [(one, _value([one]) + missing) for one in came]
    needs.append((expense, _value([expense]) - missing))
    spoken = " + ".join(one.numeral.printed for one in came)
    return judge(
        rule.name,
        (*came, expense),
        rest,
        difference(
            total(one.numeral.interval for one in came if one.numeral.interval is not None),
            total([expense.numeral.interval] if expense.numeral.interval is not None else []),
        ),
        computation=f"{spoken} − {expense.numeral.printed} = {shown(exact / rest.numeral.factor)}",
        needs=needs,
        form=Form.SUM,
        divides=False,
    )


def _value(claims: Sequence[Claim]) -> Fraction:
    return sum((one.numeral.value or Fraction(0) for one in claims), Fraction(0))
