"""What schools handed in for the years before enters the checks and the release, and nothing that is computed."""

from pathlib import Path

from tests.registers import catalog, row
from zhibao.pipeline import verify
from zhibao.publish.release import publish
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Submission
from zhibao.terms.place import Level, Place
from zhibao.workshop import Workshop

RULE = "number_follows_own_trend"
GROWING = {2018: 2000, 2019: 3300}


def with_history(folder: Path) -> Path:
    """Add two years of one school that grew fast, and name them in the settings."""
    place = Place(Level.SCHOOL, "jm01", "示例江门甲职业技术学校", "示例甲区")
    for year, number in GROWING.items():
        students = (row(catalog().registers["students"], {"full_time": number}),)
        Store(folder / "store").freeze(Submission(place, year, {"students": students}), catalog().registers)
    settings = folder / "zhibao.yaml"
    named = "history_years: {2018: [], 2019: []}\n"
    settings.write_text(named + settings.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def test_three_years_of_a_school_are_compared_and_the_release_proves_itself(
    little_folder: Path, tmp_path: Path
) -> None:
    before = Workshop(little_folder)
    work = Workshop(with_history(little_folder))
    (finding,) = [one for one in work.findings if one.rule == RULE]
    assert "示例江门甲职业技术学校2021年" in str(finding.where)
    assert [(one.year, one.place.code) for one in work.history] == [(2018, "jm01"), (2019, "jm01")]
    assert {key: one.value for key, one in work.values.items()}.items() >= {
        key: one.value for key, one in before.values.items()
    }.items()  # fmt: skip
    release = tmp_path / "release"
    publish(work.draft(), work.folder, work.catalog, release)
    assert verify(release) == ()


def test_without_history_years_the_rule_keeps_silent(little_folder: Path) -> None:
    assert not [one for one in Workshop(little_folder).findings if one.rule == RULE]
