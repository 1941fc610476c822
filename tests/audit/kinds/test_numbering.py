"""Numbers of headings, captions and lists, beyond the examples in the rule files."""

from tests.audit.kinds.found import quotes

TEXT = "本段说明有关情况。"


def _report(*titles: str) -> str:
    return "\n\n".join(part for title in titles for part in (title, TEXT))


def test_a_heading_that_the_reader_takes_for_text_is_no_gap() -> None:
    text = _report("一、工作回顾", "二、五年来的成就", "三、工作安排")
    assert quotes("heading_numbers_leave_no_gap", text) == []


def test_sections_of_two_parts_may_carry_the_same_numbers() -> None:
    text = _report("第一部分 学校", "1.1 规模", "1.2 师资", "第二部分 企业", "1.1 投入", "1.2 产出")
    assert quotes("heading_number_is_used_once", text) == []


def test_a_continued_table_keeps_its_number() -> None:
    text = "1 概况\n\n表1-1 学校情况\n\n甲\t1\n乙\t2\n\n续表1-1 学校情况\n\n丙\t3\n丁\t4\n"
    assert quotes("caption_number_is_used_once", text) == []


def test_captions_numbered_through_the_report_have_no_chapter_to_carry() -> None:
    text = _report("1 概况", "图1 规模", "2 学生", "图2 招生", "图3 就业", "3 教师", "图4 学历")
    assert quotes("caption_number_carries_its_chapter", text) == []


def test_a_beginning_of_a_report_is_not_asked_for_what_its_contents_promise() -> None:
    entries = "\n".join(f"{n}. 第{n}章标题\t{n}" for n in range(1, 9))
    assert quotes("contents_entry_has_its_heading", f"目录\n\n{entries}\n\n1. 第1章标题\n\n{TEXT}") == []


def test_lists_of_one_report_have_pages_of_their_own() -> None:
    text = (
        "目录\n\n1. 概况\t1\n2. 学生\t3\n3. 教师\t6\n4. 保障\t9\n\n"
        "案例目录\n\n案例1：校企共育..... 2\n案例2：订单培养..... 4\n案例3：技能竞赛..... 7\n案例4：乡村服务..... 9\n"
    )
    assert quotes("contents_pages_do_not_run_backwards", text) == []


def test_a_legal_sub_list_below_a_heading_keeps_its_marks() -> None:
    long = "组织党员教师走进社区，开展政策宣讲和家电维修，全年服务居民860人次。"
    text = f"（一）招生\n\n一是宣传。{long}\n\n二是录取。{long}\n\n（二）就业\n\n一是推荐。{long}"
    assert quotes("list_keeps_one_level", text) == []
