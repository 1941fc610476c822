"""Every school's report and the city's, in one batch that can be taken up again and that one fault does not stop."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.way.conftest import Way
from zhibao.batch import Batch, Built, State, build_all
from zhibao.batch.school import Schools
from zhibao.catalog.files import CatalogError
from zhibao.cli.app import app
from zhibao.document.nodes import Document, Heading, Number, Paragraph, Table, inlines, plain, walk
from zhibao.terms.errors import ZhibaoError
from zhibao.terms.value import Meaning
from zhibao.workshop import Workshop

FORMATS = {"report.docx", "report.pdf", "report.html"}
NINE = [
    "学校情况",
    "学生发展",
    "质量保障措施",
    "校企合作",
    "社会贡献",
    "举办者履责",
    "特色创新",
    "党建工作",
    "主要问题和改进措施",
]
SEVEN = ["学校基本情况", "人才培养", "服务贡献", "文化传承", "国际合作", "产教融合", "发展保障", "面临挑战"]


@pytest.fixture(scope="module")
def seven(jiangmen: Way, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder whose schools report in seven parts."""
    folder = tmp_path_factory.mktemp("seven") / "city"
    shutil.copytree(jiangmen.folder, folder)
    settings = folder / "zhibao.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "school_outline: school_seven_parts\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def batch(seven: Path) -> Batch:
    return build_all(seven, seven.parent / "out")


def chapters(document: Document) -> list[str]:
    found = [one for one in walk(document.blocks) if isinstance(one, Heading)]
    return [plain(one.content) for one in found if one.level == 1 and one.role == "section"]


def by_code(batch: Batch) -> dict[str, Built]:
    return {one.code: one for one in batch.reports}


def test_the_city_and_every_school_have_three_files_that_passed_the_audit(batch: Batch) -> None:
    assert [one.error for one in batch.failed] == []
    assert len(batch.reports) == 10
    for one in batch.reports:
        home = batch.folder if one.code == "jiangmen" else batch.folder / "schools" / one.code
        assert {path.name for path in home.iterdir()} >= FORMATS
        assert one.numbers > 200


def test_the_log_has_a_line_per_report_and_the_summary_counts_them(batch: Batch) -> None:
    lines = (batch.folder / "build.log").read_text(encoding="utf-8").splitlines()
    for one in batch.reports:
        assert sum(f"\t{one.code} {one.name}\t已编制\t" in line for line in lines) == 1
    summary = json.loads((batch.folder / "summary.json").read_text(encoding="utf-8"))
    assert (summary["built"], summary["unchanged"], summary["failed"]) == (10, 0, 0)
    assert summary["school_outline"] == "school_seven_parts"


def test_what_has_not_changed_is_left_and_what_has_is_made_again_alike(seven: Path, batch: Batch) -> None:
    out = batch.folder.parent
    (batch.folder / "schools" / "jm02" / "report.html").write_text("altered", encoding="utf-8")
    (batch.folder / "schools" / "jm03" / "built.json").unlink()
    again = by_code(build_all(seven, out))
    made = {code for code, one in again.items() if one.state is State.BUILT}
    assert made == {"jm02", "jm03"}
    for code in made:
        assert again[code].files == by_code(batch)[code].files


def test_a_changed_case_touches_its_school_and_the_city_alone(seven: Path, batch: Batch) -> None:
    case = seven / "cases" / "jm04" / "1.md"
    kept = case.read_bytes()
    case.write_bytes(kept + "\n学生由此更加自信。\n".encode())
    try:
        changed = build_all(seven, batch.folder.parent)
    finally:
        case.write_bytes(kept)
    assert {one.code for one in changed.reports if one.state is State.BUILT} == {"jiangmen", "jm04"}


def test_a_school_that_fails_stops_no_other_and_the_exit_code_says_so(seven: Path, tmp_path: Path) -> None:
    own = seven / "schools" / "jm05"
    own.mkdir(parents=True)
    (own / "03_culture.md").write_text("# 文化传承\n\n{number: no_such_indicator}\n", encoding="utf-8")
    chosen = ["--school", "jm05", "--school", "jm08"]
    try:
        result = CliRunner().invoke(app, ["compile", str(seven), "--to", str(tmp_path), "--jobs", "1", *chosen])
    finally:
        shutil.rmtree(own)
    told = result.output.replace("\n", "")
    assert result.exit_code == 1
    assert "03_culture.md:3" in told
    assert "已编制 1 份，未编成 1 份" in told
    home = tmp_path / seven.name / "schools"
    assert {path.name for path in (home / "jm08").iterdir()} >= FORMATS
    assert not (home / "jm05" / "report.docx").exists()


def test_a_school_may_write_a_chapter_itself(seven: Path) -> None:
    own = seven / "schools" / "jm09"
    own.mkdir(parents=True)
    text = "# 文化传承\n\n学校开设侨乡文化课程，有在校生{number: full_time_students}。\n"
    (own / "03_culture.md").write_text(text, encoding="utf-8")
    try:
        schools = Schools(Workshop(seven))
        document = schools.document(next(one for one in schools.places if one.code == "jm09"))
    finally:
        shutil.rmtree(own)
    prose = [plain(one.content) for one in walk(document.blocks) if isinstance(one, Paragraph)]
    assert any(one.startswith("学校开设侨乡文化课程，有在校生") for one in prose)


@pytest.mark.parametrize(("name", "outline", "titles"), [("qingyuan", "", NINE), ("seven", "seven", SEVEN)])
def test_a_report_has_every_chapter_and_nothing_that_the_school_lacks(
    name: str, outline: str, titles: list[str], qingyuan: Way, seven: Path
) -> None:
    work = Workshop(seven if outline else qingyuan.folder)
    schools = Schools(work)
    assert len(schools.places) > 8
    for place in schools.places:
        document = schools.document(place)
        assert chapters(document) == titles
        tables = [one for one in walk(document.blocks) if isinstance(one, Table)]
        assert tables
        assert all(table.body for table in tables), name
        numbers = [one for one in inlines(document.blocks) if isinstance(one, Number)]
        assert {one.place for one in numbers} == {place.code, work.values.city}
        assert Meaning.NOT_SUBMITTED.sign not in {one.text for one in numbers}
        assert document.cover.issuer == place.name


def test_the_numbers_of_a_school_are_its_own_and_stand_beside_the_city(qingyuan: Way) -> None:
    schools = Schools(Workshop(qingyuan.folder))
    document = schools.document(schools.places[4])
    table = next(one for one in walk(document.blocks) if isinstance(one, Table) and one.name == "school_facilities")
    head = [plain(cell.content) for cell in table.head[-1]]
    assert head == ["指标", "单位", "2020年", "2021年", "变化", "2021年示例清远市"]
    row = next(row for row in table.body if plain(row[0].content) == "生均校舍建筑面积")
    assert [plain(cell.content) for cell in row[2:]] == ["16.60", "17.90", "+1.30", "19.94"]


def test_the_reasons_that_a_school_gave_stand_as_notes(jiangmen: Way) -> None:
    schools = Schools(Workshop(jiangmen.folder))
    document = schools.document(schools.places[0])
    notes = [plain(note) for one in walk(document.blocks) if isinstance(one, Table) for note in one.notes]
    assert any("升入本科院校人数（" in note and "仍按高职学籍注册" in note for note in notes)


def test_without_an_outline_for_schools_the_message_says_where_to_name_one(jiangmen: Way, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(jiangmen.folder, tmp_path / "city"))
    settings = folder / "zhibao.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "school_outline: city_seven_parts\n", encoding="utf-8")
    with pytest.raises(
        CatalogError, match=r"zhibao\.yaml:\d+:\d+：没有名为“city_seven_parts”的学校提纲。可选：school_nine"
    ):
        build_all(folder, tmp_path / "out")


def test_a_school_that_is_not_on_the_roster_is_refused(seven: Path, tmp_path: Path) -> None:
    with pytest.raises(ZhibaoError, match="没有代码为“jm99”的学校"):
        build_all(seven, tmp_path, only=["jm99"])


WORKERS = """
import os, time
from zhibao.batch.workers import Died, work_off

def task(item):
    if item == 1:
        os._exit(9)
    if item == 2:
        time.sleep(60)
    return item * 10

for place, one in sorted(work_off([0, 1, 2, 3, 4], task, jobs=2, seconds=2.0)):
    print(place, one.reason if isinstance(one, Died) else one)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux")
def test_a_worker_that_dies_or_takes_too_long_takes_only_its_task_with_it() -> None:
    ended = subprocess.run([sys.executable, "-c", WORKERS], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.splitlines() == ["0 0", "1 进程中途结束（退出码 9）", "2 超过 2 秒没有做完", "3 30", "4 40"]


def test_the_command_builds_them_in_processes_of_their_own(seven: Path, batch: Batch, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from zhibao.cli import main; main()", "compile", "--all", str(seven)]
    schools = ["--school", "jm08", "--school", "jm09", "--jobs", "2", "--to", str(tmp_path)]
    ended = subprocess.run([*command, *schools], capture_output=True, text=True, timeout=120, check=False)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
    summary = json.loads((tmp_path / seven.name / "summary.json").read_text(encoding="utf-8"))
    assert {one["code"]: one["files"] for one in summary["reports"]} == {
        code: by_code(batch)[code].files for code in ("jm08", "jm09")
    }
