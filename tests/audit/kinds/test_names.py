"""Names of organisations, documents and programmes: what is no variant."""

import pytest

from tests.audit.kinds.found import quotes

TWICE = "云海市职业技术学校招生420人。云海市职业技术学校就业率97.1%。"


@pytest.mark.parametrize(
    "text",
    [
        f"{TWICE}云海市中等职业学校在校生9600人。",
        f"{TWICE}云海市职业学校和技工学校共12所。",
        f"{TWICE}云海职业技术学院招生860人。",
        "云海第一职业技术学校获奖6项。云海第一职业技术学校招生。云海第二职业技术学校获奖4项。",
        "云海市中职学校12所。云海市中职学校招生9600人。云海中职学校改革走在前列。",
    ],
)
def test_other_schools_and_all_schools_of_a_place_are_no_variants(text: str) -> None:
    assert quotes("organisation_keeps_one_name", text) == []


def test_the_full_name_is_proposed_and_not_an_abbreviation() -> None:
    text = (
        "云海市机电中等职业技术学校招生420人。云海市机电中等职业技术学校获奖6项。云海机电学校参赛。云海机电学校承办。"
        "云海机电学校组织。云海机电中等职业学校申报试点。"
    )
    assert quotes("organisation_keeps_one_name", text) == ["云海机电中等职业学校"]


def test_a_local_document_is_not_measured_by_a_national_one() -> None:
    text = "落实《云海省职业教育改革实施方案》和《关于推动现代职业教育高质量发展的实施意见》。"
    assert quotes("document_titles_are_official", text) == []


def test_an_agency_by_its_accepted_short_name_is_right() -> None:
    assert quotes("agencies_have_official_names", "云海市人力资源社会保障局、市发展改革局、省工业信息化厅参加。") == []


def test_the_same_prize_or_person_may_stand_twice_in_a_list() -> None:
    assert quotes("list_names_each_thing_once", "三人分获一等奖、二等奖、一等奖。") == []
