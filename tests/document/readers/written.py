"""Builders of small invented reports in every format, and plain views of what was read."""

import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Sequence

import docx

from zhibao.document.nodes import Block, Caption, Contents, Figure, Heading, Note, Paragraph, Table, plain
from zhibao.document.origin import Origin
from zhibao.document.readers.lines import Reading

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DIGITS = re.compile(r"[0-9０-９]+(?:[.,，．][0-9０-９]+)*")

REPORT = """青禾市职业教育质量年度报告

目录

1. 基本情况\t1
1.1 规模\t1
2. 学生发展\t3

1. 基本情况

1.1 规模

2023 年，全市共有中职学校 12 所，在校生 18426 人，比上年增加 312 人，增长 1.72%。

表 1-1 两年办学规模

指标\t2022 年\t2023 年
学校（所）\t12\t12
在校生（人）\t18114\t18426

2. 学生发展

【案例一】一人一策，促进就业

青禾第三职业学校毕业生 642 人，就业 631 人，就业率 98.29%，用人单位满意度较高。

图 2-1 毕业生去向
"""

Shown = tuple[str, ...]


def shown(reading: Reading) -> list[Shown]:
    """Return kind and texts of every block."""
    return [_shown(block) for block in reading.document.blocks]


def _shown(block: Block) -> Shown:
    match block:
        case Heading(number=number, content=content, role=role):
            return "heading", role, number, plain(content)
        case Paragraph(content):
            return "paragraph", plain(content)
        case Contents(kind=kind, title=title, entries=entries):
            return "contents", kind, title, *(f"{entry.text}|{entry.page}" for entry in entries)
        case Table(caption=caption, head=head, body=body):
            rows = ("|".join(plain(cell.content) for cell in row) for row in (*head, *body))
            return "table", _caption(caption), *rows
        case Figure(caption=caption):
            return "figure", _caption(caption)
        case Note(content):
            return "note", *(part for inner in content for part in _shown(inner))
    raise AssertionError(block)


def _caption(caption: Caption | None) -> str:
    return f"{caption.name} {caption.text}" if caption else ""


def origins(reading: Reading) -> list[Origin]:
    """Return the origins of all blocks."""
    found: list[Origin | None] = []
    for block in reading.document.blocks:
        match block:
            case Heading(origin=origin) | Paragraph(origin=origin):
                found.append(origin)
            case Contents(entries=entries):
                found += [entry.origin for entry in entries]
            case Table(caption=caption, head=head, body=body):
                found += [caption.origin] if caption else []
                found += [cell.origin for row in (*head, *body) for cell in row]
            case Figure(caption=caption):
                found.append(caption.origin)
            case Note(content):
                found += [inner.origin for inner in content if isinstance(inner, Paragraph)]
    return [origin for origin in found if origin is not None]


def digits_lost(reading: Reading) -> tuple[Counter[str], Counter[str]]:
    """Return runs of digits of the lines that are in no block, and those of blocks that are in no line."""
    lines = Counter(
        run for line in reading.lines if line.kind not in ("furniture", "comment") for run in DIGITS.findall(line.text)
    )
    blocks = Counter(run for origin in origins(reading) for run in DIGITS.findall(origin.text))
    return lines - blocks, blocks - lines


def tables_of(text: str) -> list[str | list[list[str]]]:
    """Return the lines of a text, those with three columns and more as rows of tables, a blank line between or not."""
    parts: list[str | list[list[str]]] = []
    rows: list[list[str]] | None = None
    blank = False
    for line in text.split("\n"):
        cells = line.split("\t")
        if len(cells) >= 3:
            if rows is None:
                rows = []
                parts.append(rows)
            rows.append(cells)
            blank = False
        elif not line and rows is not None and not blank:
            blank = True
        else:
            rows, blank = None, False
            parts.append(line)
    return parts


def as_docx(text: str) -> bytes:
    """Return a text as a Word file of plain paragraphs and tables."""
    document = docx.Document()
    for part in tables_of(text):
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(len(part), len(part[0]))
        for row, cells in zip(table.rows, part, strict=True):
            for cell, content in zip(row.cells, cells, strict=True):
                cell.text = content
    return saved(document)


def as_html(text: str) -> bytes:
    """Return a text as a page of paragraphs and tables."""
    body = []
    for part in tables_of(text):
        if isinstance(part, str):
            body.append(f"<p>{html.escape(part)}</p>" if part else "")
        else:
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in part)
            body.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
    return f'<!doctype html><html><head><meta charset="utf-8"></head><body>{"".join(body)}</body></html>'.encode()


def saved(document: "docx.document.Document") -> bytes:
    """Return the bytes of a python-docx document."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def word(body: str, **parts: str) -> bytes:
    """Return a Word file with this body; further parts by kind (numbering, styles, footnotes, comments, chart)."""
    names = {kind: f"word/{kind}.xml" for kind in parts}
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "".join(f'<Relationship Id="r{kind}" Type="{base}/{kind}" Target="{kind}.xml"/>' for kind in parts)
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", root("document", f"<w:body>{body}</w:body>"))
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{package}">{links}</Relationships>')
        for kind, content in parts.items():
            archive.writestr(names[kind], content)
    return target.getvalue()


def root(tag: str, content: str) -> str:
    """Return an XML part of WordprocessingML."""
    spaces = {
        "w": W,
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    }
    declared = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in spaces.items())
    prefix = "c" if tag == "chartSpace" else "w"
    return f"<{prefix}:{tag} {declared}>{content}</{prefix}:{tag}>"


def p(text: str = "", properties: str = "") -> str:
    """Return a paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}</w:p>"


def r(text: str) -> str:
    """Return a run."""
    return f'<w:r><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r>'


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table; a cell is text, or XML that starts with <."""
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


def _cell(content: str) -> str:
    return content if content.startswith("<w:tc>") else f"<w:tc>{p(content)}</w:tc>"
