"""Random edits of a workbook: any content in any cell, rows and columns taken out, names and attributes changed."""

import random
import re
from html import escape

from hypothesis import strategies as st

from tests.collect.fuzz.archive import BOOK, LINKS, STYLES, TEXTS, packed, parts

_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*?(?:/>|>.*?</c>)')
_ROW = re.compile(rb"<row .*?</row>")
_ATTRIBUTE = re.compile(rb'\s[\w:]+="[^"]*"')
_TEXT = re.compile(rb"<t[^>]*>[^<]*</t>")
WORDS = (
    "／",
    "无",
    "—",
    "＊",
    "约9000",
    "1,200",
    "-3",
    "3.5",
    "１２",
    "1400万元",
    "2021年13月1日",
    "=1+1",
    "#REF!",
    "",
    "是",
)

texts = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=12),
    st.integers(-(10**16), 10**16).map(str),
    st.floats(allow_nan=True).map(repr),
)
contents = st.tuples(st.sampled_from(("n", "str", "inlineStr", "b", "e", "d", "s", "f", "")), texts)
"""The type of a cell and what stands in it."""

edits = st.tuples(
    st.sampled_from(("cell", "cell", "cell", "row", "column", "text", "attribute", "name", "part", "bytes")),
    st.integers(0, 1 << 32),
    contents,
)
"""What is done, where (as a seed), and the content that is put there."""


def edited(content: bytes, changes: list[tuple[str, int, tuple[str, str]]], sheet: str = "") -> bytes:
    """Return a workbook after all changes; those of cells, rows and columns are made in `sheet`, if it is named."""
    found = parts(content)
    for what, seed, (kind, text) in changes:
        chance = random.Random(seed)
        sheets = [name for name in found if name.startswith("xl/worksheets/sheet")]
        part = sheet or chance.choice(sheets)
        told = plain(text)
        if what == "cell":
            found[part] = _with_cell(found[part], chance, kind, told)
        elif what == "row":
            found[part] = _without(found[part], _ROW.findall(found[part]), chance)
        elif what == "column":
            found[part] = _without_column(found[part], chance.choice("ABCDEF").encode())
        elif what == "text":
            old = chance.choice(_TEXT.findall(found.get(TEXTS, b"<t></t>")) or [b"<t></t>"])
            found[TEXTS] = found.get(TEXTS, b"").replace(old, b"<t>" + told + b"</t>", 1)
        elif what == "attribute":
            part = chance.choice([part, BOOK, LINKS, STYLES, TEXTS])
            found[part] = _without(found.get(part, b""), _ATTRIBUTE.findall(found.get(part, b"")), chance)
        elif what == "name":
            names = re.findall(rb'<sheet name="[^"]*"', found.get(BOOK, b"")) or [b"<sheet"]
            found[BOOK] = found.get(BOOK, b"").replace(chance.choice(names), b'<sheet name="' + told + b'"', 1)
        elif what == "part" and len(found) > 1:
            del found[chance.choice(sorted(found))]
            found.setdefault(part, b"<worksheet/>")
        elif what == "bytes":
            spoilt = bytearray(found[part])
            for _ in range(chance.randint(1, 3) if spoilt else 0):
                spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
            found[part] = bytes(spoilt)
    return packed(found.items())


def plain(text: str) -> bytes:
    """Return a text as it may stand in XML."""
    return escape(text).encode("utf-8", "replace")


def _with_cell(part: bytes, chance: random.Random, kind: str, told: bytes) -> bytes:
    cells = list(_CELL.finditer(part))
    if not cells:
        return part
    one = chance.choice(cells)
    inner = {
        "inlineStr": b"<is><t>" + told + b"</t></is>",
        "f": b"<f>" + told + b"</f>" + (b"<v>" + told + b"</v>" if chance.random() < 0.5 else b""),
    }.get(kind, b"<v>" + told + b"</v>")
    type_ = b' t="' + kind.encode() + b'"' if kind not in ("", "f") else b""
    style = b' s="%d"' % chance.randint(0, 40) if chance.random() < 0.4 else b""
    return (
        part[: one.start()]
        + b'<c r="'
        + one[1]
        + one[2]
        + b'"'
        + style
        + type_
        + b">"
        + inner
        + b"</c>"
        + part[one.end() :]
    )


def _without(part: bytes, found: list[bytes], chance: random.Random) -> bytes:
    return part.replace(chance.choice(found), b"", 1) if found else part


def _without_column(part: bytes, letter: bytes) -> bytes:
    return _CELL.sub(lambda one: b"" if one[1] == letter else one[0], part)
