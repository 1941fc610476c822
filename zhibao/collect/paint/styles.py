"""格式表: adds fills and cell formats to the styles of a workbook; what was there keeps its number."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhibao.collect.paint import colours
from zhibao.collect.paint.package import BOOK, Package, relation_base
from zhibao.collect.paint.tags import Element, attributes, children, edited, inside, namespace
from zhibao.terms.finding import Severity

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
# 各组格式在格式表中的先后，缺的组按此插入。
_ORDER = tuple(b"numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst".split())
# 底色表写在一个格子里，格子最多 32767 字。
_ROOM = 30_000
_NO_FILL = '<fill><patternFill patternType="none"/></fill>'
_GREY = '<fill><patternFill patternType="gray125"/></fill>'
_LEAST = {
    b"fonts": '<font><sz val="11"/><name val="Calibri"/></font>',
    b"fills": _NO_FILL + _GREY,
    b"borders": "<border><left/><right/><top/><bottom/><diagonal/></border>",
    b"cellXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
}


@dataclass
class _Group:
    """一组格式: its element when it is there, what it holds, and what is added to it."""

    element: Element | None
    items: list[bytes]
    first_new: int


class Styles:
    """格式表: the styles of a workbook while formats are added to them."""

    def __init__(self, package: Package) -> None:
        """Read the styles; a workbook that has none is given the least there can be.

        Raises: CollectError, when the styles cannot be read.
        """
        self._package = package
        self._part = package.related(BOOK, "styles") or _without_styles(package)
        self._xml, self._top = package.root(self._part)
        self.prefix = self._top.prefix
        self._before: dict[bytes, Element] = {one.name: one for one in inside(self._xml, self._top)}
        self._groups = {name: self._group(name) for name in _LEAST}
        self._painted: dict[tuple[int, Severity], int] = {}
        self.table: list[str] = []

    def painted(self, style: int, severity: Severity) -> int:
        """Return the number of a format that is another one with the fill of a severity."""
        key = (style, severity)
        if key not in self._painted:
            xf = self._xf(style)
            fill = self._painted_fill(severity, self._shade(self._fill_of(xf)))
            self._painted[key] = self._add(b"cellXfs", _with_fill(xf, fill))
        return self._painted[key]

    def look(self, font: str, border: str, fill: str, rest: str, number: int = 0) -> int:
        """Return the number of a format put together from its elements; '' stands for the first of its kind."""
        numbers = [
            self._add(name, self._named(text)) if text else 0
            for name, text in ((b"fonts", font), (b"borders", border), (b"fills", fill))
        ]
        said = f'<xf numFmtId="{number}" fontId="{numbers[0]}" fillId="{numbers[2]}" borderId="{numbers[1]}"'
        said += ' xfId="0"' if b"cellStyleXfs" in self._before else ""
        return self._add(b"cellXfs", self._named(f'{said} applyNumberFormat="1" applyFont="1" {rest}</xf>'))

    def number_of(self, fill: str) -> int:
        """Return the number of a fill, which is added when there is none like it."""
        fills = [colours.plain(one) for one in self._groups[b"fills"].items]
        return fills.index(fill) if fill in fills else self._add(b"fills", self._named(fill))

    def fill(self, severity: Severity) -> str:
        """Return the fill of a severity as an element."""
        return _solid(colours.colour(severity))

    def settle(self) -> None:
        """Keep the edits in mind that add what is new."""
        for name, group in self._groups.items():
            new = group.items[group.first_new :]
            if not new:
                continue
            if group.element is None:
                self._insert(name, group.items)
                continue
            count = attributes(self._xml, group.element.start, group.element.inner).get(b"count")
            if count is not None:
                self._package.edit(self._part, *count, str(len(group.items)).encode())
            self._package.append(self._part, self._xml, group.element, b"".join(new))

    def _group(self, name: bytes) -> _Group:
        element = self._before.get(name)
        if element is None:
            items = [self._named(text) for text in _split(_LEAST[name])]
            return _Group(None, items, 0)
        items = [self._xml_of(one) for one in inside(self._xml, element)]
        return _Group(element, items, len(items))

    def _xml_of(self, element: Element) -> bytes:
        return self._package.xml(self._part)[element.start : element.end]

    def _insert(self, name: bytes, items: list[bytes]) -> None:
        """Keep in mind to insert a whole group where the format wants it."""
        later = [self._before[one].start for one in _ORDER[_ORDER.index(name) + 1 :] if one in self._before]
        tag = (self.prefix + name).decode()
        whole = f'<{tag} count="{len(items)}">'.encode() + b"".join(items) + f"</{tag}>".encode()
        if later:
            self._package.edit(self._part, min(later), min(later), whole)
        else:
            self._package.append(self._part, self._xml, self._top, whole)

    def _add(self, name: bytes, item: bytes) -> int:
        """Return the number of an item that was just added, or was added before."""
        group = self._groups[name]
        try:
            return group.items.index(item, group.first_new)
        except ValueError:
            group.items.append(item)
            return len(group.items) - 1

    def _named(self, text: str) -> bytes:
        return colours.prefixed(text, self.prefix)

    def _xf(self, style: int) -> bytes:
        xfs = self._groups[b"cellXfs"].items
        return xfs[style] if 0 <= style < len(xfs) else xfs[0] if xfs else self._named(_LEAST[b"cellXfs"])

    def _fill_of(self, xf: bytes) -> int:
        span = attributes(xf, 0, xf.index(b">") + 1).get(b"fillId", (0, 0))
        return int(xf[slice(*span)]) if xf[slice(*span)].isdigit() else 0

    def _shade(self, fill: int) -> int:
        """Return the shade that stands for a fill; 0 for none, and for those for which the table has no room."""
        fills = self._groups[b"fills"].items
        said = colours.plain(fills[fill]) if 0 < fill < len(fills) else _NO_FILL
        if said == _NO_FILL or 'patternType="none"' in said:
            return 0
        if said not in self.table:
            if len(self.table) >= colours.SHADES - 1 or sum(map(len, self.table)) + len(said) > _ROOM:
                return 0
            self.table.append(said)
        return self.table.index(said) + 1

    def _painted_fill(self, severity: Severity, shade: int) -> int:
        return self._add(b"fills", self._named(_solid(colours.colour(severity, shade))))


def unpainted(package: Package, table: Sequence[str]) -> None:
    """Give every format that was painted the fill it had before, which the table tells; change the styles at once."""
    part = package.related(BOOK, "styles")
    if not part:
        return
    styles = Styles(package)
    xml, top = package.root(part)
    groups = {one.name: one for one in children(xml, top.inner, top.inner_end)}
    if b"fills" not in groups or b"cellXfs" not in groups:
        return
    fills = [xml[one.start : one.end] for one in inside(xml, groups[b"fills"])]
    shades = {number: shade for number, fill in enumerate(fills) if (shade := colours.shade_of(fill)) is not None}
    restored = {number: styles.number_of(_told(table, shade)) for number, shade in shades.items()}
    for xf in inside(xml, groups[b"cellXfs"]):
        span = attributes(xml, xf.start, xf.inner).get(b"fillId")
        if span and xml[slice(*span)].isdigit() and int(xml[slice(*span)]) in restored:
            package.edit(part, *span, str(restored[int(xml[slice(*span)])]).encode())
    styles.settle()
    edits = package.edits.pop(part, [])
    package.parts[part] = edited(package.parts[part], edits)


def _told(table: Sequence[str], shade: int) -> str:
    return table[shade - 1] if 0 < shade <= len(table) else _NO_FILL


def _with_fill(xf: bytes, fill: int) -> bytes:
    """Return a cell format with another fill."""
    end = xf.index(b">") + 1
    spans = attributes(xf, 0, end)
    edits = []
    missing = b""
    for name, value in ((b"fillId", str(fill).encode()), (b"applyFill", b"1")):
        if name in spans:
            edits.append((*spans[name], value))
        else:
            missing += b" " + name + b'="' + value + b'"'
    at = end - (2 if xf[end - 2 : end] == b"/>" else 1)
    return edited(xf, [*edits, (at, at, missing)])


def _solid(rgb: str) -> str:
    fill = f'<fgColor rgb="FF{rgb}"/><bgColor indexed="64"/>'
    return f'<fill><patternFill patternType="solid">{fill}</patternFill></fill>'


def _split(texts: str) -> list[str]:
    return [_NO_FILL, _GREY] if texts == _NO_FILL + _GREY else [texts]


def _without_styles(package: Package) -> str:
    """Return the name of a part of styles, which the workbook did not have before and has from now on."""
    xml, top = package.root(BOOK)
    part = package.free("xl/styles{}.xml")
    package.relate(BOOK, f"{relation_base(package)}/styles", part)
    package.add(part, f'<styleSheet xmlns="{namespace(xml, top)}"></styleSheet>'.encode(), _KIND)
    return part
