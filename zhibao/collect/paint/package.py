"""包: the parts of a workbook's archive and the edits to be made to them, which are kept so that they can be undone."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from zhibao.collect import faults
from zhibao.collect.paint.tags import Edit, Element, children, edited, escaped, inside, masked, root, unescaped, values
from zhibao.collect.untrusted import in_utf8

TYPES = "[Content_Types].xml"
BOOK = "xl/workbook.xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TARGET = re.compile(rb"\sTarget\s*=\s*[\"']([^\"']*)[\"']")
# 已压缩过的部件（图片）再压缩只费时间。
_PACKED = (".png", ".jpg", ".jpeg", ".gif", ".zip", ".wmf.gz")


@dataclass(frozen=True, slots=True)
class Relation:
    """关系: from a part to another, by its id; `target` is the name of a part, or an address outside."""

    id: str
    type: str
    target: str


@dataclass
class Package:
    """工作簿的包: parts by name, the edits to be made, and the parts to be added.

    `last_block` is the last block of numbers for shapes that was given away.
    """

    parts: dict[str, bytes]
    edits: dict[str, list[Edit]] = field(default_factory=dict)
    added: dict[str, bytes] = field(default_factory=dict)
    last_block: int = 0
    _types: list[tuple[str, str]] = field(default_factory=list)
    _relations: dict[str, list[Relation]] = field(default_factory=dict)

    def xml(self, part: str) -> bytes:
        """Return a part as UTF-8, as which it is kept from now on.

        Raises: CollectError, when the part is not there or its text cannot be read.
        """
        content = self.added.get(part) or self.parts.get(part)
        if content is None:
            raise faults.cannot_paint(f"缺少部件 {part}")
        plain = in_utf8(content)
        if plain is not content:
            self.parts[part] = plain
        return plain

    def root(self, part: str) -> tuple[bytes, Element]:
        """Return a part, masked, and its outermost element.

        Raises: CollectError, when there is none.
        """
        xml = masked(self.xml(part))
        element = root(xml)
        if element is None:
            raise faults.cannot_paint(f"部件 {part} 不完整")
        return xml, element

    def edit(self, part: str, start: int, end: int, text: bytes) -> None:
        """Keep in mind to replace what stands from a position to another."""
        self.edits.setdefault(part, []).append((start, end, text))

    def append(self, part: str, xml: bytes, element: Element, text: bytes) -> None:
        """Keep in mind to put a text behind all that an element holds."""
        if not element.is_closed:
            self.edit(part, element.inner_end, element.inner_end, text)
            return
        slash = xml.rindex(b"/", element.start, element.end)
        name = element.prefix + element.name
        self.edit(part, slash, element.end, b">" + text + b"</" + name + b">")

    def add(self, part: str, content: bytes, kind: str) -> None:
        """Keep in mind to add a part of a content type; '' leaves the type to its suffix."""
        self.added[part] = content
        if kind:
            self._types.append((part, kind))

    def relate(self, source: str, kind: str, target: str) -> str:
        """Return the id of a new relation of a part, which is added."""
        taken = {one.id.casefold() for one in (*self.relations(source), *self._relations.get(source, ()))}
        name = next(
            name for name in (f"rId{number}" for number in range(1, len(taken) + 2)) if name.casefold() not in taken
        )
        self._relations.setdefault(source, []).append(Relation(name, kind, target))
        return name

    def relations(self, source: str) -> list[Relation]:
        """Return the relations that a part has from the start."""
        part = relations_of(source)
        if part not in self.parts:
            return []
        xml, top = self.root(part)
        found = []
        for one in inside(xml, top):
            said = values(xml, one)
            target = said.get(b"Target", "")
            if said.get(b"TargetMode", "") != "External":
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target))[1:]
            found.append(Relation(said.get(b"Id", ""), said.get(b"Type", ""), target))
        return found

    def related(self, source: str, kind: str) -> str:
        """Return the part to which another has a relation whose type ends so; '' when there is none."""
        found = (one.target for one in self.relations(source) if one.type.rpartition("/")[2] == kind)
        return next((target for target in found if target in self.parts), "")

    def free(self, pattern: str) -> str:
        """Return the first name for a part, as `xl/comments{}.xml` counts them, that is not taken.

        A part that is lost keeps its name: what it was for must not become ours.
        """
        taken = {name.casefold() for name in (*self.parts, *self.added, *self._named(posixpath.dirname(pattern)))}
        return next(
            name
            for name in (pattern.format(number) for number in range(1, len(taken) + 2))
            if name.casefold() not in taken
        )

    def _named(self, folder: str) -> Iterator[str]:
        """Yield the parts that relations name, as if all of them lay in a folder."""
        for part, content in self.parts.items():
            if part.endswith(".rels"):
                targets = _TARGET.findall(content)
                yield from (posixpath.join(folder, posixpath.basename(unescaped(one))) for one in targets)

    def settled(self) -> tuple[dict[str, bytes], dict[str, list[Edit]], dict[str, bytes]]:
        """Return all parts after the edits, the edits of those that were there, and the parts that were added."""
        self._settle_relations()
        self._settle_types()
        whole = self.parts | self.added
        whole |= {part: edited(whole[part], edits) for part, edits in self.edits.items()}
        edits = {part: edits for part, edits in self.edits.items() if part not in self.added}
        return whole, edits, {part: whole[part] for part in self.added}

    def _settle_relations(self) -> None:
        for source, new in self._relations.items():
            part = relations_of(source)
            if part in self.parts:
                xml, top = self.root(part)
                self.append(part, xml, top, b"".join(_relation(one, top.prefix.decode()) for one in new))
            else:
                whole = b"".join(_relation(one, "") for one in new)
                head = f'{_HEAD}<Relationships xmlns="{_RELATIONS}">'.encode()
                self.added[part] = head + whole + b"</Relationships>"

    def _settle_types(self) -> None:
        xml, top = self.root(TYPES)
        told = [values(xml, one) for one in inside(xml, top)]
        suffixes = {said[b"Extension"].casefold() for said in told if b"Extension" in said}
        prefix, first, last = top.prefix.decode(), "", ""
        for part, kind in dict.fromkeys(self._types):
            suffix = part.rpartition(".")[2]
            if kind.endswith("vmlDrawing"):
                if suffix not in suffixes:
                    first += f'<{prefix}Default Extension="{suffix}" ContentType="{kind}"/>'
                    suffixes.add(suffix)
            else:
                last += f'<{prefix}Override PartName="/{escaped(part)}" ContentType="{kind}"/>'
        if first:
            self.edit(TYPES, top.inner, top.inner, first.encode())
        if last:
            self.append(TYPES, xml, top, last.encode())


def relations_of(part: str) -> str:
    """Return the part that holds the relations of another."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as an archive; equal parts give equal bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, part in parts.items():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_STORED if name.lower().endswith(_PACKED) else zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            archive.writestr(member, part)
    return content.getvalue()


def sheets(package: Package) -> Iterator[tuple[str, str, Mapping[bytes, str]]]:
    """Yield name, part and attributes of every sheet, in the order of the workbook."""
    xml, top = package.root(BOOK)
    listed = next((one for one in children(xml, top.inner, top.inner_end) if one.name == b"sheets"), None)
    targets = {one.id: one.target for one in package.relations(BOOK)}
    for one in inside(xml, listed) if listed else ():
        said = values(xml, one)
        link = next((value for name, value in said.items() if name.endswith(b":id")), "")
        yield said.get(b"name", ""), targets.get(link, ""), said


def relation_base(package: Package) -> str:
    """Return what types of relations between parts begin with, which tells the strict form of the format."""
    found = (one.type for one in package.relations(BOOK) if one.type.endswith("/worksheet"))
    return next(found, "").removesuffix("/worksheet")


def _relation(one: Relation, prefix: str) -> bytes:
    return f'<{prefix}Relationship Id="{one.id}" Type="{one.type}" Target="/{escaped(one.target)}"/>'.encode()
