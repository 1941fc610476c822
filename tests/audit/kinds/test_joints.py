"""Text cut at page ends: where the finding stands, and when cuts are only the way a file breaks its lines."""

from tests.audit.kinds.found import quotes

SENTENCE = "全市中职学校坚持立德树人，不断改善办学条件，扩大培养规模，在规模以上企业就业127"


def test_a_number_cut_by_a_page_end_is_quoted_from_its_first_line() -> None:
    assert quotes("number_is_not_cut_in_two", f"{SENTENCE}\n\n5人，在中小微企业就业905人。") == ["127"]


def test_a_whole_number_at_the_end_of_a_paragraph_is_left_alone() -> None:
    assert quotes("number_is_not_cut_in_two", f"{SENTENCE}人。\n\n905人在中小微企业就业。") == []


def test_lines_broken_at_one_width_are_no_cuts() -> None:
    line = "学校不断改善办学条件，扩大培养规模，加强教师队伍建设，提高人才培养质量，深化教"
    text = "\n\n".join(line for _ in range(20)) + "学改革。"
    for rule in ("word_is_not_cut_in_two", "sentence_is_not_cut_in_two"):
        assert quotes(rule, text) == []


def test_a_title_and_the_name_below_it_are_no_cut_sentence() -> None:
    text = "在云海市第八届人民代表大会第三次会议上\n\n云海市市长\n\n各位代表：\n\n现在，我向大会报告工作。"
    assert quotes("word_is_not_cut_in_two", text) == []


def test_a_file_without_a_long_line_is_wrapped_and_has_no_cuts() -> None:
    lines = [
        "公司董事会和监事会保证年度报告内容的真实性、准确性、",
        "完整性，不存在虚假记载。",
        "公司全体董事出席会议。",
    ]
    assert quotes("sentence_is_not_cut_in_two", "\n\n".join(lines * 5)) == []
