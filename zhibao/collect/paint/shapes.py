"""批注框的图形: the VML part in which a sheet keeps the boxes of its notes, and the element that leads to it.

Such parts are not always well-formed, and hold the boxes of form controls too; so boxes are put in before the end,
and nothing else is touched.
"""

import re
from collections.abc import Collection

from zhibao.collect.paint.boxes import Anchor, Sizes
from zhibao.collect.paint.cells import Grid, grid_of
from zhibao.collect.paint.package import Package, relation_base
from zhibao.collect.paint.tags import Edit, Element, bound, edited, inside, masked, root, values

_V, _O, _X = (f"urn:schemas-microsoft-com:{name}" for name in ("vml", "office:office", "office:excel"))
_NAMES = f'xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}"'
_KIND = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SHAPE = re.compile(rb"<v:shape\s(?:(?!</v:shape>).)*?</v:shape>\s*", re.DOTALL)
_ROW, _COLUMN = (re.compile(rb"<x:" + name + rb">\s*(\d{1,7})\s*</x:" + name + rb">") for name in (b"Row", b"Column"))
_ANCHOR = re.compile(rb"(<x:Anchor>)([\s\d,]{15,90})(</x:Anchor>)")
_MAP = re.compile(rb"<o:idmap\s[^>]*?\sdata\s*=\s*\"([\d,\s]{1,2000})\"")
_BLOCK = 1024
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
# 工作表中排在 legacyDrawing 之后的各元素。
_LATER = frozenset(b"legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst".split())
Cell = tuple[int, int]


class Shapes:
    """批注框: the boxes of a sheet while some are added."""

    def __init__(self, package: Package, sheet: str, grid: Grid, sizes: Sizes) -> None:
        """Read the boxes of a sheet, which may have none yet."""
        self._package, self._sheet, self._grid, self._sizes = package, sheet, grid, sizes
        self._part = _drawing(package, sheet, grid)
        self._xml = package.xml(self._part) if self._part else b""
        self._there = _boxes(self._xml)
        self._new: list[tuple[Cell, Anchor, str]] = []

    def add(self, cell: Cell, text: str, colour: str) -> None:
        """Add the box of a note."""
        self._new.append((cell, self._sizes.box(cell[0] - 1, cell[1] - 1, text), colour))

    def enlarge(self, cell: Cell, text: str, colour: str) -> None:
        """Make the box of a note that was there already tall enough for a text."""
        span = self._there.get(cell)
        if span is None:
            self.add(cell, text, colour)
            return
        found = _ANCHOR.search(self._xml, *span)
        numbers = [int(one) for one in found[2].split(b",") if one.strip()] if found else []
        if found and len(numbers) == 8:
            left, x, top, y, right, across, bottom, down = numbers
            box = self._sizes.grown((left, x, top, y, right, across, bottom, down), text)
            if list(box) != numbers:
                self._package.edit(self._part, *found.span(2), ", ".join(map(str, box)).encode())

    def settle(self) -> None:
        """Keep in mind the edits that put the new boxes in."""
        if not self._new:
            return
        blocks = _free_blocks(self._package, -(-len(self._new) // (_BLOCK - 1)))
        numbers = [block * _BLOCK + at for block in blocks for at in range(1, _BLOCK)]
        shapes = "".join(
            _shape(number, order, *one) for order, (number, one) in enumerate(zip(numbers, self._new, strict=False), 1)
        )
        data = ",".join(map(str, blocks))
        if not self._part:
            self._begin(shapes, data)
            return
        known = _MAP.search(self._xml)
        if known:
            self._package.edit(self._part, known.end(1), known.end(1), f",{data}".encode())
        top = root(masked(self._xml))
        declared = top is not None and all(bound(self._xml, top, name) for name in (_V, _O, _X))
        if not declared:
            shapes = re.sub(r"<v:shape ", f"<v:shape {_NAMES} ", shapes)
        if b'"_x0000_t202"' not in self._xml:
            shapes = (_TYPE if declared else _TYPE.replace("<v:shapetype ", f"<v:shapetype {_NAMES} ")) + shapes
        end = self._xml.rfind(b"</")
        self._package.edit(self._part, end, end, shapes.encode())

    def _begin(self, shapes: str, data: str) -> None:
        """Give the sheet a part of boxes and lead to it."""
        part = self._package.free("xl/drawings/vmlDrawing{}.vml")
        layout = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{data}"/></o:shapelayout>'
        self._package.add(part, f"<xml {_NAMES}>{layout}{_TYPE}{shapes}</xml>".encode(), _KIND)
        base = relation_base(self._package)
        link = self._package.relate(self._sheet, f"{base}/vmlDrawing", part)
        _lead_to(self._package, self._sheet, self._grid, link)


def remove_boxes(package: Package, sheet: str, cells: Collection[Cell]) -> None:
    """Take the boxes of notes out of a sheet at once."""
    grid = grid_of(*package.root(sheet))
    part = _drawing(package, sheet, grid) if grid and cells else ""
    if part:
        boxes = _boxes(package.xml(part))
        edits: list[Edit] = [(*boxes[cell], b"") for cell in cells if cell in boxes]
        package.parts[part] = edited(package.xml(part), edits)


def _drawing(package: Package, sheet: str, grid: Grid) -> str:
    """Return the part of boxes to which a sheet leads; '' when it leads to none that is there."""
    element = next((one for one in grid.tail if one.name == b"legacyDrawing"), None)
    said = values(package.xml(sheet), element) if element else {}
    link = next((value for name, value in said.items() if name.endswith(b":id")), "")
    part = next((one.target for one in package.relations(sheet) if one.id == link), "")
    return part if part in package.parts else ""


def _boxes(xml: bytes) -> dict[Cell, tuple[int, int]]:
    """Return where the box of each note stands, by the row and column, from 1, of its cell."""
    found = {}
    for shape in _SHAPE.finditer(xml):
        row, column = _ROW.search(xml, *shape.span()), _COLUMN.search(xml, *shape.span())
        if row and column and b'"Note"' in shape[0]:
            found[int(row[1]) + 1, int(column[1]) + 1] = shape.span()
    return found


def _free_blocks(package: Package, many: int) -> list[int]:
    """Return blocks of numbers for shapes that no sheet uses."""
    if not package.last_block:
        for name, content in package.parts.items():
            for found in _MAP.finditer(content) if name.endswith(".vml") else ():
                taken = [int(one) for one in found[1].split(b",") if one.strip().isdigit()]
                package.last_block = max(package.last_block, *taken, 0)
    first = package.last_block + 1
    package.last_block += many
    return list(range(first, first + many))


def _shape(number: int, order: int, cell: Cell, box: Anchor, colour: str) -> str:
    anchor = ", ".join(map(str, box))
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:5pt;'
        f'width:190pt;height:80pt;z-index:{order};visibility:hidden" fillcolor="#{colour}" o:insetmode="auto">'
        f'<v:fill color2="#{colour}"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{cell[0] - 1}</x:Row><x:Column>{cell[1] - 1}</x:Column></x:ClientData></v:shape>"
    )


def _lead_to(package: Package, sheet: str, grid: Grid, link: str) -> None:
    """Keep in mind to put the element that leads to the boxes where the format wants it."""
    xml, top = package.root(sheet)
    base = relation_base(package)
    prefix = bound(xml, top, base)
    name = f"{top.prefix.decode()}legacyDrawing"
    said = f'<{name} {(prefix or b"r:").decode()}id="{link}"' + ("" if prefix else f' xmlns:r="{base}"') + "/>"
    dead = next((one for one in grid.tail if one.name == b"legacyDrawing"), None)
    at = next((one.start for one in grid.tail if _is_later(xml, one)), top.inner_end)
    span = (dead.start, dead.end) if dead else (at, at)
    package.edit(sheet, *span, said.encode())


def _is_later(xml: bytes, element: Element) -> bool:
    """Say whether an element stands behind the one that leads to the boxes; one of them may be wrapped."""
    if element.name != b"AlternateContent":
        return element.name in _LATER
    return any(one.name in _LATER for choice in inside(xml, element) for one in inside(xml, choice))
