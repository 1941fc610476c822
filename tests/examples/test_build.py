"""A working folder is written whole, always the same, and its cases can be read."""

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.collected import collected_once
from tests.examples.handed import CITIES, generated
from tests.registers import catalog
from zhibao.catalog.edition import WorkingFolder
from zhibao.compile.case import read_cases
from zhibao.document.charts import svg_png
from zhibao.examples.build import write_example
from zhibao.examples.model import load_example
from zhibao.examples.scenes import kinds, scene_svg

CASES = {"jiangmen": (13, 18), "qingyuan": (25, 42)}
LEAST_CHARACTERS = 160
INVENTED = "示例"


@pytest.mark.parametrize("name", CITIES)
def test_there_are_as_many_cases_and_pictures_as_in_the_report(name: str) -> None:
    cases = load_example(name).cases
    assert (len(cases), sum(len(case.pictures) for case in cases)) == CASES[name]


@pytest.mark.parametrize("name", CITIES)
def test_every_case_has_a_place_a_teller_and_enough_prose(name: str) -> None:
    example = load_example(name)
    for case in example.cases:
        assert case.school in (*example.codes, example.edition.code)
        assert len(re.sub(r"\s", "", case.body)) >= LEAST_CHARACTERS, case.title
        assert 3 <= len(case.body.strip().split("\n\n")) <= 5, case.title
        first, second = case.title.split("，")
        assert abs(len(first) - len(second)) <= 3, case.title
        assert all(picture.kind in kinds() for picture in case.pictures)


@pytest.mark.parametrize("name", CITIES)
def test_schools_cannot_be_mistaken_for_real_ones(name: str) -> None:
    example = load_example(name)
    roster = [*example.roster.schools, *example.roster.out_of_scope]
    assert all(school.name.startswith(INVENTED) and school.county.startswith(INVENTED) for school in roster)
    assert example.edition.place.startswith(INVENTED)
    assert "虚构" in example.edition.declaration
    for year, places in generated(name).items():
        for handed in places.values():
            for rows in handed.rows.values():
                for row in rows:
                    names = [
                        str(row[field]) for field in ("enterprise", "college", "lead", "supported") if field in row
                    ]
                    assert all(one.startswith(INVENTED) for one in names), year
                    assert ".example.invalid/" in str(row.get("address", ".example.invalid/"))


def test_grades_and_private_schools_are_those_of_the_report() -> None:
    schools = load_example("qingyuan").roster.schools
    grades = Counter(school.grade for school in schools)
    assert grades == {"国家示范校": 2, "国家级重点": 2, "省级重点": 3, "其他": 6, "特殊教育": 1}
    assert sum(school.ownership == "民办" for school in schools) == 4


@pytest.mark.parametrize("kind", kinds())
def test_a_scene_is_a_picture_that_says_it_is_none(kind: str) -> None:
    drawing = scene_svg(kind, "甲 & 乙 <丙>")
    root = ElementTree.fromstring(drawing)
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["甲 & 乙 <丙>", "示意图，非真实照片"]
    assert svg_png(drawing, 0.1).startswith(b"\x89PNG")


def test_scenes_of_different_kinds_differ() -> None:
    assert len({scene_svg(kind, "场景") for kind in kinds()}) == len(kinds())


def test_a_folder_is_written_the_same_twice(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    for one in ("first", "second"):
        write_example("jiangmen", tmp_path / one, lambda step, done, total: steps.append((done, total)))
    first, second = (
        {path.relative_to(tmp_path / one): path.read_bytes() for path in (tmp_path / one).rglob("*") if path.is_file()}
        for one in ("first", "second")
    )
    assert first == second
    assert steps[0][0] == 1
    assert steps[-1][0] == steps[-1][1]


def test_the_folder_holds_everything_that_was_handed_in(tmp_path_factory: pytest.TempPathFactory) -> None:
    written = collected_once(tmp_path_factory)
    folder = WorkingFolder(written)
    assert folder.edition == load_example("qingyuan").edition
    assert [folder.city_workbook(year).is_file() for year in folder.edition.years] == [True] * 3
    assert [len(folder.workbooks(year)) for year in folder.edition.data_years] == [14, 14]
    cases = read_cases(folder.cases)
    assert sorted(case.title for case in cases) == sorted(case.title for case in load_example("qingyuan").cases)
    assert sum(len(case.pictures) for case in cases) == 42
    text = "".join(path.read_text(encoding="utf-8") for path in written.rglob("*.md"))
    assert not re.search(r"\d", re.sub(r"file: \S+", "", text)), (
        "a case states no number that the data could contradict"
    )


@pytest.mark.parametrize("name", CITIES)
def test_every_section_of_a_case_is_in_the_outline(name: str) -> None:
    example = load_example(name)
    folder = catalog().folders[0] / "outlines" / example.edition.outline
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.md"))
    assert [case.section for case in example.cases if f"{{#{case.section}}}" not in text] == []
