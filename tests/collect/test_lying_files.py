"""Files that state what is not so, in names of cells, counts or parts: none is believed, none crashes the reader."""

import os
from pathlib import Path

import pytest

from tests.collect.edit import few
from tests.collect.fuzz.archive import BOOK, FORM, MANY, TEXTS, changed, packed, parts, rows, sheet_part
from tests.collect.fuzz.corpus import in_utf16, with_counts_that_lie
from zhibao.collect.layout import FEEDBACK
from zhibao.collect.paint.marks import Line, Mark
from zhibao.collect.paint.paint import paint
from zhibao.collect.read import read_workbook
from zhibao.collect.untrusted import Opened, open_bytes
from zhibao.collect.write import workbook_bytes
from zhibao.terms.finding import Finding, Severity

FAR = '<c r="XFD1048576"><v>1</v></c>'
LINES = (Line("0123456789", f"{FORM} D5", Severity.ERROR, "不对", sheet=FORM, cell="D5"),)


def rule(content: bytes) -> str:
    found = open_bytes("S01.xlsx", content)
    return found.rule.removeprefix("collect.") if isinstance(found, Finding) else ""


@pytest.mark.parametrize(
    "xml",
    [
        '<row r="90"><c r="xfd1048576"><v>1</v></c></row>',
        '<row r="90"><c r="XFD0001048576"><v>1</v></c></row>',
        '<row r="90"><c r="AAAAAAAAAAAA90"><v>1</v></c></row>',
        '<row r="90"><c r="A99999999999"><v>1</v></c></row>',
        '<row r="99999999999"><c><v>1</v></c></row>',
        '<row r="0"><c><v>1</v></c></row>',
    ],
)
def test_a_cell_that_no_sheet_has_is_far_out(xml: str) -> None:
    assert rule(rows(workbook_bytes(few()), xml)) == "far_cell"


@pytest.mark.parametrize(
    "xml", [FAR, f'<row r="90"><x>{FAR}</x></row>', '<row r="9"><row r="1048576"/><c><v>1</v></c></row>']
)
def test_cells_and_rows_are_taken_only_where_they_may_stand(xml: str) -> None:
    assert rule(rows(workbook_bytes(few()), f'{xml}<row r="91"><c R="1"/></row>')) == "not_a_workbook"


def test_more_texts_than_bytes_are_not_believed_in_any_encoding() -> None:
    good = workbook_bytes(few())
    assert rule(changed(good, TEXTS, with_counts_that_lie)) == "not_a_workbook"
    assert rule(changed(good, TEXTS, lambda said: in_utf16(with_counts_that_lie(said)))) == "not_a_workbook"


def test_a_workbook_in_utf_16_says_the_same(tmp_path: Path) -> None:
    blank, good = few(now=True), workbook_bytes(few(now=True))
    for part in (BOOK, TEXTS, sheet_part(good, FORM)):
        for wide in (in_utf16, lambda said: said.decode().partition("?>")[2].encode("utf-16")):
            good_file = tmp_path / "S01.xlsx"
            good_file.write_bytes(changed(good, part, wide))
            reading = read_workbook(good_file, blank)
            assert reading.submission is not None
            assert reading.submission.registers == blank.now


def test_what_has_no_end_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "S01.xlsx")
    (finding,) = read_workbook(tmp_path / "S01.xlsx", few()).findings
    assert finding.rule == "collect.cannot_read"
    assert "不是普通文件" in finding.message


def test_the_sheet_of_findings_does_not_take_the_place_of_a_lost_one() -> None:
    good = workbook_bytes(few(now=True))
    lost = sheet_part(good, MANY)
    content = packed((name, part) for name, part in parts(good).items() if name != lost)
    painted = open_bytes("S01.xlsx", paint(content, [Mark(FORM, "D5", Severity.ERROR, "不对")], LINES))
    assert isinstance(painted, Opened)
    assert painted.grid(MANY) is None
    assert painted.grid(FEEDBACK) is not None
