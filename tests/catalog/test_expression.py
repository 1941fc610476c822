"""A formula is refused when it names what is not there or does what is not allowed."""

from pathlib import Path

import pytest

from tests.registers import catalog
from zhibao.catalog.dialect import check_elsewhere, in_spark
from zhibao.catalog.expression import FormulaError, parse_condition, parse_formula
from zhibao.catalog.files import CatalogError
from zhibao.catalog.load import load_catalog
from zhibao.catalog.scaffold import KINDS, scaffold


@pytest.mark.parametrize(
    "text",
    [
        "SUM(graduates.employd)",
        "SUM(gradates.employed)",
        "SUM(graduates.employed + graduates.direct)",
        "(SELECT 1)",
        "SUM(graduates.employed) OVER ()",
        "SUM(graduates.employed) FILTER (WHERE staff.total = 1)",
        "read_csv('/etc/passwd')",
        "SUM(graduates.employed); DROP TABLE graduates",
        "COUNT(*)",
        "1 + 1",
        "SUM(graduates.employed",
        "AVG(graduates.employed)",
        "SUM(graduates.employed) FILTER (WHERE graduates.employed = (SELECT 1))",
    ],
)
def test_a_formula_outside_the_grammar_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse_formula(text, catalog().registers)


@pytest.mark.parametrize(
    "condition",
    ["majors.category = 66", "66 = majors.category", "majors.category IN ('66', 71)", "awards.number = '1'"],
)
def test_a_text_is_not_compared_with_a_number(condition: str) -> None:
    register = "majors" if "majors" in condition else "awards"
    field = "major" if register == "majors" else "number"
    with pytest.raises(FormulaError, match="不能与"):
        parse_formula(f"COUNT({register}.{field}) FILTER (WHERE {condition})", catalog().registers)


def test_every_formula_can_be_asked_of_another_engine_in_its_own_words() -> None:
    for one in catalog().indicators.values():
        for text in filter(None, (one.value, one.numerator, one.denominator)):
            check_elsewhere(catalog().formula(text))
    assert in_spark('SELECT COUNT("a") FILTER (WHERE "b" = \'x\') FROM "t"') == (
        "SELECT COUNT(`a`) FILTER(WHERE `b` = 'x') FROM `t`"
    )
    with pytest.raises(FormulaError, match="不能在 Spark 上计算"):
        in_spark("SELECT arg_max(a, b, 3) FROM t")


def test_a_misspelt_field_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(FormulaError, match="是不是“employed”"):
        parse_formula("SUM(graduates.employd)", catalog().registers)


def test_a_condition_is_one_comparison_of_sums() -> None:
    condition = parse_condition("graduates.direct + graduates.further_study = graduates.employed", catalog().registers)
    assert [name.field for name in condition.fields] == ["direct", "further_study", "employed"]
    with pytest.raises(FormulaError):
        parse_condition("graduates.direct / graduates.employed <= 1", catalog().registers)


def test_an_unknown_key_is_named_by_file_line_and_column(tmp_path: Path) -> None:
    path = scaffold("indicator", "club_share", tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + "colour: red\n", encoding="utf-8")
    line = path.read_text(encoding="utf-8").count("\n")
    with pytest.raises(CatalogError, match=rf"club_share.yaml:{line}:1：colour：没有这一项"):
        load_catalog((tmp_path,))


def test_a_missing_part_and_broken_yaml_are_clear_errors(tmp_path: Path) -> None:
    path = scaffold("check", "new_rule", tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("why: 为什么必须成立\n", ""), encoding="utf-8")
    with pytest.raises(CatalogError, match="why：缺少这一项"):
        load_catalog((tmp_path,))
    path.write_text("label: [", encoding="utf-8")
    with pytest.raises(CatalogError, match="YAML 写法有误"):
        load_catalog((tmp_path,))


def test_a_definition_is_not_replaced_by_accident(tmp_path: Path) -> None:
    path = scaffold("indicator", "graduates", tmp_path)
    with pytest.raises(CatalogError, match="replaces: graduates"):
        load_catalog((tmp_path,))
    path.write_text("replaces: graduates\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_catalog((tmp_path,)).indicators["graduates"].label == "指标名称"


@pytest.mark.parametrize("kind", KINDS)
def test_every_skeleton_loads_as_it_is_written(kind: str, tmp_path: Path) -> None:
    scaffold(kind, "a_new_one", tmp_path)
    found = load_catalog((tmp_path,))
    tables = (
        found.registers,
        found.indicators,
        found.checks,
        found.standards,
        found.lists,
        found.outlines,
        found.breaks,
        found.looks,
    )
    assert any("a_new_one" in table for table in tables)


def test_a_skeleton_never_overwrites_and_needs_a_name(tmp_path: Path) -> None:
    scaffold("check", "twice", tmp_path)
    with pytest.raises(CatalogError, match="已经在了"):
        scaffold("check", "twice", tmp_path)
    with pytest.raises(CatalogError, match="不能作名称"):
        scaffold("check", "生师比", tmp_path)
