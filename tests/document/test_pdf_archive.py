"""The PDF as archives and readers' programs take it: standards, tags, faces, bookmarks, a glyph for every letter."""

import io
from pathlib import Path
from typing import Any

import pypdf
import pytest

from tests.document.stress import stress_report
from tests.document.writing import paragraph
from zhibao.document.fonts import bundled_directory
from zhibao.document.glyphs import covered, glyph_findings, uncovered
from zhibao.document.nodes import Cover, Document, Footnote, Heading, Text
from zhibao.document.writers.typst import Pdf, write_pdf

COVER = Cover(("示例报告",), "示例市教育局", "二〇二一年十二月")


def report(*said: str) -> Document:
    """Return a report of one section with some text."""
    return Document(COVER, (Heading(1, "1", (Text("概况"),), "ch1"), paragraph(*said)), {"issued": "2021-12"})


@pytest.fixture(scope="module")
def pdf() -> Pdf:
    """The stress report."""
    return write_pdf(stress_report())


@pytest.fixture(scope="module")
def opened(pdf: Pdf) -> pypdf.PdfReader:
    """The stress report as another program opens it."""
    return pypdf.PdfReader(io.BytesIO(pdf.content))


def root_of(opened: pypdf.PdfReader) -> Any:  # noqa: ANN401  PDF objects hold anything
    """Return the catalog of a file."""
    return opened.trailer["/Root"].get_object()


def resources_of(page: pypdf.PageObject) -> Any:  # noqa: ANN401  PDF objects hold anything
    """Return what a page draws with."""
    return page["/Resources"].get_object()


def faces(opened: pypdf.PdfReader) -> dict[str, Any]:
    """Return the fonts of all pages by name."""
    return {
        str(font["/BaseFont"]): font
        for page in opened.pages
        for font in (one.get_object() for one in resources_of(page).get("/Font", {}).values())
    }


def test_the_report_is_archival_and_accessible(pdf: Pdf, opened: pypdf.PdfReader) -> None:
    assert pdf.standards == ("a-2a", "ua-1")
    root = root_of(opened)
    told = root["/Metadata"].get_object().get_data().decode()
    for sign in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert sign in told
    assert root["/MarkInfo"].get_object()["/Marked"]
    assert "/StructTreeRoot" in root
    assert "/OutputIntents" in root


def test_the_file_says_what_it_is_and_in_which_language(opened: pypdf.PdfReader) -> None:
    assert opened.metadata is not None
    assert opened.metadata.title == stress_report().title
    assert opened.metadata.author == "示例市教育局"
    assert str(root_of(opened)["/Lang"]).startswith("zh")
    assert root_of(opened)["/ViewerPreferences"].get_object()["/DisplayDocTitle"]


def test_every_face_is_embedded_and_a_subset(opened: pypdf.PdfReader) -> None:
    found = faces(opened)
    assert len(found) >= 2
    for name, font in found.items():
        inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(inner)
        assert name.lstrip("/")[6] == "+"
        assert "/ToUnicode" in font


def test_every_heading_is_a_bookmark(opened: pypdf.PdfReader) -> None:
    def count(entries: list[Any]) -> int:
        return sum(count(one) if isinstance(one, list) else 1 for one in entries)

    headings = [one for one in stress_report().blocks if isinstance(one, Heading)]
    assert count(opened.outline) >= len(headings)


def test_every_letter_of_the_stress_report_has_a_glyph() -> None:
    assert uncovered(stress_report()) == ()


def test_a_letter_without_a_glyph_is_found_and_told_with_its_place() -> None:
    found = uncovered(report("学校名中的\U0002a6a5字和喆字"))
    assert [(one.letter, one.section) for one in found] == [("\U0002a6a5", "“1 概况”")]
    (told,) = glyph_findings(report("学校名中的\U0002a6a5字"))
    assert "“1 概况”" in told.message
    assert "U+2A6A5" in told.message
    assert told.fix


def test_a_letter_is_found_wherever_it_is_printed() -> None:
    letter = "\U0002a6a5"
    cover = Document(Cover((letter,), "", ""), ())
    foot = Document(COVER, (paragraph(Footnote((Text(letter),))),))
    heading = Document(COVER, (Heading(1, "1", (Text(letter),), "a"),))
    assert [len(uncovered(one)) for one in (cover, foot, heading)] == [1, 1, 1]


def test_coverage_agrees_with_what_the_compiler_can_draw() -> None:
    """A letter that we call covered is drawn; one that we do not leaves the report without its standards."""
    assert write_pdf(report("喆堃䶮㛃㎡")).standards == ("a-2a", "ua-1")
    assert uncovered(report("喆堃䶮㛃㎡")) == ()
    assert write_pdf(report("\U0002a6a5")).standards == ()


def test_a_file_that_is_no_font_draws_nothing(tmp_path: Path) -> None:
    (tmp_path / "broken.otf").write_bytes(b"OTTO\x00\x09broken")
    assert covered((tmp_path,)) == frozenset()
    assert ord("质") in covered((bundled_directory(),))


def test_the_month_of_issue_is_the_date_of_the_file() -> None:
    opened = pypdf.PdfReader(io.BytesIO(write_pdf(report("文字")).content))
    assert opened.metadata is not None
    assert opened.metadata.creation_date is not None
    assert (opened.metadata.creation_date.year, opened.metadata.creation_date.month) == (2021, 12)
