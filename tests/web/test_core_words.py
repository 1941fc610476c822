"""What the core says in words of its own is English on an English page; what holds content stays as it is."""

from typing import get_args

import pytest
from django.template import Context, Template
from django.utils.translation import override

from zhibao.compile.gate import Obstacle, ObstacleKind
from zhibao.diagnose.verdict import Outcome, Trend
from zhibao.preview.aside import Group
from zhibao.terms.finding import Severity
from zhibao.terms.period import Period, PeriodType
from zhibao.terms.place import Level
from zhibao.terms.quantity import unit_text
from zhibao.terms.unit import UNITS
from zhibao.terms.value import Meaning, Origin, OriginKind, Undefined
from zhibao.web.language import has_chinese
from zhibao.web.parts.core_words import in_words

VOCABULARIES = (
    *(one.label for kind in (Outcome, Severity, Level, Meaning, PeriodType, Group) for one in kind),
    *(one.label for one in Trend if one is not Trend.UNKNOWN),
    *(Period(2021, one).label for one in PeriodType),
    *(Origin(one).label for one in OriginKind),
    *(one for label, unit in UNITS.items() for one in (label, unit_text(unit))),
    *(Obstacle(kind, 1, ()).name for kind in get_args(ObstacleKind)),
    Undefined().reason,
)


@pytest.mark.parametrize("text", dict.fromkeys(one for one in VOCABULARIES if has_chinese(one)))
def test_every_word_of_a_closed_vocabulary_has_its_english(text: str) -> None:
    with override("en"):
        assert not has_chinese(in_words(text))
    assert in_words(text) == text


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("不低于60%，不高于80.5%", "at least 60%, at most 80.5%"),
        ("不高于20∶1", "at most 20∶1"),
        ("差3.25个百分点", "3.25 percentage points short"),
        ("等于界限，须大于", "equal to the limit, must be above it"),
        ("未报送（缺 3 处）", "not submitted (3 lacking)"),
        ("统计时点：2021年9月1日", "As of 2021-9-1"),
        ("未达标（参考）", "below (advisory)"),
        ("缺专任教师总数12人", "缺专任教师总数12人"),
        ("其余：示例档，5分", "其余：示例档，5分"),
    ],
)
def test_a_phrase_is_english_where_all_of_it_is(text: str, english: str) -> None:
    with override("en"):
        assert in_words(text) == english


def test_what_is_no_word_of_the_core_is_marked_as_chinese() -> None:
    shown = Template("{{ known|word }} {{ own|word }} {{ several|words }}")
    told = Context({"known": "万元", "own": "<示例>", "several": ["未答复的批注", "示例"]})
    with override("en"):
        said = shown.render(told)
    assert said == (
        '10,000 yuan <span lang="zh-Hans">&lt;示例&gt;</span> '
        'Comments without an answer, <span lang="zh-Hans">示例</span>'
    )
