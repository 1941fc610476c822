import html
import json
import re
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import need_program
from zhibao.document.readers.lines import Reading
from zhibao.document.readers.read import read_text
from zhibao.document.writers.audit_viewer import Remarks, write_viewer
from zhibao.terms.audited import AccountedNumeral, Audited, NumeralClass
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import TextPlace

TEXT = """# 1 基本情况

就业率由81.20%上升到84.65%，提高4.45个百分点。

| 专业 | 人数 |
|---|---|
| 机电 | 412 |
| 合计 | 412 |

图2-1 就业去向（人）
"""
FILE = "云岭.md"
RUN = re.compile(r"[0-9]+(?:\.[0-9]+)*")


def numerals(reading: Reading) -> tuple[AccountedNumeral, ...]:
    """Return every run of digits of a reading, the classes in turn."""
    classes = list(NumeralClass)
    found = [
        TextPlace(reading.file, line.number, run.start() + 1, None, run.group())
        for line in reading.lines
        for run in RUN.finditer(line.text)
    ]
    return tuple(
        AccountedNumeral((place,), place.quote, classes[number % len(classes)], "读作", "原因", ("1 + 1 = 2",))
        for number, place in enumerate(found)
    )


def finding(quote: str, text: str = TEXT, **other: object) -> Finding:
    number, line = next((n, line) for n, line in enumerate(text.split("\n"), 1) if quote in line)
    place = TextPlace(FILE, number, line.index(quote) + 1, None, quote)
    given: dict[str, object] = {"message": f"“{quote}”不对。", "suggestions": ("4.45 → 3.45",), **other}
    return Finding("points_agree", Severity.ERROR, place, **given)  # type: ignore[arg-type]  # given by name


def page(text: str = TEXT, *findings: Finding) -> str:
    reading = read_text(text, FILE)
    return write_viewer(reading, Audited(FILE, "云岭市报告", findings, numerals(reading)), Remarks((("对照", "无"),)))


class Marks(HTMLParser):
    """Collects the text of links with data-n or data-f, every tag, and the text of the paper."""

    def __init__(self) -> None:
        super().__init__()
        self.marked: dict[str, str] = {}
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        given = dict(attrs)
        if tag == "a" and ("data-n" in given or "data-f" in given):
            keys = [f"n{given['data-n']}"] if "data-n" in given else []
            self._open = keys + [f"f{one}" for one in (given.get("data-f") or "").split()]

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._open = []

    def handle_data(self, data: str) -> None:
        for key in self._open:
            self.marked[key] = self.marked.get(key, "") + data


def marks(written: str) -> Marks:
    parser = Marks()
    parser.feed(written.partition('class="paper"')[2].partition('id="card"')[0])
    return parser


def test_every_numeral_can_be_pressed_and_is_in_its_class() -> None:
    reading = read_text(TEXT, FILE)
    written = page()
    known = numerals(reading)
    assert len(known) > 6
    assert [marks(written).marked.get(f"n{number}") for number in range(len(known))] == [one.printed for one in known]
    for number, one in enumerate(known):
        assert f'id="n{number}" aria-label="{one.printed}，{one.outcome.label}"' in written


def test_a_finding_marks_its_very_words_even_where_they_cut_a_number() -> None:
    written = page(TEXT, finding("65%，提高4.45"), finding("就业去向"))
    found = marks(written).marked
    assert (found["f0"], found["f1"]) == ("65%，提高4.45", "就业去向")
    assert found["n2"] == "84.65"


def test_the_page_holds_the_whole_text_and_the_list_of_findings_without_script() -> None:
    written = page(TEXT, finding("4.45"))
    text = html.unescape(re.sub(r"<[^>]+>", "", written.partition('class="paper"')[2]))
    for line in ("就业率由81.20%上升到84.65%，提高4.45个百分点。", "机电", "“4.45”不对。", "4.45 → 3.45"):
        assert line in text


def test_numerals_outside_the_tree_are_shown_below_it() -> None:
    reading = read_text(TEXT, FILE)
    furniture = replace(reading.lines[0], number=99, text="— 12 —", kind="furniture")
    reading = replace(reading, lines=(*reading.lines, furniture))
    place = TextPlace(FILE, 99, 3, None, "12")
    audited = Audited(FILE, "报告", (), (AccountedNumeral((place,), "12", NumeralClass.EXCLUDED),))
    assert marks(write_viewer(reading, audited)).marked["n0"] == "12"


def test_the_unit_of_a_table_stands_below_its_caption_as_in_the_file() -> None:
    report = "表1-1 教师队伍\n\n单位：人\n\n| 学校 | 教师 |\n|---|---|\n| 东湖职校 | 86 |\n| 西岭职校 | 64 |\n"
    written = html.unescape(re.sub(r"<[^>]+>", "", page(report).partition('class="paper"')[2]))
    places = [written.index(text) for text in ("教师队伍", "单位：人", "东湖职校")]
    assert places == sorted(places)


HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "<!--",
    "</style>",
    "\u2028x",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    report = f"{text}共12人{text}\n\n12人"
    evil = finding("12", report, computation=text, suggestions=(text,), fix=text, expected=text, reason=text)
    reading = replace(read_text(report, FILE), file=f"{text}.md")
    audited = Audited(reading.file, text, (replace(evil, message=text),), numerals(reading))
    written = write_viewer(reading, audited, Remarks(((text, text),), {"points_agree": text}, (text,)))
    parser = Marks()
    parser.feed(written)
    assert parser.tags.count("script") == 2
    assert parser.tags.count("style") == 1
    assert "img" not in parser.tags
    assert not [name for name in parser.attributes if name.startswith("on")]
    data = re.search(r'id="data">(.*?)</script>', written, re.DOTALL)
    assert data is not None
    assert json.loads(data.group(1))["findings"][0]["message"] == text


def test_the_page_asks_for_nothing_from_elsewhere() -> None:
    written = page(TEXT, finding("4.45"))
    assert "default-src 'none'" in written
    parser = Marks()
    parser.feed(written)
    assert {"src", "srcset", "action", "style", "data", "poster"} & set(parser.attributes) == set()
    assert {"link", "img", "iframe", "object", "form", "base"} & set(parser.tags) == set()
    assert re.findall(r"url\(|@import|fetch\(|XMLHttpRequest|innerHTML", written) == []


def screen(tmp_path: Path, written: str, hash_: str = "") -> str:
    """Return the page as the browser has it after its script has run."""
    path = tmp_path / "page.html"
    path.write_text(written, encoding="utf-8")
    command = [need_program("chromium"), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/c"]
    done = subprocess.run([*command, "--virtual-time-budget=3000", "--dump-dom", f"{path.as_uri()}{hash_}"],
                          capture_output=True, check=True, timeout=120)  # fmt: skip
    return done.stdout.decode()


def test_the_script_opens_the_number_that_the_address_names(tmp_path: Path) -> None:
    shown = screen(tmp_path, page(TEXT, finding("4.45")), "#f0")
    assert '<html lang="zh-CN" class="js open">' in shown
    detail = shown.partition('id="detail"')[2].partition('id="list"')[0]
    assert "“4.45”不对。" in detail
    assert "4.45 → <mark>3</mark>.45" in detail


def test_hostile_text_is_not_run_by_the_browser(tmp_path: Path) -> None:
    text = "<img src=x onerror=document.title='broken'>共12人"
    evil = finding("12", text, message=text, computation=text, suggestions=(text,))
    reading = read_text(text, FILE)
    shown = screen(tmp_path, write_viewer(reading, Audited(FILE, text, (evil,), numerals(reading))), "#f0")
    assert "<img" not in shown
    assert "<title>broken" not in shown
