import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.document.readers.written import digits_lost, shown
from zhibao.document.readers.joining import is_finished
from zhibao.document.readers.read import read_text

PARAGRAPHS = (
    "2023 年，全市中等职业学校共有在校生 18426 人，比上年增加 312 人，增长 1.72%，其中一年级新生 6310 人，"
    "占在校生总数的 34.25%。",
    "全市专任教师 1285 人，“双师型”教师 746 人，硕士及以上学历教师 214 人（含在读 37 人），生师比为 14.34:1，"
    "师资结构不断优化。",
    "学校与《职业教育提质方案》对标，投入设备资金 1260.5 万元，新建实训室 23 间，生均设备值达到 15320 元；"
    "图书 40.6 万册。",
)
SEPARATORS = ("\n", "\n\n", "\n\n\n", "\n\n— 12 —\n\n", "\n第 12 页\n")


def blocks(text: str) -> list[tuple[str, ...]]:
    return shown(read_text(text))


CLEAN = "一、总体情况\n\n" + "\n\n".join(PARAGRAPHS) + "\n\n二、主要成效\n\n" + PARAGRAPHS[0]


@settings(max_examples=300, deadline=None)
@given(which=st.integers(0, 2), at=st.integers(19, 50), separator=st.sampled_from(SEPARATORS))
def test_a_page_cut_anywhere_changes_nothing_but_the_joints(which: int, at: int, separator: str) -> None:
    paragraph = PARAGRAPHS[which]
    first, second = paragraph[:at].rstrip(), paragraph[at:].lstrip()
    if is_finished(first):
        return
    cut = CLEAN.replace(paragraph, first + separator + second, 1)
    reading = read_text(cut)
    assert [tuple(part.replace(" ", "") for part in block) for block in shown(reading)] == [
        tuple(part.replace(" ", "") for part in block) for block in blocks(CLEAN)
    ]
    assert len(reading.joints) == 1
    inside = bool(re.search(r"[\d.]$", first) and re.match(r"[\d.]", second))
    assert not inside or reading.joints[0].cut == "number"


def test_a_number_cut_by_a_page_end_is_joined() -> None:
    reading = read_text("全市录取316\n\n4人，其中女生 1502 人。")
    assert shown(reading) == [("paragraph", "全市录取3164人，其中女生 1502 人。")]
    assert [(joint.first, joint.second, joint.cut) for joint in reading.joints] == [(1, 3, "number")]
    assert digits_lost(reading) == ({"316": 1, "4": 1}, {"3164": 1})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("全年就业率为12.", "5%，高于上年。"),
        ("本届毕业生共录取316", "4人。"),
        ("方案发布于2021", "年，共三章。"),
        ("比上年提高3", "个百分点。"),
    ],
)
def test_numbers_are_joined_at_points_and_before_units(first: str, second: str) -> None:
    reading = read_text(f"{first}\n\n{second}")
    assert shown(reading) == [("paragraph", first + second)]
    assert [joint.cut for joint in reading.joints] == ["number"]


def test_a_bare_page_number_between_the_halves_is_dropped_first() -> None:
    reading = read_text("全市共录取新生，其中本科316\n\n— 12 —\n\n4人，专科 12 人。")
    assert shown(reading) == [("paragraph", "全市共录取新生，其中本科3164人，专科 12 人。")]
    assert [line.kind for line in reading.lines] == ["text", "furniture", "text"]


def test_the_places_of_a_joined_number_are_both_lines() -> None:
    reading = read_text("全市录取316\n\n4人，其中女生 1502 人。")
    block = reading.document.blocks[0]
    origin = block.origin  # type: ignore[union-attr]  # the only block is a paragraph
    assert origin is not None
    places = origin.places(4, 8)
    assert [(place.line, place.column, place.quote) for place in places] == [(1, 5, "316"), (3, 1, "4")]


def test_more_than_two_blank_lines_end_the_paragraph() -> None:
    assert len(blocks("开展校企合作，共建实训基地，\n\n\n\n培养学生 12 人。")) == 2


def test_short_lines_are_titles_and_stay_alone() -> None:
    assert len(blocks("学生实训现场\n\n教师企业实践，收获良多。")) == 2


@pytest.mark.parametrize(
    "following",
    ["1.2 教师队伍", "（二）教师队伍", "表 3-1 教师情况", "案例 4：名师引领", "a\tb\tc\n1\t2\t3", "二、教师队伍"],
)
def test_what_begins_something_new_is_never_joined(following: str) -> None:
    reading = read_text(f"学校积极推进各项工作，全面提高教育教学质量和\n\n{following}")
    assert len(reading.document.blocks) == 2
    assert reading.joints == ()


def test_a_quantity_at_the_start_of_a_line_is_no_heading() -> None:
    reading = read_text("1 概况\n\n1.1 规模\n\n全市在校生规模稳步扩大，达到了\n\n1.2 万人，比上年增加 300 人")
    assert shown(reading)[-1] == ("paragraph", "全市在校生规模稳步扩大，达到了1.2 万人，比上年增加 300 人")


def test_hard_wrapped_text_is_joined_in_silence() -> None:
    text = PARAGRAPHS[0] + PARAGRAPHS[1]
    wrapped = "\n".join(text[start : start + 24] for start in range(0, len(text), 24))
    reading = read_text(f"{wrapped}\n\n{wrapped}")
    assert [block[1].replace(" ", "") for block in shown(reading)] == [text.replace(" ", "")] * 2
    assert reading.joints == ()


def test_wrapped_lines_after_a_stop_go_on_where_paragraphs_are_indented() -> None:
    first = "　　甲乙丙丁戊己庚辛，甲乙丙丁戊己庚辛，甲乙丙丁戊己庚辛。"
    lines = [first, "这一行写满二十九个汉字之后才换行所以下一行还是同一段落的话", "收尾。"]
    reading = read_text("\n".join(lines * 5))
    assert shown(reading) == [("paragraph", "".join(lines).strip())] * 5
    assert reading.joints == ()


def test_indented_paragraphs_are_not_taken_for_the_rest_of_a_cut() -> None:
    paragraphs = "\n".join(f"　　{paragraph}" for paragraph in PARAGRAPHS)
    reading = read_text(f"　　学校基本办学条件与内涵建设的有关情况综合说明如下\n{paragraphs}")
    assert len(reading.document.blocks) == 4


def test_lines_in_a_row_without_any_stop_are_a_list_and_no_cuts() -> None:
    honours = ["2021 年获市级先进集体称号", "2022 年 3 月在全市职业院校学生技能竞赛中获得一等奖 2 个、二等奖 5 个",
               "2022 年被评为全省中等职业教育教学管理先进单位和德育示范学校，位列第 3",
               "2023 年，师生作品入选国家级资源库 4 项"]  # fmt: skip
    reading = read_text("\n\n".join(honours))
    assert shown(reading) == [("paragraph", honour) for honour in honours]
    assert reading.joints == ()


def test_list_items_keep_their_marks_and_are_paragraphs() -> None:
    reading = read_text("主要措施：\n\n1. 加强领导\n\n2. 明确责任\n\n3. 抓好落实\n\n① 定期检查\n\n② 及时通报")
    assert [block[0] for block in shown(reading)] == ["paragraph"] * 6
    assert shown(reading)[1] == ("paragraph", "1. 加强领导")


def test_a_cut_through_a_word_is_told_from_one_between_words() -> None:
    text = (
        "职业教育不断发展，专业建设持续发展。\n\n全市各校继续深化改革，努力实现高质量发\n\n展，成效显著。\n\n"
        "学校开展培训，组织学生参加，并且安排老师\n\n的分工。"
    )
    assert [joint.cut for joint in read_text(text).joints] == ["word", "sentence"]


def test_a_running_head_in_the_middle_of_sentences_is_set_aside() -> None:
    head = "青禾市职业教育年度报告"
    halves = [(paragraph[:40], paragraph[40:]) for paragraph in PARAGRAPHS]
    text = "\n\n".join(f"{first}\n\n{head}\n\n{second}" for first, second in halves)
    assert shown(read_text(text)) == [("paragraph", paragraph) for paragraph in PARAGRAPHS]


def test_a_line_that_recurs_in_the_text_is_kept() -> None:
    text = "\n\n".join(f"{paragraph}\n\n单位：万元" for paragraph in PARAGRAPHS)
    assert [block for block in blocks(text) if block == ("paragraph", "单位：万元")] == [
        ("paragraph", "单位：万元")
    ] * 3


def test_heads_and_feet_of_pages_are_set_aside() -> None:
    pages = [f"青禾年报\n\n{paragraph}\n\n{number}" for number, paragraph in enumerate(PARAGRAPHS, 1)]
    reading = read_text("\n\f".join(pages))
    assert shown(reading) == [("paragraph", paragraph) for paragraph in PARAGRAPHS]
