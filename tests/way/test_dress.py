"""The look and the user's own Word file go with the report: into its files, its release, and through the audit."""

import io
import json
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from tests.document.template.files import good
from zhibao.catalog.files import CatalogError
from zhibao.cli.app import app
from zhibao.document.readers.errors import ReadError
from zhibao.document.template.package import TemplateError
from zhibao.pipeline import run, verify
from zhibao.publish.release import MANIFEST
from zhibao.terms.finding import Severity
from zhibao.workshop import Workshop

NUMBER = "在校生{{全日制在校生数}}，上年{{全日制在校生数@上年|不带单位}}人"


@pytest.fixture
def folder(little_folder: Path) -> Path:
    """What dresses a short report dresses a long one."""
    return little_folder


def said(folder: Path, settings: str, template: bytes = b"") -> None:
    path = folder / "zhibao.yaml"
    path.write_text(path.read_text(encoding="utf-8") + settings, encoding="utf-8")
    if template:
        (folder / "模板.docx").write_bytes(template)


def test_a_release_in_another_dress_is_audited_and_verified(folder: Path) -> None:
    said(folder, "look: official\ntemplate: 模板.docx\n", good("{{报告名称}}", NUMBER))
    release = folder.parent / "release"
    done = run(folder, release)
    assert done.document is not None
    manifest = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
    assert (manifest["look"], manifest["template"]) == ("official", "模板.docx")
    word = docx.Document(io.BytesIO((release / "report.docx").read_bytes()))
    assert word.paragraphs[0].text == done.document.title
    assert [one for one in verify(release) if one.severity is Severity.ERROR] == []
    edited = CliRunner().invoke(app, ["take-back", str(folder), str(release / "report.docx"), "--dry-run"])
    assert (edited.exit_code, "提纲没有改动" in edited.output) == (0, True)
    (release / "模板.docx").write_bytes(good("{{报告名称}}", "改了"))
    assert {"verify.file", "verify.recompute"} & {one.rule for one in verify(release)}


def test_a_look_that_is_not_there_is_told_with_those_that_are(folder: Path) -> None:
    said(folder, "look: fancy\n")
    with pytest.raises(CatalogError, match=r"没有名为“fancy”的样式。可选：.*official"):
        Workshop(folder)


def test_a_template_outside_the_folder_is_refused(folder: Path) -> None:
    said(folder, "template: ../模板.docx\n")
    with pytest.raises(CatalogError, match="template"):
        Workshop(folder)


def test_a_template_that_is_not_there_or_names_what_is_not_printed_stops_the_compiler(folder: Path) -> None:
    said(folder, "template: 模板.docx\n")
    with pytest.raises(ReadError, match=r"模板\.docx"):
        _ = Workshop(folder).dress
    (folder / "模板.docx").write_bytes(good("{{没有这个}}"))
    with pytest.raises(TemplateError, match=r"第 1 节第 1 段“\{\{没有这个\}\}”"):
        _ = Workshop(folder).dress


def test_the_linter_ends_as_the_other_checks_do(folder: Path, tmp_path: Path) -> None:
    def lint(content: bytes) -> tuple[int, str]:
        file = tmp_path / "样.docx"
        file.write_bytes(content)
        result = CliRunner().invoke(app, ["template", "lint", str(file), "--folder", str(folder)])
        return result.exit_code, result.output

    assert lint(good(NUMBER))[0] == 0
    code, output = lint(good("{{章：没有这章}}"))
    assert code == 1
    assert "提纲里没有“没有这章”这一章" in output
    code, output = lint(good("{{地区"))
    assert (code, "没有配对" in output) == (1, True)
