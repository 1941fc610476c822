"""Whatever is typed or lies in a folder, a command ends with its exit code and Chinese sentences, never a traceback."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from zhibao.cli import app, main

CHINESE = re.compile(r"[\u4e00-\u9fff]")
COMMAND = (sys.executable, "-c", "from zhibao.cli import main; main()")
Answer = tuple[int, str]


@pytest.fixture
def folder(little_folder: Path) -> Path:
    """What is wrong in a folder is told the same however long its report is."""
    return little_folder


@pytest.fixture
def zhibao(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """Return a function that runs a command and returns its exit code and everything printed."""

    def run(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["zhibao", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = "".join(capsys.readouterr())
        assert "没有料到" not in printed, printed
        return int(ended.value.code or 0), printed

    return run


def written(name: str, content: str | bytes) -> Callable[[Path], object]:
    def write(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return write


def in_settings(old: str, new: str) -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        text = (folder / "zhibao.yaml").read_text(encoding="utf-8")
        assert old in text
        (folder / "zhibao.yaml").write_text(text.replace(old, new), encoding="utf-8")

    return change


def head(folder: Path) -> None:
    sorted(folder.glob("store/heads/2021/*.json"))[0].write_text("x", encoding="utf-8")


def table(folder: Path) -> None:
    sorted(folder.glob("store/snapshots/*/students.parquet"))[0].write_bytes(b"PAR1")


INPUTS: dict[str, tuple[Callable[[Path], object], tuple[str, ...], int, str]] = {
    "text": (written("workbooks/2021/jm01.xlsx", "hello"), ("collect", "read"), 1, "workbooks/2021/jm01.xlsx"),
    "empty": (written("workbooks/2021/jm01.xlsx", b""), ("collect", "read"), 1, "0 字节"),
    "city": (written("city/2021.xlsx", b"PK"), ("collect", "read"), 1, "city/2021.xlsx"),
    "date": (in_settings("issued: 2021-12", "issued: 2021-13-45"), ("check",), 3, "zhibao.yaml:10:9"),
    "twice": (in_settings("label_year", "code: x\nlabel_year"), ("check",), 3, "写了两次"),
    "outline": (in_settings("city_ten_chapters", "nope"), ("check",), 3, "zhibao.yaml:4:1"),
    "register": (in_settings("rounding", "history_years: {2019: [nope]}\nrounding"), ("check",), 3, "“nope”"),
    "encoding": (written("zhibao.yaml", "place: 示例".encode("gbk")), ("check",), 3, "UTF-8"),
    "control": (written("zhibao.yaml", b"place: a\x07b\n"), ("check",), 3, "zhibao.yaml:1:9"),
    "indicator": (written("outline/01_basics.md", "# 章\n\n有{number: nope}。\n"), ("check",), 3, "01_basics.md:3"),
    "case": (written("cases/jm01/9.md", "---\ntitle: [\n---\n文"), ("compile",), 3, "9.md:3"),
    "section": (written("cases/jm01/9.md", "---\ntitle: 题\nsection: nope\n---\n文"), ("compile",), 3, "nope"),
    "head": (head, ("check",), 4, "heads/2021"),
    "table": (table, ("compute",), 4, "students.parquet"),
}


@pytest.mark.parametrize("name", INPUTS)
def test_a_bad_input_is_answered_in_chinese_with_its_place(
    name: str, folder: Path, zhibao: Callable[..., Answer]
) -> None:
    spoil, command, code, said = INPUTS[name]
    spoil(folder)
    returned, printed = zhibao(*command, folder)
    assert returned == code, printed
    assert said in printed
    assert CHINESE.search(printed)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("chek",), 2),
        (("run", "."), 2),
        (("check", ".", "--format", "xml"), 2),
        (("check", "nowhere"), 3),
        (("verify", "nowhere"), 5),
        (("catalog", "show", "../load"), 2),
        (("catalog", "new", "indicator", "../x"), 3),
        (("catalog", "lint", "--overlay", "nowhere"), 2),
    ],
)
def test_a_command_written_wrongly_is_answered_in_chinese(
    arguments: tuple[str, ...], code: int, zhibao: Callable[..., Answer]
) -> None:
    returned, printed = zhibao(*arguments)
    assert returned == code
    assert CHINESE.search(printed)


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_no_terminal_lacks_a_letter_that_ends_a_command(encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run([*COMMAND, "check", "nowhere"], capture_output=True, check=False, env=environment)
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr


def test_a_fault_of_the_program_is_told_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def stumble(**_: object) -> None:
        raise ZeroDivisionError("nobody thought of this")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(app, "app", stumble)
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr().err
    assert ended.value.code == 70
    assert "Traceback" not in printed
    (log,) = tmp_path.iterdir()
    assert log.name in printed
    assert "nobody thought of this" in log.read_text(encoding="utf-8")
