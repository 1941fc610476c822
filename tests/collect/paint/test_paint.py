"""A painted workbook bears its findings in place and is otherwise the workbook that was handed in."""

import contextlib
import io
import random
import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from tests.collect.edit import few, repacked
from tests.collect.paint import made
from tests.collect.paint.made import DATA, LINES, MARKS, OTHER, changed, looks, opened, parts
from tests.conftest import need_program
from zhibao.collect.errors import CollectError
from zhibao.collect.layout import FEEDBACK
from zhibao.collect.paint.colours import colour, shade_of
from zhibao.collect.paint.feedback import HEAD_ROW, HEADERS
from zhibao.collect.paint.marks import Line, Mark, joined, position
from zhibao.collect.paint.paint import paint
from zhibao.collect.read import read_workbook
from zhibao.collect.write import workbook_bytes
from zhibao.terms.finding import Severity

BOOKKEEPING = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
ADDED = {"docProps/zhibao-paint.xml", "xl/worksheets/sheet3.xml"}
MAKERS = {"xlsxwriter": made.written_by_xlsxwriter, "openpyxl": made.written_by_openpyxl}


@pytest.fixture(scope="module", params=MAKERS)
def original(request: pytest.FixtureRequest) -> bytes:
    return MAKERS[request.param]()


def fill(book: Workbook, cell: str, sheet: str = DATA) -> str:
    return str(book[sheet][cell].fill.fgColor.rgb)


def note(book: Workbook, cell: str) -> str:
    comment = book[DATA][cell].comment
    return comment.text if comment else ""


def test_parts_without_findings_are_the_same(original: bytes) -> None:
    painted = paint(original, MARKS, LINES)
    touched = changed(original, painted)
    assert touched >= BOOKKEEPING | ADDED
    rest = touched - BOOKKEEPING - ADDED
    assert [name for name in rest if not re.search(r"(sheet1\.xml|comments?\d|[dD]rawing\d\.vml)", name)] == []
    assert "xl/worksheets/sheet2.xml" not in touched
    assert "xl/worksheets/sheet1.xml" in touched


def test_a_workbook_without_findings_keeps_every_sheet(original: bytes) -> None:
    assert changed(original, paint(original, (), ())) == BOOKKEEPING | ADDED


def test_cells_keep_all_but_their_fill(original: bytes) -> None:
    painted = {(sheet, cell): told for sheet, cell, told in looks(paint(original, MARKS, LINES))}
    before = list(looks(original))
    assert before
    assert [(sheet, cell) for sheet, cell, told in before if painted[sheet, cell] != told] == []


def test_findings_are_coloured_as_the_worst_of_them_and_noted(original: bytes) -> None:
    book = opened(paint(original, MARKS, LINES))
    worst = [book[DATA][cell].fill for cell in ("B2", "C3", "H40")]
    assert [str(one.fgColor.rgb)[2:6] for one in worst] == ["F8D8", "F8E4", "D0E0"]
    assert [one.fill_type for one in worst] == ["solid"] * 3
    said = note(book, "B2")
    assert said.startswith("原有的批注")
    assert "【强制】填写为“-3”，应为不小于 0 的整数 <人> & 更多。\n【注】读作 3。" in said
    assert "【提示】比上年变化过大。" in note(book, "C3")
    assert "空格也能着色" in note(book, "H40")


def test_painting_again_gives_the_same_bytes(original: bytes) -> None:
    painted = paint(original, MARKS, LINES)
    assert paint(painted, MARKS, LINES) == painted
    assert paint(paint(painted, MARKS[2:3], ()), MARKS, LINES) == painted


def test_painting_nothing_takes_all_the_paint_off(original: bytes) -> None:
    assert paint(paint(original, MARKS, LINES), (), ()) == paint(original, (), ())


def test_what_excel_keeps_beside_the_cells_survives() -> None:
    content = made.written_by_xlsxwriter()
    old, new = parts(content), parts(paint(content, MARKS, LINES))
    sheet = new["xl/worksheets/sheet1.xml"].decode()
    kept = (
        "<extLst>",
        "x14:sparklineGroups",
        "x14:conditionalFormatting",
        "<drawing ",
        "<autoFilter ",
        "<dataValidations ",
    )
    for what in kept:
        assert what in old["xl/worksheets/sheet1.xml"].decode()
        assert sheet.count(what) == old["xl/worksheets/sheet1.xml"].decode().count(what)
    for name in ("xl/media/image1.png", "xl/charts/chart1.xml", "xl/drawings/drawing1.xml", "xl/tables/table1.xml"):
        assert new[name] == old[name]


def test_a_sheet_without_notes_is_led_to_them_where_excel_looks() -> None:
    content = made.written_by_xlsxwriter()
    sheet = parts(paint(content, [Mark(OTHER, "A1", Severity.ERROR, "x")], ()))["xl/worksheets/sheet2.xml"].decode()
    assert sheet.index("<pageMargins") < sheet.index("<legacyDrawing ") < sheet.index("<tableParts")


def test_a_merged_cell_is_marked_where_it_is_seen() -> None:
    book = opened(paint(made.written_by_openpyxl(), [Mark(DATA, "C7", Severity.ERROR, "合并")], ()))
    assert fill(book, "A6")[2:6] == "F8D8"
    assert "合并" in note(book, "A6")


def test_the_list_can_be_read_answered_and_followed(original: bytes) -> None:
    page = opened(paint(original, MARKS, LINES))[FEEDBACK]
    rows = list(page.iter_rows(min_row=HEAD_ROW, max_col=len(HEADERS), values_only=True))
    assert rows[0] == HEADERS
    assert rows[1] == ("0123456789", "数据 B2（招生数）", "强制", "填写为“-3”。", "请更正。", None, None, None)
    assert rows[2][5:] == ("说明", "新校区启用", "张三")
    assert rows[3][3] == "=1+1 不是公式；_x005F_x0041_ 不是 A； 没有了。"
    links = {link.ref: link.location for link in (cell.hyperlink for row in page for cell in row) if link}
    assert links == {f"B{HEAD_ROW + 1}": "'数据'!B2", f"B{HEAD_ROW + 2}": "'别的 & ''x'' 表'!A1"}
    assert page.freeze_panes == f"A{HEAD_ROW + 1}"
    (rule,) = page.data_validations.dataValidation
    assert rule.formula1 == '"已改正,说明,申请免予"'
    assert not page.cell(HEAD_ROW + 1, 6).protection.locked
    assert page.sheet_state == "visible"


def test_a_sheet_of_that_name_which_is_not_ours_is_left_alone() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = FEEDBACK
    book.active["A1"] = "学生反馈"
    content = io.BytesIO()
    book.save(content)
    painted = opened(paint(content.getvalue(), (), LINES))
    assert painted.sheetnames == [FEEDBACK, f"{FEEDBACK}2"]
    assert painted[FEEDBACK]["A1"].value == "学生反馈"


def saved_by_another_program(content: bytes) -> bytes:
    """Return a painted workbook as openpyxl saves it: numbers of formats, parts and notes are all new."""
    book = opened(content)
    book[DATA]["A1"] = "改过"
    again = io.BytesIO()
    book.save(again)
    return again.getvalue()


def test_paint_comes_off_a_file_that_another_program_has_saved() -> None:
    content = made.written_by_openpyxl()
    saved = saved_by_another_program(paint(content, MARKS, LINES))
    bare, before = opened(paint(saved, (), ())), opened(content)
    for cell in ("B2", "C3", "B3", "H40"):
        assert repr(bare[DATA][cell].fill) == repr(before[DATA][cell].fill)
    assert (note(bare, "B2"), note(bare, "C3"), note(bare, "H40")) == ("原有的批注", "", "")
    assert bare[DATA]["A1"].value == "改过"
    again = paint(saved, MARKS, LINES)
    assert paint(again, MARKS, LINES) == again
    assert again.count("质报反馈".encode()) == 0
    assert opened(again).sheetnames.count(FEEDBACK) == 1


def test_a_hidden_list_is_shown_again_where_it_stands() -> None:
    book = opened(paint(made.written_by_openpyxl(), MARKS, LINES))
    book[FEEDBACK].sheet_state = "hidden"
    book.move_sheet(FEEDBACK, -2)
    saved = io.BytesIO()
    book.save(saved)
    painted = opened(paint(saved.getvalue(), MARKS, LINES[:1]))
    assert painted.sheetnames == [FEEDBACK, DATA, OTHER]
    assert painted[FEEDBACK].sheet_state == "visible"
    assert painted[FEEDBACK].max_row == HEAD_ROW + 1


@pytest.mark.parametrize(
    ("old", "new"), [(b"sha256=", b"sha257="), (b":", b";"), (b"</paint>", b""), (b'version="1"', b'version="2"')]
)
def test_a_record_that_was_tampered_with_is_not_followed(old: bytes, new: bytes) -> None:
    def forge(name: str, part: bytes) -> bytes:
        return part.replace(old, new) if name == "docProps/zhibao-paint.xml" else part

    book = opened(paint(repacked(paint(made.written_by_openpyxl(), MARKS, LINES), forge), (), ()))
    assert fill(book, "C3") == "FFAA0000"
    assert note(book, "B2") == "原有的批注"


def test_words_written_below_ours_in_a_note_stay() -> None:
    book = opened(paint(made.written_by_openpyxl(), MARKS, LINES))
    comment = book[DATA]["B2"].comment
    assert comment is not None
    comment.text += "\n校长：已核对"
    saved = io.BytesIO()
    book.save(saved)
    assert note(opened(paint(saved.getvalue(), (), ())), "B2") == "原有的批注\n校长：已核对"


def test_our_own_form_is_painted_and_read_as_before(tmp_path: Path) -> None:
    blank = few(now=True)
    form = workbook_bytes(blank)
    sheet = opened(form).sheetnames[1]
    (tmp_path / "S01.xlsx").write_bytes(paint(form, [Mark(sheet, "D5", Severity.ERROR, "x")], LINES))
    reading = read_workbook(tmp_path / "S01.xlsx", blank)
    assert reading.submission is not None
    assert reading.submission.registers == blank.now
    assert {one.rule for one in reading.findings} <= {"collect.nothing_listed"}
    book = opened((tmp_path / "S01.xlsx").read_bytes())
    cell = book[sheet]["D5"]
    assert cell.comment is not None
    assert len(cell.comment.text.split("─── 质报反馈 ───")) == 2
    assert not cell.protection.locked


PREFIXED = (
    b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?><!-- <c r="A1"> --><x:worksheet xmlns:x="NS"><x:sheetData>'
    b'<x:row><x:c t="inlineStr"><x:is><x:t><![CDATA[</x:row><c r="B1">]]></x:t></x:is></x:c><x:c r="C1" s="0" >'
    b'<x:v>1</x:v></x:c></x:row><x:row r="4" spans="1:2"/></x:sheetData></x:worksheet>'
)


def test_prefixes_gaps_and_what_only_looks_like_a_tag_are_understood() -> None:
    content = made.written_by_openpyxl()
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    odd = PREFIXED.replace(b"NS", space)
    strange = repacked(content, lambda name, part: odd if name == "xl/worksheets/sheet2.xml" else part)
    cells = ("A1", "B1", "C1", "B3", "D4", "A9")
    painted = paint(strange, [Mark(OTHER, cell, Severity.WARNING, cell) for cell in cells], ())
    book = opened(painted)
    assert [fill(book, cell, OTHER) for cell in cells] == [f"FF{colour(Severity.WARNING)}"] * len(cells)
    assert book[OTHER]["A1"].value == '</x:row><c r="B1">'
    assert book[OTHER]["C1"].value == 1
    assert b'spans="1:4"' in parts(painted)["xl/worksheets/sheet2.xml"]
    assert paint(painted, (), ()) == paint(strange, (), ())


def test_a_part_in_utf_16_is_painted_too() -> None:
    def widen(name: str, part: bytes) -> bytes:
        text = part.decode().partition("?>")[2] or part.decode()
        return text.encode("utf-16") if name == "xl/worksheets/sheet1.xml" else part

    assert fill(opened(paint(repacked(made.written_by_openpyxl(), widen), MARKS, ())), "C3")[2:6] == "F8E4"


@pytest.mark.parametrize("lost", ["xl/styles.xml", "xl/worksheets/_rels/sheet1.xml.rels"])
def test_a_lost_part_is_made_up_for(lost: str) -> None:
    content = made.written_by_xlsxwriter()

    def lose(name: str, part: bytes) -> bytes | None:
        if name.endswith("workbook.xml.rels") and "styles" in lost:
            return part.replace(b'relationships/styles"', b'relationships/other"')
        return None if name == lost else part

    painted = paint(repacked(content, lose), MARKS, LINES)
    assert FEEDBACK.encode() in parts(painted)["xl/workbook.xml"]
    assert paint(painted, MARKS, LINES) == painted


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"hello", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_workbook_is_refused_in_chinese(content: bytes) -> None:
    with pytest.raises(CollectError, match="反馈写不进这个工作簿"):
        paint(content, MARKS, LINES)


def test_a_damaged_workbook_is_refused_in_chinese() -> None:
    broken = repacked(made.written_by_openpyxl(), lambda name, part: b"<a" if name.endswith("sheet1.xml") else part)
    with pytest.raises(CollectError, match="不完整"):
        paint(broken, MARKS, LINES)


@pytest.mark.parametrize("seed", range(40))
def test_spoilt_parts_are_painted_or_refused_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    maker = MAKERS[sorted(MAKERS)[seed % 2]]

    def spoil(name: str, part: bytes) -> bytes:
        spoilt = bytearray(part)
        if chance.random() < 0.4:
            at = chance.randrange(len(spoilt))
            spoilt[at : at + chance.randrange(60)] = chance.randbytes(chance.randrange(4))
        return bytes(spoilt)

    with contextlib.suppress(CollectError):
        assert paint(repacked(paint(maker(), MARKS, LINES), spoil), MARKS, LINES)[:2] == b"PK"


def test_a_thread_of_comments_is_left_alone() -> None:
    book = opened(made.written_by_openpyxl())
    book[DATA]["B2"].comment = Comment("[Threaded comment]\n这里有讨论", "tc={1}")
    saved = io.BytesIO()
    book.save(saved)
    painted = opened(paint(saved.getvalue(), MARKS, ()))
    assert note(painted, "B2") == "[Threaded comment]\n这里有讨论"
    assert fill(painted, "B2")[2:6] == "F8D8"


def test_long_notes_say_where_the_rest_is() -> None:
    many = [Mark(DATA, "A1", Severity.NOTE, f"第{number}条" * 20) for number in range(100)]
    assert joined(many).text.endswith("……其余见工作表“反馈”。")
    assert len(joined(many).text) <= 1800


@pytest.mark.parametrize("cell", ["", "A", "1", "A0", "XFE1", "A1048577", "A1:B2", "AAAA1"])
def test_what_is_no_cell_has_no_position(cell: str) -> None:
    assert position(cell) is None


@given(st.sampled_from(Severity), st.integers(0, 63))
def test_a_shade_says_which_fill_was_there(severity: Severity, shade: int) -> None:
    made_of = (
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour(severity, shade)}"/></patternFill></fill>'
    )
    assert shade_of(made_of.encode()) == shade


CELLS = st.builds("{}{}".format, st.sampled_from(("A", "B", "C", "Z", "AB", "XFD")), st.integers(1, 60))
CHOSEN = st.lists(
    st.builds(Mark, st.sampled_from((DATA, OTHER)), CELLS, st.sampled_from(Severity), st.text(max_size=8))
)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(MAKERS)), CHOSEN)
def test_any_marks_come_on_and_off(maker: str, marks: list[Mark]) -> None:
    content = MAKERS[maker]()
    painted = paint(content, marks, ())
    assert paint(painted, marks, ()) == painted
    assert paint(painted, (), ()) == paint(content, (), ())
    for part in parts(painted).values():
        assert part
    opened(painted)


def test_libreoffice_opens_it_and_paint_comes_off_what_it_saves(tmp_path: Path) -> None:
    program = need_program("soffice")
    content = made.written_by_xlsxwriter()
    saved = made.converted(program, tmp_path, "xlsx", paint(content, MARKS, LINES))
    assert opened(saved).sheetnames == [DATA, OTHER, FEEDBACK]
    bare = opened(paint(saved, (), ()))
    assert [fill(bare, cell) for cell in ("B2", "C3", "B4")] == ["FFDDEEAA"] * 3
    assert (note(bare, "B2"), note(bare, "C3"), note(bare, "F6")) == ("原有的批注\n两行", "", "别处的批注")


def test_a_line_leads_nowhere_that_cannot_be_seen() -> None:
    book = opened(made.written_by_openpyxl())
    book[OTHER].sheet_state = "hidden"
    saved = io.BytesIO()
    book.save(saved)
    line = Line("0123456789", "别的", Severity.NOTE, "x", sheet=OTHER, cell="A1")
    assert opened(paint(saved.getvalue(), (), [line]))[FEEDBACK].cell(HEAD_ROW + 1, 2).hyperlink is None
