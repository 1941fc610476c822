"""模板的占位: every {{…}} of a Word file with its place, also where Word split it over runs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from zhibao.document.readers.word_numbers import W

_OPEN, _CLOSE = "{{", "}}"
PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_STATEMENT = re.compile(r"\{%.*?%\}|\{#.*?#\}")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_AROUND = 10


@dataclass(frozen=True, slots=True)
class Piece:
    """一段文字: a text element of a paragraph, and where its text begins in the paragraph's."""

    element: etree._Element
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Spot:
    """一处占位: what stands between the braces, in which paragraph, from where to where of its text, and the place."""

    said: str
    paragraph: etree._Element
    start: int
    end: int
    where: str
    is_alone: bool


@dataclass(frozen=True, slots=True)
class Slip:
    """写坏的占位: where, and what is wrong."""

    where: str
    what: str
    fix: str


def pieces(paragraph: etree._Element) -> list[Piece]:
    """Return the text elements of a paragraph in order, those of text boxes in it left out."""
    found: list[Piece] = []
    length = 0
    for one in _inside(paragraph):
        text = (one.text or "") if one.tag == f"{W}t" else _BREAKS[str(one.tag)]
        if one.tag == f"{W}t":
            found.append(Piece(one, length, text))
        length += len(text)
    return found


def text_of(paragraph: etree._Element) -> str:
    """Return the text of a paragraph, tabs and breaks too."""
    return "".join((one.text or "") if one.tag == f"{W}t" else _BREAKS[str(one.tag)] for one in _inside(paragraph))


def _inside(element: etree._Element) -> Iterator[etree._Element]:
    """Yield what makes text below an element, without that of paragraphs inside it."""
    for child in element:
        if child.tag == f"{W}p" or child.tag == f"{W}pPr" or child.tag == f"{W}rPr":
            continue
        if child.tag == f"{W}t" or child.tag in _BREAKS:
            yield child
        else:
            yield from _inside(child)


def spots(story: etree._Element, label: str) -> Iterator[Spot | Slip]:
    """Yield the placeholders of a story (body, header, footer, notes) in order, and what is written wrongly."""
    for paragraph, where in _placed(story, label):
        text = text_of(paragraph)
        if "{" not in text and "}" not in text:
            continue
        found = list(PLACEHOLDER.finditer(text))
        for one in found:
            near = f"{where}“{_near(text, one.start(), one.end())}”"
            alone = text.strip() == one[0]
            yield Spot(one[1], paragraph, one.start(), one.end(), near, alone)
        yield from _slips(text, found, where)


def _slips(text: str, found: list[re.Match[str]], where: str) -> Iterator[Slip]:
    rest = text
    for one in reversed(found):
        rest = rest[: one.start()] + "\x00" * (one.end() - one.start()) + rest[one.end() :]
    for said in _STATEMENT.finditer(rest):
        yield Slip(
            f"{where}“{_near(text, said.start(), said.end())}”",
            "{% … %} 和 {# … #} 不是占位，质报的模板里没有程序",
            "只写 {{名称}}。",
        )
    for mark, lacking in ((_OPEN, _CLOSE), (_CLOSE, _OPEN)):
        for place in (said.start() for said in re.finditer(re.escape(mark), rest)):
            yield Slip(
                f"{where}“{_near(text, place, place + 2)}”",
                f"“{mark}”没有配对的“{lacking}”",
                "一个占位要写在同一段里。",
            )


def _near(text: str, start: int, end: int) -> str:
    before = ("…" if start > _AROUND else "") + text[max(0, start - _AROUND) : start]
    after = text[end : end + _AROUND] + ("…" if end + _AROUND < len(text) else "")
    return f"{before}{text[start : min(end, start + 60)]}{after}".replace("\n", " ").replace("\t", " ").strip()


def _placed(story: etree._Element, label: str) -> Iterator[tuple[etree._Element, str]]:
    """Yield every paragraph of a story with its place; of two readings of a text box only the first one's is told."""
    section, count, tables = 1, 0, 0
    numbers: dict[etree._Element, int] = {}
    for one in story.iter(f"{W}p", f"{W}tbl"):
        if one.tag == f"{W}tbl":
            tables += 1
            numbers[one] = tables
            continue
        where = _inner_place(one, numbers)
        if not where:
            count += 1
            where = f"第 {section} 节第 {count} 段" if label == "正文" else f"第 {count} 段"
        yield one, f"{label}{where}"
        if one.find(f"{W}pPr/{W}sectPr") is not None:
            section, count = section + 1, 0


def _inner_place(paragraph: etree._Element, tables: dict[etree._Element, int]) -> str:
    """Return the place of a paragraph in a table or a text box; '' for one that stands in the story itself."""
    for above in paragraph.iterancestors():
        if above.tag == f"{W}txbxContent":
            return "文本框"
        if above.tag == f"{W}tc":
            row = above.getparent()
            table = next(one for one in above.iterancestors() if one.tag == f"{W}tbl")
            rows = [one for one in table.iter(f"{W}tr") if next(one.iterancestors(f"{W}tbl")) is table]
            cells = [one for one in row.iter(f"{W}tc") if next(one.iterancestors(f"{W}tr")) is row]
            owner = next(one for one in above.iterancestors(f"{W}tr"))
            return f"第 {tables.get(table, 1)} 个表第 {rows.index(owner) + 1} 行第 {cells.index(above) + 1} 格"
    return ""


def is_second_reading(paragraph: etree._Element) -> bool:
    """Say whether a paragraph is the text of a box once more, for readers that do not know the first form."""
    return any(above.tag == _FALLBACK for above in paragraph.iterancestors())
