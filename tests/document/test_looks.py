"""A look is one file: pages, faces and sizes of all three formats follow it, and no other file is edited."""

import io
from pathlib import Path

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from tests.document.sample import sample
from zhibao.catalog.files import CatalogError
from zhibao.catalog.load import load_catalog
from zhibao.catalog.look import DEFAULT, Look, default_look
from zhibao.catalog.scaffold import scaffold
from zhibao.document.dress import Dress
from zhibao.document.nodes import Cell, Cover, Document, Paragraph, Table, Text
from zhibao.document.render import DOCX, HTML, PDF, render
from zhibao.document.writers.columns import layout_of
from zhibao.document.writers.docx import write_docx
from zhibao.document.writers.docx_looks import STYLES
from zhibao.document.writers.html import write_html
from zhibao.document.writers.measures import room_of
from zhibao.document.writers.typst import write_pdf

LOOKS = load_catalog().looks
LONG = Document(Cover(("题",), "", ""), tuple(Paragraph((Text("国" * 140),)) for _ in range(12)))


def twips(*lengths: Length | None) -> list[int]:
    return [round((one or 0) / 635) for one in lengths]


@pytest.mark.parametrize("name", LOOKS)
def test_the_word_file_takes_page_and_type_from_the_look(name: str) -> None:
    look = LOOKS[name]
    word = docx.Document(io.BytesIO(write_docx(sample(), {}, look)))
    edges = look.page.margins
    for section in word.sections:
        assert twips(section.left_margin, section.top_margin) == twips(Mm(edges.left), Mm(edges.top))
    for style, role in STYLES.items():
        said = word.styles[style].element
        assert word.styles[style].font.size == Pt(look.styles[role].size)
        assert said.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia")) == look.face(role).word


def test_faces_have_alternates_where_a_machine_lacks_them() -> None:
    word = docx.Document(io.BytesIO(write_docx(sample(), {}, LOOKS["official"])))
    table = next(one.target_part.blob for one in word.part.rels.values() if one.reltype.endswith("/fontTable"))
    assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong"/>' in table.decode()


def test_the_official_page_holds_22_lines_of_28_characters() -> None:
    with pdfplumber.open(io.BytesIO(write_pdf(LONG, LOOKS["official"]).content)) as pdf:
        page = pdf.pages[1]
        signs = [one for one in page.chars if one["text"] == "国"]
    lines: dict[int, int] = {}
    for one in signs:
        lines[round(one["top"])] = lines.get(round(one["top"]), 0) + 1
    assert len(lines) == 22
    assert max(lines.values()) == 28
    assert round(min(one["x0"] for one in signs) / 72 * 25.4) == 28


def test_page_numbers_of_the_official_look_stand_outside() -> None:
    word = docx.Document(io.BytesIO(write_docx(sample(), {}, LOOKS["official"])))
    assert word.settings.odd_and_even_pages_header_footer
    body = word.sections[-1]
    sides = [
        one.paragraphs[-1]._p.find(f".//{qn('w:jc')}").get(qn("w:val")) for one in (body.footer, body.even_page_footer)
    ]
    assert sides == ["right", "left"]
    with pdfplumber.open(io.BytesIO(write_pdf(LONG, LOOKS["official"]).content)) as pdf:
        first, second = (next(one for one in page.chars if one["text"] == "—")["x0"] for page in pdf.pages[1:3])
    assert first > 400
    assert second < 120


def test_a_draft_is_marked_on_odd_and_even_pages() -> None:
    document = Document(LONG.cover, LONG.blocks, {"draft": "草稿"})
    word = docx.Document(io.BytesIO(write_docx(document, {}, LOOKS["official"])))
    heads = [one for each in word.sections for one in (each.header, each.even_page_header)]
    assert all(one.paragraphs[0].text.startswith("草稿") for one in heads)


def test_the_grid_has_rules_on_all_sides() -> None:
    table = Table("t", "t", None, ((Cell((Text("头"),)),),), ((Cell((Text("一"),)),),))
    word = docx.Document(io.BytesIO(write_docx(Document(LONG.cover, (table,)), {}, LOOKS["official"])))
    borders = word.tables[0]._tbl.find(f".//{qn('w:tblBorders')}")
    assert [one.tag.rpartition("}")[2] for one in borders] == ["top", "left", "bottom", "right", "insideH", "insideV"]


def test_tables_are_as_wide_as_the_text_of_the_look() -> None:
    table = Table("t", "t", None, (), ((Cell((Text("一"),)),),))
    assert layout_of(table, room_of(LOOKS["official"])).room == 442.2
    assert layout_of(table).room == layout_of(table, room_of(default_look())).room == 432.0


def test_the_page_names_the_faces_of_the_look() -> None:
    page = write_html(sample(), LOOKS["official"])
    assert '--serif: "仿宋_GB2312"' in page
    assert "--seal: #C8161D" in page
    assert write_html(sample(), LOOKS[DEFAULT]) == write_html(sample())


@pytest.mark.parametrize("name", LOOKS)
def test_equal_looks_give_equal_bytes(name: str) -> None:
    once, again = (render(sample(), dress=Dress(LOOKS[name])).files for _ in range(2))
    assert [once[one] == again[one] for one in (DOCX, PDF, HTML)] == [True] * 3


def own(folder: Path, text: str, new: str) -> Look:
    path = scaffold("look", "our_city", folder)
    content = path.read_text(encoding="utf-8")
    assert text in content
    path.write_text(content.replace(text, new), encoding="utf-8")
    return load_catalog((folder,)).looks["our_city"]


def test_a_city_writes_its_own_look_as_one_file(tmp_path: Path) -> None:
    look = own(tmp_path, "left: 28.8, right: 28.8", "left: 45, right: 45")
    word = docx.Document(io.BytesIO(write_docx(sample(), {}, look)))
    assert {tuple(twips(one.left_margin)) for one in word.sections} == {tuple(twips(Mm(45)))}
    with pdfplumber.open(io.BytesIO(write_pdf(sample(), look).content)) as pdf:
        assert min(one["x0"] for page in pdf.pages for one in page.images) >= 45 / 25.4 * 72 - 1
        assert max(one["x1"] for page in pdf.pages for one in page.images) <= (210 - 45) / 25.4 * 72 + 1


@pytest.mark.parametrize(
    ("text", "new", "said"),
    [
        ("word: 仿宋,", 'word: "仿宋\\"; }",', "faces.text.word"),
        ("mark: B23A17", "mark: red", "colours.mark"),
        ('form: "— {} —"', 'form: "第页"', "page_number.form"),
        ("left: 28.8, right: 28.8", "left: 90, right: 90", "page"),
        ("  body: {face: text", "  bodi: {face: text", "styles.bodi"),
    ],
)
def test_what_a_look_cannot_say_is_refused_with_its_place(text: str, new: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogError) as caught:
        own(tmp_path, text, new)
    assert "our_city.yaml:" in str(caught.value)
    assert said in str(caught.value)
