"""The preview shows what was saved, keeps the last good page, says what is wrong and where, and only reads."""

import hashlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.browser import Browser, browser
from tests.way.conftest import Way
from tests.way.test_gate import CHAPTER, COMMENT, chapter
from tests.way.test_rebuild import change_one_cell
from tests.way.test_self_audit import write_a_false_sentence
from zhibao.cli.app import app
from zhibao.document.writers.html import write_html
from zhibao.preview import Preview, PreviewError
from zhibao.preview.watch import changed, is_text, look
from zhibao.workshop import Workshop

SENTENCE = "这一句是刚刚写进去的。"
LONGEST = 120.0
"""Seconds after which what never comes is given up."""


class Reader:
    """A page that is open: takes what the server sends."""

    def __init__(self, preview: Preview) -> None:
        self.port = int(preview.address.rstrip("/").rpartition(":")[2])
        self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        self._line.request("GET", "/events")
        self._answer = self._line.getresponse()

    def wait(self, is_it: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """Return the first event that is as wanted."""
        end = time.monotonic() + LONGEST
        while time.monotonic() < end and (line := self._answer.readline().decode()):
            if line.startswith("data: {"):
                state = json.loads(line.removeprefix("data: "))
                if state and is_it(state):
                    return dict(state)
        raise AssertionError("it never came")

    def page(self) -> str:
        return self.get("/report.html")[2]

    def get(self, path: str, host: str = "") -> tuple[int, http.client.HTTPMessage, str]:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        asked.request("GET", path, headers={"Host": host} if host else {})
        answer = asked.getresponse()
        return answer.status, answer.headers, answer.read().decode()

    def close(self) -> None:
        self._answer.close()
        self._line.close()


@contextmanager
def running(folder: Path) -> Iterator[tuple[Preview, Reader]]:
    preview = Preview(folder)
    thread = Thread(target=preview.run)
    thread.start()
    try:
        reader = Reader(preview)
        yield preview, reader
        reader.close()
    finally:
        preview.stop()
        thread.join(LONGEST)
    assert not thread.is_alive()


def until(ask: Callable[[], Any]) -> Any:  # noqa: ANN401  what was asked for
    """Return the answer as soon as it is something; fails when it never is."""
    end = time.monotonic() + LONGEST
    while not (answer := ask()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)
    return answer


def shown(tab: Browser, script: str) -> Any:  # noqa: ANN401  what the page gives
    """Return what an expression gives in the page, as soon as it gives something."""
    return until(lambda: tab.run(script))


def visited(tab: Browser, preview: Preview, width: int = 1440) -> None:
    """Open the preview in a window and wait for its first page."""
    tab.resize(width)
    tab.call("Page.navigate", url=preview.address)
    shown(tab, "document.body && document.body.dataset.page === '1'")


def assert_stays_here(tab: Browser, preview: Preview) -> None:
    """Nothing was asked of another machine, nothing was refused, no script failed."""
    assert [one for one in tab.asked if not one.startswith((preview.address, "data:"))] == []
    assert tab.said == []


def done(state: dict[str, Any]) -> bool:
    return state["phase"] == "done" and not state["stale"]


def asides(state: dict[str, Any], group: str) -> list[dict[str, Any]]:
    found = [one["asides"] for one in state["groups"] if one["name"] == group]
    return [one for each in found for one in each if not one["done"]]


def contents(folder: Path) -> dict[str, str]:
    """Return everything that lies in a folder, by hash."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def folder(little_folder: Path) -> Path:
    """What a short report shows while it is written, a long one shows."""
    return little_folder


@pytest.fixture
def long_folder(jiangmen: Way, tmp_path: Path) -> Path:
    """A folder whose report has all its chapters, for what turns on where the reader stands or on other registers."""
    return Path(shutil.copytree(jiangmen.folder, tmp_path / "long"))


def test_a_saved_chapter_is_shown_as_the_release_would_print_it_and_nothing_is_written(folder: Path) -> None:
    chapter(folder, "")
    before = contents(folder)
    with running(folder) as (_, reader):
        first = reader.wait(done)
        assert (first["held"], asides(first, "text"), asides(first, "data")) == ([], [], [])
        assert SENTENCE not in reader.page()
        chapter(folder, f"{SENTENCE}\n\n")
        second = reader.wait(lambda state: state["page"] > first["page"])
        assert f"<p>{SENTENCE}</p>" in reader.page()
        assert second["stale"] is False
        page = reader.page()
    after = contents(folder)
    assert {name for name in before | after if before.get(name) != after.get(name)} == {f"outline/{CHAPTER}"}
    assert page == write_html(Workshop(folder).clean)


def test_a_fault_in_the_settings_is_told_and_the_last_good_page_kept_as_stale(folder: Path) -> None:
    settings = folder / "zhibao.yaml"
    good = settings.read_text(encoding="utf-8")
    with running(folder) as (_, reader):
        first = reader.wait(done)
        page = reader.page()
        settings.write_text(f"{good}\nround: [\n", encoding="utf-8")
        broken = reader.wait(lambda state: state["stale"])
        (fault,) = asides(broken, "fault")
        assert "YAML 写法有误" in fault["said"]
        assert fault["file"].startswith("zhibao.yaml 第 ")
        assert (broken["page"], reader.page()) == (first["page"], page)
        settings.write_text(good, encoding="utf-8")
        assert asides(reader.wait(done), "fault") == []


def test_a_fault_in_the_outline_names_its_line_and_quotes_it(folder: Path) -> None:
    with running(folder) as (_, reader):
        reader.wait(done)
        line = "就业率为{number: no_such_indicator}。"
        chapter(folder, f"{line}\n\n")
        (fault,) = asides(reader.wait(lambda state: state["stale"]), "fault")
        assert "no_such_indicator" in fault["said"]
        assert (fault["file"], fault["excerpt"]) == (
            f"outline/{CHAPTER} 第 3 行",
            "就业率为{number: no_such_indicator}。",
        )


def test_a_preview_begins_with_a_broken_folder_and_shows_the_page_once_it_is_mended(folder: Path) -> None:
    settings = folder / "zhibao.yaml"
    good = settings.read_text(encoding="utf-8")
    settings.write_text("place: [\n", encoding="utf-8")
    with running(folder) as (_, reader):
        broken = reader.wait(lambda state: state["stale"])
        assert broken["page"] == 0
        assert reader.get("/report.html")[0] == 404
        settings.write_text(good, encoding="utf-8")
        assert reader.wait(done)["page"] == 1


def test_what_is_wrong_stands_beside_its_place_in_text_and_files(long_folder: Path) -> None:
    folder = long_folder
    write_a_false_sentence(folder)
    chapter(folder, COMMENT)
    change_one_cell(folder / "workbooks" / "2021" / "jm03.xlsx", "文化基础课合格人数", 1000)
    before = contents(folder)
    with running(folder) as (_, reader):
        state = reader.wait(done)
        page = reader.page()
        (wrong,) = asides(state, "text")
        assert (wrong["severity"], wrong["spot"]["quote"]) == ("error", "28918")
        assert "全日制在校生28918人" in wrong["spot"]["text"]
        assert wrong["file"].startswith("cases/")
        (comment,) = asides(state, "gate")
        assert comment["file"] == f"outline/{CHAPTER} 第 3 行"
        assert comment["spot"]["text"]
        cell = next(one for one in asides(state, "data") if "不应大于它" in one["said"])
        assert cell["file"].startswith("workbooks/2021/jm03.xlsx 工作表“学业与体质” D")
        (fresh,) = asides(state, "books")
        assert "还没有读入封存" in fresh["said"]
        for one in (wrong, comment, cell):
            assert f'id="{one["spot"]["anchor"]}"' in page
        assert dict(state["held"]) == {
            "未解决的强制问题": 2,
            "改过而没有重新读入的工作簿": 1,
            "未答复的批注": 1,
            "与数据不符的文字": 1,
        }
    assert contents(folder) == before


def test_a_saved_workbook_changes_the_numbers_and_a_half_saved_one_does_not(folder: Path) -> None:
    path = folder / "workbooks" / "2021" / "jm03.xlsx"
    whole = path.read_bytes()
    with running(folder) as (_, reader):
        first = reader.wait(done)
        page = reader.page()
        path.write_bytes(whole[: len(whole) // 2])
        half = reader.wait(lambda state: state["page"] > first["page"] and done(state))
        assert asides(half, "books")[0]["file"] == "workbooks/2021/jm03.xlsx"
        assert reader.page() == page
        path.write_bytes(whole)
        change_one_cell(path, "全日制在校生数", 100)
        reader.wait(lambda state: state["page"] > half["page"] and done(state) and len(asides(state, "books")) == 1)
        assert reader.page() != page
        assert "28298" in reader.page()


def test_lock_files_and_drafts_of_editors_are_no_change(folder: Path) -> None:
    before = look(folder)
    for name in ("workbooks/2021/~$jm03.xlsx", "cases/jm01/.1.md.swp", "cases/jm01/1.md~", "city/2021.xlsx.tmp"):
        (folder / name).write_bytes(b"x")
    (folder / "build").mkdir()
    (folder / "build" / "report.html").write_text("x", encoding="utf-8")
    assert look(folder) == before
    chapter(folder, "")
    assert is_text(changed(before, look(folder)))
    change_one_cell(folder / "workbooks" / "2021" / "jm03.xlsx", "全日制在校生数", 1)
    assert not is_text(changed(before, look(folder)))


def test_only_this_machine_is_answered_and_nothing_is_asked_of_another(folder: Path) -> None:
    with running(folder) as (preview, reader):
        assert preview.address.endswith(f"//127.0.0.1:{reader.port}/")
        assert [reader.get("/", host)[0] for host in ("evil.example", f"evil.example:{reader.port}", "127.0.0.1")] == [
            403, 403, 403]  # fmt: skip
        assert reader.get("/report.html", "evil.example")[2] == "这个页面只在本机的 127.0.0.1 上打开。"
        for path in ("/", "/preview.js", "/preview.css"):
            status, headers, content = reader.get(path, f"localhost:{reader.port}")
            assert status == 200
            assert headers["Content-Security-Policy"].startswith("default-src 'none'")
            assert "http://" not in content.replace("http://www.w3.org/2000/svg", "")
            assert "https://" not in content
        assert [reader.get(path)[0] for path in ("/../zhibao.yaml", "/zhibao.yaml", "/x")] == [404, 404, 404]


def test_a_port_in_use_and_a_folder_that_is_none_are_told_in_one_sentence(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(app, ["preview", str(folder), "--port", port, "--no-browser"])
    assert isinstance(result.exception, PreviewError)
    assert result.exception.exit_code == 5
    assert f"端口 {port} 不能用" in str(result.exception)
    result = CliRunner().invoke(app, ["preview", str(folder / "nowhere"), "--no-browser"])
    assert "没有这个文件夹" in str(result.exception)


def test_ctrl_c_ends_it_with_one_sentence_and_leaves_nothing_behind(folder: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    # A shell's background process has Ctrl-C switched off, and hands that on.
    script = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from zhibao.cli import main; main()"
    )
    command = [sys.executable, "-c", script, "preview", str(folder), "--no-browser"]
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert "//127.0.0.1:" in process.stdout.readline().decode()
        until(lambda: list(temporary.glob("zhibao-preview-*/store/heads/*/*.json")))
        process.send_signal(signal.SIGINT)
        try:
            printed, complained = process.communicate(timeout=LONGEST)
        finally:
            process.kill()
    assert (process.returncode, complained.decode()) == (0, "")
    assert printed.decode().strip() == f"预览已结束，{folder} 里什么也没有改动。"
    assert list(temporary.iterdir()) == []


FRAME = "document.querySelector('iframe:not(.next)')"
FINDS = "[...document.querySelectorAll('.find > button:not(:disabled)')]"


def test_the_browser_shows_the_new_page_where_the_reader_was(long_folder: Path) -> None:
    folder = long_folder
    chapter(folder, "")
    with running(folder) as (preview, reader), browser() as tab:
        reader.wait(done)
        visited(tab, preview)
        tab.run(f"{FRAME}.contentDocument.querySelector('#chapter_03_teaching, main section:nth-of-type(3) h2')"
                ".scrollIntoView()")  # fmt: skip
        seen = f"[...{FRAME}.contentDocument.querySelectorAll('main p')].find(p => p.getBoundingClientRect().top > 0)"
        text, top = tab.run(f"(() => {{ const p = {seen}; return [p.textContent, p.getBoundingClientRect().top]; }})()")
        before = tab.run(f"{FRAME}.contentWindow.scrollY")
        assert before > 500
        chapter(folder, f"{SENTENCE * 40}\n\n")
        shown(tab, "document.body.dataset.page === '2'")
        assert SENTENCE in tab.run(f"{FRAME}.contentDocument.body.textContent")
        assert tab.run(f"{FRAME}.contentWindow.scrollY") > before + 100
        again = tab.run(f"(() => {{ const p = {seen}; return [p.textContent, p.getBoundingClientRect().top]; }})()")
        assert again[0] == text
        assert abs(again[1] - top) < 2
        assert_stays_here(tab, preview)


def test_the_browser_leads_from_a_finding_to_its_place_and_says_what_is_stale(folder: Path) -> None:
    write_a_false_sentence(folder)
    with running(folder) as (preview, reader), browser() as tab:
        reader.wait(done)
        visited(tab, preview, 390)
        shown(tab, f"{FINDS}.length")
        assert tab.run("getComputedStyle(document.getElementById('beside')).display") == "none"
        tab.run("document.getElementById('toggle').click()")
        assert tab.run("getComputedStyle(document.getElementById('beside')).display") == "block"
        tab.run(f"{FINDS}[0].click()")
        passage = f"{FRAME}.contentDocument.querySelector('.zb-on')"
        assert "全日制在校生28918人" in tab.run(f"{passage}.textContent")
        assert 0 <= tab.run(f"{passage}.getBoundingClientRect().top") < 400
        assert_stays_here(tab, preview)
        assert tab.run("document.documentElement.scrollWidth") == 390
        (folder / "zhibao.yaml").write_text("place: [\n", encoding="utf-8")
        assert "过期" in shown(tab, "(s => !s.hidden && s.textContent)(document.getElementById('strip'))")
        assert tab.run("document.body.dataset.page") == "1"
        preview.stop()
        shown(tab, "document.getElementById('strip').textContent.includes('预览已结束')")


@pytest.mark.parametrize("text", ["<img src=x onerror=document.title='broken'>", "</script><script>1</script>"])
def test_hostile_text_beside_the_page_stays_text(text: str, folder: Path) -> None:
    chapter(folder, f"<!-- 批注 甲：{text} -->\n\n")
    with running(folder) as (preview, reader), browser() as tab:
        reader.wait(done)
        visited(tab, preview)
        shown(tab, f"{FINDS}.length")
        assert text in tab.run("document.querySelector('.find').textContent")
        assert tab.run("document.querySelectorAll('.beside img, .beside script').length") == 0
