"""A report of 200 pages in every format; page counts and contents agree with the pages of the office program."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_args

import pypdfium2
import pytest

from tests.conftest import need_program
from tests.document.parity import FORMATS, Format, apart
from tests.document.parity.pieces import facts_in
from tests.document.stress import stress_report
from tests.once import made_once
from zhibao.document import nodes, specs
from zhibao.document.nodes import Cell, Chart, Contents, Document, Figure, Heading, Picture, Table, walk
from zhibao.document.render import DOCX, HTML, PDF, Rendered, render
from zhibao.document.specs import drawing_of
from zhibao.document.writers import office_pages
from zhibao.document.writers.columns import is_wide
from zhibao.document.writers.office_pages import OfficeError
from zhibao.document.writers.xlsx import write_xlsx


@pytest.fixture(scope="module")
def document() -> Document:
    return stress_report()


@pytest.fixture(scope="module")
def rendered(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    need_program("soffice")
    return made_once(tmp_path_factory, "stress", lambda _: render(document, pages="libreoffice"))[1]


def met(node: object) -> Iterator[object]:
    """Yield a node and whatever is inside it."""
    yield node
    if isinstance(node, tuple):
        for one in node:
            yield from met(one)
    elif is_dataclass(node):
        for name in (one.name for one in fields(node)):
            yield from met(getattr(node, name))


def test_the_report_has_every_kind_of_node(document: Document) -> None:
    """All that nodes.py defines is in it, and whatever it adds must be put into it."""
    kinds = {name for name, one in vars(nodes).items() if is_dataclass(one) and one.__module__ == nodes.__name__}
    assert kinds - {type(one).__name__ for one in met(document)} == set()


def test_the_report_has_every_form_that_a_node_can_take(document: Document) -> None:
    all_nodes = list(met(document))
    heads = [one for one in all_nodes if isinstance(one, Heading)]
    cells = [one for one in all_nodes if isinstance(one, Cell)]
    tables = [one for one in all_nodes if isinstance(one, Table)]
    figures = [one for one in all_nodes if isinstance(one, Figure)]
    assert {one.role for one in heads} == set(get_args(nodes.HeadingRole))
    assert {one.level for one in heads} == {1, 2, 3, 4}
    assert {one.kind for one in all_nodes if isinstance(one, Contents)} == set(get_args(nodes.ContentsKind))
    assert {one.align for one in cells} == set(get_args(nodes.Align))
    assert {one.columns for one in cells} == {1, 2, 4, 12}
    assert {one.rows for one in cells} == {1, 2, 3}
    assert {len(one.head) for one in tables} == {1, 2, 3}
    assert {(one.total, bool(one.notes)) for one in tables} >= {(True, True), (True, False), (False, False)}
    assert {(type(one.content), bool(one.caption.number)) for one in figures} == {(Chart, True), (Picture, False)}


def test_the_report_has_charts_of_every_kind_sixty_numbered_figures_and_wide_tables(document: Document) -> None:
    figures = [one for one in document.blocks if isinstance(one, Figure) and one.caption.number]
    drawings = [drawing_of(panel) for panel in panels(document)]
    kinds = {one.stem for one in Path(str(specs.__file__)).parent.glob("*.py")} - {"__init__", "frame"}
    assert {one.kind for one in drawings if one is not None} == kinds
    assert len(figures) == 60
    assert sum(is_wide(one) for one in document.blocks if isinstance(one, Table)) == 2


def panels(document: Document) -> list[str]:
    charts = [one.content for one in document.blocks if isinstance(one, Figure)]
    return [panel for one in charts if isinstance(one, Chart) for panel in one.panels]


def test_it_builds_in_every_format(document: Document, rendered: Rendered) -> None:
    assert len(pypdfium2.PdfDocument(rendered.files[PDF])) >= 200
    assert rendered.files[HTML].count(b"<figure") >= 60
    with zipfile.ZipFile(io.BytesIO(rendered.files[DOCX])) as package:
        assert sum(name.startswith("word/charts/chart") for name in package.namelist()) == len(panels(document))


@pytest.mark.parametrize("form", FORMATS)
def test_every_text_and_number_stands_at_its_place_in_every_format(
    form: Format, document: Document, rendered: Rendered
) -> None:
    files = {"docx": DOCX, "pdf": PDF, "html": HTML}
    content = write_xlsx(document) if form == "xlsx" else rendered.files[files[form]]
    assert facts_in(document) > 7000
    assert apart(document, form, content) == []


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
