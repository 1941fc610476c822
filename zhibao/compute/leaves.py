"""各校小计: partial aggregates of single snapshots, read from their rows, many snapshots with one question."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from zhibao.catalog.register import Register
from zhibao.compute.tree import Leaf, Role
from zhibao.snapshot.frozen import Snapshot
from zhibao.snapshot.packed import Packed
from zhibao.snapshot.parquet import ORIGIN
from zhibao.snapshot.partials import Partial, partial_of, partial_sql
from zhibao.snapshot.sums import Sums, Wanted, without_rows
from zhibao.snapshot.tables import Tables
from zhibao.terms.place import Level, Place
from zhibao.terms.value import parse_origin

_Spot = tuple[str, int]
_NOWHERE = Place(Level.CITY, "", "")


def leaf_sums(
    leaves: Mapping[Leaf, Snapshot | None],
    asked: Sequence[Wanted],
    registers: Mapping[str, Register],
    packed: Packed | None = None,
) -> dict[Leaf, Sums]:
    """Return the sums of leaves; `asked` is what is wanted of each. With `packed` the rows of all of them lie there.

    Raises: SnapshotError, when a file is damaged.
    """
    sums = {leaf: without_rows(_handed_in(leaf, snapshot), asked) for leaf, snapshot in leaves.items()}
    snapshots = [snapshot for snapshot in leaves.values() if snapshot is not None]
    if not snapshots:
        return sums
    spots = {(leaf.place, leaf.year): leaf for leaf, snapshot in leaves.items() if snapshot is not None}
    if packed is None:
        tables = Tables(snapshots, registers, _NOWHERE)
    else:
        others = {(one.place.code, one.year) for one in packed.snapshots} - spots.keys()
        some_of_it = replace(packed, snapshots=tuple(snapshots), hidden=packed.hidden | others)
        tables = Tables((), registers, _NOWHERE, packed=some_of_it)
    try:
        for name in dict.fromkeys(name for one in snapshots for name in one.registers):
            _note_systems(tables, registers[name], spots, sums)
        for (name, by), some in _grouped(asked).items():
            if any(name in one.registers for one in snapshots):
                for (place, year), member, parts in _rows(tables, name, by, some, registers):
                    leaf = spots.get((place, year))
                    if leaf is None:
                        continue
                    if leaf.role is not Role.SCHOOL or registers[name].level is not Level.CITY:
                        _take(sums[leaf], some, by, member, parts)
    finally:
        tables.close()
    return sums


def _handed_in(leaf: Leaf, snapshot: Snapshot | None) -> Sums:
    names = snapshot.registers if snapshot else ()
    return Sums(
        Counter({leaf.role.value: 1}),
        Counter({f"{leaf.role.value} {name}": 1 for name in names}),
        bool(snapshot and snapshot.imports),
    )


def _grouped(asked: Iterable[Wanted]) -> Mapping[tuple[str, str], list[Wanted]]:
    """Return what is asked of each register, breakdown by breakdown: one question each."""
    groups: dict[tuple[str, str], list[Wanted]] = defaultdict(list)
    for one in asked:
        groups[one.aggregate.register, one.by].append(one)
    return groups


def _rows(
    tables: Tables, name: str, by: str, asked: Sequence[Wanted], registers: Mapping[str, Register]
) -> Iterable[tuple[_Spot, str, list[Partial]]]:
    """Yield place and year, member, and the partial aggregates asked for."""
    column, group = (f'"{by}"', f', "{by}"') if by else ("''", "")
    parts = ", ".join(part for one in asked for part in partial_sql(one.aggregate))
    records = tables.ask(f'SELECT place, year, {column}, {parts} FROM "{name}" GROUP BY place, year{group}')
    for place, year, member, *record in records:
        found = [partial_of(one.aggregate, record, index, registers) for index, one in enumerate(asked)]
        yield (str(place), int(str(year))), str(member or ""), found


def _take(sums: Sums, asked: Sequence[Wanted], by: str, member: str, parts: Sequence[Partial]) -> None:
    for one, part in zip(asked, parts, strict=True):
        if not by:
            sums.whole[one.key] = part
        elif member:
            sums.members[one.key][member] = part


def _note_systems(tables: Tables, register: Register, spots: Mapping[_Spot, Leaf], sums: Mapping[Leaf, Sums]) -> None:
    """Note which systems the numbers of a register were imported from."""
    fields = [name for name, one in register.fields.items() if one.type.is_number]
    if not fields:
        return
    columns = [f'"{name}{ORIGIN}"' for name in fields]
    any_of = " OR ".join(f"{column} IS NOT NULL" for column in columns)
    lists = ", ".join(f"list(DISTINCT {column})" for column in columns)
    question = f'SELECT place, year, {lists} FROM "{register.name}" WHERE {any_of} GROUP BY place, year'
    for place, year, *found in tables.ask(question):
        leaf = spots.get((str(place), int(str(year))))
        noted = sums[leaf].systems if leaf else {}
        for name, origins in zip(fields, found, strict=True):
            systems = {parse_origin(str(one)).system for one in origins if one} if isinstance(origins, list) else set()
            if systems - {""}:
                noted[f"{register.name}.{name}"] = tuple(sorted(systems - {""}))
