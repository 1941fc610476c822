"""逐格的变动: what a place tells otherwise in the cells that an indicator reads; nothing of persons."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhibao.catalog.asked import ROSTER
from zhibao.catalog.expression import PSEUDO_FIELDS, Aggregate
from zhibao.catalog.register import Register
from zhibao.catalog.row_filter import Content, passes
from zhibao.lineage.model import CellChange, Kind
from zhibao.snapshot import parquet
from zhibao.snapshot.frozen import Snapshot
from zhibao.snapshot.submission import Cell, Row, row_key
from zhibao.terms.quantity import Form, print_number
from zhibao.terms.value import Known, Missing, OriginKind

NO_ROW = "（没有这一行）"
_ROW = "整行"
_NUMBER = Form(6, trim=True)


@dataclass(frozen=True, slots=True)
class Read:
    """所读: the aggregates of one register, and the member of a breakdown by one of its fields, if any."""

    register: Register
    aggregates: tuple[Aggregate, ...]
    by: str = ""
    member: str = ""


def told(place: str, name: str, before: Snapshot | None, after: Snapshot | None, read: Read) -> tuple[str, ...]:
    """Return in words what cells cannot tell: that a register came or went, and how many rows about persons."""
    rows = [_rows(one, read.register) for one in (before, after)]
    said = [f"{len(one)} 行" if read.register.shape == "rows" else "已报送" for one in rows if one is not None]
    label, who = read.register.label, f"{name}（{place}）"
    if rows[0] is None and rows[1] is None:
        return ()
    if rows[0] is None:
        return (f"{who}：“{label}”未报送 → {said[0]}",)
    if rows[1] is None:
        return (f"{who}：“{label}”{said[0]} → 未报送",)
    if read.register.is_of_persons and rows[0] != rows[1]:
        return (f"{who}：“{label}”{said[0]} → {said[1]}（人员台账，逐行内容不公开）",)
    return ()


def cell_changes(place: str, before: Snapshot | None, after: Snapshot | None, read: Read) -> Iterator[CellChange]:
    """Yield the cells that a place tells otherwise, of rows that count before or after."""
    if read.register.is_of_persons:
        return
    old, new = (_by_key(_rows(one, read.register) or (), read.register) for one in (before, after))
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key, {}), new.get(key, {})
        for field in _fields(was, now, read):
            yield from _change(place, key, field, (was, now), read.register)


def _change(place: str, key: str, field: str, rows: tuple[Row, Row], register: Register) -> Iterator[CellChange]:
    was, now = (row.get(field) for row in rows)
    texts = [_text(cell) if row else NO_ROW for cell, row in zip((was, now), rows, strict=True)]
    if field in PSEUDO_FIELDS:
        texts, label = ["有" if row else NO_ROW for row in rows], _ROW
    else:
        label = register.fields[field].label if field in register.fields else field
    if texts[0] != texts[1]:
        kind = Kind.ROSTER if register.name == ROSTER else Kind.RESUBMISSION
        if _is_imported(was) or _is_imported(now):
            kind = Kind.IMPORT
        yield CellChange(kind, place, register.label, key, label, *texts)


def _fields(was: Row, now: Row, read: Read) -> tuple[str, ...]:
    """Return the fields by which a row counts, before or after; none for a row that counts at neither time."""
    found: dict[str, None] = {}
    for one in read.aggregates:
        if any(row and _counts(row, one, read) for row in (was, now)):
            found |= dict.fromkeys((*one.fields, *filter(None, [read.by])))
    personal = set(read.register.personal)
    return tuple(name for name in found if name not in personal)


def _counts(row: Row, one: Aggregate, read: Read) -> bool:
    if read.member and _text(row.get(read.by)) != read.member:
        return False
    return passes(one.where, {name: _content(cell) for name, cell in row.items()})


def _rows(snapshot: Snapshot | None, register: Register) -> Sequence[Row] | None:
    """Return the rows that were handed in; None when the register was not."""
    if snapshot is None or register.name not in snapshot.registers:
        return None
    return parquet.read(snapshot.file(register.name), register)


def _by_key(rows: Iterable[Row], register: Register) -> Mapping[str, Row]:
    """Return rows by what tells them apart; of equal keys the later ones are numbered."""
    found: dict[str, Row] = {}
    for row in rows:
        key = row_key(register, row) if register.shape == "rows" else ""
        number = 2
        while key in found:
            key, number = f"{key.rpartition(' #')[0] or key} #{number}", number + 1
        found[key] = row
    return found


def _text(cell: Cell | None) -> str:
    match cell:
        case None:
            return "—"
        case Known(number, estimated):
            return ("约" if estimated else "") + print_number(number, _NUMBER)
        case Missing():
            return cell.sign
        case _:
            return str(cell)


def _content(cell: Cell) -> Content:
    if isinstance(cell, Missing):
        return None
    return cell.number if isinstance(cell, Known) else cell


def _is_imported(cell: Cell | None) -> bool:
    return isinstance(cell, Known) and cell.origin.kind is OriginKind.IMPORTED
