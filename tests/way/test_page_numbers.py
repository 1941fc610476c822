"""Page numbers of LibreOffice: recorded in the manifest, equal for equal settings, verified without the program."""

import json
from pathlib import Path

import pytest

from tests.conftest import need_program
from zhibao.pipeline import run, verify
from zhibao.publish.release import MANIFEST
from zhibao.terms.finding import Severity


@pytest.fixture
def released(folder: Path) -> Path:
    need_program("soffice")
    settings = folder / "zhibao.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "page_numbers: libreoffice\n", encoding="utf-8")
    run(folder, folder.parent / "release")
    return folder.parent / "release"


def test_a_release_names_the_program_and_its_pages_and_is_verified_without_it(
    released: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = json.loads((released / MANIFEST).read_text(encoding="utf-8"))["page_numbers"]
    assert said["by"].startswith("LibreOffice ")
    assert len(said["pages"]) > 40
    run(folder, folder.parent / "again")
    assert (folder.parent / "again" / "report.docx").read_bytes() == (released / "report.docx").read_bytes()
    monkeypatch.setenv("PATH", str(folder))
    (note,) = verify(released)
    assert (note.severity, note.rule) == (Severity.NOTE, "verify.pages")
    said["pages"][next(iter(said["pages"]))] += 1
    manifest = json.loads((released / MANIFEST).read_text(encoding="utf-8")) | {"page_numbers": said}
    (released / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert "verify.recompute" in {one.rule for one in verify(released) if one.severity is Severity.ERROR}


def test_by_default_the_layout_of_the_pdf_gives_the_numbers(release: Path) -> None:
    said = json.loads((release / MANIFEST).read_text(encoding="utf-8"))["page_numbers"]
    assert said == {"by": "typst", "pages": {}}
