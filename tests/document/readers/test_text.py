import pytest

from tests.document.readers.written import REPORT, digits_lost, origins, shown
from zhibao.document.nodes import Heading, Table, plain
from zhibao.document.readers.decoding import decoded
from zhibao.document.readers.errors import ReadError
from zhibao.document.readers.read import read_bytes, read_text


def test_a_report_in_plain_lines_becomes_the_tree() -> None:
    assert shown(read_text(REPORT)) == [
        ("paragraph", "青禾市职业教育质量年度报告"),
        ("contents", "headings", "目录", "1. 基本情况|1", "1.1 规模|1", "2. 学生发展|3"),
        ("heading", "section", "1.", "基本情况"),
        ("heading", "section", "1.1", "规模"),
        ("paragraph", "2023 年，全市共有中职学校 12 所，在校生 18426 人，比上年增加 312 人，增长 1.72%。"),
        ("table", "表1-1 两年办学规模", "指标|2022 年|2023 年", "学校（所）|12|12", "在校生（人）|18114|18426"),
        ("heading", "section", "2.", "学生发展"),
        ("heading", "case", "【案例一】", "一人一策，促进就业"),
        ("paragraph", "青禾第三职业学校毕业生 642 人，就业 631 人，就业率 98.29%，用人单位满意度较高。"),
        ("figure", "图2-1 毕业生去向"),
    ]


def test_every_character_knows_its_line_and_column() -> None:
    lines = REPORT.split("\n")
    for origin in origins(read_text(REPORT)):
        for place in origin.places(0, len(origin.text)):
            assert lines[place.line - 1][place.column - 1 :].startswith(place.quote)


def test_no_digit_is_lost_and_none_is_counted_twice() -> None:
    assert digits_lost(read_text(REPORT)) == ({}, {})


def test_the_title_is_what_names_a_report() -> None:
    assert read_text(REPORT).title == "青禾市职业教育质量年度报告"
    assert (
        read_text("2023 年度\n青禾市统计公报\n\n青禾市统计局\n\n一、综合\n\n全年平稳。").title
        == "2023 年度青禾市统计公报"
    )


def test_lines_end_at_the_line_feed_only() -> None:
    reading = read_text("甲\x0b乙\u2028丙 1 项。\r\n丁 2 项。")
    assert [line.number for line in reading.lines] == [1, 2]
    assert reading.lines[0].text.endswith("丙 1 项。")


def test_form_feeds_count_pages() -> None:
    reading = read_text("第一页 1 项。\n\f第二页 2 项。\n同页 3 项。\n\f第三页 4 项。")
    assert [line.page for line in reading.lines] == [1, 2, 2, 3]
    assert reading.lines[1].text[1:] == "第二页 2 项。"


def test_without_form_feeds_no_page_is_known() -> None:
    assert {line.page for line in read_text(REPORT).lines} == {None}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_are_told_apart(encoding: str) -> None:
    assert decoded(REPORT.encode(encoding), "a.txt") == REPORT


def test_an_unknown_encoding_is_said_in_chinese() -> None:
    with pytest.raises(ReadError, match=r"a\.txt.*编码.*UTF-8"):
        read_bytes(bytes(range(128, 256)) * 100, "a.txt")


MARKDOWN = """# 青禾年报

## 一、综合

全年招生 **1204** 人，*增长* 3.5%。

> 引文 7 条。

| 指标 | 数量 |
|:---|---:|
| 学校 | **12** |

---

- 项目 3 个
"""


def test_markdown_headings_tables_and_marks_are_read() -> None:
    assert shown(read_text(MARKDOWN, "a.md")) == [
        ("paragraph", "青禾年报"),
        ("heading", "section", "一、", "综合"),
        ("paragraph", "全年招生 1204 人，增长 3.5%。"),
        ("paragraph", "引文 7 条。"),
        ("table", "", "指标|数量", "学校|12"),
        ("paragraph", "- 项目 3 个"),
    ]


def test_columns_count_the_marks_of_markdown() -> None:
    lines = MARKDOWN.split("\n")
    number = next(origin for origin in origins(read_text(MARKDOWN, "a.md")) if "1204" in origin.text)
    place = number.places(number.text.index("1204"), number.text.index("1204") + 4)[0]
    assert lines[place.line - 1][place.column - 1 : place.column + 3] == "1204" == place.quote


def test_stars_in_a_text_file_are_text() -> None:
    assert shown(read_text("密码 **12** 位。", "a.txt")) == [("paragraph", "密码 **12** 位。")]


def test_the_head_of_a_pipe_table_is_declared() -> None:
    (table,) = [block for block in read_text(MARKDOWN, "a.md").document.blocks if isinstance(block, Table)]
    assert (len(table.head), len(table.body)) == (1, 1)


def test_the_one_heading_above_all_others_is_the_title() -> None:
    reading = read_text(MARKDOWN, "a.md")
    headings = [block for block in reading.document.blocks if isinstance(block, Heading)]
    assert reading.title == "青禾年报"
    assert [(heading.level, plain(heading.content)) for heading in headings] == [(1, "综合")]
