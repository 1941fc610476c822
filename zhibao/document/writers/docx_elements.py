"""Word 元素: builders for WordprocessingML: runs, fields, bookmarks, paragraphs."""

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from hashlib import sha256
from xml.sax.saxutils import escape

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from lxml import etree

__all__ = [
    "Element",
    "appended",
    "bookmark",
    "bookmark_name",
    "border",
    "element",
    "escaped",
    "field",
    "hyperlink",
    "is_one_run",
    "paragraph",
    "pieces_around",
    "run",
    "tab",
    "text_runs",
    "unbroken_run",
    "xml_of",
]

_SPACE = {"w": nsmap["w"]}
_W = f"{{{nsmap['w']}}}"
_RUN_ORDER = ("rStyle", "rFonts", "b", "bCs", "color", "sz", "szCs", "u", "vertAlign", "em")
_PARAGRAPH_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "numPr", "pBdr"),
    *("tabs", "spacing", "ind", "jc", "outlineLvl", "sectPr"),
)
_ARROWS = re.compile(r"([\u2190-\u21ff]+)")
_ARROW_FACE = "宋体"
_DECLARED = f' xmlns:w="{nsmap["w"]}"'
_CONTROL = {code: None for code in range(32) if code not in (9, 10, 13)}


def element(tag: str, *children: Element, **attributes: object) -> Element:
    """Return an element of the `w` namespace; attributes are in the same namespace."""
    made: Element = oxml_parser.makeelement(_W + tag, nsmap=_SPACE)
    for name, value in attributes.items():
        made.set(_W + name, str(value))
    return appended(made, children)


def appended(parent: Element, children: Iterable[Element]) -> Element:
    """Return `parent` after its new children are put at its end."""
    for child in children:
        parent.append(child)
    return parent


def run(text: str, *properties: Element) -> Element:
    """Return a run of text with run properties."""
    return appended(_bare_run(text, properties), [_words(text)])


def text_runs(text: str, properties: Sequence[Element] = ()) -> list[Element]:
    """Return text as runs with copies of the properties; arrows in a Chinese face, as Latin ones draw them small."""
    made: list[Element] = []
    for piece in filter(None, _ARROWS.split(text)):
        own = deepcopy(list(properties))
        if _ARROWS.fullmatch(piece):
            own = [one for one in own if one.tag != qn("w:rFonts")]
            own.append(element("rFonts", ascii=_ARROW_FACE, hAnsi=_ARROW_FACE, eastAsia=_ARROW_FACE))
        made.append(run(piece, *own))
    return made


def pieces_around(made: Element, text: str) -> tuple[str, str]:
    """Return the XML before and after a text in an element."""
    before, _, after = xml_of(made).partition(text)
    return before, after


def xml_of(made: Element) -> str:
    """Return an element as XML for the inside of a part that declares the namespace `w` at its root."""
    said: str = etree.tostring(made, encoding="unicode")
    return said.replace(_DECLARED, "", 1)


def is_one_run(text: str) -> bool:
    """Say whether `text_runs` makes one run of a text, with nothing but the text that differs."""
    return bool(text) and _ARROWS.search(text) is None


def escaped(text: str) -> str:
    """Return text as it stands in XML, without signs that it forbids."""
    return escape(text.translate(_CONTROL))


def unbroken_run(text: str, *properties: Element) -> Element:
    """Return a run whose hyphens end no line, as those of 表1-1."""
    first, *others = text.split("-")
    made = run(first, *properties)
    for other in others:
        appended(made, [element("noBreakHyphen"), _words(other)])
    return made


def _bare_run(text: str, properties: Sequence[Element]) -> Element:
    """Return a run without its text; one with Chinese says so, for signs that both scripts have, as quotes."""
    made = element("r")
    own = list(properties)
    if not text.isascii():
        fonts = next((one for one in own if one.tag == qn("w:rFonts")), None)
        if fonts is None:
            own.append(element("rFonts", hint="eastAsia"))
        else:
            fonts.set(qn("w:hint"), "eastAsia")
    if own:
        made.append(element("rPr", *_ordered(own, _RUN_ORDER)))
    return made


def _words(text: str) -> Element:
    words = element("t")
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    words.text = text.translate(_CONTROL)
    return words


def _ordered(properties: Sequence[Element], order: Sequence[str]) -> list[Element]:
    """Return properties in the order of the schema; Word refuses files that mix it."""
    return sorted(properties, key=lambda one: order.index(str(one.tag).rpartition("}")[2]))


def tab() -> Element:
    """Return a run that holds one tab."""
    return element("r", element("tab"))


def field(instruction: str, result: Sequence[Element]) -> list[Element]:
    """Return a complex field whose cached result is shown until the reader updates it."""
    code = element("instrText")
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    code.text = f" {instruction} "
    return [
        element("r", element("fldChar", fldCharType="begin")),
        element("r", code),
        element("r", element("fldChar", fldCharType="separate")),
        *result,
        element("r", element("fldChar", fldCharType="end")),
    ]


def field_ends(instruction: str) -> tuple[Element, list[Element], Element]:
    """Return the first, the middle and the last runs of a field that goes over many paragraphs."""
    begin, *middle, end = field(instruction, [])
    return begin, middle, end


def hyperlink(anchor: str, content: Sequence[Element]) -> Element:
    """Return a link to a bookmark of this document."""
    return appended(element("hyperlink", anchor=bookmark_name(anchor), history="1"), content)


def bookmark_name(anchor: str) -> str:
    """Return the bookmark of an anchor: at most 40 letters, digits and underlines, hidden by its first one."""
    plain = re.sub(r"\W", "_", anchor)
    if plain == anchor and len(plain) <= 36:
        return f"_zb_{plain}"
    return f"_zb_{plain[:26]}_{sha256(anchor.encode()).hexdigest()[:8]}"


def bookmark(anchor: str, number: int, content: Sequence[Element]) -> list[Element]:
    """Return content between the marks of a bookmark."""
    return [
        element("bookmarkStart", id=number, name=bookmark_name(anchor)),
        *content,
        element("bookmarkEnd", id=number),
    ]


def paragraph(style: str, content: Iterable[Element], *properties: Element) -> Element:
    """Return a paragraph in a style (by its identifier) with further paragraph properties."""
    ordered = _ordered([element("pStyle", val=style), *properties], _PARAGRAPH_ORDER)
    return appended(element("p", element("pPr", *ordered)), content)


def border(side: str, eighths: int, colour: str = "auto", kind: str = "single", space: int = 0) -> Element:
    """Return a border line; its weight is in eighths of a point."""
    return element(side, val=kind, sz=eighths, space=space, color=colour)


def spacing(before: int, after: int) -> Element:
    """Return the space above and below a paragraph, in twentieths of a point."""
    return element("spacing", before=before, after=after)


def exactly(height: int) -> Element:
    """Return the spacing of an empty paragraph of so many twentieths of a point."""
    return element("spacing", before=0, after=0, line=height, lineRule="exact")
