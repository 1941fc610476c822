"""What the printed formats decide about their layout: pairs of pictures, columns, lists of contents, annex heads."""

import io

import docx
import openpyxl

from tests.document.writing import cell, number, paragraph
from zhibao.document.charts import svg_png
from zhibao.document.nodes import (
    Block,
    Caption,
    Contents,
    Cover,
    Document,
    Entry,
    Figure,
    Heading,
    Link,
    Picture,
    Table,
    Text,
)
from zhibao.document.writers.columns import column_shares, table_points
from zhibao.document.writers.docx import write_docx
from zhibao.document.writers.html import write_html
from zhibao.document.writers.measures import entry_lines, gathered, joined_lists
from zhibao.document.writers.typst import write_pdf
from zhibao.document.writers.xlsx import write_xlsx

_PNG = svg_png('<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><rect width="3" height="2"/></svg>', 1)


def _picture(name: str) -> Figure:
    return Figure(name, name, Caption("图", "", f"图题{name}"), Picture(_PNG, 3, 2), name)


def _table(*heads: str, values: tuple[str, ...] = (), **given: object) -> Table:
    body = ((cell("项"), *(cell(number(one), align="right") for one in values)),)
    head = (tuple(cell(head) for head in heads),)
    return Table("t", "t", None, head, body, **given)  # type: ignore[arg-type]


def _contents(kind: str, count: int) -> Contents:
    entries = tuple(Entry(1, f"{kind}{place}", f"a{place}") for place in range(count))
    return Contents(kind, kind, entries)  # type: ignore[arg-type]


def test_pictures_that_follow_each_other_come_together() -> None:
    """One alone stays a block of its own, and text between two keeps them apart."""
    one, two, three = _picture("one"), _picture("two"), _picture("three")
    text = paragraph("文")
    assert list(gathered((text, one, two, text, three))) == [text, (one, two), text, three]


def test_three_pictures_are_in_every_format() -> None:
    """A pair and an odd one; each keeps its caption, and Word has a paragraph behind the table of pictures."""
    chapter = Heading(1, "1", (Text("章"),), "ch")
    blocks: tuple[Block, ...] = (chapter, *(_picture(name) for name in ("a", "b", "c")))
    document = Document(Cover(("题",), "", ""), blocks)
    pdf = write_pdf(document)
    assert {pdf.pages[name] for name in ("a", "b", "c")} == {1}
    page = write_html(document)
    assert page.count('<div class="photos">') == 1
    assert page.count("<figcaption>") == 3
    word = docx.Document(io.BytesIO(write_docx(document, pdf.pages)))
    said = [inner.text for row in word.tables[0].rows for inner in row.cells]
    assert [text.strip() for text in said] == ["图题a", "图题b", "图题c", "图题c"]
    assert word.tables[0]._tbl.getnext().tag.endswith("}p")


def test_columns_fill_the_table_and_heads_break_evenly() -> None:
    """Long heads are broken before their columns are squeezed; a head above short numbers needs half its length."""
    table = _table("年份", *["国家级培训项目（人次）"] * 6, values=("1", "2", "3", "4", "5", "6"))
    shares = column_shares(table)
    assert abs(sum(shares) - 1) < 1e-9
    assert table_points(table) == 10.5
    assert len({round(share, 6) for share in shares[1:]}) == 1
    assert column_shares(_table("甲", "乙", values=("1",), widths=(1.0, 3.0))) == (0.25, 0.75)


def test_small_type_spares_a_second_line() -> None:
    """Nine columns are always set small; fewer where everything then fits in one line, addresses counted smaller."""
    assert table_points(_table("甲", "乙", values=("1",))) == 10.5
    assert table_points(_table(*"一二三四五六七八九")) == 9.0
    address = Link((Text("http://school01.example.invalid/report"),), "http://school01.example.invalid/report")
    row = (cell("1"), cell("示例市甲职业技术学校"), cell("2021.11.30"), cell(address), cell("国家示范校"))
    assert table_points(Table("t", "t", None, (), (row,))) == 9.0


def test_spanned_heads_widen_their_columns() -> None:
    """A head over two narrow columns is not squeezed."""
    head = ((cell("年份", rows=2), cell("本科以上学历的教师", columns=2)), (cell("人"), cell("%")))
    body = ((cell("2021年"), cell(number("1")), cell(number("2"))),)
    shares = column_shares(Table("t", "t", None, head, body))
    assert shares[1] + shares[2] > 0.5


def test_short_lists_share_a_page() -> None:
    """A list goes below the one before it while both are short."""
    long, cases, exhibits = _contents("headings", 30), _contents("cases", 13), _contents("exhibits", 4)
    assert joined_lists((long, cases, exhibits)) == frozenset({exhibits})
    assert joined_lists((_contents("headings", 60), _contents("cases", 25), _contents("exhibits", 26))) == frozenset()


def test_no_entry_ends_with_a_lone_character() -> None:
    """An entry just too long is broken before a bracket or six characters from its end; digits stay together."""
    fits = Entry(1, "图1-1 招生规模", "a")
    assert entry_lines(fits, "exhibits") == [fits.text]
    long = Entry(1, "表3-3 近两年示例清远市中等职业学校学生在全省学生专业技能大赛中的获奖情况（单位：项）", "a")
    first, second = entry_lines(long, "exhibits")
    assert (first + second, second) == (long.text, "（单位：项）")


def test_the_annex_places_heads_under_their_spans() -> None:
    """The second row of a head begins beside the cells that come down from the first; signs and notes are kept."""
    head = ((cell("年份", rows=2), cell("学历", columns=2)), (cell("人数"), cell("占比")))
    body = ((cell("变化"), cell(number("+5")), cell(number("-0.26"))),)
    table = Table("t", "t", Caption("表", "1-3", "学历"), head, body, notes=((Text("注：甲。"),),), total=True)
    content = write_xlsx(Document(Cover(("题",), "", ""), (table,)))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [[inner.value for inner in row] for row in sheet.iter_rows(max_col=3)]
    assert rows[1:4] == [["年份", "学历", None], [None, "人数", "占比"], ["变化", 5, -0.26]]
    assert sheet.cell(4, 2).number_format == "+0;-0;0"
    assert "注：甲。" in [row[0] for row in rows]
