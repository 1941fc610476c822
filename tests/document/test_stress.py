"""A report of 200 pages in every format; page counts and contents agree with the pages of the office program."""

import io
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from tests.conftest import need_program
from tests.document.stress import stress_report
from zhibao.document.nodes import Block, Contents, Document, Figure, Heading, Inline, Table, inlines, walk
from zhibao.document.render import DOCX, HTML, PDF, Rendered, render
from zhibao.document.writers import office_pages
from zhibao.document.writers.columns import is_wide
from zhibao.document.writers.office_pages import OfficeError
from zhibao.document.writers.xlsx import write_xlsx


@pytest.fixture(scope="module")
def document() -> Document:
    return stress_report()


@pytest.fixture(scope="module")
def rendered(document: Document) -> Rendered:
    need_program("soffice")
    return render(document, pages="libreoffice")


def test_the_report_has_every_kind_and_sixty_numbered_figures(document: Document) -> None:
    kinds = {type(node).__name__ for node in (*walk(document.blocks), *inlines(document.blocks))}
    assert kinds == {kind.__name__ for union in (Block, Inline) for kind in union.__args__}
    figures = [one for one in document.blocks if isinstance(one, Figure) and one.caption.number]
    assert len(figures) == 60
    assert sum(is_wide(one) for one in document.blocks if isinstance(one, Table)) == 2


def test_it_builds_in_every_format(document: Document, rendered: Rendered) -> None:
    assert len(pypdfium2.PdfDocument(rendered.files[PDF])) >= 200
    assert rendered.files[HTML].count(b"<figure") >= 60
    assert len(write_xlsx(document)) > 50_000
    with zipfile.ZipFile(io.BytesIO(rendered.files[DOCX])) as package:
        assert sum(name.startswith("word/charts/chart") for name in package.namelist()) == 72


def test_the_contents_show_the_pages_of_the_file_itself(document: Document, rendered: Rendered) -> None:
    again = office_pages.office_pages(rendered.files[DOCX], document)
    assert again == rendered.pages.by_anchor
    assert rendered.pages.by.startswith("LibreOffice ")
    named = {one.anchor for one in walk(document.blocks) if isinstance(one, Heading | Table | Figure)}
    assert set(again) == named
    assert max(again.values()) > 150
    with zipfile.ZipFile(io.BytesIO(rendered.files[DOCX])) as package:
        text = package.read("word/document.xml").decode()
    entries = [entry for one in document.blocks if isinstance(one, Contents) for entry in one.entries]
    assert text.count(" PAGEREF ") == len(entries)


def test_wide_tables_stand_on_pages_on_their_side_and_pages_go_on_counting(rendered: Rendered) -> None:
    leaves = pypdfium2.PdfDocument(rendered.files[PDF])
    sides = [leaf.get_width() > leaf.get_height() for leaf in leaves]
    assert 2 <= sum(sides) <= 8
    assert not sides[-1]
    with zipfile.ZipFile(io.BytesIO(rendered.files[DOCX])) as package:
        text = package.read("word/document.xml").decode()
    assert text.count('w:orient="landscape"') == 1
    assert text.count("w:pgNumType") - text.count('w:start="1"/>') >= 2


def test_without_the_program_the_setting_is_refused_in_words(
    document: Document, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OfficeError, match="page_numbers: libreoffice"):
        office_pages.office_pages(b"", document)
