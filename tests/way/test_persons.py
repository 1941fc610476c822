"""What is personal stays where it was handed in: it is in nothing that is printed, written or published."""

import io
import json
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pypdfium2
import pytest

from tests.collect.test_folder import SCHOOLS, SETTINGS, enter
from tests.way.test_tampering import make_the_manifest_fit
from zhibao.cli import main
from zhibao.pipeline import verify

NAME, PHONE, NUMBER, KEY = "赵钱示例甲", "13900001234", "11010519491231002X", "XH777001"
DAY, SAID_DAY = date(1953, 7, 19), ("1953-07-19", "1953年7月19日")
FALSE_NUMBER = "110105194912310021"
TELL_TALES = (NAME, PHONE, NUMBER, FALSE_NUMBER, *SAID_DAY)
GRADUATES, TEACHERS = "毕业生去向名册", "教师名册"
OUTLINE = """label: 示例提纲
why: 测试
source: [{title: 测试}]
title: ["{place}质量报告"]
heading_style: "1."
case_heading: 案例{number}：{title}
contents: [headings]
contents_depth: 1
"""
CHAPTER = "# 毕业生\n\n{year}年，{place}毕业生首月平均收入为{number: mean_first_pay}。\n"
INDICATOR = """label: 毕业生首月平均收入
definition: 首月税前收入合计除以毕业生数。
unit: 元
decimals: 0
period: calendar_year
numerator: SUM(graduate_records.pay)
denominator: COUNT(graduate_records.student_number)
why: 测试
source: [{title: 测试}]
examples:
  - {given: {graduate_records: [{school: A, student_number: '1', pay: 3000}]}, expect: {A: '3000'}}
"""
PERSON = {
    "学号": KEY, "姓名": NAME, "身份证号": NUMBER, "联系电话": PHONE, "性别": "男", "专业": "660103",
    "是否取得资格证书": "是", "毕业去向": "协议或合同就业", "首月税前收入": 3000,
}  # fmt: skip
TEACHER = {
    "工号": "GH888", "姓名": NAME, "身份证号": NUMBER, "联系电话": PHONE, "性别": "男", "人员类别": "专任教师",
    "任教类别": "专业课", "学历": "本科", "专业技术职务": "中级", "“双师型”认定": "初级", "是否德育管理人员": "否",
}  # fmt: skip
Run = Callable[..., tuple[int, str]]
Cells = Mapping[str, object]


def called(*arguments: object) -> tuple[int, str]:
    """Run a command and return its exit code and everything printed."""
    told = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(told), redirect_stderr(told):
        patch.setenv("COLUMNS", "400")
        patch.setattr(sys, "argv", ["zhibao", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
    return int(ended.value.code or 0), told.getvalue()


@pytest.fixture(scope="module")
def no_key_elsewhere() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("ZHIBAO_KEY_FILE", raising=False)
        yield


@pytest.fixture
def zhibao(no_key_elsewhere: None) -> Run:
    """Return the function that runs a command."""
    return called


@pytest.fixture(scope="module")
def blank(no_key_elsewhere: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city's folder with registers of persons, whose schools have blank workbooks."""
    place = tmp_path_factory.mktemp("persons") / "folder"
    for name, text in {
        "zhibao.yaml": SETTINGS.replace("city_ten_chapters", "persons") + "registers: [graduate_records, teachers]\n",
        "catalog/outlines/persons/outline.yaml": OUTLINE,
        "catalog/outlines/persons/01_graduates.md": CHAPTER,
        "catalog/indicators/mean_first_pay.yaml": INDICATOR,
    }.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    assert called("collect", "template", place)[0] == 0
    for year in (2020, 2021):
        enter(place / f"city/{year}.xlsx", SCHOOLS)
    called("collect", "read", place)
    assert called("collect", "template", place)[0] == 0
    return place


@pytest.fixture
def place(blank: Path, tmp_path: Path) -> Path:
    """A folder like that, to be filled in."""
    return Path(shutil.copytree(blank, tmp_path / "folder"))


def fill(path: Path, sheet: str, rows: Sequence[Cells]) -> None:
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    heads = {str(cell.value).partition("（")[0]: cell.column for cell in page[4] if cell.value}
    for line, row in enumerate(rows, 5):
        for column in heads.values():
            page.cell(line, column).value = None
        for label, content in row.items():
            page.cell(line, heads[label]).value = content  # type: ignore[assignment]
    book.save(path)


def workbook(place: Path, school: str, year: int = 2021) -> Path:
    return place / f"workbooks/{year}/{school}.xlsx"


def texts(name: str, content: bytes) -> Iterator[bytes]:
    """Yield what a file says, packed or not: members of archives, cells of tables, the text of pages."""
    yield content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield from texts(member, archive.read(member))
    elif name.endswith(".pdf"):
        pages = pypdfium2.PdfDocument(content)
        yield "".join(page.get_textpage().get_text_range() for page in pages).encode()


def asked(path: Path, columns: str) -> list[tuple[object, ...]]:
    return duckdb.connect().execute(f"SELECT {columns} FROM read_parquet('{path}')").fetchall()


def cells(path: Path) -> bytes:
    return str(asked(path, "*")).encode()


def hits(path: Path, words: Sequence[str]) -> int:
    said = [*texts(path.name, path.read_bytes()), *([cells(path)] if path.suffix == ".parquet" else [])]
    wanted = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le", "utf-16-be")]
    return sum(text.count(word) for text in said for word in wanted)


def told(folder: Path, words: Sequence[str]) -> list[str]:
    """Return the files of a folder that say a word, but for workbooks and their painted copies."""
    own = ("workbooks", "feedback")
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [str(path) for path in files if path.relative_to(folder).parts[0] not in own and hits(path, words)]


def assert_silent(printed: str) -> None:
    assert [word for word in TELL_TALES if word in printed] == []


def assert_painted_without(place: Path) -> None:
    """The painted copies say no more of persons than the workbooks that they are copies of."""
    copies = list((place / "feedback").rglob("S*.xlsx"))
    assert copies
    for copy in copies:
        original = workbook(place, copy.stem, int(copy.parent.name))
        assert hits(copy, TELL_TALES) <= hits(original, TELL_TALES)
    assert any(hits(copy, TELL_TALES) for copy in copies)


def test_a_faulty_workbook_is_refused_without_repeating_what_is_personal(place: Path, zhibao: Run) -> None:
    fill(workbook(place, "S01"), GRADUATES, [
        {**PERSON, "姓名": DAY},
        {**PERSON, "学号": "XH777002", "身份证号": FALSE_NUMBER},
        {**PERSON, "学号": "XH777003", "联系电话": DAY},
        {**PERSON, "学号": NUMBER},
        {**PERSON, "学号": "XH777005", "核实日期": "2088年13月40日"},
        PERSON,
    ])  # fmt: skip
    fill(workbook(place, "S02"), GRADUATES, [{**PERSON, "身份证号": float(FALSE_NUMBER)}])
    for command in (("read",), ("read", "--dry-run"), ("read", "--format", "json"), ("feedback",)):
        code, printed = zhibao("collect", command[0], place, *command[1:])
        assert code == (0 if command == ("feedback",) else 1)
        assert_silent(printed)
    assert_painted_without(place)
    assert told(place, TELL_TALES) == []
    code, printed = zhibao("collect", "read", place, "--format", "json")
    rules = {one["rule"] for one in json.loads(printed)}
    assert rules >= {"collect.id_number_expected", "collect.id_number_unwanted", "collect.duplicate_row"}


def test_a_head_that_holds_a_name_is_not_repeated(place: Path, zhibao: Run) -> None:
    book = openpyxl.load_workbook(workbook(place, "S01"))
    book[GRADUATES]["B4"] = NAME
    book.save(workbook(place, "S01"))
    code, printed = zhibao("collect", "read", place)
    assert code == 1
    assert "不在此显示" in printed
    assert_silent(printed)


@pytest.fixture(scope="module")
def filled_in(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose schools have handed in persons, one of them three times."""
    place = Path(shutil.copytree(blank, tmp_path_factory.mktemp("filled") / "folder"))
    fill(workbook(place, "S01"), GRADUATES, [
        PERSON, {**PERSON, "学号": "XH777002", "首月税前收入": 4000, "核实日期": date(1999, 1, 1)},
    ])  # fmt: skip
    fill(workbook(place, "S02"), GRADUATES, [{**PERSON, "学号": "XH777009", "首月税前收入": 8000, "姓名": None}])
    code, printed = called("collect", "read", place)
    assert code == 0
    assert "zhibao.key" in printed
    assert_silent(printed)
    return place


@pytest.fixture
def handed_in(filled_in: Path, tmp_path: Path) -> Path:
    """A folder like that, to be worked with."""
    return Path(shutil.copytree(filled_in, tmp_path / "folder"))


def test_the_same_person_is_found_by_look_up_and_named_by_the_row(handed_in: Path, zhibao: Run) -> None:
    _, printed = zhibao("check", handed_in, "--format", "json")
    assert_silent(printed)
    twice = [one for one in json.loads(printed) if one["rule"] == "graduates_are_registered_once"]
    assert [one["where"] for one in twice] == [
        f"示例一校2021年 工作表“{GRADUATES}”（XH777002 身份证号）",
        f"示例二校2021年 工作表“{GRADUATES}”（XH777009 身份证号）",
    ]
    assert {KEY in one["message"] for one in twice} == {True}
    assert [one["where"] for one in json.loads(printed) if one["message"].startswith("“姓名”没有填写")] == [
        f"示例二校2021年 工作表“{GRADUATES}”（XH777009 姓名）"
    ]


def test_nothing_personal_is_in_a_release_and_it_proves_itself(handed_in: Path, zhibao: Run) -> None:
    release = handed_in.parent / "release"
    for command in (
        ("check", handed_in), ("collect", "feedback", handed_in), ("collect", "read", handed_in, "--dry-run"),
        ("compute", handed_in), ("publish", handed_in, "--draft", "--to", release), ("verify", release),
    ):  # fmt: skip
        code, printed = zhibao(*command)
        assert (command[0], code) in [(command[0], 0), ("check", 1), ("publish", 1)]
        assert_silent(printed)
    assert_painted_without(handed_in)
    assert told(handed_in, TELL_TALES) == []
    assert told(release, (*TELL_TALES, "XH77700", "GH888")) == []
    assert verify(release) == ()
    findings = json.loads((release / "findings.json").read_text(encoding="utf-8"))
    assert [one for one in findings if GRADUATES in str(one)] == []
    assert "5000" in (release / "values.csv").read_text(encoding="utf-8")
    tables = sorted(release.glob("snapshots/*/graduate_records.parquet"))
    assert sorted(asked(one, "student_number, pay::INT") for one in tables) == [
        [("1", 3000), ("1", 4000)], [("1", 8000)],
    ]  # fmt: skip
    assert {len(row) for one in tables for row in asked(one, "*")} == {4}  # both columns, and what their gaps mean
    names = {path.name for path in release.rglob("*")}
    assert [one for one in names if one.endswith(".personal.json") or one in ("zhibao.key", "key_id")] == []


def test_a_key_of_comparison_is_installed_and_told_and_tells_nothing(handed_in: Path, zhibao: Run) -> None:
    key, release = handed_in.parent / "given.key", handed_in.parent / "release"
    code, printed = zhibao("key", "make", key)
    assert (code, "已写出" in printed) == (0, True)
    assert key.read_text(encoding="ascii").strip() not in printed
    assert "没有装比对密钥" in zhibao("key", "show", handed_in)[1]
    code, printed = zhibao("key", "install", handed_in, "--from", key)
    assert (code, "给 2 份封存件加了比对标记" in printed) == (0, True)
    assert "比对标记的 0 份" in zhibao("key", "show", handed_in)[1]
    assert told(handed_in, TELL_TALES) == []
    assert zhibao("publish", handed_in, "--draft", "--to", release)[0] == 1
    assert [path.name for path in release.rglob("*") if "compare" in path.name] == []
    assert "compared_by" not in "".join(path.read_text(encoding="utf-8") for path in release.rglob("manifest.json"))
    assert verify(release) == ()


def test_rows_of_persons_that_are_put_into_a_release_are_found(handed_in: Path, zhibao: Run) -> None:
    release = handed_in.parent / "release"
    zhibao("publish", handed_in, "--draft", "--to", release)
    for table in release.glob("snapshots/*/graduate_records.parquet"):
        shutil.copy(handed_in / "store" / table.relative_to(release), table)
    make_the_manifest_fit(release)
    assert [str(one.where) for one in verify(release) if "graduate_records" in str(one.where)] != []


def last_year_of_teachers(place: Path, zhibao: Run) -> None:
    fill(workbook(place, "S01", 2020), TEACHERS, [TEACHER])
    assert zhibao("collect", "read", place)[0] == 0
    workbook(place, "S01").unlink()


def test_a_school_is_shown_its_own_persons_of_last_year(place: Path, zhibao: Run) -> None:
    last_year_of_teachers(place, zhibao)
    code, printed = zhibao("collect", "template", place)
    assert code == 0
    assert_silent(printed)
    assert hits(workbook(place, "S01"), (NAME,)) == 1
    assert hits(workbook(place, "S02"), (NAME,)) == 0


def test_without_the_key_the_workbook_is_written_without_persons_and_it_is_said_once(place: Path, zhibao: Run) -> None:
    last_year_of_teachers(place, zhibao)
    workbook(place, "S02").unlink()
    (place / "zhibao.key").rename(place.parent / "elsewhere.key")
    code, printed = zhibao("collect", "template", place)
    assert code == 0
    assert printed.count("找不到封存个人信息的密钥") == 1
    page = openpyxl.load_workbook(workbook(place, "S01"))[TEACHERS]
    said = {cell.value for row in page.iter_rows() for cell in row}
    assert "GH888" in said
    assert {NAME, "＊"} & said == set()


def test_a_key_that_is_gone_or_another_is_told_in_one_sentence(
    place: Path, zhibao: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    last_year_of_teachers(place, zhibao)
    (place / "zhibao.key").rename(place.parent / "elsewhere.key")
    code, printed = zhibao("collect", "read", place)
    assert (code, "找不到封存个人信息的密钥" in printed) == (4, True)
    assert not (place / "zhibao.key").exists()
    monkeypatch.setenv("ZHIBAO_KEY_FILE", str(place.parent / "new.key"))
    shutil.copy(place.parent / "elsewhere.key", place.parent / "new.key")
    assert zhibao("collect", "read", place)[0] == 0
    (place.parent / "new.key").write_text("QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=\n", encoding="ascii")
    code, printed = zhibao("collect", "read", place)
    assert (code, "不是本封存库的那一把" in printed) == (4, True)
