"""A report with something open is not released: it is a draft, marked on every page, that reads like the release."""

import json
import shutil
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from typer.testing import CliRunner

from tests.way.conftest import Way
from tests.way.test_rebuild import change_one_cell
from tests.way.test_self_audit import write_a_false_sentence
from zhibao.audit.run import audit
from zhibao.catalog.rulebook import load_rulebook
from zhibao.catalog.takeover import taken_over
from zhibao.cli.app import app
from zhibao.compile.gate import Drafts
from zhibao.document.readers.read import read_bytes
from zhibao.document.render import DOCX, HTML, PDF
from zhibao.pipeline import run, verify
from zhibao.workshop import Workshop

COMMENT = "<!-- 批注 李示例：这一段请核对 -->\n\n"
CHAPTER = "01_basics.md"


@pytest.fixture
def folder(little_folder: Path) -> Path:
    """What holds a long report back holds a short one back."""
    return little_folder


def chapter(folder: Path, change: str) -> None:
    """Put a text before the first passage of a chapter, which is the folder's own from then on."""
    work = Workshop(folder)
    (source,) = work.catalog.folders[0].glob(f"outlines/{work.folder.edition.outline}/{CHAPTER}")
    head, blank, rest = source.read_text(encoding="utf-8").partition("\n\n")
    own = folder / "outline" / CHAPTER
    own.parent.mkdir(exist_ok=True)
    own.write_text(f"{head}{blank}{change}{rest}", encoding="utf-8")


def held(folder: Path) -> list[tuple[str, int]]:
    return [(one.kind, one.count) for one in Workshop(folder).obstacles]


def zhibao(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    return result.exit_code, result.output.replace("\n", "")


@pytest.mark.parametrize("name", ["jiangmen", "qingyuan"])
def test_the_example_cities_have_nothing_open_and_are_released(name: str, request: pytest.FixtureRequest) -> None:
    way: Way = request.getfixturevalue(name)
    assert way.run.held == ()
    assert held(way.folder) == []
    assert "draft" not in json.loads((way.release / "manifest.json").read_text(encoding="utf-8"))


def test_an_open_comment_stops_the_release_and_marks_the_draft(little: Way, folder: Path) -> None:
    release = Path(shutil.copytree(little.release, folder.parent / "release"))
    before = (release / "manifest.json").read_bytes()
    chapter(folder, COMMENT)

    result = run(folder, release)

    assert [(one.kind, one.count) for one in result.held] == [("comment", 1)]
    assert result.files == ()
    assert (release / "manifest.json").read_bytes() == before
    for command in ("run", "publish"):
        code, printed = zhibao(command, folder, "--to", folder.parent / "other")
        assert code == 1
        assert "未答复的批注 1 处" in printed
        assert "01_basics.md:3：李示例：这一段请核对" in printed
    assert not (folder.parent / "other").exists()

    code, printed = zhibao("compile", folder)
    assert code == 0
    assert "这是草稿，每页已标明" in printed
    assert "与数据不符" not in printed
    assert_marked(folder / "build")
    assert_reads_like_the_release(folder / "build", little)


def assert_marked(files: Path) -> None:
    """Every section of the Word file, every page of the PDF and the web page say 草稿."""
    word = docx.Document(str(files / DOCX))
    for section in word.sections:
        assert "草稿" in "".join(one.text for one in section.header.paragraphs)
        assert 'string="草稿"' in section.header._element.xml
    pages = pypdfium2.PdfDocument((files / PDF).read_bytes())
    assert [number for number, page in enumerate(pages) if "草" not in page.get_textpage().get_text_bounded()] == []
    html = (files / HTML).read_text(encoding="utf-8")
    assert '<body data-draft="草稿">' in html
    assert "〔李示例：这一段请核对〕" in html


def assert_reads_like_the_release(files: Path, way: Way) -> None:
    """An audit of the draft counts the same numerals and finds nothing, as one of the release does."""
    book = load_rulebook()
    for name in (DOCX, PDF, HTML):
        draft, release = (audit(read_bytes((one / name).read_bytes(), name), book) for one in (files, way.release))
        assert [str(one) for one in draft.loud()] == [str(one) for one in release.loud()] == []
        assert len(draft.numerals) == len(release.numerals), name


def test_an_answered_comment_and_a_touched_passage_let_it_go(little: Way, folder: Path) -> None:
    chapter(folder, COMMENT.replace("批注 ", "批注（已答复）"))
    own = folder / "outline" / CHAPTER
    assert held(folder) == []
    text = taken_over(own.read_text(encoding="utf-8"), own, 2021)
    assert text.passages
    own.write_text(text.text, encoding="utf-8")
    assert held(folder) == [("kept", text.passages)]
    draft = Workshop(folder, draft=Drafts.WHERE_HELD)
    assert set(draft.files) == {DOCX, PDF, HTML}
    assert draft.conflicts == ()
    lines = [line for line in text.text.splitlines() if not line.startswith("<!-- 沿用")]
    own.write_text("\n".join(lines), encoding="utf-8")
    result = run(folder, folder.parent / "again")
    assert result.held == ()
    assert (folder.parent / "again" / DOCX).read_bytes() == (little.release / DOCX).read_bytes()


def test_a_workbook_that_was_changed_and_not_read_is_stale(folder: Path) -> None:
    path = folder / "workbooks" / "2021" / "jm03.xlsx"
    openpyxl.load_workbook(path).save(path)
    assert held(folder) == []
    change_one_cell(path, "全日制在校生数", 100)
    (one,) = Workshop(folder).obstacles
    assert (one.kind, one.told) == ("stale", ("workbooks/2021/jm03.xlsx：有变",))
    assert run(folder, folder.parent / "again").held == ()


def test_an_error_in_the_data_stops_the_release_and_a_draft_of_it_proves_itself(folder: Path) -> None:
    path = folder / "workbooks" / "2021" / "jm03.xlsx"
    change_one_cell(path, "高级职称专任教师数", 1000)
    result = run(folder, folder.parent / "again")
    assert "error" in [one.kind for one in result.held]
    assert not (folder.parent / "again").exists()
    code, printed = zhibao("publish", folder, "--draft", "--to", folder.parent / "again")
    assert code == 1
    assert "草稿已写到" in printed
    assert json.loads((folder.parent / "again" / "manifest.json").read_text(encoding="utf-8"))["draft"] == [
        one.name for one in result.held
    ]
    assert verify(folder.parent / "again") == ()


def test_a_text_that_the_data_gainsay_is_shown_in_a_draft_and_kept(folder: Path) -> None:
    write_a_false_sentence(folder)
    target = folder.parent / "draft"
    code, printed = zhibao("compile", folder, "--draft", "--to", target)
    assert code == 0
    assert "与数据不符的文字" in printed
    assert "28918" in printed
    text = "".join(one.text for one in docx.Document(BytesIO((target / DOCX).read_bytes())).paragraphs)
    assert "全日制在校生28918人" in text


def test_a_new_year_begins_with_last_years_text_and_numbers(qingyuan: Way, tmp_path: Path) -> None:
    begun = tmp_path / "next"
    code, printed = zhibao("next-year", qingyuan.folder, "--to", begun)
    assert code == 0
    assert "数据 2021、2022 年" in printed
    work = Workshop(begun, draft=Drafts.ALWAYS)
    assert (work.folder.edition.label_year, work.folder.edition.history_years) == (2023, {2020: ("graduates",)})
    assert not (begun / "cases").exists()
    kept = [one for one in (begun / "outline").glob("*.md") if "沿用2022年度" in one.read_text(encoding="utf-8")]
    assert len(kept) >= 9
    collected = work.collect()
    assert collected.refused == ()
    before = {one.id for one in Workshop(qingyuan.folder).snapshots if one.year == 2021}
    assert {one.id for one in collected.snapshots} == before
    code, printed = zhibao("next-year", qingyuan.folder, "--to", begun)
    assert code != 0
