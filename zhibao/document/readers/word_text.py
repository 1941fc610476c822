"""段落文字: the characters of a Word paragraph and the very elements that hold them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from zhibao.document.readers.word_numbers import W

Revisions = Literal["accepted", "rejected", "pending"]

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
_IN_TEXT = "hyperlink smartTag sdt sdtContent fldSimple customXml dir bdo ins moveTo del moveFrom ruby rubyBase"
_IN_FORMULAS = "oMath oMathPara r e num den sup sub deg f d m mr rad sSup sSub sSubSup nary func fName lim"
_PASSED = frozenset(
    [f"{W}{tag}" for tag in _IN_TEXT.split()]
    + [f"{MATH}{tag}" for tag in f"{_IN_FORMULAS} limLow limUpp acc bar".split()]
)
_GONE = {
    "accepted": (f"{W}del", f"{W}moveFrom"),
    "rejected": (f"{W}ins", f"{W}moveTo"),
    "pending": (),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """一小段文字: text[start:end] of the line stands in `element`.

    `element` is a w:t (or w:delText, m:t) whose own text has exactly end - start characters, or a w:tab, w:br,
    w:noBreakHyphen or w:sym of one character; `run` is its w:r and `paragraph` its w:p.
    """

    start: int
    end: int
    element: etree._Element
    run: etree._Element
    paragraph: etree._Element


@dataclass(slots=True)
class Spoken:
    """一个段落读出来的内容: pieces from offset 0, what hangs on it, and what its fields are."""

    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    has_sequence: bool = False
    pages: int = 0


@dataclass(slots=True)
class Fields:
    """域: which fields are open; only their results are text. Fields may span paragraphs, so this outlives them."""

    open: list[bool] = field(default_factory=list)

    @property
    def is_instruction(self) -> bool:
        """Say whether what comes now is an instruction and not a result."""
        return any(self.open)

    def take(self, kind: str) -> None:
        """Take begin, separate or end."""
        if kind == "begin":
            self.open.append(True)
        elif kind == "separate" and self.open:
            self.open[-1] = False
        elif kind == "end" and self.open:
            self.open.pop()


def speak(paragraph: etree._Element, view: Revisions, fields: Fields) -> Spoken:
    """Return what a paragraph says in a view: inserted text is dropped when rejected, deleted text when accepted."""
    spoken = Spoken()
    texts: list[str] = []
    length = 0
    for element, run in _atoms(paragraph, paragraph, view, fields, spoken):
        text = _text_of(element)
        if text:
            texts.append(text)
            spoken.pieces.append(Piece(length, length + len(text), element, run, paragraph))
            length += len(text)
    spoken.text = "".join(texts)
    return spoken


def _text_of(element: etree._Element) -> str:
    if element.tag in _SIGNS:
        return _SIGNS[element.tag]
    if element.tag == f"{W}sym":
        return _symbol(element.get(f"{W}char", ""))
    return (element.text or "").replace("\n", " ")


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _atoms(
    parent: etree._Element, run: etree._Element, view: Revisions, fields: Fields, spoken: Spoken
) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield the elements with text below a paragraph, each with its run, in reading order."""
    for child in parent:
        tag = child.tag
        if tag == f"{W}r":
            yield from _in_run(child, fields, spoken, view)
        elif tag in _GONE[view]:
            continue
        elif tag in _PASSED:
            if tag == f"{W}fldSimple" and _is_sequence(child.get(f"{W}instr", "")):
                spoken.has_sequence = True
            yield from _atoms(child, child, view, fields, spoken)
        elif tag == f"{MATH}t":
            yield child, run
        elif tag == f"{MC}AlternateContent":
            chosen = _chosen(child)
            if chosen is not None:
                yield from _atoms(chosen, chosen, view, fields, spoken)


def _in_run(
    run: etree._Element, fields: Fields, spoken: Spoken, view: Revisions
) -> Iterator[tuple[etree._Element, etree._Element]]:
    hidden = _is_hidden(run)
    for child in run:
        tag = child.tag
        if tag == f"{W}t" or tag in _SIGNS or tag == f"{W}sym":
            if tag == f"{W}br" and child.get(f"{W}type") == "page":
                spoken.pages += 1
            elif not (hidden or fields.is_instruction):
                yield child, run
        elif tag == f"{W}delText":
            if view != "accepted" and not hidden and not fields.is_instruction:
                yield child, run
        elif tag == f"{W}instrText":
            spoken.has_sequence = spoken.has_sequence or _is_sequence(child.text or "")
        elif tag == f"{W}ruby":
            base = child.find(f"{W}rubyBase")
            if base is not None:
                yield from _atoms(base, run, view, fields, spoken)
        else:
            _hang(child, fields, spoken)


def _hang(child: etree._Element, fields: Fields, spoken: Spoken) -> None:
    """Note what a run carries beside text: fields, notes, comments, drawings."""
    tag = child.tag
    if tag == f"{W}fldChar":
        fields.take(child.get(f"{W}fldCharType", ""))
    elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
        spoken.notes.append((tag.removeprefix(W).removesuffix("Reference"), child.get(f"{W}id", "")))
    elif tag == f"{W}commentReference":
        spoken.comments.append(child.get(f"{W}id", ""))
    elif tag == f"{W}lastRenderedPageBreak":
        spoken.pages += 1
    elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
        _drawn(child, spoken)
    elif tag == f"{MC}AlternateContent":
        chosen = _chosen(child)
        if chosen is not None:
            _drawn(chosen, spoken)


def _drawn(element: etree._Element, spoken: Spoken) -> None:
    """Note text boxes and charts of a drawing; a box inside a box belongs to the outer one."""
    waiting = [element]
    while waiting:
        each = waiting.pop()
        if each.tag == f"{W}txbxContent":
            spoken.boxes.append(each)
        elif each.tag == f"{CHART}chart" and each.get(f"{RELATION}id"):
            spoken.charts.append(each.get(f"{RELATION}id", ""))
        elif each.tag == f"{MC}AlternateContent":
            chosen = _chosen(each)
            waiting += [chosen] if chosen is not None else []
        else:
            waiting.extend(reversed(list(each)))


def _chosen(alternate: etree._Element) -> etree._Element | None:
    """Return the one alternative that counts: the first choice, or the fallback where there is none."""
    choice = alternate.find(f"{MC}Choice")
    return choice if choice is not None else alternate.find(f"{MC}Fallback")


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in ("0", "false")


def _is_sequence(instruction: str) -> bool:
    return instruction.strip().upper().startswith("SEQ ")
