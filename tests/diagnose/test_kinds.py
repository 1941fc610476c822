"""Every standard's own examples hold, and every kind says what it needs."""

from fractions import Fraction

import pytest

from tests.registers import catalog
from zhibao.catalog.files import CatalogError
from zhibao.catalog.spoken_standard import KINDS, applies_text, limit_text
from zhibao.catalog.standard import Standard
from zhibao.diagnose.judge import example_judgment, judge, known_kinds
from zhibao.diagnose.verdict import Outcome
from zhibao.terms.value import Known, Meaning, Missing, Undefined

STANDARDS = catalog().standards


def standard(**given: object) -> Standard:
    """Return a standard made for a test."""
    said: dict[str, object] = {
        "name": "made_up", "label": "示例标准", "group": "示例", "indicator": "student_teacher_ratio", "why": "示例",
        "source": [{"title": "示例文件"}], "examples": [{"value": "1", "expect": "met"}] * 2,
    }  # fmt: skip
    return Standard.model_validate({**said, **given})


@pytest.mark.parametrize("name", STANDARDS)
def test_the_standard_judges_its_own_examples_as_they_say(name: str) -> None:
    one = STANDARDS[name]
    for example in one.examples:
        judgment = example_judgment(one, example)
        assert judgment.outcome.value == example.expect
        assert judgment.gap == (Fraction(example.gap) if example.gap else None)
        if example.points:
            assert judgment.points == Fraction(example.points)


@pytest.mark.parametrize("name", STANDARDS)
def test_the_examples_show_a_value_on_each_side_and_one_that_is_not_there(name: str) -> None:
    assert {one.expect for one in STANDARDS[name].examples} == {"met", "below", "unjudged"}


@pytest.mark.parametrize("name", STANDARDS)
def test_every_standard_can_be_told_in_words(name: str) -> None:
    assert limit_text(STANDARDS[name], "%")
    assert applies_text(STANDARDS[name])


def test_every_kind_is_used_and_told() -> None:
    assert {one.kind for one in STANDARDS.values()} == set(known_kinds()) == set(KINDS)


def test_what_is_missing_or_undefined_is_neither_met_nor_below() -> None:
    one = standard(at_most=20)
    for value in (Missing(Meaning.NOT_SUBMITTED), Missing(Meaning.NOT_APPLICABLE), Undefined()):
        assert judge(one, value).outcome is Outcome.UNJUDGED


def test_a_value_a_hair_below_the_line_is_below_it() -> None:
    judgment = judge(standard(at_least=33), Known(Fraction(32999999, 1000000)))
    assert (judgment.outcome, judgment.gap) == (Outcome.BELOW, Fraction(1, 1000000))


@pytest.mark.parametrize(
    ("given", "lacks"),
    [
        ({"kind": "threshold"}, "at_least"),
        ({"kind": "band", "at_least": 1}, "at_most"),
        ({"kind": "proportional", "at_least": 60, "parameters": {"points": 10}}, "zero_below"),
        ({"kind": "rank"}, "top"),
        ({"kind": "step"}, "steps"),
    ],
)
def test_a_standard_that_lacks_what_its_kind_needs_says_so(given: dict[str, object], lacks: str) -> None:
    with pytest.raises(CatalogError, match=lacks):
        judge(standard(**given), Known(Fraction(1)))


def test_a_kind_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(CatalogError, match="proportional"):
        judge(standard(kind="no_such_kind"), Known(Fraction(1)))


def test_equal_values_share_a_rank() -> None:
    one = standard(kind="rank", parameters={"top": 1})
    assert judge(one, Known(Fraction(8)), [Fraction(8), Fraction(5)]).outcome is Outcome.MET
    assert judge(one, Known(Fraction(5)), [Fraction(8), Fraction(8)]).note == "第3名，共3个"
