"""Official titles with a slip in them, and other titles that only look like one."""

import pytest

from zhibao.audit.likeness import differences, is_reordered, likeness
from zhibao.audit.official import is_slip, without_issuer


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("学生健康体质标准办法", "学生体质健康标准办法"),
        ("职业院校教材管理办发", "职业院校教材管理办法"),
        ("关于推进教学改革工作的意见", "关于推动教学改革工作的意见"),
    ],
)
def test_a_wrong_letter_and_words_in_the_wrong_order_are_slips(said: str, right: str) -> None:
    assert is_slip(said, right)


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("云海省职业教育发展规划纲要", "云海市职业教育发展规划纲要"),
        ("中等职业学校设置标准细则", "高等职业学校设置标准细则"),
        ("教师培训工作计划（2020年）", "教师培训工作计划（2021年）"),
        ("学校体育工作实施办法", "学校后勤安全管理细则"),
        ("教学管理办法", "教学管理办发"),
    ],
)
def test_another_place_level_or_year_is_another_document(said: str, right: str) -> None:
    assert not is_slip(said, right)


def test_the_authority_in_front_of_a_title_does_not_count() -> None:
    assert without_issuer("教育部关于加强实习管理的意见") == "关于加强实习管理的意见"
    assert without_issuer("云海省教育厅关于加强实习管理的意见") == "关于加强实习管理的意见"


def test_likeness_is_one_for_equal_and_low_for_strange_texts() -> None:
    assert likeness("教师队伍", "教师队伍") == 1.0
    assert likeness("教师队伍", "经费投入") == 0.0
    assert differences("教师规模", "教师队伍") == [("规模", "队伍")]
    assert is_reordered("体质健康", "健康体质")
    assert not is_reordered("健康", "健康")
