"""逐份、逐行成立: sums of fields of one submission, or of each row of a register, must compare as the check says."""

from collections.abc import Iterator, Mapping

from zhibao.catalog.expression import Condition, FieldName
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Check
from zhibao.check.context import CellName, Context, Handed, cell, digits, finding
from zhibao.check.reach import Reach
from zhibao.check.relations import totals
from zhibao.snapshot.submission import Row, row_key
from zhibao.terms.finding import Finding
from zhibao.terms.value import Meaning, Missing, Value

REACH = Reach.PLACE


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding for every submission or row that breaks the condition; what is not known breaks nothing."""
    condition = context.condition(check)
    by_row = bool(check.rows_of) and context.catalog.registers[check.rows_of].shape == "rows"
    for handed in context.spoken_of:
        if by_row:
            yield from _rows(check, condition, context.catalog, handed)
        elif found := _whole(check, condition, context.catalog, handed):
            yield found


def touched(check: Check, context: Context) -> Iterator[tuple[str, CellName]]:
    """Yield place and cell of every number of this year that the condition could be decided on."""
    condition = context.condition(check)
    by_row = bool(check.rows_of) and context.catalog.registers[check.rows_of].shape == "rows"
    for handed in context.handed:
        if handed.year != context.years[1]:
            continue
        if by_row:
            register = context.catalog.registers[check.rows_of]
            for row in handed.rows.get(check.rows_of, ()):
                if condition.evaluate(_cells(condition, row)).holds is not None:
                    for name in condition.fields:
                        yield handed.place.code, CellName(register.name, row_key(register, row), name.field)
        elif (values := totals(check, condition, handed)) and condition.evaluate(values).holds is not None:
            for cell in context.typed[handed.place.code, handed.year]:
                if FieldName(cell.register, cell.field) in values:
                    yield handed.place.code, cell


def speaks(check: Check, row: Mapping[FieldName, Value], catalog: Catalog) -> bool:
    """Say whether the check speaks on one example."""
    return catalog.condition(check.must, check.rows_of).evaluate(row).holds is False


def _whole(check: Check, condition: Condition, catalog: Catalog, handed: Handed) -> Finding | None:
    values = totals(check, condition, handed)
    if values is None or condition.evaluate(values).holds is not False:
        return None
    return _finding(check, condition, catalog, handed, values, "")


def _rows(check: Check, condition: Condition, catalog: Catalog, handed: Handed) -> Iterator[Finding]:
    rows = handed.rows.get(check.rows_of, ())
    for row in (rows[number] for number in handed.columns(check.rows_of).doubtful(condition)):
        values = _cells(condition, row)
        if condition.evaluate(values).holds is False:
            key = row_key(catalog.registers[check.rows_of], row)
            yield _finding(check, condition, catalog, handed, values, key)


def _cells(condition: Condition, row: Row) -> Mapping[FieldName, Value]:
    return {name: cell(row, name.field) or Missing(Meaning.NOT_COLLECTED) for name in condition.fields}


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
        related=tuple(handed.where(catalog, name.register, name.field, key) for name in condition.fields[1:]),
    )


def _reason(handed: Handed, condition: Condition) -> str:
    """Return the 说明 given for a field of the condition; identities of the registers take none."""
    for one in handed.reasons:
        if FieldName(one.register, one.field) in condition.fields:
            return one.text
    return ""
