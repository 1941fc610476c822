"""Cases go up with what they come from: chosen ones, with their hash; what a region decided about them stays."""

from pathlib import Path

import pytest

from tests.collect.test_gather import city, province
from tests.registers import catalog
from zhibao.batch.gather_cases import TakenCases, gather_cases
from zhibao.catalog.edition import WorkingFolder
from zhibao.check.context import CaseText, Context
from zhibao.check.kinds import near_duplicate
from zhibao.collect.gather import gather
from zhibao.compile.case import Case, read_cases
from zhibao.compile.gathered_case import is_altered, said_digest
from zhibao.compile.selection import selected
from zhibao.terms.value import Values

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
SECTION = "party_building"
TEXT = "学校与本地企业共建实训基地，学生轮岗实习。"


def write(folder: Path, place: str, number: int = 1, more: str = "", text: str = TEXT) -> Path:
    """Write a case of a school into a folder."""
    file = folder / "cases" / place / f"{number}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\ntitle: 共建基地\nsection: {SECTION}\n{more}---\n\n{text}\n", encoding="utf-8")
    return file


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two cities with a school each, and a province of both, gathered."""
    city(tmp_path, "A", "A1"), city(tmp_path, "B", "B1")
    gather(province(tmp_path, "A", "B"), catalog())
    return tmp_path


def gathered(home: Path) -> tuple[TakenCases, ...]:
    whole = WorkingFolder(home / "P")
    return gather_cases(whole, catalog(), whole.edition.members)


def kept(home: Path) -> dict[str, Case]:
    return {f"{one.place}/{one.number}": one for one in read_cases(home / "P" / "cases")}


def test_what_a_city_chose_comes_with_origin_and_hash_and_waits(home: Path) -> None:
    write(home / "A", "A1", 1, "selected: 1\n"), write(home / "A", "A1", 2), write(home / "B", "B1")
    first, second = gathered(home)
    assert (first.chosen, first.new, second.new) == (1, 1, 1)
    found = kept(home)
    assert set(found) == {"A1/1", "B1/1"}
    case = found["A1/1"]
    assert case.origin is not None
    assert (case.origin.from_, case.origin.consent, case.origin.sha256) == ("A", True, said_digest(case))
    assert selected(found.values(), "P") == ()
    assert [one.new for one in gathered(home)] == [0, 0]


def test_what_was_decided_here_stays_when_the_text_is_handed_in_anew(home: Path) -> None:
    write(home / "A", "A1")
    gathered(home)
    file = home / "P" / "cases" / "A1" / "1.md"
    text = file.read_text(encoding="utf-8").replace("selected: false", "selected: 2")
    file.write_text(text.replace(f"section: '{SECTION}'\nselected", "section: 'epidemic_service'\nselected"), "utf-8")
    write(home / "A", "A1", text="新的一稿。")
    assert gathered(home)[0].new == 1
    case = kept(home)["A1/1"]
    assert (case.selected, case.section, case.body.strip()) == (2, "epidemic_service", "新的一稿。")
    (home / "A" / "cases" / "A1" / "1.md").unlink()
    assert "已不再选用" in gathered(home)[0].told[0]
    assert "A1/1" in kept(home)


def test_a_picture_without_a_declaration_stays_behind_and_the_copy_says_so(home: Path) -> None:
    pictures = "pictures:\n  - {file: 1-1.png, caption: 甲}\n  - {file: 1-2.png, caption: 乙, consent: 均已书面同意}\n"
    file = write(home / "A", "A1", more=pictures)
    for name in ("1-1.png", "1-2.png"):
        file.with_name(name).write_bytes(PNG)
    assert "1 幅图片没有写明 consent" in gathered(home)[0].told[0]
    case = kept(home)["A1/1"]
    assert [(caption, consent) for (caption, _), consent in zip(case.pictures, case.consents, strict=True)] == [
        ("乙", "均已书面同意")
    ]
    assert case.origin is not None
    assert not case.origin.consent
    assert sorted(one.name for one in case.path.parent.iterdir()) == ["1-1.png", "1.md"]


def test_what_was_altered_here_or_is_the_regions_own_is_never_written_over(home: Path) -> None:
    write(home / "A", "A1"), write(home / "B", "B1")
    own = write(home / "P", "B1", text="省里自己写的。")
    gathered(home)
    assert "省里自己写的" in own.read_text(encoding="utf-8")
    file = home / "P" / "cases" / "A1" / "1.md"
    file.write_text(file.read_text(encoding="utf-8").replace("轮岗", "顶岗"), encoding="utf-8")
    assert is_altered(kept(home)["A1/1"])
    write(home / "A", "A1", text="新的一稿。")
    first, second = gathered(home)
    assert "改过" in first.told[0]
    assert "自己的案例" in second.told[0]
    assert "顶岗" in file.read_text(encoding="utf-8")


def test_a_case_of_nobody_on_the_roster_or_that_cannot_be_read_is_not_taken(home: Path) -> None:
    write(home / "A", "Z9")
    write(home / "B", "B1").write_text("没有设置", encoding="utf-8")
    first, second = gathered(home)
    assert "名册" in first.told[0]
    assert second.is_refused
    assert kept(home) == {}


def test_a_case_that_two_cities_schools_copied_is_found_in_the_province(home: Path) -> None:
    long = "".join(f"第{number}步由教师与企业师傅共同确定学生的岗位和任务。" for number in range(1, 9))
    write(home / "A", "A1", text=long), write(home / "B", "B1", text=long)
    gathered(home)
    texts = tuple(CaseText(one.place, f"cases/{one.place}/{one.number}.md", one.body) for one in kept(home).values())
    whole = WorkingFolder(home / "P").edition
    context = Context(catalog(), (), {}, Values({}, "P"), (), whole.data_years, whole.city, cases=texts)
    (found,) = near_duplicate.find(catalog().checks["texts_are_each_schools_own"], context)
    assert "cases/B1/1.md" in str(found)
    assert "cases/A1/1.md" in str(found)
