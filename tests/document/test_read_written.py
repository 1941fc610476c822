"""A document that was read from text has figures without drawings and lists without targets; every writer takes it."""

import io
import re
import zipfile

import pypdfium2

from zhibao.document.nodes import Contents, Document, Figure, Table, plain
from zhibao.document.readers.lines import Reading
from zhibao.document.readers.read import read_bytes, read_text
from zhibao.document.writers.docx import write_docx
from zhibao.document.writers.html import write_html
from zhibao.document.writers.typst import write_pdf

TEXT = """云岭市职业教育质量报告

目录

1 基本情况\t1
1.1 规模\t12
2 学生发展\t3

1 基本情况

1.1 规模

全市共有中职学校 12 所，在校生 18426 人。

图1-1 在校生规模

图1-2 与外地学校合作

2 学生发展

表2-1 两年经营情况

| 项目 | 第一季度 | 第二季度 | 第三季度 | 第四季度 | 合计 |
|---|---|---|---|---|---|
| 收入 | 347,779,100.00 | 451,949,400.00 | 453,954,700.00 | 508,115,800.00 | 1,761,799,000.00 |
| 年末人数 | 12 |  | 14 |  | 26 |
"""


def document() -> Document:
    return read_text(TEXT).document


def tables(reading: Reading) -> list[list[list[str]]]:
    """Return the texts of all cells."""
    found = [block for block in reading.document.blocks if isinstance(block, Table)]
    return [[[plain(cell.content) for cell in row] for row in (*table.head, *table.body)] for table in found]


def test_the_text_has_a_figure_without_drawing_and_entries_without_target() -> None:
    assert any(isinstance(block, Figure) for block in document().blocks)
    assert [entry.anchor for block in document().blocks if isinstance(block, Contents) for entry in block.entries] == [
        "", "", ""
    ]  # fmt: skip


def test_word_has_the_captions_and_no_bookmark_without_a_name() -> None:
    with zipfile.ZipFile(io.BytesIO(write_docx(document(), {}))) as parts:
        xml = parts.read("word/document.xml").decode()
    text = "".join(re.findall(r"<w:t[ >][^<]*", xml))
    assert "在校生规模" in text
    assert not re.search(r'"_zb_"|_zb_ ', xml)
    assert "<pic:pic" not in xml


def test_the_pdf_prints_captions_and_the_pages_that_the_text_names() -> None:
    pages = pypdfium2.PdfDocument(write_pdf(document()).content)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    assert "在校生规模" in text
    assert re.search(r"1\.1 规模[ .]+12\b", text)


def test_the_page_prints_contents_where_they_stand_and_no_empty_image() -> None:
    page = write_html(document())
    assert '<p class="under">1.1 规模……12</p>' in page
    assert "<nav" not in page
    assert "<img" not in page
    assert 'id=""' not in page


def test_every_format_is_read_as_the_text_was() -> None:
    written = {
        "a.docx": write_docx(document(), {}), "a.html": write_html(document()).encode(),
        "a.pdf": write_pdf(document()).content,
    }  # fmt: skip
    for file, content in written.items():
        reading = read_bytes(content, file)
        assert tables(reading) == tables(read_text(TEXT)), file
        lists = [block for block in reading.document.blocks if isinstance(block, Contents)]
        assert [(entry.text, entry.page) for entry in lists[0].entries] == [
            ("1 基本情况", "1"), ("1.1 规模", "12"), ("2 学生发展", "3")
        ]  # fmt: skip
