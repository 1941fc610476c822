import pytest

from tests.document.readers.written import digits_lost, shown
from zhibao.document.nodes import Table, plain
from zhibao.document.readers.lines import Reading
from zhibao.document.readers.read import read_bytes


def read(body: str) -> Reading:
    return read_bytes(f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode(), "a.html")


def test_blocks_headings_and_lists_are_lines() -> None:
    found = read(
        "<h1>年报</h1><h2>一、概况</h2><div>正文 <b>12</b>\n 项。<p>另 3 项。</div><ol start=2><li>甲<li>乙</ol>"
    )
    assert shown(found) == [
        ("paragraph", "年报"),
        ("heading", "section", "一、", "概况"),
        ("paragraph", "正文 12 项。"),
        ("paragraph", "另 3 项。"),
        ("paragraph", "2.甲"),
        ("paragraph", "3.乙"),
    ]
    assert digits_lost(found) == ({}, {})


@pytest.mark.parametrize(
    "hidden",
    ["<script>var a = 99</script>", "<style>p {width: 99px}</style>", "<nav>第 99 页</nav>", "<p hidden>99</p>",
     "<div style='display: none'><p>99</p></div>", "<!-- 99 -->", "<svg><text>99</text></svg>",
     "<template>99</template>"],
)  # fmt: skip
def test_what_nobody_sees_is_not_read(hidden: str) -> None:
    assert shown(read(f"<p>前 1 项。</p>{hidden}<p>后 2 项。</p>")) == [
        ("paragraph", "前 1 项。"),
        ("paragraph", "后 2 项。"),
    ]


def test_tables_keep_spans_heads_and_captions() -> None:
    found = read(
        "<table><caption>表 1-1 教师</caption><thead><tr><th rowspan=2>类别<th colspan=2>2023 年</tr>"
        "<tr><th>人数<th>占比</thead><tr><td>专任<td>96<br>人<td>12.5%</table>"
    )
    (block,) = found.document.blocks
    assert isinstance(block, Table)
    assert block.caption is not None
    assert block.caption.name == "表1-1"
    assert [[(plain(cell.content), cell.columns, cell.rows) for cell in row] for row in block.head] == [
        [("类别", 1, 2), ("2023 年", 2, 1)], [("人数", 1, 1), ("占比", 1, 1)]
    ]  # fmt: skip
    assert [plain(cell.content) for cell in block.body[0]] == ["专任", "96 人", "12.5%"]


def test_a_table_that_only_places_text_is_taken_apart() -> None:
    found = read(
        "<table><tr><td><h2>一、概况</h2><p>正文 1 项。</p></td><td><table><tr><td>甲<td>2</table></td></tr></table>"
    )
    assert shown(found) == [("heading", "section", "一、", "概况"), ("paragraph", "正文 1 项。"), ("table", "", "甲|2")]


def test_a_page_in_gbk_is_read() -> None:
    page = '<html><head><meta charset="gb2312"></head><body><p>教师 96 人。</p></body></html>'.encode("gb18030")
    assert shown(read_bytes(page, "a.htm")) == [("paragraph", "教师 96 人。")]


def test_lines_are_numbered_by_paragraphs_and_rows() -> None:
    found = read("<p>甲</p><p></p><table><tr><td>1<td>2<tr><td>3<td>4</table><p>乙</p>")
    assert [(line.number, line.kind) for line in found.lines] == [(1, "text"), (2, "row"), (3, "row"), (4, "text")]
