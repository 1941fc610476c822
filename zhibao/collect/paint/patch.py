"""改写工作簿: colours the cells of an xlsx that bear findings, notes them, and adds the sheet that lists them all."""

from collections.abc import Mapping, Sequence

from zhibao.collect import faults
from zhibao.collect.layout import FEEDBACK
from zhibao.collect.paint.cells import Grid, first_of_merged, grid_of, restyled
from zhibao.collect.paint.clean import cleaned
from zhibao.collect.paint.feedback import feedback_sheet
from zhibao.collect.paint.marks import Line, Mark, Note, joined, position
from zhibao.collect.paint.notes import write_notes
from zhibao.collect.paint.package import BOOK, Package, packed, relation_base, sheets
from zhibao.collect.paint.styles import Styles
from zhibao.collect.paint.tags import attributes, bound, inside, namespace, values
from zhibao.collect.paint.undo import recorded
from zhibao.collect.untrusted import unpacked
from zhibao.terms.finding import Finding

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
Cell = tuple[int, int]


def painted(content: bytes, marks: Sequence[Mark], lines: Sequence[Line], title: str = "", note: str = "") -> bytes:
    """Return an xlsx with its findings, under a title and a note above the lines.

    What was painted before is taken off first, so that the same marks and lines always give the same bytes.
    Raises: CollectError, when the content is no xlsx or a part of it cannot be read.
    """
    parts = unpacked("", content)
    if isinstance(parts, Finding):
        raise faults.cannot_paint(parts.message.removesuffix("。"))
    before, former = cleaned(parts)
    package = Package(before)
    styles = Styles(package)
    listed = list(sheets(package))
    for name, part, _ in listed:
        wanted = [one for one in marks if one.sheet == name]
        if wanted and name != former and part in package.parts:
            _paint_sheet(package, part, wanted, styles)
    visible = {name for name, _, said in listed if said.get(b"state", "visible") == "visible"} - {former}
    xml, top = package.root(BOOK)
    sheet = feedback_sheet(lines, visible, styles, namespace(xml, top), title, note)
    styles.settle()
    if former:
        _replace(package, former, sheet)
    else:
        _append(package, [name for name, _, _ in listed], sheet)
    return packed(recorded(package))


def _paint_sheet(package: Package, part: str, marks: Sequence[Mark], styles: Styles) -> None:
    xml, top = package.root(part)
    grid = grid_of(xml, top)
    notes = _notes(xml, grid, marks) if grid else {}
    if grid is None or not notes:
        return
    rows: dict[int, list[int]] = {}
    for row, column in notes:
        rows.setdefault(row, []).append(column)

    def restyle(row: int, column: int, style: int) -> int:
        return styles.painted(style, notes[row, column].severity)

    for start, end, text in restyled(xml, grid, rows, restyle):
        package.edit(part, start, end, text)
    write_notes(package, part, grid, notes)


def _notes(xml: bytes, grid: Grid, marks: Sequence[Mark]) -> Mapping[Cell, Note]:
    """Return the note of every cell, where it can be seen."""
    merged = grid.merged(xml)
    by_cell: dict[Cell, list[Mark]] = {}
    for one in marks:
        cell = position(one.cell)
        if cell is not None:
            by_cell.setdefault(first_of_merged(merged, *cell), []).append(one)
    return {cell: joined(by_cell[cell]) for cell in sorted(by_cell)}


def _replace(package: Package, name: str, sheet: bytes) -> None:
    """Keep in mind to put the sheet of findings where the former one stands, and to show it."""
    part = next(part for one, part, _ in sheets(package) if one == name)
    package.edit(part, 0, len(package.parts[part]), sheet)
    xml, top = package.root(BOOK)
    for group in inside(xml, top):
        for one in inside(xml, group) if group.name == b"sheets" else ():
            span = attributes(xml, one.start, one.inner).get(b"state")
            if span and values(xml, one).get(b"name") == name:
                package.edit(BOOK, *span, b"visible")


def _append(package: Package, names: Sequence[str], sheet: bytes) -> None:
    """Keep in mind to add the sheet of findings behind the others."""
    taken = {name.casefold() for name in names}
    name = next(one for one in (FEEDBACK, *(f"{FEEDBACK}{at}" for at in range(2, len(taken) + 3))) if one not in taken)
    part = package.free("xl/worksheets/sheet{}.xml")
    base = relation_base(package)
    package.add(part, sheet, _KIND)
    link = package.relate(BOOK, f"{base}/worksheet", part)
    xml, top = package.root(BOOK)
    prefix = bound(xml, top, base)
    declared = "" if prefix else f' xmlns:r="{base}"'
    listed = next((one for one in inside(xml, top) if one.name == b"sheets"), None)
    if listed is None:
        raise faults.cannot_paint("工作簿里没有工作表")
    said = [values(xml, one).get(b"sheetId", "") for one in inside(xml, listed)]
    number = max((int(one) for one in said if one.isdecimal()), default=0) + 1
    tag, link_name = f"{top.prefix.decode()}sheet", f"{(prefix or b'r:').decode()}id"
    package.append(
        BOOK, xml, listed, f'<{tag} name="{name}" sheetId="{number}" {link_name}="{link}"{declared}/>'.encode()
    )
