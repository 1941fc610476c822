"""合成: what a place typed, joined with what systems and its own registers of rows give; nothing typed is overwritten.

A cell that was typed stays; an empty one is filled from the imports, later ones first, then from the register of rows
that counts it. Where another source gives another number than was typed, both are kept, for a check to ask about.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from zhibao.catalog.expression import Aggregate, Formula
from zhibao.catalog.load import Catalog
from zhibao.catalog.register import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.aggregates import aggregates_of
from zhibao.snapshot.submission import Cell, Other, Row, Rows, Submission, row_key
from zhibao.terms.value import Known, Meaning, Missing, Origin, OriginKind, Value


@dataclass(frozen=True)
class Given:
    """另一来源: rows of registers that one import brought for a place and year."""

    id: str
    origin: Origin
    registers: Rows


def composed(base: Submission, imports: Sequence[Given], catalog: Catalog) -> Submission:
    """Return the submission in force: typed, imported, derived."""
    rows: dict[str, Sequence[Row]] = dict(base.registers)
    others: list[Other] = []
    for one in reversed(imports):
        for name, given in one.registers.items():
            marked = tuple(_marked(row, one.origin) for row in given)
            rows[name], differing = _joined(catalog.registers[name], rows.get(name, ()), marked)
            others += differing
    for name, field, value in _derived(rows, base, catalog):
        row = rows[name][0]
        merged, differing = _cell(catalog.registers[name], "", field, row.get(field), value)
        rows[name] = ({**row, field: merged},)
        others += differing
    return replace(base, registers=rows, others=tuple(sorted(set(others))), imports=tuple(one.id for one in imports))


def _marked(row: Row, origin: Origin) -> Row:
    return {name: replace(cell, origin=origin) if isinstance(cell, Known) else cell for name, cell in row.items()}


def _joined(register: Register, typed: Sequence[Row], given: Sequence[Row]) -> tuple[Sequence[Row], list[Other]]:
    """Return the rows of both, told apart by their key, and where they differ."""
    by_key = {row_key(register, row): row for row in given}
    others: list[Other] = []
    joined: list[Row] = []
    for row in typed:
        key = row_key(register, row)
        more = by_key.pop(key, {})
        whole = dict(row)
        for name, cell in more.items():
            whole[name], differing = _cell(register, key, name, row.get(name), cell)
            others += differing
        joined.append(whole)
    return (*joined, *by_key.values()), others


def _cell(register: Register, key: str, name: str, typed: Cell | None, given: Cell) -> tuple[Cell, list[Other]]:
    """Return the cell in force and what another source says of it when that differs."""
    if isinstance(given, Missing):
        return (given if typed is None else typed), []
    if typed is None or (isinstance(typed, Missing) and typed.meaning is Meaning.NOT_SUBMITTED):
        return given, []
    if isinstance(typed, Known) and isinstance(given, Known) and typed != given:
        return typed, [Other(register.name, key, name, str(given.number), str(given.origin))]
    return typed, []


def _derived(rows: Mapping[str, Sequence[Row]], base: Submission, catalog: Catalog) -> Iterator[tuple[str, str, Known]]:
    """Yield (register, field, value) of every field of a form that rows handed in can count."""
    wanted: list[tuple[str, str, Formula]] = []
    for name in rows:
        register = catalog.registers[name]
        if register.shape != "form" or not rows[name]:
            continue
        for field, definition in register.fields.items():
            if definition.derive:
                formula = catalog.formula(definition.derive)
                if all(rows.get(one.register) for one in formula.aggregates):
                    wanted.append((name, field, formula))
    values = _aggregated(rows, [one for _, _, formula in wanted for one in formula.aggregates], base, catalog)
    for name, field, formula in wanted:
        value = formula.evaluate(values)
        if isinstance(value, Known):
            yield name, field, replace(value, origin=Origin(OriginKind.DERIVED))


def _aggregated(
    rows: Mapping[str, Sequence[Row]], wanted: Sequence[Aggregate], base: Submission, catalog: Catalog
) -> Mapping[Aggregate, Value]:
    """Return the aggregates over rows, by the engine that computes indicators, so that both count alike."""
    if not wanted:
        return {}
    with tempfile.TemporaryDirectory(prefix="zhibao-") as folder:
        files: dict[str, Path] = {}
        for name in dict.fromkeys(one.register for one in wanted):
            files[name] = Path(folder) / f"{name}.parquet"
            parquet.write(files[name], catalog.registers[name], rows[name])
        return aggregates_of(files, wanted, base.place.code, catalog.registers)
