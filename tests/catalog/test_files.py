"""What is wrong with a settings file is told in Chinese, by line and column, and never as a traceback."""

from pathlib import Path

import pytest

from zhibao.catalog.edition import WorkingFolder
from zhibao.catalog.files import CatalogError, parse_yaml

GOOD = """place: 示例市
code: example
outline: city_ten_chapters
round: 2021年度
label_year: 2021
data_years: [2020, 2021]
issuer: 示例市教育局
issued: 2021-12
"""
FAULTS = {
    "issued: 2021-13-45": ("issued: 2021-12", r"8:9：.*“2021-13-45”不是日期"),
    "issued: 2021-12-01": ("issued: 2021-12", r"8:1：issued：应为文字"),
    "code: a\ncode: b": ("code: example", r"3:1：.*“code”写了两次"),
    "  code: example": ("code: example", r"2:7：YAML 写法有误"),
    "code: a\x07b": ("code: example", r"2:8：.*控制字符 U\+0007"),
    "label_year: 二〇二一": ("label_year: 2021", r"5:1：label_year：应为整数"),
    "label_year: 99999": ("label_year: 2021", r"5:1：label_year：数太大"),
    "rounding: up": ("round: 2021年度", r"round"),
    "data_years: 两年": ("data_years: [2020, 2021]", r"6:1：data_years：应为列表"),
    "? [1, 2]\n: x": ("code: example", r"2:3：YAML 写法有误"),
    "round: " + "9" * 5000: ("round: 2021年度", r"4:8：.*不是日期，也不是数"),
}


@pytest.mark.parametrize("wrong", FAULTS, ids=range(len(FAULTS)))
def test_a_fault_in_the_settings_is_told_by_line_and_column(wrong: str, tmp_path: Path) -> None:
    right, said = FAULTS[wrong]
    (tmp_path / "zhibao.yaml").write_text(GOOD.replace(right, wrong), encoding="utf-8")
    with pytest.raises(CatalogError, match=rf"zhibao\.yaml:{said}" if said[0].isdigit() else said):
        WorkingFolder(tmp_path)


@pytest.mark.parametrize(("text", "said"), [("", "是空的"), ("- a\n", "是列表"), ("a", "只有一个值")])
def test_settings_that_are_no_settings_are_told(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "zhibao.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError, match=said):
        WorkingFolder(tmp_path)


def test_no_yaml_makes_an_object_of_a_program() -> None:
    with pytest.raises(CatalogError, match=r"x\.yaml:7:4"):
        parse_yaml("x: !!python/object/apply:os.system [ls]", Path("x.yaml"), 7)


def test_a_school_workbook_is_known_by_its_ending_and_the_rest_is_not_hidden(tmp_path: Path) -> None:
    (tmp_path / "zhibao.yaml").write_text(GOOD, encoding="utf-8")
    year = tmp_path / "workbooks" / "2021"
    year.mkdir(parents=True)
    for name in ("S01.xlsx", "S02.XLSX", "S03.xls", "S04.et", "S05.xlsm", "S06.csv", "~$S01.xlsx", ".DS_Store"):
        (year / name).touch()
    folder = WorkingFolder(tmp_path)
    assert [path.stem for path in folder.workbooks(2021)] == ["S01", "S02", "S03", "S04", "S05"]
    assert [path.name for path in folder.other_files(2021)] == ["S06.csv"]
    assert folder.workbook(2021, "S03").name == "S03.xls"
    assert folder.workbook(2021, "S09").name == "S09.xlsx"
