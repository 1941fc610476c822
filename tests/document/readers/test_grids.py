import pytest

from tests.document.readers.written import digits_lost, shown
from zhibao.document.nodes import Contents, Table
from zhibao.document.readers.read import read_text


def tables(text: str) -> list[tuple[str, ...]]:
    return [block for block in shown(read_text(text)) if block[0] == "table"]


def test_columns_kept_apart_by_blanks_are_a_table() -> None:
    text = (
        "见下表。\n\n指标        2022年    2023年\n教师数      1204      1236\n"
        "  其中：女             640\n合计        1204      1236\n"
    )
    assert tables(text) == [("table", "", "指标|2022年|2023年", "教师数|1204|1236", "其中：女||640", "合计|1204|1236")]
    assert digits_lost(read_text(text)) == ({}, {})


def test_a_sentence_with_wide_blanks_is_no_table() -> None:
    assert tables("校长：  王某\n\n全市共有  12 所学校，其中公办  9 所。") == []


def test_a_table_of_tabs_goes_on_over_one_blank_line() -> None:
    text = "1\t教师数\t人\t93\n2\t学生数\t人\t337\n\n3\t学校数\t所\t12\n"
    assert tables(text) == [("table", "", "1|教师数|人|93", "2|学生数|人|337", "3|学校数|所|12")]


def test_a_table_with_other_columns_is_another_table() -> None:
    assert len(tables("a\tb\tc\n1\t2\t3\n\n甲\t乙\t丙\t丁\n1\t2\t3\t4\n")) == 2


def test_an_empty_first_cell_stays_a_cell() -> None:
    assert tables("3\t工作室\t个\t1\n\t其中：市级\t个\t1\n") == [("table", "", "3|工作室|个|1", "|其中：市级|个|1")]


def test_two_columns_of_names_and_counts_are_a_table_and_no_contents() -> None:
    assert tables("项目\t数量\n教室\t120\n实训室\t45\n图书馆\t3\n") == [
        ("table", "", "项目|数量", "教室|120", "实训室|45", "图书馆|3")
    ]


PIPES = """| 序号 | 学校 | 人数 |
|----|----|----|
| 1 | 青禾一职 | 640 |

| | | |
|----|----|----|
| 2 | 青禾二职 | 512 |

| | 分校 | |
|----|----|----|
| 3 | 青禾三职 | 498 |
"""


def test_a_pipe_table_goes_on_after_a_page_end() -> None:
    assert tables(PIPES) == [
        ("table", "", "序号|学校|人数", "1|青禾一职|640", "2|青禾二职|512", "|分校|", "3|青禾三职|498")
    ]


def test_a_pipe_table_with_a_head_of_its_own_is_another_one() -> None:
    text = "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n| 丙 | 丁 |\n|---|---|\n| 3 | 4 |\n"
    assert tables(text) == [("table", "", "甲|乙", "1|2"), ("table", "", "丙|丁", "3|4")]


def test_pipes_without_outer_ones_are_a_table_too() -> None:
    assert tables("甲 | 乙\n---|---\n1 | 2\n3 | 4\n") == [("table", "", "甲|乙", "1|2", "3|4")]


def test_a_pipe_in_a_sentence_is_text() -> None:
    assert tables("选择 A|B 两项之一。\n\n另有 3 项。") == []


def test_a_caption_belongs_to_the_table_below_it_over_a_line_with_the_unit() -> None:
    text = "表 2-1 教师情况\n单位：人\n类别\t2022\t2023\n专任\t93\t96\n"
    assert shown(read_text(text)) == [
        ("paragraph", "单位：人"),
        ("table", "表2-1 教师情况", "类别|2022|2023", "专任|93|96"),
    ]


def test_a_table_broken_by_a_caption_of_continuation_is_told_so() -> None:
    text = "表 2-1 教师\n\na\tb\tc\n1\t2\t3\n\n续表 2-1\n\n4\t5\t6\n7\t8\t9\n"
    assert [block[1] for block in tables(text)] == ["表2-1 教师", "表2-1 "]


@pytest.mark.parametrize("leader", ["\t", " ...... ", "……", "      ", "·····"])
def test_leaders_of_any_kind_lead_to_the_page(leader: str) -> None:
    reading = read_text(
        f"目  录\n1.1 规模{leader}4\n1.2 教师{leader}- 12 -\n【案例一】实训{leader}7\n\n1.1 规模\n\n全文 3 项。"
    )
    contents = reading.document.blocks[0]
    assert isinstance(contents, Contents)
    assert [(entry.text, entry.page) for entry in contents.entries] == [
        ("1.1 规模", "4"),
        ("1.2 教师", "12"),
        ("【案例一】实训", "7"),
    ]


def test_lists_of_cases_and_exhibits_are_contents_of_their_own() -> None:
    text = (
        "目录\n1 概况\t1\n2 成效\t3\n案例目录\n案例 1：甲\t2\n案例 2：乙\t4\n"
        "图表目录\n图 1-1 丙\t1\n表 1-1 丁\t2\n\n1 概况\n\n正文。"
    )
    kinds = [(each.kind, each.title) for each in read_text(text).document.blocks if isinstance(each, Contents)]
    assert kinds == [("headings", "目录"), ("cases", "案例目录"), ("exhibits", "图表目录")]


def test_exhibits_after_the_headings_are_a_list_of_their_own_even_without_title() -> None:
    text = "目录\n1 概况\t1\n2 成效\t3\n图 1-1 丙\t1\n表 1-1 丁\t2\n表 1-2 戊\t2\n\n1 概况\n\n正文。"
    kinds = [(each.kind, len(each.entries)) for each in read_text(text).document.blocks if isinstance(each, Contents)]
    assert kinds == [("headings", 2), ("exhibits", 3)]


def test_an_entry_too_long_for_its_line_goes_on_in_the_next() -> None:
    text = (
        "目录\n1 坚持立德树人，全面提高人才培养质量，\n更好服务发展 ........ 3\n2 成效 ........ 5\n\n1 概况\n\n正文。"
    )
    contents = read_text(text).document.blocks[0]
    assert isinstance(contents, Contents)
    assert [entry.page for entry in contents.entries] == ["3", "5"]


def test_contents_in_pipes_are_contents() -> None:
    text = "目录\n\n| | |\n|---|---|\n| 1 概况 | - 1 - |\n| 1.1 规模..... | - 2 - |\n\n1 概况\n\n正文。"
    contents = read_text(text).document.blocks[0]
    assert isinstance(contents, Contents)
    assert [(entry.text, entry.page) for entry in contents.entries] == [("1 概况", "1"), ("1.1 规模", "2")]
    assert contents.entries[1].origin is not None
    assert contents.entries[1].origin.text == "1.1 规模..... - 2 -"


def test_rows_that_end_in_a_number_are_no_contents() -> None:
    text = "1\t毕业生数\t人\t7693\n2\t就业数\t人\t7355\n3\t升学数\t人\t1237\n"
    assert not any(isinstance(block, Contents) for block in read_text(text).document.blocks)
    assert isinstance(read_text(text).document.blocks[0], Table)
