"""公开的校验: what checks may look at when their findings are published, and which notes may go with them.

A release holds no rows about persons and no personal cells. What is said in public is therefore found without them,
so that whoever has the release finds the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from zhibao.catalog.asked import Asked
from zhibao.catalog.register import Register
from zhibao.check.context import Context, Handed
from zhibao.snapshot.at_hand import WhenAsked
from zhibao.snapshot.submission import Row, Rows
from zhibao.terms.finding import Finding
from zhibao.terms.source import CellPlace
from zhibao.terms.value import Meaning, Missing


def holds_personal(context: Context) -> bool:
    """Say whether anything that was handed in, or is asked for, is not for the public."""
    registers = context.catalog.registers
    return any(
        any(registers[name].personal for name in handed.rows) or any(one.register.is_of_persons for one in handed.asked)
        for handed in (*context.handed, *context.history)
    )


def public(context: Context) -> Context:
    """Return a context without rows about persons, without what is said of them, and without personal cells."""
    handed = tuple(_public(one, context.catalog.registers) for one in context.handed)
    history = tuple(_public(one, context.catalog.registers) for one in context.history)
    return replace(context, handed=handed, history=history, sets=None)


def public_notes(findings: Iterable[Finding], registers: Mapping[str, Register]) -> tuple[Finding, ...]:
    """Return the findings of reading workbooks that speak of no register of persons."""
    private = [one for one in registers.values() if one.is_of_persons]
    names, labels = {one.name for one in private}, {one.label for one in private}
    return tuple(
        one
        for one in findings
        if not isinstance(one.where, CellPlace) or (one.where.register not in names and one.where.sheet not in labels)
    )


def _public(handed: Handed, registers: Mapping[str, Register]) -> Handed:
    private = {name for name, one in registers.items() if one.is_of_persons}
    return replace(
        handed,
        rows=_rows(handed.rows, registers),
        reasons=tuple(one for one in handed.reasons if one.register not in private),
        asked=tuple(_asked(one) for one in handed.asked if one.register.name not in private),
        others=tuple(one for one in handed.others if one.register not in private),
        look_ups={},
    )


def _rows(rows: Rows, registers: Mapping[str, Register]) -> Rows:
    names = [name for name in rows if not registers[name].is_of_persons]

    def public_rows(name: str) -> Sequence[Row]:
        personal = registers[name].personal
        return tuple(_row(registers[name], row) for row in rows[name]) if personal else rows[name]

    if isinstance(rows, WhenAsked):
        return WhenAsked(names, public_rows)
    return {name: public_rows(name) for name in names}


def _row(register: Register, row: Row) -> Row:
    return {**row, **dict.fromkeys(register.personal, Missing(Meaning.SUPPRESSED))}


def _asked(asked: Asked) -> Asked:
    public = tuple(name for name in asked.fields if not asked.register.fields[name].personal)
    return asked if public == asked.fields else replace(asked, fields=public)
