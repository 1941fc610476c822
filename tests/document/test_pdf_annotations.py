import io
from collections.abc import Mapping
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter

from zhibao.document.nodes import Cover, Document, Heading, Paragraph, Text
from zhibao.document.readers.errors import ReadError
from zhibao.document.writers.pdf_annotations import write_annotations
from zhibao.document.writers.typst import write_pdf
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import TextPlace

FIRST = "全市在校生120人，其中女生50人。"
SECOND = "另有教师120人，全部有编制。"


@pytest.fixture(scope="module")
def content() -> bytes:
    blocks = (Heading(1, "1", (Text("规模"),), "a"), Paragraph((Text(FIRST),)), Paragraph((Text(SECOND),)))
    return write_pdf(Document(Cover(("云岭市报告",), "云岭市", "二〇二二年"), blocks)).content


def page_of(content: bytes, words: str) -> int:
    document = pypdfium2.PdfDocument(content)
    texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    return next(number for number, text in enumerate(texts, 1) if words in text)


def finding(quote: str, line: str, page: int) -> Finding:
    place = TextPlace("a.pdf", 1, line.index(quote) + 1, page, quote)
    return Finding("r", Severity.ERROR, place, f"“{quote}”不对。", suggestions=("120 → 130",))


def notes(content: bytes) -> list[tuple[int, Any]]:
    pages = PdfReader(io.BytesIO(content)).pages
    found = [(number, one.get_object()) for number, page in enumerate(pages, 1) for one in page.get("/Annots", ())]
    return [(number, one) for number, one in found if one["/Subtype"] in ("/Highlight", "/Text") and "/T" in one]


def under(content: bytes, page: int, note: Mapping[str, Any]) -> str:
    """Return the characters of the page whose middle lies in a highlight."""
    words = pypdfium2.PdfDocument(content)[page - 1].get_textpage()
    left, bottom, right, top = (float(one) for one in note["/Rect"])
    middles = [((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in map(words.get_charbox, range(words.count_chars()))]
    inside = [number for number, (x, y) in enumerate(middles) if left <= x <= right and bottom <= y <= top]
    return "".join(words.get_text_range(number, 1) for number in inside)


def test_a_highlight_lies_on_the_words_that_are_meant_and_on_no_equal_ones(content: bytes) -> None:
    page = page_of(content, FIRST)
    found = [finding("120", SECOND, page), finding("50", FIRST, page)]
    written = write_annotations(content, "a.pdf", found, [SECOND, FIRST])
    (first_page, first), (_, second) = notes(written)
    assert (first_page, under(content, page, first), under(content, page, second)) == (page, "120", "50")
    words = pypdfium2.PdfDocument(content)[page - 1].get_textpage()
    letters = [(words.get_text_range(number, 1), number) for number in range(words.count_chars())]
    row = next(words.get_charbox(number) for letter, number in letters if letter == "师")
    assert row[1] - 3 < float(first["/Rect"][1]) < row[3]
    assert "“120”不对。" in first["/Contents"]
    assert "120 → 130" in first["/Contents"]


def test_what_the_page_does_not_hold_is_told_in_a_note_on_it(content: bytes) -> None:
    (note,) = [one for _, one in notes(write_annotations(content, "a.pdf", [finding("120", "合计120", 1)]))]
    assert note["/Subtype"] == "/Text"
    assert str(note["/Contents"]).startswith("本页的“120”：")


def test_the_pages_stay_as_they_were(content: bytes) -> None:
    written = write_annotations(content, "a.pdf", [finding("50", FIRST, page_of(content, FIRST))], [FIRST])
    old, new = PdfReader(io.BytesIO(content)), PdfReader(io.BytesIO(written))
    assert [page.extract_text() for page in old.pages] == [page.extract_text() for page in new.pages]


def test_a_page_that_is_not_there_is_taken_for_the_last(content: bytes) -> None:
    last = len(PdfReader(io.BytesIO(content)).pages)
    assert [number for number, _ in notes(write_annotations(content, "a.pdf", [finding("50", FIRST, 900)]))] == [last]


def test_damage_is_told_in_chinese() -> None:
    empty = io.BytesIO()
    PdfWriter().write(empty)
    for content in (b"%PDF-1.7 broken", empty.getvalue()):
        with pytest.raises(ReadError, match="损坏"):
            write_annotations(content, "a.pdf", [finding("50", FIRST, 1)])
