"""A long sheet is cut, measured and read in pieces, and says the same as one that is read whole."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.collect import sample
from tests.collect.edit import few, repacked
from zhibao.catalog.asked import Asked
from zhibao.collect import long_sheet, pieces, quick_row, untrusted
from zhibao.collect.blank import Blank
from zhibao.collect.layout import FIRST_ROW
from zhibao.collect.pieces import DamagedSheetError, Grid, Piece, cut
from zhibao.collect.read import Reading, read_workbook
from zhibao.collect.scan import Scan, scan
from zhibao.collect.untrusted import MOST_CELLS, Opened, open_bytes
from zhibao.collect.write import workbook_bytes, write_workbook
from zhibao.snapshot.frozen import read_rows
from zhibao.snapshot.long_rows import LongRows
from zhibao.snapshot.store import Store

HEAD, TAIL = b'<worksheet xmlns="x" xmlns:a="b"><sheetData>', b"</sheetData></worksheet>"


def sheet(*rows: bytes) -> bytes:
    return HEAD + b"".join(rows) + TAIL


def row(number: int, *cells: bytes) -> bytes:
    return b'<row r="%d" a:h="1">' % number + b"".join(cells) + b"</row>"


def cell(name: str, value: bytes = b"1", formula: bytes = b"", kind: bytes = b"") -> bytes:
    return b'<c r="%s" s="3"%s>%s<v>%s</v></c>' % (name.encode(), kind, formula, value)


def grids(content: bytes) -> Iterator[list[list[object]]]:
    opened = open_bytes("S01.xlsx", content)
    assert isinstance(opened, Opened)
    for name in opened.names:
        grid = opened.grid(name)
        assert grid is not None
        yield [list(line) for line in grid if any(line)]


def test_a_sheet_that_is_cut_reads_like_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook_bytes(few(now=True))
    whole = list(grids(content))
    monkeypatch.setattr(pieces, "PIECE", 900)
    assert list(grids(content)) == whole


def test_a_workbook_in_pieces_gives_the_same_submission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "S01.xlsx"
    file.write_bytes(workbook_bytes(few(now=True)))
    whole = read_workbook(file, few())
    monkeypatch.setattr(pieces, "PIECE", 900)
    assert read_workbook(file, few()) == whole


def test_a_piece_that_cannot_be_read_or_lies_over_another_is_a_damaged_sheet() -> None:
    first: Piece = (0, [["a"]])
    with pytest.raises(DamagedSheetError):
        len(Grid(iter([first, first])))
    readers: pieces.Readers[Piece] = pieces.Readers(lambda piece: None)
    readers.take(b"")
    readers.close()
    with pytest.raises(DamagedSheetError):
        len(Grid(readers.pieces()))


def test_a_damaged_piece_is_said_of_the_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook_bytes(few(now=True))
    monkeypatch.setattr(pieces, "PIECE", 900)
    monkeypatch.setattr(long_sheet, "_piece", lambda workbook, sheet: None)
    (tmp_path / "S01.xlsx").write_bytes(content)
    reading = read_workbook(tmp_path / "S01.xlsx", few())
    assert reading.submission is None
    assert {one.rule for one in reading.findings} == {"collect.sheet_damaged"}


def test_rows_of_a_grid_are_there_by_number_by_slice_and_in_turn() -> None:
    grid = Grid(iter([(1, [["a"], ["b"]]), (4, [["c"]])]))
    assert grid[1] == ["a"]
    assert grid[:2] == [[], ["a"]]
    assert grid[-1] == ["c"]
    assert list(grid) == [[], ["a"], ["b"], [], ["c"]]
    assert list(grid) == list(grid)
    with pytest.raises(IndexError):
        grid[5]


def test_pieces_hold_every_row_once() -> None:
    xml = sheet(*(row(number, cell(f"A{number}")) for number in range(1, 400)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PIECE", 1000)
        some = cut(xml)
    assert len(some) > 5
    assert all(one.startswith(HEAD) and one.endswith(TAIL) for one in some)
    assert [int(found) for one in some for found in re.findall(rb'<row r="(\d+)"', one)] == list(range(1, 400))
    assert cut(xml) == (xml,)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((row(1, cell("A1"), cell("C1")), row(12, cell("B12"))), Scan(12, 3, {})),
        ((row(2, cell("A2", b"5", b"<f>B2+1</f>")),), Scan(2, 1, {})),
        ((row(2, cell("A2", b"5", b'<f t="shared" si="0"/>')),), Scan(2, 1, {})),
        ((row(2, cell("B2", b"", b"<f>B2+1</f>")), row(3, cell("B3", b"2"))), Scan(3, 2, {(1, 1): ""})),
        ((row(2, cell("B2", b"#REF!", kind=b' t="e"')),), Scan(2, 2, {(1, 1): "#REF!"})),
        ((row(2, b'<c r="B2"><f>1</f></c>'),), Scan(2, 2, {(1, 1): ""})),
    ],
)
def test_a_sheet_written_as_usual_is_measured_by_its_shapes(rows: tuple[bytes, ...], expected: Scan) -> None:
    found = scan(sheet(*rows), MOST_CELLS)
    assert found is not None
    assert replace(found, numbers=None) == expected


@pytest.mark.parametrize(
    "far",
    [
        cell("XFD1"),
        cell("A1048576"),
        b"<c r='A1048576'><v>1</v></c>",
        b'<c\tr="A1048576"><v>1</v></c>',
        b'<c r = "A1048576"><v>1</v></c>',
        b'<a:c r="A1048576"><v>1</v></a:c>',
        b'<c r="A0001048576"><v>1</v></c>',
    ],
)
def test_no_spelling_hides_a_cell_far_out(far: bytes) -> None:
    xml = sheet(row(1, cell("A1"), far), *(row(number, cell(f"A{number}")) for number in range(2, 30)))
    last = row(1048576, cell("XFD1048576", b"2")) if b"1048576" not in far else row(30, cell("XFD30", b"2"))
    found = scan(xml.replace(TAIL, last + TAIL), MOST_CELLS)
    assert found is None or found.rows * found.columns > MOST_CELLS


@given(st.lists(st.tuples(st.integers(1, 99999), st.sampled_from(["A", "Z", "AA", "ZZ"])), min_size=1, max_size=8))
@settings(deadline=None)
def test_no_cell_lies_outside_of_what_was_measured(names: list[tuple[int, str]]) -> None:
    xml = sheet(*(row(index, cell(f"{letters}{number}")) for index, (number, letters) in enumerate(names, 1)))
    found = scan(xml, 10**12)
    assert found is not None
    columns = {"A": 1, "Z": 26, "AA": 27, "ZZ": 702}
    assert found.rows >= max(number for number, _ in names)
    assert found.columns >= max(columns[letters] for _, letters in names)


def test_a_sheet_larger_than_can_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PIECE", 900)
    monkeypatch.setattr(untrusted, "MOST_CELLS", 40)
    (tmp_path / "S01.xlsx").write_bytes(workbook_bytes(few(now=True)))
    assert [one.rule for one in read_workbook(tmp_path / "S01.xlsx", few()).findings] == ["collect.far_cell"]


def test_rows_read_together_and_one_by_one_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def bad(name: str, part: bytes) -> bytes:
        return part.replace(b"<v>1</v>", b"<v>-1</v>") if name.startswith("xl/worksheets/") else part

    readings: list[Reading] = []
    for block in (1024, 1):
        monkeypatch.setattr(quick_row, "_BLOCK", block)
        for content in (workbook_bytes(few(now=True)), repacked(workbook_bytes(few(now=True)), bad)):
            assert zipfile.is_zipfile(BytesIO(content))
            (tmp_path / "S01.xlsx").write_bytes(content)
            readings.append(read_workbook(tmp_path / "S01.xlsx", few()))
    assert readings[:2] == readings[2:]


def _asked(*names: str) -> Blank:
    registers = [sample.catalog().registers[name] for name in names]
    asked = tuple(Asked(one, tuple(one.fields)) for one in registers)
    return Blank(sample.SCHOOL, 2021, sample.TITLE, asked, sample.catalog().lists)


CONTENTS = st.one_of(
    st.sampled_from(
        ["", "／", "无", "—", "约40", "１２", "1,200", "12.5", "007", "-3", "甲", "  字 ", "2021-05-14", "一等奖"]
    ),
    st.sampled_from([0, 46, 46.0, 12.5, 0.1 + 0.2, -3, 10**12, True, date(2021, 5, 14), datetime(2021, 5, 14, 8, 30)]),
    st.sampled_from(["440000202100000001", "11010519491231002X", 4.4e17, "省级", "示例称号", "#N/A"]),
)


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(st.lists(CONTENTS, min_size=8, max_size=8), min_size=1, max_size=5))
def test_a_register_read_by_columns_says_what_it_says_read_by_rows(lines: list[list[object]]) -> None:
    blank = _asked("awards", "building_projects")
    book = load_workbook(BytesIO(workbook_bytes(blank)))
    for name in book.sheetnames[1:3]:
        for number, line in enumerate(lines, FIRST_ROW + 1):
            for column, content in enumerate(line, 1):
                if content != "":
                    book[name].cell(number, column).value = content  # type: ignore[assignment]
    saved = BytesIO()
    book.save(saved)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "S01.xlsx"
        file.write_bytes(saved.getvalue())
        by_rows = read_workbook(file, blank)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pieces, "PIECE", 900)
            assert read_workbook(file, blank) == by_rows


def test_rows_that_need_no_word_stay_with_their_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _asked("awards")
    blank = replace(asked, now=sample.rows(asked.asked, seed=3))
    write_workbook(tmp_path / "S01.xlsx", blank)
    monkeypatch.setattr(pieces, "PIECE", 900)
    reading = read_workbook(tmp_path / "S01.xlsx", blank)
    assert reading.submission is not None
    rows = reading.submission.registers["awards"]
    assert isinstance(rows, LongRows)
    assert rows == blank.now["awards"]
    assert (rows[0], rows[-1], list(rows[1:])) == (
        blank.now["awards"][0],
        blank.now["awards"][-1],
        list(blank.now["awards"][1:]),
    )
    with pytest.raises(IndexError):
        rows[len(rows)]
    store = Store(tmp_path / "store")
    snapshot = store.freeze(reading.submission, sample.catalog().registers)
    assert read_rows(snapshot, sample.catalog().registers)["awards"] == blank.now["awards"]


def _filled(blank: Blank, *lines: list[object]) -> bytes:
    """Return the workbook with these lines in the first register's sheet."""
    book = load_workbook(BytesIO(workbook_bytes(blank)))
    for number, line in enumerate(lines, FIRST_ROW + 1):
        for column, content in enumerate(line, 1):
            book[book.sheetnames[1]].cell(number, column).value = content  # type: ignore[assignment]
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def _rows_of(blank: Blank, content: bytes, folder: Path) -> tuple[object, Reading]:
    """Return what the first register is held as, and the reading, which must be that of the rows."""
    (folder / "S01.xlsx").write_bytes(content)
    by_rows = read_workbook(folder / "S01.xlsx", blank)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PIECE", 900)
        reading = read_workbook(folder / "S01.xlsx", blank)
    assert reading == by_rows
    assert reading.submission is not None
    return reading.submission.registers[blank.asked[0].register.name], reading


def _projects(**late: object) -> tuple[Blank, bytes]:
    """Return a form and its workbook with sixty projects, of which only the last ones fill in the fields `late`."""
    blank = _asked("building_projects")
    lists = sample.catalog().lists
    lines = []
    for number in range(60):
        always: dict[str, object] = {"project": f"示例项目{number:04d}", "land_area": 12.5, "floor_area": number}
        always |= {"sources": "财政", "investment": 100}
        for name, field in blank.asked[0].register.fields.items():
            if field.list:
                always[name] = lists[field.list].labels()[0]
        lines.append([(always | late if number > 50 else always).get(name) for name in blank.asked[0].fields])
    return blank, _filled(blank, *lines)


@pytest.mark.parametrize(
    "late",
    [{}, {"places_gained": 46}, {"approved_on": datetime(2021, 5, 14)}, {"investment": "／"}, {"investment": None}],
)
def test_a_column_may_hold_something_else_in_other_pieces(tmp_path: Path, late: dict[str, object]) -> None:
    held, _ = _rows_of(*_projects(**late), tmp_path)
    assert isinstance(held, LongRows)


def test_a_column_of_numbers_here_and_texts_there_says_what_it_says_read_by_rows(tmp_path: Path) -> None:
    held, reading = _rows_of(*_projects(sources=2021), tmp_path)
    assert isinstance(held, LongRows)
    assert reading.submission is not None
    assert reading.submission.registers["building_projects"][59]["sources"] == "2021"


def test_rows_out_of_turn_are_not_taken_by_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    xml = sheet(*(row(number, cell(f"A{number}")) for number in [*range(1, 40), *range(5, 30)]))
    monkeypatch.setattr(pieces, "PIECE", 900)
    found = long_sheet.long_sheet("表", "xl/worksheets/sheet1.xml", xml, {}, MOST_CELLS)
    assert found is not None
    assert found.extent == scan(xml, MOST_CELLS)
