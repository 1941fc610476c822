"""This year's report against last year's: quoted values and copied passages."""

from functools import cache

from zhibao.audit.run import audit
from zhibao.catalog.rulebook import RuleBook, load_rulebook
from zhibao.document.readers.read import read_text
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import TextPlace

VALUE, COPIED = "last_year_value_agrees_with_last_report", "passage_is_not_copied_from_last_year"
PROSE = (
    "学校把心理健康课排进每周课表，由专职教师为{}名学生授课，并为每名新生建立成长档案，班主任每月与家长联系，"
    "发现困难及时会商，让每一个孩子都有人关心有人陪伴。"
)


@cache
def book() -> RuleBook:
    return load_rulebook()


def found(text: str, previous: str, rule: str) -> list[Finding]:
    result = audit(read_text(text), book(), previous=read_text(previous))
    return [one for one in result.findings if one.rule == rule]


def test_a_slip_is_an_error_and_any_other_difference_a_warning() -> None:
    before = "2022年，在校生3840人。"
    (slip,) = found("2022年在校生3480人，2023年在校生4012人。", before, VALUE)
    (other,) = found("2022年在校生3911人，2023年在校生4012人。", before, VALUE)
    assert (slip.severity, other.severity) == (Severity.ERROR, Severity.WARNING)
    assert slip.suggestions == ("3480 → 3840",)
    assert "3840人" in slip.message


def test_a_quoted_value_that_last_year_states_is_verified() -> None:
    result = audit(
        read_text("2022年在校生3840人，2023年在校生4012人。"), book(), previous=read_text("2022年，在校生3840人。")
    )
    (one,) = [each for each in result.numerals if each.printed == "3840"]
    assert one.outcome.value == "verified"
    assert any("上年报告" in text for text in one.checked)


def test_values_of_this_year_are_not_compared_with_last_year() -> None:
    assert found("2023年在校生4012人。", "2022年在校生3840人。", VALUE) == []


def test_values_of_different_schools_are_not_compared() -> None:
    before = "2022年，示例甲职业学校有在校生3840人。"
    assert found("2022年示例乙职业学校有在校生3480人，2023年4012人。", before, VALUE) == []


def test_a_copied_passage_is_a_note_on_its_own_digits() -> None:
    text = f"一、概况\n\n2023年报告。{PROSE.format(2310)}"
    (one,) = found(text, PROSE.format(98), COPIED)
    assert one.severity is Severity.NOTE
    assert isinstance(one.where, TextPlace)
    assert one.where.quote.startswith("学校把心理健康课排进每周课表，由专职教师为2310名")


def test_the_longest_passages_are_told_and_headings_are_no_prose() -> None:
    text = f"# {PROSE.format(1)}\n\n别的话。"
    assert found(text, f"# {PROSE.format(1)}\n\n另外的话。", COPIED) == []
