"""Everything in a release is made again, so that a manifest made to fit what was altered does not help."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from zhibao.pipeline import verify
from zhibao.terms.finding import Severity


@pytest.fixture
def release(little_release: Path) -> Path:
    """What proves a long report proves a short one, part by part the same."""
    return little_release


def replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    def tamper(release: Path) -> None:
        text = (release / name).read_text(encoding="utf-8")
        assert old in text
        (release / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return tamper


def settings(**changes: object) -> Callable[[Path], None]:
    def tamper(release: Path) -> None:
        manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
        (release / "manifest.json").write_text(json.dumps({**manifest, **changes}), encoding="utf-8")

    return tamper


def one_snapshot(release: Path) -> Path:
    return sorted((release / "snapshots").iterdir())[0]


def a_snapshot_manifest(**changes: object) -> Callable[[Path], None]:
    def tamper(release: Path) -> None:
        path = one_snapshot(release) / "manifest.json"
        manifest = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**manifest, **changes}), encoding="utf-8")

    return tamper


def another_register(release: Path) -> None:
    """Put another school's numbers in place, with a snapshot manifest that fits them."""
    first, second = sorted((release / "snapshots").glob("*/students.parquet"))[:2]
    shutil.copy(second, first)
    path = first.parent / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["registers"]["students"]["sha256"] = hashlib.sha256(first.read_bytes()).hexdigest()
    path.write_text(json.dumps(manifest), encoding="utf-8")


FATAL: dict[str, Callable[[Path], object]] = {
    "findings_broken": lambda release: (release / "findings.json").write_text("{", encoding="utf-8"),
    "indicator_gone": lambda release: (release / "catalog/indicators/full_time_students.yaml").unlink(),
    "register_gone": lambda release: (release / "catalog/registers/students.yaml").unlink(),
    "outline": replaced("outline/01_basics.md", "full_time_students", "full_time_studen"),
    "years": replaced("zhibao.yaml", "[2020, 2021]", "[2018, 2019]"),
    "snapshots_gone": lambda release: shutil.rmtree(release / "snapshots"),
    "no_such_register": a_snapshot_manifest(registers={"../../x": {"rows": 1, "sha256": "x"}}),
    "no_registers": a_snapshot_manifest(registers=[]),
    "no_place": a_snapshot_manifest(place={}),
    "no_year": a_snapshot_manifest(year="x"),
}


@pytest.mark.parametrize("name", FATAL)
def test_a_release_that_cannot_be_made_again_is_found_and_not_stumbled_over(name: str, release: Path) -> None:
    FATAL[name](release)
    make_the_manifest_fit(release)
    assert any(one.severity is Severity.ERROR for one in verify(release))


TAMPERINGS: dict[str, Callable[[Path], object]] = {
    "values.csv": replaced("values.csv", "28198", "28199"),
    "annex.xlsx": lambda release: (release / "annex.xlsx").unlink(),
    "findings.json": replaced("catalog/checks/large_changes_are_explained.yaml", "10", "90"),
    "outline/02_students.md": lambda release: (release / "outline/02_students.md").unlink(),
    "catalog/slipped_in.txt": lambda release: (release / "catalog/slipped_in.txt").write_text("x", encoding="utf-8"),
    "manifest.json": settings(title="另一份报告", approved=True),
    "report.docx": replaced("cases/jm01/1.md", "。", "！"),
    "values.json": another_register,
}


def test_what_is_altered_consistently_is_found_by_making_it_again(release: Path) -> None:
    for tamper in TAMPERINGS.values():
        tamper(release)
    make_the_manifest_fit(release)
    named = {str(one.where) for one in verify(release)}
    assert set(TAMPERINGS) <= named


def make_the_manifest_fit(release: Path) -> None:
    """List every file that is there with the hash that it has."""
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    files = (path for path in sorted(release.rglob("*")) if path.is_file() and path != release / "manifest.json")
    manifest["files"] = {
        path.relative_to(release).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
    (release / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_a_release_of_another_version_is_noted_and_not_condemned_for_it(release: Path) -> None:
    settings(zhibao="9.9")(release)
    (finding,) = verify(release)
    assert finding.severity is Severity.NOTE
    assert "9.9" in finding.message
