"""A release proves itself; one altered digit, byte, definition or name in it is found."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.way.conftest import Way
from zhibao.pipeline import verify
from zhibao.publish.release import altered_files, read_manifest


@pytest.fixture
def release(little_release: Path) -> Path:
    """What proves a long report proves a short one, part by part the same."""
    return little_release


NAMED = {
    "report.docx", "report.pdf", "report.html", "annex.xlsx", "values.csv", "values.json", "snapshots", "catalog",
    "outline", "cases", "manifest.json", "findings.json", "zhibao.yaml",
}  # fmt: skip


def test_a_release_holds_what_it_needs_and_proves_itself(jiangmen: Way) -> None:
    assert {path.name for path in jiangmen.release.iterdir()} == NAMED
    assert verify(jiangmen.release) == ()


def one_digit(release: Path) -> Path:
    path = release / "report.html"
    path.write_text(path.read_text(encoding="utf-8").replace("28198", "28199", 1), encoding="utf-8")
    return path


def one_byte_of_data(release: Path) -> Path:
    path = sorted((release / "snapshots").rglob("students.parquet"))[0]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return path


def one_definition(release: Path) -> Path:
    path = release / "catalog" / "indicators" / "student_teacher_ratio.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("decimals: 2", "decimals: 1"), encoding="utf-8")
    return path


def one_value(release: Path) -> Path:
    path = release / "values.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"printed": "28198"', '"printed": "28199"', 1), encoding="utf-8"
    )
    return path


def a_file_less(release: Path) -> Path:
    path = release / "annex.xlsx"
    path.unlink()
    return path


def a_file_more(release: Path) -> Path:
    path = release / "slipped_in.txt"
    path.write_text("x", encoding="utf-8")
    return path


TAMPERINGS = (one_digit, one_byte_of_data, one_definition, one_value, a_file_less, a_file_more)


@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_what_was_altered_is_named(release: Path, tamper: Callable[[Path], Path]) -> None:
    path = tamper(release)
    named = [name for name, _ in altered_files(release, read_manifest(release))]
    assert named == [path.relative_to(release).as_posix()]


@pytest.mark.parametrize("tamper", [one_digit, one_byte_of_data, one_definition, one_value])
def test_a_manifest_made_to_fit_does_not_help(release: Path, tamper: Callable[[Path], Path]) -> None:
    path = tamper(release)
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    name = path.relative_to(release).as_posix()
    manifest["files"][name] = hashlib.sha256(path.read_bytes()).hexdigest()
    (release / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert verify(release) != ()
