"""Schools and the city against the standards in force, and what follows: shortages, notices, places, problems."""

from fractions import Fraction
from pathlib import Path

import pytest

from tests.diagnose.ground import (
    GAP,
    GOOD,
    MEASURE,
    NOTICE,
    PROBLEM,
    SHORT,
    THIS,
    Registers,
    diagnosed,
    school,
    verdict,
)
from tests.registers import catalog
from zhibao.diagnose.cells import gap_text, shortage_text, value_number
from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.files import diagnosis_files
from zhibao.diagnose.notice_page import notice_page
from zhibao.diagnose.page import diagnosis_page
from zhibao.diagnose.records import record
from zhibao.diagnose.verdict import Outcome, Shortage, Trend
from zhibao.document.nodes import Number, inlines, plain
from zhibao.terms.value import Known, Meaning, Missing

LAND, BUILDING = "compliance_land_per_student", "compliance_buildings_per_student"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Diagnosis:
    measures = [MEASURE, {**MEASURE, "problem": "别的问题", "measure": "示例措施"}]
    this: Registers = {
        "compliance_notices": [NOTICE, {**NOTICE, "indicator": "生师比"}],
        "problems": [PROBLEM, {**PROBLEM, "problem": "示例问题二"}],
        "measures": measures,
        "place_forecast": [
            {
                "area": "甲县",
                "target_year": "2025",
                "expected": 4200,
                "available": 3000,
                "planned": 1000,
                "basis": "示例",
            },
            {"area": "乙县", "target_year": "2025", "expected": 4200, "available": None, "planned": 0, "basis": "示例"},
        ],
        "school_profiles": [{"code": "A", "identifier": "3644000001", "school_type": "361"}],
    }
    last = {"measures": [{**MEASURE, "state": "未开始"}, {**MEASURE, "measure": "没有下文的措施"}]}
    return diagnosed(tmp_path_factory.mktemp("diagnosis"), this, last)


def rules(found: Diagnosis) -> set[str]:
    return {one.rule.removeprefix("diagnose.") for one in found.findings}


def test_a_school_is_met_or_below_or_not_judged(found: Diagnosis) -> None:
    assert [verdict(found, code, LAND).outcome for code in "ABC"] == [Outcome.MET, Outcome.BELOW, Outcome.UNJUDGED]
    assert found.counts(catalog().standards[LAND]) == {Outcome.MET: 1, Outcome.BELOW: 1, Outcome.UNJUDGED: 1}


def test_a_silent_school_is_on_no_list(found: Diagnosis) -> None:
    assert all(one.place != "C" for those in found.schools_below().values() for one in those)
    assert [one.place for one in found.notices] == ["B"]


def test_the_city_is_not_judged_while_a_school_is_silent(found: Diagnosis) -> None:
    assert verdict(found, "city", LAND).outcome is Outcome.UNJUDGED


def test_the_gap_is_exact_and_what_is_lacking_is_told_in_whole_things(found: Diagnosis) -> None:
    land, ratio = verdict(found, "B", LAND), verdict(found, "B", "compliance_ratio")
    assert land.judgment.gap == 33 - Fraction(46_000, 1400)
    assert land.shortage == Shortage("校园占地面积", Fraction(200), "平方米")
    assert (ratio.outcome, ratio.shortage) == (Outcome.BELOW, Shortage("专任教师总数", Fraction(5), "人"))
    assert shortage_text(verdict(found, "B", "founding_senior_titles")) == "高级职称专任教师数4人"


def test_a_value_that_rounds_to_the_line_is_printed_finer(tmp_path: Path) -> None:
    near = school(3000, 200, 98_999, 70_000)
    one = verdict(found := diagnosed(tmp_path, schools={"A": near}), "A", LAND)
    assert one.outcome is Outcome.BELOW
    assert value_number(one, found.ground).text == "32.999667"
    assert gap_text(one, found.ground) == "差0.000333平方米"


def test_the_standards_are_those_of_the_year(tmp_path: Path, found: Diagnosis) -> None:
    groups = {one.standard.group for one in found.verdicts}
    assert "达标工程" in groups
    earlier = diagnosed(tmp_path, in_force=2021)
    assert "达标工程" not in {one.standard.group for one in earlier.verdicts}


def test_an_example_of_another_province_is_used_for_nobody(found: Diagnosis) -> None:
    assert not [one for one in found.verdicts if one.standard.name.startswith("jiangxi")]


def test_a_technician_school_has_lines_of_its_own(tmp_path: Path) -> None:
    this = {"school_profiles": [{"code": "A", "identifier": "3644000001", "school_type": "366"}]}
    small = diagnosed(tmp_path, this, schools={"A": school(1500, 100, 31_000, 30_000), "B": GOOD})
    names = {one.standard.name for one in small.of("A")}
    assert {"compliance_technician_land", BUILDING} <= names
    assert not names & {"compliance_land", "compliance_land_per_student"}
    assert verdict(small, "A", "compliance_technician_land").outcome is Outcome.MET


def test_the_share_of_schools_that_meet_all_leaves_out_those_without_data(found: Diagnosis) -> None:
    one = verdict(found, "city", "compliance_goal_2023")
    assert one.number == Fraction(50)
    assert "1所学校数据不全" in one.judgment.note


def test_the_trend_has_the_direction_of_the_line(tmp_path: Path) -> None:
    before = {"A": school(1400, 100, 60_000, 40_000), "B": school(1600, 100, 60_000, 40_000)}
    now = diagnosed(tmp_path, schools={"A": GOOD, "B": GOOD, "D": GOOD}, before=before)
    assert [verdict(now, code, LAND).trend for code in "ABD"] == [Trend.WORSE, Trend.BETTER, Trend.LEVEL]
    assert verdict(now, "A", "compliance_ratio").trend is Trend.WORSE
    assert verdict(now, "A", "plan_practice_hours").trend is Trend.UNKNOWN


def test_a_notice_carries_what_was_asked_and_what_the_re_check_says(found: Diagnosis) -> None:
    items = {one.indicator: one for one in found.notices[0].items}
    building = items["building_area_per_student"]
    assert building.asked is not None
    assert (building.asked.number, building.outcome) == ("示教整〔2021〕1号", Outcome.BELOW)
    assert items["land_area_per_student"].asked is None
    assert {"notice_in_time", "shortfall_has_notice"} <= rules(found)


def test_a_notice_that_is_met_now_can_be_closed(tmp_path: Path) -> None:
    asked = {"compliance_notices": [{**NOTICE, "school_name": "示例A校"}]}
    now = diagnosed(tmp_path, asked)
    assert next((one.name, [each.outcome for each in one.items]) for one in now.notices) == ("示例A校", [Outcome.MET])
    assert "notice_is_closed" in rules(now)
    closed = {"compliance_notices": [{**NOTICE, "school_name": "示例A校", "state": "已整改"}]}
    assert "notice_is_closed" not in rules(diagnosed(tmp_path / "closed", closed))


def test_the_room_of_a_school_is_what_its_scarcest_condition_allows(found: Diagnosis) -> None:
    rooms = {one.place: one for one in found.forecast.rooms}
    assert rooms["A"].students == Known(Fraction(60_000 // 33))
    assert (rooms["B"].students, "校舍" in rooms["B"].by) == (Known(Fraction(24_500 // 20)), True)
    assert isinstance(rooms["C"].students, Missing)
    assert found.forecast.capacity is None
    assert found.forecast.lacking(Fraction(4000)) == Missing(Meaning.NOT_SUBMITTED)


def test_a_condition_that_is_not_known_makes_the_room_an_upper_bound(tmp_path: Path) -> None:
    partly: Registers = {**GOOD, "facilities": [{**GOOD["facilities"][0], "land_area": None}]}
    now = diagnosed(tmp_path, schools={"A": partly, "B": SHORT}).forecast
    assert (now.capacity, now.is_at_most) == (2000 + 1225, True)
    assert all("用地" in one for one in now.rooms[0].unknown)
    assert now.lacking(Fraction(4000)) == Known(Fraction(775))


def test_nothing_is_forecast_without_the_entrants_of_both_years(found: Diagnosis) -> None:
    assert found.forecast.expected == ()
    assert "2021" in found.forecast.why_not


def test_students_are_forecast_with_an_interval_that_widens(tmp_path: Path) -> None:
    before = {"A": school(1500, 100, 60_000, 40_000, entrants=440)}
    now = diagnosed(tmp_path, schools={"A": GOOD, "B": GOOD}, before=before)
    years = {one.year - THIS: [int(each) for each in (one.low, one.middle, one.high)] for one in now.forecast.expected}
    assert years == {1: [2880, 2910, 2940], 2: [2880, 2940, 3000], 3: [2820, 2910, 3000]}


def test_what_the_city_states_itself_lacks_what_a_missing_part_leaves_open(found: Diagnosis) -> None:
    first, second = found.forecast.stated
    assert first.lacking == Known(Fraction(200))
    assert isinstance(second.lacking, Missing)


def test_problems_without_a_measure_and_measures_over_time_are_found(found: Diagnosis) -> None:
    assert {"problem_has_measure", "measure_has_problem", "measure_in_time"} <= rules(found)


def test_last_years_measures_are_answered_for(found: Diagnosis) -> None:
    first, second = found.follow.earlier
    assert (first.then, first.now, first.answered) == ("未开始", "推进中", True)
    assert (second.now, second.answered) == ("", False)
    assert "last_year_is_answered" in rules(found)


def test_the_grid_has_its_points_and_says_which_have_data(found: Diagnosis) -> None:
    assert (len({one.grid.name for one in found.grid}), len(found.grid)) == (6, 16)
    assert sum(len(one.points) for one in found.grid) == 110
    states = {each.point.number: each.state for one in found.grid for each in one.points}
    assert (states["1.1.1"], states["2.3.8"], states["6.1.1"]) == ("part", "words", "none")


def test_equal_input_gives_equal_bytes(found: Diagnosis) -> None:
    first, second = diagnosis_files(found), diagnosis_files(found)
    assert first == second
    assert set(first) == {
        "diagnosis.html", "diagnosis.docx", "diagnosis.pdf", "diagnosis.json", "notices/B.docx"
    }  # fmt: skip


def test_the_page_prints_no_number_for_what_is_missing(found: Diagnosis) -> None:
    numbers = [one for one in inlines(diagnosis_page(found).blocks) if isinstance(one, Number) and one.place == "C"]
    assert {one.text for one in numbers} == {"缺"}


def test_the_notice_names_the_items_the_date_and_the_ground(found: Diagnosis) -> None:
    text = plain(tuple(inlines(notice_page(found, found.notices[0]).blocks)))
    assert "2022-08-31" in text
    assert "教职成〔2022〕5号" in text
    assert "16.9平方米" in text
    assert "待填" in text


def test_what_a_school_does_about_its_own_gaps_is_told(tmp_path: Path) -> None:
    now = diagnosed(tmp_path, schools={"A": GOOD, "B": {**SHORT, "facility_gaps": [GAP]}})
    text = plain(tuple(inlines(diagnosis_page(now).blocks)))
    assert "扩建实训楼" in text
    assert "2500000／9000000" in text


def test_the_record_has_exact_numbers(found: Diagnosis) -> None:
    verdicts = record(found)["verdicts"]
    assert isinstance(verdicts, list)
    one = next(one for one in verdicts if isinstance(one, dict) and (one["place"], one["standard"]) == ("B", LAND))
    assert (one["exact"], one["gap"], one["outcome"]) == ("230/7", "1/7", "below")
