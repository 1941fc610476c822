"""Files of older formats, xls and et, are read within the same limits, and what cannot be read is named."""

import struct
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.collect import biff
from tests.collect.edit import few, rules
from tests.collect.paint.made import converted, opened
from tests.conftest import need_program
from zhibao.collect.layout import FEEDBACK
from zhibao.collect.ole2 import Container
from zhibao.collect.paint.feedback import HEAD_ROW
from zhibao.collect.paint.marks import Line, Mark
from zhibao.collect.paint.paint import paint
from zhibao.collect.read import read_workbook
from zhibao.collect.untrusted import Opened, open_bytes
from zhibao.collect.write import workbook_bytes
from zhibao.terms.finding import Finding, Severity

CELLS = biff.number(0, 0, 7) + biff.error(1, 1, 23) + biff.formula_in_error(2, 0, 42)


def rule(content: bytes) -> str:
    found = open_bytes("S01.xls", content)
    assert isinstance(found, Finding)
    assert found.fix
    return found.rule.removeprefix("collect.")


def test_the_cells_of_an_xls_are_read_and_its_errors_found() -> None:
    book = open_bytes("S01.xls", biff.file(biff.stream(CELLS)))
    assert isinstance(book, Opened)
    assert book.is_old
    assert book.names == ("表",)
    grid = book.grid("表")
    assert grid is not None
    assert grid[0][0] == 7
    assert book.faults("表") == {(1, 1): "#REF!", (2, 0): "#N/A"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (biff.file(biff.stream(CELLS, early=biff.record(0x002F, b"\0" * 6))), "password_protected"),
        (biff.file(biff.stream(biff.number(65535, 255, 1))), "far_cell"),
        (biff.file(biff.stream(CELLS), circle=True), "old_format"),
        (biff.file(biff.stream(biff.record(biff.SIZE, struct.pack("<IIHHH", 0, 1 << 31, 0, 255, 0)))), "old_format"),
        (biff.file(biff.stream(biff.record(biff.SIZE, b"\0"))), "old_format"),
        (biff.file(biff.stream(CELLS, early=biff.record(0x00FC, struct.pack("<II", 1, 1 << 31)))), "old_format"),
        (biff.file(b""), "old_format"),
        (biff.file(biff.stream(CELLS), "Other"), "old_format"),
        (biff.file(b"x" * 4096, "WordDocument"), "not_a_workbook"),
        (biff.file(b"x" * 4096, "EncryptedPackage"), "password_protected"),
    ],
)
def test_what_cannot_be_read_is_named(content: bytes, expected: str) -> None:
    assert rule(content) == expected


def test_macros_are_told() -> None:
    plain, living = (open_bytes("S01.xls", biff.file(biff.stream(CELLS), also=one)) for one in ("", "_VBA_PROJECT"))
    assert isinstance(plain, Opened)
    assert isinstance(living, Opened)
    assert (plain.has_macros, living.has_macros) == (False, True)


def test_counts_larger_than_the_file_are_not_believed() -> None:
    content = bytearray(biff.file(biff.stream(CELLS)))
    struct.pack_into("<I", content, 44, 1 << 31)
    assert rule(bytes(content)) == "old_format"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 6000), st.binary(min_size=1, max_size=8))
def test_no_spoilt_bytes_raise(at: int, spoilt: bytes) -> None:
    content = biff.file(biff.stream(CELLS))
    found = open_bytes("S01.xls", content[:at] + spoilt + content[at + len(spoilt) :])
    if isinstance(found, Opened):
        for name in found.names:
            found.grid(name)
            found.merges(name)


@given(st.binary(max_size=2000))
def test_no_container_raises(content: bytes) -> None:
    file = Container(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content)
    for name in file.names:
        file.stream(name)
    assert file.is_sound in (True, False)


@pytest.mark.parametrize("ending", ["xls", "et"])
def test_a_filled_xls_is_read_like_the_xlsx_and_comes_back_as_a_new_one(tmp_path: Path, ending: str) -> None:
    program = need_program("soffice")
    blank = few(now=True)
    content = converted(program, tmp_path, "xls", workbook_bytes(blank))
    (tmp_path / f"S01.{ending}").write_bytes(content)
    reading = read_workbook(tmp_path / f"S01.{ending}", blank)
    assert rules(reading) == ["collect.old_format"]
    assert ending in reading.findings[0].message
    assert reading.submission is not None
    assert reading.submission.registers == blank.now
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames[1]
    line = Line("0123456789", f"{sheet} D5", Severity.ERROR, "不对", sheet=sheet, cell="D5")
    painted = paint(content, [Mark(sheet, "D5", Severity.ERROR, "不对")], [line])
    book = opened(painted)
    assert "xls 或 et" in book[FEEDBACK]["A4"].value
    assert book[FEEDBACK].cell(HEAD_ROW + 1, 1).value == "0123456789"
    assert "不对" in book[sheet]["D5"].comment.text
    (tmp_path / "S01.xlsx").write_bytes(painted)
    again = read_workbook(tmp_path / "S01.xlsx", blank)
    assert again.submission is not None
    assert again.submission.registers == blank.now
