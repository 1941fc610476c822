"""What a typed cell means, and what is said when it means nothing."""

from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.collect.sample import catalog
from zhibao.catalog.register import FieldType, RegisterField
from zhibao.collect.cells import Content, ReadCell, read_cell, typed
from zhibao.snapshot.submission import Cell
from zhibao.terms.source import CellPlace
from zhibao.terms.value import Known, Meaning, Missing

COUNT = RegisterField(label="招生数", type=FieldType.COUNT, unit="人", note="当年新生")
MEASURE = RegisterField(label="校园占地面积", type=FieldType.MEASURE, unit="平方米", note="学校产权")
AMOUNT = RegisterField(label="年财政拨款", type=FieldType.AMOUNT, unit="元", note="按元填")
TEXT = RegisterField(label="企业名称", type=FieldType.TEXT)
OPTIONAL = RegisterField(label="学校简称", type=FieldType.TEXT, required=False)
CODE = RegisterField(label="专业", type=FieldType.CODE, list="majors")
DATE = RegisterField(label="发布时间", type=FieldType.DATE)
WHERE = CellPlace("S01.xlsx", "学生规模", "D5", "招生数")


def read(content: Content, field: RegisterField) -> ReadCell:
    return read_cell(content, field, catalog().lists.get(field.list), WHERE)


def known(number: str, *, estimated: bool = False) -> Known:
    return Known(Fraction(number), estimated=estimated)


@pytest.mark.parametrize(
    ("content", "field", "expected"),
    [
        (410.0, COUNT, known("410")),
        (410, COUNT, known("410")),
        ("410", COUNT, known("410")),
        (0, COUNT, known("0")),
        ("约9000", COUNT, known("9000", estimated=True)),
        (0.1 + 0.2, MEASURE, known("0.3")),
        (46000.5, MEASURE, known("46000.5")),
        (14000000.01, AMOUNT, known("14000000.01")),
        ("999999999999.99", AMOUNT, known("999999999999.99")),
        ("", COUNT, Missing(Meaning.NOT_SUBMITTED)),
        ("  　", COUNT, Missing(Meaning.NOT_SUBMITTED)),
        ("", TEXT, Missing(Meaning.NOT_SUBMITTED)),
        ("", OPTIONAL, Missing(Meaning.NIL)),
        ("／", COUNT, Missing(Meaning.NOT_APPLICABLE)),
        ("不适用", DATE, Missing(Meaning.NOT_APPLICABLE)),
        ("无", TEXT, Missing(Meaning.NIL)),
        ("—", CODE, Missing(Meaning.NOT_COLLECTED)),
        ("＊", AMOUNT, Missing(Meaning.SUPPRESSED)),
        ("缺", OPTIONAL, Missing(Meaning.NOT_SUBMITTED)),
        (" 示例机电有限公司\r\n", TEXT, "示例机电有限公司"),
        ("=1+1", TEXT, "=1+1"),
        (1001.0, TEXT, "1001"),
        (True, TEXT, "TRUE"),
        ("710201", CODE, "710201"),
        (710201.0, CODE, "710201"),
        (datetime(2021, 11, 30, 8, 0), DATE, date(2021, 11, 30)),
        (date(2021, 11, 30), DATE, date(2021, 11, 30)),
        ("2021-11-30", DATE, date(2021, 11, 30)),
        ("2021.11.30", DATE, date(2021, 11, 30)),
        ("2021年11月30日", DATE, date(2021, 11, 30)),
        ("２０２１年１月５日", DATE, date(2021, 1, 5)),
    ],
)
def test_a_cell_is_read_as(content: Content, field: RegisterField, expected: Cell) -> None:
    assert read(content, field) == ReadCell(expected)


@pytest.mark.parametrize(
    ("content", "field", "rule", "expected"),
    [
        ("四百", COUNT, "number_expected", "数字（人）"),
        ("9" * 5000, COUNT, "number_expected", "数字（人）"),
        (True, COUNT, "number_expected", "数字（人）"),
        (date(2021, 1, 1), COUNT, "number_expected", "数字（人）"),
        (time(3, 4), COUNT, "number_expected", "数字（人）"),
        (timedelta(days=1), COUNT, "number_expected", "数字（人）"),
        (float("inf"), COUNT, "number_expected", "数字（人）"),
        (3.5, COUNT, "whole_expected", "整数（人）"),
        ("约3.5", COUNT, "whole_expected", "整数（人）"),
        (-3, COUNT, "negative", "不小于 0 的数（人）"),
        ("-0.5", MEASURE, "negative", "不小于 0 的数（平方米）"),
        (1e15, AMOUNT, "number_too_large", "小于一万亿的数（元）"),
        ("1e99", AMOUNT, "number_too_large", "小于一万亿的数（元）"),
        ("炼金术", CODE, "code_expected", "名单中的专业"),
        ("2021年11月", DATE, "date_expected", "日期（年、月、日齐全）"),
        ("2021-02-30", DATE, "date_expected", "日期（年、月、日齐全）"),
        (44530.0, DATE, "date_expected", "日期（年、月、日齐全）"),
    ],
)
def test_a_cell_is_refused(content: Content, field: RegisterField, rule: str, expected: str) -> None:
    answer = read(content, field)
    assert isinstance(answer.cell, Missing)
    (finding,) = answer.findings
    assert (finding.rule, finding.where, finding.expected) == (f"collect.{rule}", WHERE, expected)
    assert finding.is_open
    assert finding.said in finding.message
    assert finding.fix.endswith("。")


@pytest.mark.parametrize(
    ("content", "field", "suggestion"),
    [
        ("360人", COUNT, "360"),
        ("约 12万元", AMOUNT, "约120000"),
        ("1.5亿", AMOUNT, "150000000"),
        ("20211130", DATE, "2021-11-30"),
    ],
)
def test_what_was_probably_meant_is_suggested(content: str, field: RegisterField, suggestion: str) -> None:
    (finding,) = read(content, field).findings
    assert finding.suggestions == (suggestion,)
    assert suggestion in finding.message


@pytest.mark.parametrize(
    ("content", "field", "rule", "number"),
    [
        ("１２００", COUNT, "read_leniently", "1200"),
        ("1,200", COUNT, "read_leniently", "1200"),
        (12.345678, MEASURE, "decimals_rounded", "12.3457"),
        ("0.005", AMOUNT, "decimals_rounded", "0.01"),
    ],
)
def test_what_is_read_otherwise_than_written_is_noted(
    content: Content, field: RegisterField, rule: str, number: str
) -> None:
    answer = read(content, field)
    assert answer.cell == known(number)
    assert [one.rule for one in answer.findings] == [f"collect.{rule}"]
    assert not answer.findings[0].is_open


def test_a_date_in_a_text_cell_is_read_as_text_and_noted() -> None:
    answer = read(date(2021, 6, 1), TEXT)
    assert answer.cell == "2021年6月1日"
    assert [one.rule for one in answer.findings] == ["collect.date_as_text"]


@pytest.mark.parametrize(
    "form", ["{code}", "{label}", "{code} {label}", "{code}{label}", "{label}（{code}）", " {code}　{label}"]
)
def test_a_code_is_known_by_code_label_or_both(form: str) -> None:
    for code, one in list(catalog().lists["majors"].items.items())[::40]:
        assert read(form.format(code=code, label=one.label), CODE) == ReadCell(code)


def test_a_near_miss_of_a_label_names_the_label_first() -> None:
    (finding,) = read("种子生产与技术", CODE).findings
    assert finding.suggestions[0] == "610101 种子生产技术"


numbers = st.fractions(0, 10**11).map(lambda one: Fraction(round(one * 10**4), 10**4))
missing = st.sampled_from([Missing(meaning) for meaning in Meaning])


@given(st.one_of(missing, st.builds(Known, numbers, st.booleans())))
def test_what_is_written_for_a_measure_is_read_back(cell: Cell) -> None:
    assert read(as_content(cell, MEASURE), MEASURE) == ReadCell(cell)


@given(st.one_of(missing, st.builds(Known, st.integers(0, 10**12 - 1).map(Fraction), st.booleans())))
def test_what_is_written_for_a_count_is_read_back(cell: Cell) -> None:
    assert read(as_content(cell, COUNT), COUNT) == ReadCell(cell)


@given(missing)
def test_every_way_to_be_missing_is_written_and_read_back(cell: Cell) -> None:
    for field in (TEXT, OPTIONAL, CODE, DATE, AMOUNT):
        assert read(as_content(cell, field), field) == ReadCell(cell)


@given(
    st.one_of(
        st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes(), st.times(), st.timedeltas()
    )
)
def test_no_content_of_a_cell_raises(content: Content) -> None:
    for field in (COUNT, MEASURE, AMOUNT, TEXT, OPTIONAL, CODE, DATE):
        read(content, field)


def as_content(cell: Cell, field: RegisterField) -> Content:
    content = typed(cell, field, catalog().lists.get(field.list))
    return "" if content is None else content
