"""A note answers a finding that it names, and no other."""

from functools import cache

import pytest

from zhibao.audit.run import audit
from zhibao.catalog.rulebook import RuleBook, load_rulebook
from zhibao.document.readers.read import read_text
from zhibao.terms.finding import Finding, Severity

NAME = "学校开展网点运营推广职业技能等级证书（初级）试点。"
ANNEX = """| 序号 | 指标 | 单位 | 2023年 | 2024年 |
|---|---|---|---|---|
| 1 | 升入本科院校人数 | 人 | 10 | 42 |
| 2 | 通过中本贯通升学人数 | 人 | 20 | 25 |
| 5 | 教职员总数 | 人 | 240 | 251 |
| 6 | 专任教师总数 | 人 | 200 | 210 |
| 7 | 毕业生总数 | 人 | 1250 | 1320 |
| 8 | 就业（含升学）人数 | 人 | 1225 | 1287 |
| 9 | 纸质图书数 | 册 | 90000 | 99000 |
"""


@cache
def book() -> RuleBook:
    return load_rulebook()


def found(text: str, rule: str) -> list[Finding]:
    return [one for one in audit(read_text(text), book()).findings if one.rule == rule]


@pytest.mark.parametrize(
    ("note", "is_answered"),
    [
        ("注：“网点运营推广职业技能等级证书”：证书名称照学校报送的原文印出。", True),
        ("注2：网点运营推广职业技能等级证书：照原文印出。", True),
        ("注：“母婴护理职业技能等级证书”：照学校报送的原文印出。", False),
        ("证书名称照学校报送的原文印出。", False),
    ],
)
def test_a_name_is_answered_by_the_note_that_names_it(note: str, *, is_answered: bool) -> None:
    findings = found(f"{NAME}\n\n{note}", "certificates_have_official_names")
    assert findings
    assert bool(findings[0].reason) is is_answered
    assert (findings[0].severity is Severity.NOTE) is is_answered


@pytest.mark.parametrize(
    ("note", "is_answered"),
    [
        ("注：升入本科院校人数（2023年）：转段的学生当年仍按高职学籍注册。", True),
        ("注：升入本科院校人数（2024年）：转段的学生当年仍按高职学籍注册。", False),
        ("注：升入本科院校人数：招生计划增加。", False),
        ("注：毕业生总数（2023年）：含往届结业生。", False),
    ],
)
def test_a_value_is_answered_by_the_note_on_its_year(note: str, *, is_answered: bool) -> None:
    (one,) = found(f"{ANNEX}\n{note}", "annex_order_is_kept")
    assert bool(one.reason) is is_answered


def test_an_answered_number_is_not_contradicted_any_more() -> None:
    answered = audit(read_text(f"{ANNEX}\n注：升入本科院校人数（2023年）：转段的学生当年仍按高职学籍注册。"), book())
    assert audit(read_text(ANNEX), book()).counts()["contradicted"] == 1
    assert answered.counts()["contradicted"] == 0


def test_a_contradiction_of_numbers_is_never_answered() -> None:
    text = "2023年招生1405人，比上年（1290人）增加125人。\n\n注：招生（2023年）：计划增加。"
    assert any(not one.reason and one.severity is Severity.ERROR for one in audit(read_text(text), book()).findings)
