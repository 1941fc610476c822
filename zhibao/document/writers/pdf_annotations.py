"""PDF 批注: the user's own PDF with a highlight on the words of each finding and what is wrong with them in a note."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from threading import Lock

import pypdfium2
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Highlight, MarkupAnnotation, Popup, Text
from pypdf.generic import ArrayObject, FloatObject, NameObject, NumberObject, TextStringObject

from zhibao.document.readers.errors import damaged
from zhibao.document.writers.docx_comments import AUTHOR
from zhibao.document.writers.findings_words import comment_text
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import TextPlace

Box = tuple[float, float, float, float]
_COLOURS: Mapping[Severity, str] = {Severity.ERROR: "ff9db0", Severity.WARNING: "ffd98a", Severity.NOTE: "a8d4e8"}
_PRINTED = 4
_PDFIUM = Lock()  # the library is not made for threads


def write_annotations(
    content: bytes, name: str, findings: Sequence[Finding], contexts: Sequence[str] = (), made: datetime | None = None
) -> bytes:
    """Return the PDF with one note per finding, highlighted where the page has the words.

    `contexts` gives for each finding the line it stands in, which tells equal words on a page apart; where the words
    cannot be found on the page, the note stands in its upper left corner and quotes them.

    Raises: ReadError, when the file is no PDF that can be changed.
    """
    given = contexts or [""] * len(findings)
    try:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
        count = len(writer.pages)
        pages = [_page(one, count) for one in findings]
        boxes = _found(content, findings, pages, given)
        for finding, page, found in zip(findings, pages, boxes, strict=True):
            _annotate(writer, page, finding, found, made)
        target = io.BytesIO()
        writer.write(target)
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # the library tells damage in as many ways as there are kinds of it
        raise damaged(name, "可以加批注的 PDF") from error
    return target.getvalue()


def _page(finding: Finding, count: int) -> int:
    page = finding.where.page if isinstance(finding.where, TextPlace) else None
    return min(max(page or 1, 1), count) - 1


def _annotate(writer: PdfWriter, page: int, finding: Finding, boxes: Sequence[Box], made: datetime | None) -> None:
    quote = finding.where.quote if isinstance(finding.where, TextPlace) else ""
    text = comment_text(finding)
    note: MarkupAnnotation
    if boxes:
        note = Highlight(rect=_around(boxes), quad_points=_quads(boxes), highlight_color=_COLOURS[finding.severity])
    else:
        top = float(writer.pages[page].mediabox.top)
        left = float(writer.pages[page].mediabox.left)
        note = Text(rect=(left + 20, top - 40, left + 40, top - 20), text=text, open=False)
        text = f"本页的“{quote}”：\n{text}" if quote else text
    note[NameObject("/Contents")] = TextStringObject(text)
    note[NameObject("/T")] = TextStringObject(AUTHOR)
    note[NameObject("/F")] = NumberObject(_PRINTED)
    if made is not None:
        note[NameObject("/M")] = TextStringObject(made.strftime("D:%Y%m%d%H%M%SZ"))
    added = writer.add_annotation(page, note)
    x, y = _around(boxes)[2:] if boxes else (40.0, 40.0)
    popup = Popup(rect=(x, y, x + 240, y + 120), parent=added, open=False)
    added[NameObject("/Popup")] = writer.add_annotation(page, popup).indirect_reference


def _around(boxes: Sequence[Box]) -> Box:
    lows = min(one[0] for one in boxes), min(one[1] for one in boxes)
    return (*lows, max(one[2] for one in boxes), max(one[3] for one in boxes))


def _quads(boxes: Sequence[Box]) -> ArrayObject:
    corners = [corner for x0, y0, x1, y1 in boxes for corner in (x0, y1, x1, y1, x0, y0, x1, y0)]
    return ArrayObject([FloatObject(one) for one in corners])


def _found(
    content: bytes, findings: Sequence[Finding], pages: Sequence[int], contexts: Sequence[str]
) -> list[list[Box]]:
    """Return for each finding the boxes of its quote on its page."""
    boxes: list[list[Box]] = [[] for _ in findings]
    with _PDFIUM:
        document = pypdfium2.PdfDocument(content)
        try:
            for page in sorted(set(pages)):
                words = document[page].get_textpage()
                text = _Spread(words)
                for number, finding in enumerate(findings):
                    if pages[number] == page and isinstance(finding.where, TextPlace):
                        boxes[number] = text.boxes(finding.where, contexts[number])
                words.close()
        finally:
            document.close()
    return boxes


class _Spread:
    """The text of a page without blanks, each character knowing its number on the page."""

    def __init__(self, words: pypdfium2.PdfTextPage) -> None:
        self._words = words
        # One by one: the text as a whole leaves out characters that the numbers of characters count.
        letters = [chr(pypdfium2.raw.FPDFText_GetUnicode(words, number)) for number in range(words.count_chars())]
        self._numbers = [number for number, letter in enumerate(letters) if not letter.isspace() and letter != "\0"]
        self._text = "".join(letters[number] for number in self._numbers)

    def boxes(self, where: TextPlace, context: str) -> list[Box]:
        """Return the boxes of a quote: where its line stands on the page, else where it stands alone."""
        quote = _solid(where.quote)
        if not quote:
            return []
        start = self._in_context(where, context)
        if start < 0 and self._text.count(quote) == 1:
            start = self._text.index(quote)
        if start < 0:
            return []
        numbers = self._numbers[start : start + len(quote)]
        return list(_joined([self._words.get_charbox(number) for number in numbers]))

    def _in_context(self, where: TextPlace, context: str) -> int:
        """Return where the quote begins, told by the characters around it, fewer and fewer of them; -1 if nowhere."""
        at = where.column - 1
        if context[at : at + len(where.quote)] != where.quote:
            return -1
        before, after = _solid(context[:at]), _solid(context[at + len(where.quote) :])
        quote = _solid(where.quote)
        for reach in (40, 20, 10, 5):
            lead = before[-reach:]
            whole = lead + quote + after[:reach]
            if (lead or after) and self._text.count(whole) == 1:
                return self._text.index(whole) + len(lead)
        return -1


def _solid(text: str) -> str:
    return "".join(text.split())


def _joined(boxes: Sequence[Box]) -> Iterator[Box]:
    """Yield one box per line of characters that stand side by side."""
    current: Box | None = None
    for box in boxes:
        left, bottom, right, top = box
        if current is not None and bottom < current[3] and top > current[1] and left >= current[0]:
            current = (current[0], min(current[1], bottom), max(current[2], right), max(current[3], top))
            continue
        if current is not None:
            yield current
        current = box
    if current is not None:
        yield current
