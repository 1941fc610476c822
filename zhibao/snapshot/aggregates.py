"""聚合: what one aggregate asks of the engine and what its answer means, gaps and estimates told apart."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import duckdb

from zhibao.catalog.expression import Aggregate
from zhibao.catalog.register import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.parquet import ESTIMATED, STATE
from zhibao.terms.value import Known, Meaning, Missing, Value

PARTS = 4
DISTINCT = "COUNT DISTINCT"
_BITS = {meaning: 1 << number for number, meaning in enumerate(Meaning)}
NO_COLUMN = _BITS[Meaning.NOT_COLLECTED]
"""What the cells of a field mean that a place's whole register does not have."""


def sql_parts(one: Aggregate) -> Iterable[str]:
    """Yield the SQL parts of an aggregate: result, rows with a gap, whether any is estimated, states of no number.

    Conditions stand inside the aggregates: what is counted of few rows is then evaluated for these alone.
    """
    distinct = "DISTINCT " if one.function == DISTINCT else ""
    yield f"{one.function.split()[0]}({distinct}{content_of(one)})"
    if one.needs_complete_rows:
        also = f" AND ({one.where})" if one.where else ""
        number, state = f'"{one.field}"', f'"{one.field}{STATE}"'
        gap = leaves_a_gap(f"coalesce({state}, '')")
        yield f"COUNT(CASE WHEN {number} IS NULL{also} THEN CASE WHEN {gap} THEN 1 END END)"
        yield f"COUNT(CASE WHEN {state} = '{ESTIMATED}'{also} THEN 1 END)"
        meant = bits_of(f"coalesce({state}, '{Meaning.NOT_COLLECTED.value}')")
        yield f"BIT_OR(CASE WHEN {number} IS NULL{also} THEN {meant} END)"
    else:
        yield from ("0", "0", "NULL")


def leaves_a_gap(state: str) -> str:
    """Return the SQL of whether a cell without a number, of some state, leaves a gap."""
    return f"{state} NOT IN ('{Meaning.NOT_APPLICABLE.value}', '{Meaning.NIL.value}')"


def bits_of(state: str) -> str:
    """Return the SQL of the bit of what a state means; nothing for an estimate."""
    bits = " ".join(f"WHEN '{meaning.value}' THEN {bit}" for meaning, bit in _BITS.items())
    return f"CASE {state} {bits} END"


def content_of(one: Aggregate) -> str:
    """Return the SQL of what an aggregate takes of a row: nothing where its condition does not hold."""
    field = "place" if one.field == "school" else one.field
    return f'CASE WHEN {one.where} THEN "{field}" END' if one.where else f'"{field}"'


def joining(one: Aggregate) -> tuple[str, ...]:
    """Return how the parts of several places are joined to one; '' for a part that is a constant."""
    result = "SUM" if one.function == "COUNT" else one.function
    return (result, "SUM", "SUM", "BIT_OR") if one.needs_complete_rows else (result, "", "", "")


def value_of(one: Aggregate, record: Sequence[object] | None, index: int) -> Value:
    """Return what a record says of the aggregate that sql_parts asked for; None is a group without rows."""
    if record is None:
        return Known(Fraction(0)) if one.function not in ("MAX", "MIN") else Missing(Meaning.NOT_APPLICABLE)
    result, gaps, estimated, states = record[PARTS * index : PARTS * (index + 1)]
    held = int(str(states or 0))
    meanings = {meaning for meaning, bit in _BITS.items() if held & bit}
    if gaps:
        return Missing(_common({one for one in meanings if one.leaves_a_gap}), int(str(gaps)))
    if result is None and meanings:
        return Missing(Meaning.NIL if Meaning.NIL in meanings else Meaning.NOT_APPLICABLE, 0)
    if result is None:
        return Known(Fraction(0)) if one.function == "SUM" else Missing(Meaning.NOT_APPLICABLE)
    return Known(Fraction(str(result)), estimated=bool(estimated))


def _common(meanings: Collection[Meaning]) -> Meaning:
    """Return what all gaps mean; of several meanings that somebody owes a number."""
    return next(iter(meanings)) if len(meanings) == 1 else Meaning.NOT_SUBMITTED


def aggregates_of(
    files: Mapping[str, Path], wanted: Sequence[Aggregate], place: str, registers: Mapping[str, Register]
) -> Mapping[Aggregate, Value]:
    """Return aggregates over the table files of one place's registers, computed as indicators are."""
    engine = duckdb.connect(":memory:")
    found: dict[Aggregate, Value] = {}
    try:
        for name, file in files.items():
            asked = [one for one in dict.fromkeys(wanted) if one.register == name]
            types = parquet.columns(registers[name], list(registers[name].fields), registers[name].fields)
            head = ", ".join(f'"{column}" {kind}' for column, kind in types.items())
            engine.execute(f'CREATE TABLE "{name}" (place VARCHAR, {head})')
            engine.execute(
                f'INSERT INTO "{name}" BY NAME SELECT ? AS place, * FROM read_parquet(?)', [place, str(file)]
            )
            parts = ", ".join(part for one in asked for part in sql_parts(one))
            record = engine.execute(f'SELECT {parts} FROM "{name}"').fetchone()
            found |= {one: value_of(one, record, index) for index, one in enumerate(asked)}
    finally:
        engine.close()
    return found
