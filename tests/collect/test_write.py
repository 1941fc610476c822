"""A blank workbook guides whoever fills it in, can be opened anywhere, and is the same every time."""

import csv
import io
import subprocess
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.collect import sample
from tests.collect.edit import FEW, few, only, opened
from tests.conftest import need_program
from zhibao.catalog.asked import Asked
from zhibao.collect.blank import Blank, parse_identity
from zhibao.collect.errors import CollectError
from zhibao.collect.layout import CODES, IDENTITY, INSTRUCTIONS, cell_name, sheets_of
from zhibao.collect.read import read_workbook
from zhibao.collect.write import workbook_bytes, write_workbook
from zhibao.snapshot.submission import Reason
from zhibao.terms.value import Known


def texts(page: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in line] for line in page.iter_rows()]


def unlocked(page: Worksheet) -> set[str]:
    return {cell.coordinate for line in page.iter_rows() for cell in line if not cell.protection.locked}


def notes(page: Worksheet) -> dict[str, str]:
    return {cell.coordinate: cell.comment.text for line in page.iter_rows() for cell in line if cell.comment}


def rules_at(page: Worksheet, cell: str) -> list[tuple[str | None, str | None, str | None]]:
    found = [one for one in page.data_validations.dataValidation if cell in one.sqref]
    return [(one.type, one.errorStyle, one.formula1) for one in found]


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(few())


def test_equal_blanks_give_equal_bytes() -> None:
    assert workbook_bytes(sample.school()) == workbook_bytes(sample.school())


def test_there_is_one_sheet_per_register_after_the_instructions(book: Workbook) -> None:
    labels = [one.register.label for one in few().asked]
    assert book.sheetnames == [INSTRUCTIONS, *labels, CODES, IDENTITY]
    assert [book[name].sheet_state for name in (CODES, IDENTITY)] == ["hidden", "veryHidden"]


def test_the_workbook_says_unseen_what_it_is(book: Workbook) -> None:
    said = parse_identity(str(book[IDENTITY]["A1"].value))
    assert said == few().identity
    assert said is not None
    assert (said.code, said.year) == ("S01", 2021)
    assert any(f"<vt:lpwstr>{said}</vt:lpwstr>".encode() in part for part in parts(workbook_bytes(few())))


@pytest.mark.parametrize(
    "text", ["", "zhibao", "zhibao/1/school/S01/二〇二一/x", "zhibao/1/town/S01/2021/x", "a/1/school/S01/2021/x"]
)
def test_other_texts_are_no_identity(text: str) -> None:
    assert parse_identity(text) is None


def test_the_instructions_say_who_fills_and_what_to_write_where_there_is_no_number(book: Workbook) -> None:
    said = "\n".join(str(cell) for line in texts(book[INSTRUCTIONS]) for cell in line if cell)
    for part in (sample.TITLE, sample.SCHOOL.name, "2021年", "教务处", "／", "无", "—", "＊", "约", sample.DECLARATION):
        assert part in said


def test_the_instructions_of_a_history_year_ask_for_totals() -> None:
    blank = few(last=False)
    history = Blank(sample.CITY, 2019, blank.title, blank.asked, blank.lists, history=True)
    pages = opened(history)
    assert "全市合计" in str(pages[INSTRUCTIONS]["A2"].value)
    assert str(pages["学生规模"]["A2"].value).startswith("全市合计")


def test_a_form_shows_last_year_beside_this_year(book: Workbook) -> None:
    page = book["学生规模"]
    head = ["指标", "单位", "上年（2020年）", "本年（2021年）", "变化说明", "口径"]
    assert texts(page)[3] == head
    assert texts(page)[4] == ["招生数", "人", 120, None, None, "当年秋季录取并注册的全日制新生，不含技工学校"]
    assert page["A2"].value == "示例市第一职业技术学校（S01）　｜　统计时点：2021年9月30日　｜　填报：教务处"


def test_only_the_cells_to_be_filled_are_unlocked(book: Workbook) -> None:
    assert unlocked(book["学生规模"]) == {"D5", "D6", "E5", "E6"}
    page = book["技能竞赛获奖"]
    assert {cell[0] for cell in unlocked(page)} == {"A", "B", "D", "E"}
    assert "A4" not in unlocked(page)
    for sheet in book.worksheets:
        assert sheet.protection.sheet
        assert not sheet.protection.password
    assert book.security is not None
    assert book.security.lockStructure


def test_the_definition_stands_beside_in_a_note_and_in_a_message(book: Workbook) -> None:
    page = book["学生规模"]
    assert notes(page)["D5"] == "招生数（人）\n当年秋季录取并注册的全日制新生，不含技工学校"
    (rule,) = [one for one in page.data_validations.dataValidation if "D5" in one.sqref]
    assert (rule.promptTitle, rule.prompt) == ("招生数", "当年秋季录取并注册的全日制新生，不含技工学校")
    assert set(notes(book["技能竞赛获奖"])) == {"A4", "D4"}


def test_entries_are_questioned_but_never_refused(book: Workbook) -> None:
    majors = len(sample.catalog().lists["majors"].items)
    assert rules_at(book["学生规模"], "D5") == [("whole", "warning", "0")]
    assert rules_at(book["办学条件"], "D5") == [("decimal", "warning", "0")]
    assert [one[:2] for one in rules_at(book["年度质量报告发布"], "D5")] == [("date", "warning")]
    assert rules_at(book["技能竞赛获奖"], "B20") == [("list", "warning", '"一等奖,二等奖,三等奖"')]
    assert rules_at(book["专业设置"], "A20") == [("list", "warning", f"{CODES}!$A$2:$A${majors + 1}")]
    assert book[CODES]["A2"].value == "610101 种子生产技术"
    for page in book.worksheets:
        for rule in page.data_validations.dataValidation:
            assert rule.errorStyle != "stop" or rule.type in (None, "none")


def test_what_a_code_list_gives_is_not_asked_for(book: Workbook) -> None:
    assert [cell for cell in texts(book["专业设置"])[3] if cell] == ["专业", "说明", "上年专业"]


def test_rows_have_room_for_more(book: Workbook) -> None:
    known = len(few().last["awards"])
    assert {f"A{row}" for row in range(5, 5 + known + 30)} <= unlocked(book["技能竞赛获奖"])


def test_last_years_keys_are_offered_where_numbers_belong_to_them(book: Workbook) -> None:
    page = book["技能竞赛获奖"]
    assert texts(page)[3] == ["竞赛", "奖次", "上年获奖数（项）", "获奖数（项）", "说明"]
    assert [cell.value for cell in page[5]] == ["全国职业院校技能大赛", "一等奖", "约194", None, None]
    assert page["A9"].value is None


def test_last_years_list_stands_beside_for_copying_and_is_not_read(book: Workbook) -> None:
    page = book["专业设置"]
    assert page["A5"].value is None
    assert page["D4"].value == "上年专业"
    assert page["D5"].value == "610101 种子生产技术"


def test_this_years_rows_find_last_years_number_by_their_key() -> None:
    empty = few()
    row = dict(empty.last["awards"][2], number=Known(Fraction(9)))
    blank = Blank(empty.place, 2021, empty.title, empty.asked, empty.lists, last=empty.last, now={"awards": (row,)})
    line = [cell.value for cell in opened(blank)["技能竞赛获奖"][5]]
    assert line[2:4] == ["约196", 9]


def test_a_code_that_left_the_list_is_still_shown() -> None:
    empty = few()
    blank = Blank(
        empty.place, 2021, empty.title, empty.asked, empty.lists, last={"majors": ({"major": "999999"},)}
    )  # fmt: skip
    assert opened(blank)["专业设置"]["D5"].value == "999999"


def test_several_reasons_for_one_cell_are_joined() -> None:
    empty = few(now=True)
    reasons = (Reason("students", "", "entrants", "扩招"), Reason("students", "", "entrants", "新校区启用"))
    blank = Blank(empty.place, 2021, empty.title, empty.asked, empty.lists, now=empty.now, reasons=reasons)
    assert opened(blank)["学生规模"]["E5"].value == "扩招；新校区启用"


@pytest.mark.parametrize(
    "text", ["=1+1", "+甲", "-甲", "@甲", '=HYPERLINK("http://example.invalid")', "http://example.invalid"]
)
def test_text_is_written_as_text_whatever_it_begins_with(text: str, tmp_path: Path) -> None:
    empty = few()
    blank = Blank(
        empty.place, 2021, empty.title, empty.asked, empty.lists,
        now={"practice_bases": ({"enterprise": text},)},
        reasons=(Reason("students", "", "entrants", text),),
    )  # fmt: skip
    book = opened(blank)
    assert (book["合作企业教师实践基地"]["A5"].data_type, book["合作企业教师实践基地"]["A5"].value) == ("s", text)
    assert book["学生规模"]["E5"].data_type == "s"
    assert b"<f>" not in b"".join(part for part in parts(workbook_bytes(blank)) if b"<sheetData>" in part)
    write_workbook(tmp_path / "S01.xlsx", blank)
    reading = read_workbook(tmp_path / "S01.xlsx", blank)
    assert reading.submission is not None
    assert reading.submission.registers["practice_bases"] == ({"enterprise": text},)


def parts(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_a_sheet_name_that_excel_refuses_is_made_fit() -> None:
    base = few().asked[0]
    labels = ["甲/乙:丙", "甲乙丙", "说明", "长" * 40, "长" * 50, "[]"]
    registers = [
        base.register.model_copy(update={"label": label, "name": f"r{number}"}) for number, label in enumerate(labels)
    ]
    blank = only(tuple(Asked(one, base.fields) for one in registers), last=False)
    names = [one.name for one in sheets_of(blank)]
    assert names == ["甲乙丙", "甲乙丙2", "说明2", "长" * 31, "长" * 27 + "2", "表"]
    assert opened(blank).sheetnames[1:7] == names


@pytest.mark.parametrize(
    ("column", "name"), [(0, "A1"), (25, "Z1"), (26, "AA1"), (701, "ZZ1"), (702, "AAA1"), (16383, "XFD1")]
)
def test_cells_are_named_as_excel_names_them(column: int, name: str) -> None:
    assert cell_name(0, column) == name


def test_a_workbook_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    place = tmp_path / "S01.xlsx"
    place.mkdir()
    with pytest.raises(CollectError, match=r"S01\.xlsx：工作簿写不进去"):
        write_workbook(place, few())
    assert list(tmp_path.iterdir()) == [place]


def test_every_register_can_be_asked_for_alone() -> None:
    for level in (sample.SCHOOL.level, sample.CITY.level):
        for one in sample.asked(level):
            assert one.register.label in opened(only((one,), now=True)).sheetnames
    assert len(FEW) == len(few().asked)


def converted(program: str, folder: Path, kind: str) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(folder / "out"), "S01.xlsx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)


def test_libreoffice_opens_it_and_what_it_saves_is_read_alike(tmp_path: Path) -> None:
    program = need_program("soffice")
    blank = sample.school()
    write_workbook(tmp_path / "S01.xlsx", blank)
    converted(program, tmp_path, "csv:Text - txt - csv (StarCalc):44,34,76,1")
    with (tmp_path / "out" / "S01.csv").open(encoding="utf-8") as file:
        assert next(csv.reader(file))[0] == sample.TITLE
    converted(program, tmp_path, "xlsx")
    reading = read_workbook(tmp_path / "out" / "S01.xlsx", blank)
    assert reading.findings == ()
    assert reading.submission is not None
    assert reading.submission.registers == blank.now
    assert reading.submission.reasons == blank.reasons
