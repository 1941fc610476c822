"""XML 的字节: finds elements and attributes in a part without parsing it, so that the rest stays byte for byte.

Positions are those of the bytes given. What `masked` has blanked out (comments, CDATA, instructions) is never taken
for a tag; lengths stay the same, so that a position found in the mask holds in the part.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

Edit = tuple[int, int, bytes]
"""What stands from a position to another is replaced by these bytes."""

NAME = rb"[^\s<>/=\"'!?:]+"
INSIDE = rb"(?>[^<>\"'/]+|\"[^\"]*\"|'[^']*'|/(?!>))*+"
_HIDDEN = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_TAG = re.compile(rb"<(/?)((?:" + NAME + rb":)?)(" + NAME + rb")" + INSIDE + rb"(/?)>")
_ATTRIBUTE = re.compile(rb"([^\s=/>\"'<]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Element:
    """元素: where an element begins, what it holds begins and ends, and where it ends itself."""

    name: bytes
    prefix: bytes
    start: int
    inner: int
    inner_end: int
    end: int

    @property
    def is_closed(self) -> bool:
        """Say whether it is written as a single tag."""
        return self.inner_end == self.end


def masked(xml: bytes) -> bytes:
    """Return a part of the same length in which what looks like tags and is none is blank."""
    if b"<!" not in xml and xml.count(b"<?") <= 1:
        return xml
    return _HIDDEN.sub(lambda found: b" " * len(found[0]), xml)


def root(xml: bytes) -> Element | None:
    """Return the outermost element of a masked part; None when it has none or does not end."""
    tag = _TAG.search(xml)
    if tag is None or tag[1]:
        return None
    if tag[4]:
        return Element(tag[3], tag[2], tag.start(), tag.end(), tag.end(), tag.end())
    closing = xml.rfind(b"</" + tag[2] + tag[3])
    if closing < tag.end():
        return None
    return Element(tag[3], tag[2], tag.start(), tag.end(), closing, (xml.find(b">", closing) + 1) or len(xml))


def children(xml: bytes, start: int, end: int) -> Iterator[Element]:
    """Yield the elements of a masked part that stand side by side from a position on, until what holds them ends."""
    depth = 0
    opened: re.Match[bytes] | None = None
    for tag in _TAG.finditer(xml, start, end):
        if tag[1]:
            depth -= 1
            if depth < 0:
                return
            if depth == 0 and opened is not None:
                yield Element(opened[3], opened[2], opened.start(), opened.end(), tag.start(), tag.end())
        elif tag[4]:
            if depth == 0:
                yield Element(tag[3], tag[2], tag.start(), tag.end(), tag.end(), tag.end())
        else:
            if depth == 0:
                opened = tag
            depth += 1


def inside(xml: bytes, element: Element) -> list[Element]:
    """Return the elements that stand directly in another."""
    return list(children(xml, element.inner, element.inner_end))


def attributes(xml: bytes, start: int, end: int) -> dict[bytes, tuple[int, int]]:
    """Return where the value of each attribute of an opening tag stands, by its name with prefix."""
    found = {}
    for one in _ATTRIBUTE.finditer(xml, start, end):
        found[one[1]] = one.span(2) if one[2] is not None else one.span(3)
    return found


def values(xml: bytes, element: Element) -> dict[bytes, str]:
    """Return the attributes of an element as texts."""
    spans = attributes(xml, element.start, element.inner)
    return {name: unescaped(xml[start:end]) for name, (start, end) in spans.items()}


def bound(xml: bytes, element: Element, namespace: str) -> bytes | None:
    """Return the prefix, with its colon, that an element binds to a namespace; None when it binds none."""
    for name, value in values(xml, element).items():
        if value == namespace and name.startswith(b"xmlns:"):
            return name[6:] + b":"
    return None


def namespace(xml: bytes, element: Element) -> str:
    """Return the namespace that an element is in, as it declares it itself."""
    return values(xml, element).get(b"xmlns" + (b":" + element.prefix[:-1] if element.prefix else b""), "")


def edited(xml: bytes, edits: list[Edit]) -> bytes:
    """Return a part with edits made; those at one position stand in the order given."""
    pieces, at = [], 0
    for start, end, text in sorted(edits, key=lambda one: one[0]):
        pieces += [xml[at:start], text]
        at = end
    return b"".join((*pieces, xml[at:]))


def escaped(text: str) -> str:
    """Return a text as it stands in XML and in a cell, where _x0041_ would be read as A."""
    plain = _ESCAPED.sub("_x005F_", _NOT_XML.sub("", text))
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def unescaped(text: bytes) -> str:
    """Return what XML text says."""
    plain = text.decode("utf-8", "replace")
    if "&" not in plain:
        return plain
    return _REFERENCE.sub(_referred, plain)


_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|(lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


def _referred(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED[found[3]]
    number = int(found[1]) if found[1] else int(found[2], 16)
    return chr(number) if number < 0x110000 else ""
