"""Word files for the tests of templates: a good one, and what may be done to it."""

import io
import zipfile
from collections.abc import Mapping

import docx

CONTENT_TYPES = "[Content_Types].xml"
DOCUMENT = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def good(*paragraphs: str) -> bytes:
    """Return a template that python-docx wrote, with these paragraphs and the body."""
    word = docx.Document()
    for text in paragraphs:
        word.add_paragraph(text)
    word.add_paragraph("{{正文}}")
    return saved(word)


def saved(word: "docx.document.Document") -> bytes:
    """Return a document as bytes."""
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as a package."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def with_parts(content: bytes, **more: bytes) -> bytes:
    """Return a package with further parts; __ stands for a slash and _dot_ for a full stop."""
    return package(
        parts_of(content) | {name.replace("__", "/").replace("_dot_", "."): one for name, one in more.items()}
    )


def with_relation(content: bytes, kind: str, target: str, *, external: bool = False, part: str = RELATIONS) -> bytes:
    """Return a package with one more relation of a part."""
    parts = parts_of(content)
    mode = ' TargetMode="External"' if external else ""
    kind = kind if kind.startswith("http") else f"{OFFICE}/{kind}"
    made = f'<Relationship Id="rIdX" Type="{kind}" Target="{target}"{mode}/></Relationships>'
    empty = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    parts[part] = parts.get(part, empty.encode()).decode().replace("</Relationships>", made).encode()
    return package(parts)


def with_xml(content: bytes, xml: str, part: str = DOCUMENT) -> bytes:
    """Return a package with an element before the last section of its text."""
    parts = parts_of(content)
    text = parts[part].decode()
    place = text.rindex("<w:sectPr")
    parts[part] = (text[:place] + xml + text[place:]).encode()
    return package(parts)


def field(*codes: str) -> str:
    """Return a paragraph with a field whose instruction is split over runs."""
    runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f"<w:p>{begin}{runs}{end}</w:p>"
