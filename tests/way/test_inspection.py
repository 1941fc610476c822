"""One file that hangs, dies or fills the memory ends as its own message; the others are audited all the same."""

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from zhibao.document.readers.lines import Reading
from zhibao.inspection import READABLE, Ask, Inspected, audit_files, reports_in
from zhibao.terms.audited import Audited
from zhibao.terms.errors import ZhibaoError

TEXT = "就业率由81.20%上升到84.65%，提高4.45个百分点。\n"


def title(path: Path, reading: Reading, audited: Audited) -> str:
    """Return what shows that the file was read, or do to the process what the file's name says."""
    match path.stem:
        case "hang":
            time.sleep(600)
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "fill":
            return "x" * (1 << 42)
        case "deep":
            return title(path, reading, audited)
        case "stumble":
            raise ZeroDivisionError("nobody thought of this")
        case "refuse":
            raise ZhibaoError("这份文件不行。")
    return f"{reading.file}:{len(audited.numerals)}"


def audit(folder: Path, *names: str, ask: Ask | None = None) -> tuple[Inspected[str], ...]:
    for name in names:
        (folder / name).write_text(TEXT, encoding="utf-8")
    return audit_files([folder / name for name in names], title, ask)


def test_results_stand_in_the_order_of_the_files(tmp_path: Path) -> None:
    names = [f"{number}.txt" for number in range(7)]
    results = audit(tmp_path, *names)
    assert [one.path.name for one in results] == names
    assert {one.extra for one in results} == {f"{tmp_path / name}:3" for name in names}
    assert [one.audited.file for one in results] == [str(tmp_path / name) for name in names]


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no processes of its own here")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("hang", "时间（1 秒）"),
        ("die", "中途结束（信号 9）"),
        ("fill", "用尽了内存"),
        ("deep", "嵌套过深"),
        ("stumble", "ZeroDivisionError：nobody thought of this，test_inspection.py"),
        ("refuse", "这份文件不行。"),
    ],
)
def test_what_one_file_does_to_its_process_is_its_own_message(name: str, said: str, tmp_path: Path) -> None:
    started = time.monotonic()
    before, wrong, after = audit(
        tmp_path, "a.txt", f"{name}.txt", "b.txt", ask=Ask(seconds=1.0 if name == "hang" else 60)
    )
    assert said in wrong.audited.error
    assert wrong.extra is None
    assert wrong.audited.findings == ()
    assert (before.audited.error, after.audited.error) == ("", "")
    assert time.monotonic() - started < 30


def test_a_file_that_is_not_there_or_no_report_says_so_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.exe").write_bytes(b"MZ")
    (tmp_path / "b.txt").write_text(" \n", encoding="utf-8")
    paths = [tmp_path / name for name in ("nowhere.txt", "empty", "a.exe", "b.txt")]
    errors = [one.audited.error for one in audit_files(paths, title)]
    for error, said in zip(errors, ("没有这个文件", "没有可以核验的报告", "类型不能读", "没有文字"), strict=True):
        assert said in error


def test_a_folder_stands_for_the_reports_below_it(tmp_path: Path) -> None:
    for name in ("乙/b.docx", "甲/a.TXT", "甲/a.audit.docx", "甲/~$a.docx", ".git/c.md", "甲/图.png", "c.pdf"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    found = [path.relative_to(tmp_path).as_posix() for path in reports_in([tmp_path, tmp_path / "c.pdf"])]
    assert found == ["c.pdf", "乙/b.docx", "甲/a.TXT"]
    assert ".docx" in READABLE


def test_a_file_that_is_named_is_tried_whatever_it_is_called(tmp_path: Path) -> None:
    assert reports_in([tmp_path / "a.audit.docx", tmp_path / "b.xyz"]) == [
        tmp_path / "a.audit.docx",
        tmp_path / "b.xyz",
    ]


def test_progress_counts_the_files(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    seen: list[tuple[str, int, int]] = []
    audit_files([tmp_path / "a.txt", tmp_path / "b.txt"], title, progress=lambda *step: seen.append(step))
    assert seen == [("核验", 1, 2), ("核验", 2, 2)]
