"""逐份、逐行成立: sums of fields of one submission, or of each row of a register, must compare as the check says."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from zhibao.catalog.expression import Condition, FieldName, parse_condition
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Check
from zhibao.check.context import Context, Handed, cell, digits, finding
from zhibao.snapshot.store import row_key
from zhibao.terms import arithmetic
from zhibao.terms.finding import Finding
from zhibao.terms.value import Known, Meaning, Missing, Value

_NOTHING = Known(Fraction(0))


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding for every submission or row that breaks the condition; what is not known breaks nothing."""
    condition = parse_condition(check.must, context.catalog.registers, check.rows_of)
    by_row = bool(check.rows_of) and context.catalog.registers[check.rows_of].shape == "rows"
    for handed in context.handed:
        if by_row:
            yield from _rows(check, condition, context.catalog, handed)
        elif found := _whole(check, condition, context.catalog, handed):
            yield found


def speaks(check: Check, row: Mapping[FieldName, Value], catalog: Catalog) -> bool:
    """Say whether the check speaks on one example."""
    return parse_condition(check.must, catalog.registers, check.rows_of).evaluate(row).holds is False


def _whole(check: Check, condition: Condition, catalog: Catalog, handed: Handed) -> Finding | None:
    if not any(name.register in handed.rows for name in condition.fields):
        return None
    asked = [name for name in condition.fields if handed.asks(name.register, name.field)]
    if check.generated:
        # Parts that this outline does not ask for are left out of a bound; a total or bound not asked for is no check.
        whole = condition.fields[-1]
        if whole not in asked or len(asked) < 2 or (condition.comparison == "=" and len(asked) < len(condition.fields)):
            return None
    elif len(asked) < len(condition.fields):
        return None
    values = {name: _sum(handed, name) if name in asked else _NOTHING for name in condition.fields}
    verdict = condition.evaluate(values)
    if verdict.holds is not False:
        return None
    return _finding(check, condition, catalog, handed, values, "")


def _rows(check: Check, condition: Condition, catalog: Catalog, handed: Handed) -> Iterator[Finding]:
    for row in handed.rows.get(check.rows_of, ()):
        values = {name: cell(row, name.field) or Missing(Meaning.NOT_COLLECTED) for name in condition.fields}
        if condition.evaluate(values).holds is False:
            key = row_key(catalog.registers[check.rows_of], row)
            yield _finding(check, condition, catalog, handed, values, key)


def _finding(
    check: Check, condition: Condition, catalog: Catalog, handed: Handed, values: Mapping[FieldName, Value], key: str
) -> Finding:
    verdict = condition.evaluate(values)
    names = {name.field: digits(value) for name, value in values.items()}
    first = condition.fields[0]
    parts = "，".join(
        f"{catalog.field_label(name.register, name.field)} {digits(value)}" for name, value in values.items()
    )
    message = check.message.format(**names) if "{" in check.message else f"{check.message}现填：{parts}。"
    return finding(
        check,
        handed.where(catalog, first.register, first.field, key),
        message,
        said=digits(verdict.left),
        expected=f"{condition.comparison} {digits(verdict.right)}",
        computation=f"{digits(verdict.left)} {condition.comparison} {digits(verdict.right)} 不成立（{parts}）",
        reason="" if check.generated else _reason(handed, condition),
    )


def _reason(handed: Handed, condition: Condition) -> str:
    """Return the 说明 given for a field of the condition; identities of the registers take none."""
    for one in handed.reasons:
        if FieldName(one.register, one.field) in condition.fields:
            return one.text
    return ""


def _sum(handed: Handed, name: FieldName) -> Value:
    rows = handed.rows.get(name.register)
    if rows is None:
        return Missing(Meaning.NOT_SUBMITTED)
    total: Value = _NOTHING
    for row in rows:
        value = cell(row, name.field) or Missing(Meaning.NOT_COLLECTED)
        if isinstance(value, Missing) and not value.meaning.leaves_a_gap:
            continue
        total = arithmetic.combine("+", total, value)
    return total
