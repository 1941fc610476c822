"""A user's own Word file keeps what it looks like, and every placeholder in it is found and filled."""

import io
from collections.abc import Mapping
from fractions import Fraction

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from tests.document.sample import sample
from tests.document.template.files import good, saved
from zhibao.catalog.load import load_catalog
from zhibao.catalog.look import default_look
from zhibao.catalog.placeholder import (
    ChapterAt,
    NumberAt,
    PlaceholderNames,
    UnknownPlaceholderError,
    WholeAt,
    WordAt,
)
from zhibao.document.dress import Filled
from zhibao.document.nodes import Cell, Cover, Document, Inlines, Number, Paragraph, Table, Text
from zhibao.document.template.package import Template, open_template
from zhibao.document.template.spots import Slip, spots, text_of
from zhibao.document.writers.docx_template import write_into

NAMES = PlaceholderNames(load_catalog(), None, (2020, 2021))
VALUE = Number("30150", Fraction(30150), "人", "full_time_students", "Q", "2021年")
BODY = WholeAt("正文")


def taken(word: "docx.document.Document") -> Template:
    return open_template(saved(word), "模板.docx")


def filled(template: Template, content: Mapping[str, Inlines | WholeAt | ChapterAt]) -> "docx.document.Document":
    return docx.Document(io.BytesIO(write_into(sample(), {}, default_look(), Filled(template, content))))


def test_the_grammar_is_closed() -> None:
    assert NAMES.meaning(" 报告名称 ") == WordAt("title")
    assert NAMES.meaning("正文") == BODY
    assert NAMES.meaning("章：学生发展") == ChapterAt("学生发展")
    assert NAMES.meaning("全日制在校生数") == NumberAt("full_time_students")
    assert NAMES.meaning("full_time_students@2020|不带单位") == NumberAt("full_time_students", "2020", True)
    for wrong in (
        "",
        "a.b",
        "full_time_students@1999",
        "全日制在校生数|upper",
        "地区@2020",
        "x" * 200,
        "a@b@c",
        "a|b|c",
    ):
        with pytest.raises(UnknownPlaceholderError):
            NAMES.meaning(wrong)


def test_an_unknown_indicator_is_told_with_those_that_are_near() -> None:
    with pytest.raises(UnknownPlaceholderError) as caught:
        NAMES.meaning("全日制在校生人数")
    assert "全日制在校生数" in caught.value.near


@pytest.mark.parametrize("cuts", [(), (1,), (1, 2, 3), (2, 5), tuple(range(1, 9))])
def test_a_placeholder_over_several_runs_is_found(cuts: tuple[int, ...]) -> None:
    word = docx.Document()
    text, line = "前{{地区}}后", word.add_paragraph()
    for start, end in zip((0, *cuts), (*cuts, len(text)), strict=True):
        line.add_run(text[start:end]).bold = start == 0
    word.add_paragraph("{{正文}}")
    made = filled(taken(word), {"地区": (Text("云岭市"),), "正文": BODY})
    assert made.paragraphs[0].text == "前云岭市后"
    assert made.paragraphs[0].runs[0].bold


def test_placeholders_stand_in_heads_feet_cells_and_boxes() -> None:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "页眉{{地区}}"
    word.sections[0].footer.paragraphs[0].text = "页脚{{地区}}"
    word.add_table(1, 2).cell(0, 1).text = "格{{地区}}和{{地区}}"
    inner = f"<w:p {nsdecls('w')}><w:r><w:t>框{{{{地区}}}}</w:t></w:r></w:p>"
    box = f"<w:p {nsdecls('w')}><w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r></w:p>"
    word.element.body.insert(0, parse_xml(box))
    word.add_paragraph("{{正文}}")
    made = filled(taken(word), {"地区": (Text("云岭市"),), "正文": BODY})
    assert made.sections[0].header.paragraphs[0].text == "页眉云岭市"
    assert made.sections[0].footer.paragraphs[0].text == "页脚云岭市"
    assert made.tables[0].cell(0, 1).text == "格云岭市和云岭市"
    assert "框云岭市" in [text_of(one) for one in made.element.body.iter(qn("w:p"))]


def test_a_number_keeps_its_identity_and_the_type_around_it() -> None:
    word = docx.Document()
    word.add_paragraph().add_run("在校生{{全日制在校生数}}。").bold = True
    word.add_paragraph("{{正文}}")
    made = filled(taken(word), {"全日制在校生数": (VALUE, Text("人")), "正文": BODY})
    line = made.paragraphs[0]._p
    assert text_of(line) == "在校生30150人。"
    control = next(line.iter(qn("w:sdt")))
    assert control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")) == "zhibao:full_time_students@2021年"
    assert control.find(f".//{qn('w:b')}") is not None


def test_pages_styles_heads_and_cover_stay() -> None:
    word = docx.Document()
    word.sections[0].left_margin = Mm(40)
    taken_margin = word.sections[0].left_margin
    word.sections[0].header.paragraphs[0].text = "本局印制"
    word.styles["Heading 1"].font.name = "Georgia"
    word.add_paragraph("封面的话")
    word.add_paragraph("{{正文}}")
    word.add_paragraph("封底的话")
    made = filled(taken(word), {"正文": BODY})
    assert {one.left_margin for one in made.sections} == {taken_margin}
    assert made.sections[0].header.paragraphs[0].text == "本局印制"
    assert made.styles["Heading 1"].font.name == "Georgia"
    texts = [one.text for one in made.paragraphs]
    assert texts[0] == "封面的话"
    assert "封底的话" in texts[-3:]
    assert not any("{{" in text for text in texts)


def test_wide_tables_lie_on_their_side_and_the_head_stays() -> None:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "本局印制"
    word.add_paragraph("{{正文}}")
    wide = Table("t", "t", None, (), ((Cell((Text("一"),)),) * 12,))
    document = Document(Cover(("题",), "", ""), (wide, Paragraph((Text("后"),))), {"draft": "草稿"})
    made = write_into(document, {}, default_look(), Filled(taken(word), {"正文": BODY}))
    sections = docx.Document(io.BytesIO(made)).sections
    assert {one.orientation for one in sections} == {0, 1}
    assert {one.header.paragraphs[0].text for one in sections} == {"草稿　本局印制"}


def test_equal_templates_give_equal_bytes() -> None:
    template = open_template(good(), "模板.docx")
    once, again = (write_into(sample(), {}, default_look(), Filled(template, {"正文": BODY})) for _ in range(2))
    assert once == again


def faults(word: "docx.document.Document") -> list[str]:
    return [str(one) for one in taken(word).faults(NAMES.meaning)]


def test_the_place_of_every_fault_is_named() -> None:
    word = docx.Document()
    word.add_paragraph("第一段")
    word.add_paragraph("截至今年，{{没有的名称}}为多少")
    word.add_table(2, 2).cell(1, 0).text = "{{地区"
    word.sections[0].header.paragraphs[0].text = "{{正文}}"
    found = "\n".join(faults(word))
    assert "正文第 1 节第 2 段“截至今年，{{没有的名称}}为多少”）：没有名为“没有的名称”的占位" in found
    assert "正文第 1 个表第 2 行第 1 格“{{地区”）：“{{”没有配对的“}}”" in found
    assert "页眉 header1 第 1 段“{{正文}}”）：“{{正文}}”要独占正文里的一段" in found
    assert "没有 {{正文}}，报告无处可放" in found


def test_missing_styles_and_faces_are_told() -> None:
    word = docx.Document()
    heading = word.styles["Heading 2"].element
    heading.getparent().remove(heading)
    word.add_paragraph("{{正文}}")
    found = faults(word)
    assert any("没有“标题 2（heading 2）”样式" in one for one in found)
    assert any("样式“标题 1”没有写明中文字体" in one for one in found)


def test_what_has_no_pair_is_told_once() -> None:
    word = docx.Document()
    word.add_paragraph("{{正文}}")
    word.add_paragraph("多了}}一处")
    slips = [one for one in spots(word.element.body, "正文") if isinstance(one, Slip)]
    assert [one.what for one in slips] == ["“}}”没有配对的“{{”"]
