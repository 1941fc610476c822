"""Word 包: footnotes as a part of their own, and a zip whose bytes depend on its content only."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast
from xml.sax.saxutils import escape

from docx.document import Document as Word
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from zhibao.document.writers.docx_elements import Element, element, paragraph, run

_TEXT = "word/document.xml"
_PLACE = re.compile(rb"<!--zhibao:(\d+)-->")
_AFTER_NOTES = ("w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr", "w:themeFontLang", "w:decimalSymbol")
_ENTRY_TIME = (1980, 1, 1, 0, 0, 0)
_NOT_OURS = {"thumbnail", "stylesWithEffects", "customXml"}
"""Parts of python-docx's own template that say nothing of this document, or speak of its former styles."""
_APPLICATION = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>{application}</Application><Company>{company}</Company></Properties>"
)
_FIXED = datetime(2000, 1, 1)  # noqa: DTZ001  core properties have no zone


class Bulk:
    """大块的 XML: what is too much to be built as elements, kept as text until the file is packed."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._texts: list[str] = []

    def placed(self, xml: str) -> Element:
        """Return what stands in the tree for XML until the file is packed."""
        self._texts.append(xml)
        return cast("Element", etree.Comment(f"zhibao:{len(self._texts) - 1}"))

    def put_into(self, content: bytes) -> bytes:
        """Return a part with all texts in their places; the text of a report cannot hold a comment."""
        first, *others = _PLACE.split(content)
        pieces = [first]
        for number, following in zip(others[::2], others[1::2], strict=True):
            pieces += [self._texts[int(number)].encode(), following]
        return b"".join(pieces)


def next_note(word: Word) -> int:
    """Return the number of the first footnote that may be added."""
    part = _notes_of(word)
    if part is None:
        return 1
    found = (one.get(qn("w:id"), "") for one in _root(part).findall(qn("w:footnote")))
    return max([0, *(int(one) for one in found if one.lstrip("-").isdecimal())]) + 1


def add_footnotes(word: Word, notes: Sequence[Sequence[Element]], style: str, mark: str) -> None:
    """Add the footnotes, in the order of the references, to those that the file has; the first is `next_note`."""
    first, part = next_note(word), _notes_of(word)
    root = _new_notes() if part is None else _root(part)
    for number, content in enumerate(notes, start=first):
        reference = element("r", element("rPr", element("rStyle", val=mark)), element("footnoteRef"))
        root.append(element("footnote", paragraph(style, [reference, run(" "), *content]), id=number))
    if part is not None:
        part._blob = serialize_part_xml(root)
        return
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, serialize_part_xml(root), word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    settings = word.settings.element
    if settings.find(qn("w:footnotePr")) is None:
        uses = element("footnotePr", element("footnote", id=-1), element("footnote", id=0))
        following = next((one for one in settings if one.tag in set(map(qn, _AFTER_NOTES))), None)
        if following is None:
            settings.append(uses)
        else:
            following.addprevious(uses)


def _new_notes() -> Element:
    separator = element("p", element("r", element("separator")))
    continuation = element("p", element("r", element("continuationSeparator")))
    root = element("footnotes")
    root.append(element("footnote", separator, type="separator", id=-1))
    root.append(element("footnote", continuation, type="continuationSeparator", id=0))
    return root


def _notes_of(word: Word) -> Part | None:
    """Return the part with the footnotes of a file."""
    for relation in word.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
            return cast("Part", relation.target_part)
    return None


def _root(part: Part) -> Element:
    root: Element = parse_xml(part.blob)
    return root


def set_properties(word: Word, title: str, properties: Mapping[str, str]) -> None:
    """Set the file's own fields; its dates are fixed, so that they do not tell when it was written."""
    core = word.core_properties
    core.title = title
    core.author = properties.get("author", "")
    core.last_modified_by = core.author
    core.subject = properties.get("subject", "")
    core.keywords = properties.get("keywords", "")
    core.comments = properties.get("comments", "")
    core.language = "zh-CN"
    core.revision = 1
    core.created = core.modified = _FIXED
    for relation in word.part.package.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.EXTENDED_PROPERTIES:
            company = escape(properties.get("company", core.author))
            relation.target_part._blob = _APPLICATION.format(application="质报", company=company).encode()


def packed(word: Word, bulk: Bulk) -> bytes:
    """Return the file; equal documents give equal bytes."""
    package = word.part.package
    for relations in (package.rels, word.part.rels):
        for identity, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] in _NOT_OURS:
                del relations[identity]
    buffer = io.BytesIO()
    word.save(buffer)
    out = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _ENTRY_TIME)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            content = source.read(name)
            target.writestr(entry, bulk.put_into(content) if name == _TEXT else content)
    return out.getvalue()
