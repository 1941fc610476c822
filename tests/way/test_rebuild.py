"""The published figures come out again from the schools' workbooks, or the print is proved wrong."""

import hashlib
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.way.conftest import Way
from zhibao.cli.demo import charts_drawn, document_tables
from zhibao.document.nodes import Chart, Document, Figure, Paragraph, plain, walk
from zhibao.examples.model import load_example
from zhibao.examples.rebuild import RebuildRecord, compare
from zhibao.pipeline import run
from zhibao.workshop import Workshop

EXPECTED = {
    "jiangmen": RebuildRecord(
        tables=2, figures=3, cells=287, equal=283, named=0, explained=4, unexplained=0, differences=[]
    ),
    "qingyuan": RebuildRecord(
        tables=14, figures=12, cells=378, equal=300, named=73, explained=5, unexplained=0, differences=[]
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_printed_cell_is_equal_named_or_explained(name: str, request: pytest.FixtureRequest) -> None:
    way: Way = request.getfixturevalue(name)
    rebuilt = compare(document_tables(way.document), charts_drawn(way.document), load_example(name)).record()
    differences = rebuilt["differences"]
    assert {**rebuilt, "differences": []} == EXPECTED[name]
    assert len(differences) == EXPECTED[name]["explained"]
    assert all(one["kind"] and one["proof"] for one in differences)


def change_one_cell(workbook: Path, label: str, add: int) -> None:
    """Add to the number that stands beside a label in this year's column."""
    book = openpyxl.load_workbook(workbook)
    for sheet in book:
        for row in sheet.iter_rows():
            typed = [cell for cell in row if isinstance(cell.value, int)]
            if str(row[0].value).strip() == label and typed:
                typed[-1].value = int(str(typed[-1].value)) + add
                book.save(workbook)
                return
    raise AssertionError(f"no {label}")


def chart(document: Document, name: str) -> list[list[str]]:
    """Return the printed numbers behind a chart."""
    (figure,) = [one for one in walk(document.blocks) if isinstance(one, Figure) and one.name == name]
    assert isinstance(figure.content, Chart)
    return [[plain(cell.content) for cell in row] for row in figure.content.body]


def sentences(document: Document) -> str:
    """Return all running text."""
    return "\n".join(plain(block.content) for block in walk(document.blocks) if isinstance(block, Paragraph))


def test_one_school_changes_a_number_and_cell_chart_and_sentence_follow(jiangmen: Way, folder: Path) -> None:
    assert document_tables(jiangmen.document)["quality_annex"][35][4] == "28198"
    change_one_cell(folder / "workbooks" / "2021" / "jm03.xlsx", "全日制在校生数", 100)

    document = run(folder, folder.parent / "again").document

    assert document is not None
    assert document_tables(document)["quality_annex"][35][4] == "28298"
    assert "28298" in [text for row in chart(document, "students_chart") for text in row]
    assert "28298人，比上年（25782人）增加2516人" in sentences(document)
    assert "28198" not in sentences(document)
    assert document_tables(document)["facilities_comparison"][0][2] != "36.28"


def test_equal_input_gives_equal_bytes(jiangmen: Way, folder: Path) -> None:
    again = folder.parent / "again"
    run(folder, again)
    files = {path.relative_to(again): path for path in again.rglob("*") if path.is_file()}
    assert set(files) == {path.relative_to(jiangmen.release) for path in jiangmen.release.rglob("*") if path.is_file()}
    different = [
        str(name) for name, path in files.items() if path.read_bytes() != (jiangmen.release / name).read_bytes()
    ]
    assert different == []


def test_a_faulty_workbook_stops_the_way_and_leaves_the_store_as_it_was(folder: Path) -> None:
    before = fingerprint(folder / "store")
    book = openpyxl.load_workbook(folder / "workbooks" / "2021" / "jm02.xlsx")
    del book["学生规模"]
    book.save(folder / "workbooks" / "2021" / "jm02.xlsx")
    result = run(folder, folder.parent / "again")
    assert result.document is None
    assert [path.name for path in result.collected.refused] == ["jm02.xlsx"]
    assert any("学生规模" in str(one) for one in result.findings if one.is_open)
    assert fingerprint(folder / "store") == before
    assert not (folder.parent / "again").exists()


def fingerprint(folder: Path) -> str:
    """Return a hash over every file of a folder."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return total.hexdigest()


def test_a_school_that_did_not_hand_in_leaves_a_gap_and_never_a_zero(folder: Path) -> None:
    shutil.rmtree(folder / "store")
    (folder / "workbooks" / "2021" / "jm09.xlsx").unlink()
    work = Workshop(folder)
    work.collect()
    annex = document_tables(work.document)["quality_annex"]
    assert annex[0][4] == "缺"
    assert annex[0][3] == "93"
    assert any("示例江门" in str(one.where) and "没有读到" in one.message for one in work.findings)
