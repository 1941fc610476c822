"""A formula is read aloud with the labels that people know."""

import pytest

from zhibao.catalog.expression import parse_condition, parse_formula
from zhibao.catalog.load import load_catalog
from zhibao.catalog.spoken import spoken_condition, spoken_formula

REGISTERS = load_catalog().registers
RECORDS = "graduate_records"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SUM(students.full_time)", "“学生规模”全日制在校生数"),
        ("SUM(students.full_time) / SUM(staff.total)", "“学生规模”全日制在校生数 ÷ “教职工”教职员总数"),
        ("COUNT(graduate_records.student_number)", "“毕业生去向名册”的行数"),
        ("COUNT(graduate_records.employer)", "“毕业生去向名册”中填了就业单位的行数"),
        ("COUNT(DISTINCT graduate_records.major)", "“毕业生去向名册”中不同专业的个数"),
        ("MAX(graduate_records.pay)", "“毕业生去向名册”最大的首月税前收入"),
        ("MIN(graduate_records.pay)", "“毕业生去向名册”最小的首月税前收入"),
        ("SUM(graduate_records.pay)", "“毕业生去向名册”各行首月税前收入之和"),
        ("COUNT(DISTINCT students.school)", "“学生规模”中不同学校的个数"),
    ],
)
def test_an_aggregate_is_told_in_words(text: str, words: str) -> None:
    assert spoken_formula(parse_formula(text, REGISTERS).tree, REGISTERS) == words


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("destination = '升学'", "毕业去向为“升学”"),
        ("destination <> '升学'", "毕业去向不为“升学”"),
        ("destination IN ('升学', '参军入伍')", "毕业去向为“升学、参军入伍”之一"),
        ("pay > 3000", "首月税前收入大于3000"),
        ("pay >= 3000", "首月税前收入不小于3000"),
        ("pay < 3000", "首月税前收入小于3000"),
        ("pay <= 3000", "首月税前收入不大于3000"),
        ("matched = '是' AND (insured = '是' OR pay > 1)",
         "是否专业对口为“是”且（是否购买社会保险为“是”或首月税前收入大于1）"),
        ("NOT matched = '是'", "不是是否专业对口为“是”"),
    ],
)  # fmt: skip
def test_a_filter_is_told_in_words(where: str, words: str) -> None:
    qualified = where
    for name in ("destination", "pay", "matched", "insured"):
        qualified = qualified.replace(name, f"{RECORDS}.{name}")
    formula = parse_formula(f"COUNT({RECORDS}.student_number) FILTER (WHERE {qualified})", REGISTERS)
    assert spoken_formula(formula.tree, REGISTERS) == f"“毕业生去向名册”中{words}的行数"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("(SUM(students.full_time) - SUM(students.entrants)) * 2", "（甲 − 乙） × 2"),
        ("SUM(students.full_time) - (SUM(students.entrants) - 1)", "甲 − （乙 − 1）"),
        ("SUM(students.full_time) / (SUM(students.entrants) * 2)", "甲 ÷ （乙 × 2）"),
        ("SUM(students.full_time) + SUM(students.entrants) * 2", "甲 ＋ 乙 × 2"),
    ],
)
def test_brackets_stand_only_where_they_change_the_result(text: str, words: str) -> None:
    said = spoken_formula(parse_formula(text, REGISTERS).tree, REGISTERS)
    labels = {"“学生规模”全日制在校生数": "甲", f"“学生规模”{REGISTERS['students'].fields['entrants'].label}": "乙"}
    for label, letter in labels.items():
        said = said.replace(label, letter)
    assert said == words


def test_a_condition_names_another_register_but_not_its_own() -> None:
    condition = parse_condition("graduates.employed <= students.full_time", REGISTERS)
    assert spoken_condition(condition, REGISTERS, "graduates") == "就业（含升学）人数 ≤ “学生规模”全日制在校生数"
