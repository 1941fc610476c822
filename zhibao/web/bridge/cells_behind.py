"""数后面的格: which cells of which register a school's number comes from, and the snapshot that they lie in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhibao.catalog.register import Register
from zhibao.collect.codes import choices
from zhibao.collect.layout import field_title
from zhibao.snapshot.parquet import read
from zhibao.snapshot.submission import Cell, Row, row_key
from zhibao.terms.value import Missing
from zhibao.web.bridge.figures import About, Term
from zhibao.web.bridge.ground import Ground, ground

MOST_ROWS = 200


@dataclass(frozen=True)
class Behind:
    """一行: its key as the register has it, and the texts of the cells in use, by field."""

    key: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """一张表: the fields in use with their heads, and its rows; of registers about persons only their number.

    `is_here` says whether it was handed in at all.
    """

    register: str
    label: str
    words: str
    snapshot: str
    fields: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[Behind, ...]
    count: int
    is_list: bool
    is_personal: bool
    is_here: bool


def sources(folder: Path, about: About, place: str, year: int) -> tuple[Source, ...]:
    """Return the registers behind an indicator of a school, or of the city's own, as they are frozen for a year."""
    base = ground(folder)
    names = dict.fromkeys(one.source for one in about.terms)
    return tuple(_source(base, [one for one in about.terms if one.source == name], place, year) for name in names)


def _source(base: Ground, terms: Sequence[Term], place: str, year: int) -> Source:
    register = base.catalog.registers[terms[0].source]
    snapshot = base.store.current_of(place, year)
    is_here = snapshot is not None and register.name in snapshot.registers
    rows = read(snapshot.file(register.name), register) if snapshot is not None and is_here else ()
    used = dict.fromkeys(name for one in terms for name in one.fields)
    fields = tuple(name for name in (*register.key, *(one for one in used if one not in register.key)))
    is_personal = register.is_of_persons
    fields = tuple(name for name in fields if name in register.fields and not register.fields[name].personal)
    return Source(
        register=register.name,
        label=register.label,
        words="；".join(one.words for one in terms),
        snapshot=snapshot.id if snapshot is not None else "",
        fields=fields,
        heads=tuple(field_title(register.fields[name]) for name in fields),
        rows=() if is_personal else tuple(_behind(base, register, fields, rows[:MOST_ROWS])),
        count=len(rows),
        is_list=register.shape == "rows",
        is_personal=is_personal,
        is_here=is_here,
    )


def _behind(base: Ground, register: Register, fields: Sequence[str], rows: Iterable[Row]) -> Iterable[Behind]:
    labels = {name: _labels(base, register, name) for name in fields}
    for row in rows:
        yield Behind(row_key(register, row), tuple(_text(row.get(name), labels[name]) for name in fields))


def _labels(base: Ground, register: Register, name: str) -> Mapping[str, str]:
    """Return code → what stands for it in a workbook."""
    listed = base.catalog.lists.get(register.fields[name].list)
    return {one.partition(" ")[0]: one for one in choices(listed)} if listed is not None else {}


def _text(cell: Cell | None, labels: Mapping[str, str]) -> str:
    if cell is None:
        return "缺"
    if isinstance(cell, Missing):
        return cell.sign
    number = getattr(cell, "number", None)
    if number is None:
        return labels.get(str(cell), str(cell))
    return str(number) if number.denominator == 1 else f"{float(number):g}"
