"""Page numbers of LibreOffice: recorded in the manifest, equal for equal settings, verified without the program."""

import json
from pathlib import Path

import pytest

from tests.conftest import need_program
from zhibao.document.nodes import Document, Figure, Heading, Table, walk
from zhibao.pipeline import Run, run, verify
from zhibao.publish.release import MANIFEST
from zhibao.terms.finding import Severity


@pytest.fixture
def released(little_folder: Path) -> tuple[Run, Path]:
    """A short report laid out by LibreOffice; tests/document/test_stress.py lays out one of two hundred pages."""
    need_program("soffice")
    settings = little_folder / "zhibao.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "page_numbers: libreoffice\n", encoding="utf-8")
    release = little_folder.parent / "release"
    return run(little_folder, release), release


def anchors(document: Document) -> set[str]:
    return {one.anchor for one in walk(document.blocks) if isinstance(one, Heading | Table | Figure) and one.anchor}


def test_a_release_names_the_program_and_its_pages_and_is_verified_without_it(
    released: tuple[Run, Path], little_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, release = released
    assert done.document is not None
    said = json.loads((release / MANIFEST).read_text(encoding="utf-8"))["page_numbers"]
    assert said["by"].startswith("LibreOffice ")
    assert set(said["pages"]) == anchors(done.document)
    assert len(set(said["pages"].values())) > 1
    run(little_folder, little_folder.parent / "again")
    assert (little_folder.parent / "again" / "report.docx").read_bytes() == (release / "report.docx").read_bytes()
    monkeypatch.setenv("PATH", str(little_folder))
    (note,) = verify(release)
    assert (note.severity, note.rule) == (Severity.NOTE, "verify.pages")
    said["pages"][next(iter(said["pages"]))] += 1
    manifest = json.loads((release / MANIFEST).read_text(encoding="utf-8")) | {"page_numbers": said}
    (release / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert "verify.recompute" in {one.rule for one in verify(release) if one.severity is Severity.ERROR}


def test_by_default_the_layout_of_the_pdf_gives_the_numbers(little_release: Path) -> None:
    said = json.loads((little_release / MANIFEST).read_text(encoding="utf-8"))["page_numbers"]
    assert said == {"by": "typst", "pages": {}}
