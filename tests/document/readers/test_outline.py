import pytest

from zhibao.document.nodes import Heading, Paragraph, plain
from zhibao.document.readers.marks import counts, is_title, mark_of
from zhibao.document.readers.read import read_text

BODY = "本节说明有关情况，内容完整。"


def headings(*titles: str) -> list[tuple[int, str, str]]:
    reading = read_text("\n\n".join(f"{title}\n\n{BODY}" for title in titles))
    return [(block.level, block.number, plain(block.content)) for block in reading.document.blocks
            if isinstance(block, Heading)]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "numbers", "printed"),
    [
        ("第一章 总则", (1,), "第一章"),
        ("第十二节 经费", (12,), "第十二节"),
        ("二十三、附则", (23,), "二十三、"),
        ("（十）保障", (10,), "（十）"),
        ("3.2.1.1 深化诊改", (3, 2, 1, 1), "3.2.1.1"),
        ("10.2改进措施", (10, 2), "10.2"),
        ("4．校企合作", (4,), "4．"),
        ("（3）管理", (3,), "（3）"),
        ("【案例十一】助力振兴", (11,), "【案例十一】"),
        ("案例 4：名师引领", (4,), "案例 4："),
        ("附件 2：数据表", (2,), "附件 2："),
    ],
)
def test_numbers_in_front_of_titles_are_read(text: str, numbers: tuple[int, ...], printed: str) -> None:
    mark = mark_of(text)
    assert mark is not None
    assert (mark.numbers, mark.printed) == (numbers, printed)
    assert is_title(text, mark)


@pytest.mark.parametrize(
    "text",
    [
        "2021 年，全市共有",
        "1.2 万人",
        "3.5%",
        "2.0 版本",
        "0.5 个百分点",
        "2021.12.30",
        "一、二、三等奖",
        "12 所学校",
        "1.5 倍以上",
    ],
)
def test_quantities_dates_and_ranks_are_no_headings(text: str) -> None:
    mark = mark_of(text)
    assert mark is None or counts(text, mark) or not is_title(text, mark)


@pytest.mark.parametrize(
    "text", ["1.1 人才培养", "2 个性发展", "3.1 年度目标", "4 家校共育", "5.2 名师工程", "1.3 项目建设"]
)
def test_titles_that_begin_like_a_unit_are_headings(text: str) -> None:
    mark = mark_of(text)
    assert mark is not None
    assert is_title(text, mark)


def test_levels_follow_the_families_of_numbers() -> None:
    found = headings("一、总体情况", "（一）规模", "1. 学校", "2. 学生", "（二）条件", "二、成效", "（一）质量")
    assert [level for level, _, _ in found] == [1, 2, 3, 3, 2, 1, 2]


def test_decimals_are_levels_by_their_depth() -> None:
    found = headings("1 概况", "1.1 规模", "1.1.1 学校", "1.1.1.1 公办", "1.2 教师", "2 成效")
    assert [level for level, _, _ in found] == [1, 2, 3, 4, 2, 1]


def test_chapters_and_decimals_live_together() -> None:
    assert [level for level, _, _ in headings("第一章 概况", "1.1 规模", "1.2 教师", "第二章 成效", "2.1 就业")] == [
        1,
        2,
        2,
        1,
        2,
    ]


def test_a_list_that_starts_again_below_chapters_of_the_same_kind_is_a_list() -> None:
    found = headings("1. 概况", "1.1 规模", "2. 成效", "3. 问题", "1. 经费不足", "2. 师资不足", "4. 对策")
    assert [title for _, _, title in found] == ["概况", "规模", "成效", "问题", "对策"]


def test_numbers_inside_a_case_lie_below_it_and_end_with_it() -> None:
    found = headings("1. 概况", "1.1 规模", "【案例一】党建引领", "（一）有温度", "（二）有力度", "1.2 教师")
    assert [(level, title) for level, _, title in found] == [
        (1, "概况"), (2, "规模"), (3, "党建引领"), (4, "有温度"), (4, "有力度"), (2, "教师")
    ]  # fmt: skip


def test_a_double_number_is_kept_for_the_audit() -> None:
    assert [number for _, number, _ in headings("1 质量", "1.1 专业", "1.2 课程", "1.2 教材", "1.4 实训")] == [
        "1", "1.1", "1.2", "1.2", "1.4"
    ]  # fmt: skip


def test_an_annex_takes_the_title_below_it() -> None:
    reading = read_text("1 概况\n\n正文完。\n\n附件:\n\n青禾市数据表\n\na\tb\tc\n1\t2\t3")
    annex = [block for block in reading.document.blocks if isinstance(block, Heading)][-1]
    assert (annex.role, annex.number, plain(annex.content)) == ("annex", "附件:", "青禾市数据表")
    assert annex.origin is not None
    assert [run.line for run in annex.origin.runs] == [5, 7]


def test_headings_without_number_are_known_by_name() -> None:
    assert headings("前 言", "一、概况", "结束语") == [(1, "", "前 言"), (1, "一、", "概况"), (1, "", "结束语")]


def test_a_numbered_sentence_is_a_paragraph() -> None:
    reading = read_text("（四）文化惠民，开展活动。全年共 12 场。\n\n1. 学校坚持育人为本，全年招收新生 1200 人")
    assert all(isinstance(block, Paragraph) for block in reading.document.blocks)


def test_the_printed_line_of_a_heading_is_its_origin() -> None:
    heading = read_text("  1.1  规模和结构  \n\n正文。").document.blocks[0]
    assert isinstance(heading, Heading)
    assert heading.origin is not None
    assert heading.origin.text == "1.1  规模和结构"
    assert heading.origin.runs[0].column == 3
