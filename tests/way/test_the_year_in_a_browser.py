"""One school and its city go through the collection year in a real browser, on a site that was just started."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket

import pytest

from tests.browser import Browser, browser
from tests.collected import collected_city

pytestmark = pytest.mark.browser
LONGEST = 120.0
"""Seconds after which a page that does not become what it should is given up."""
SCHOOL, CAMPAIGN = "qy01", "qingyuan-2021"
CELL = "input[data-line=form][data-field=graduates][data-part=cells]"


@dataclass
class Site:
    """A site that listens, and the sign-ins that it printed."""

    address: str
    data: Path
    passwords: dict[str, str]


@contextmanager
def site(home: Path) -> Iterator[Site]:
    """Serve an example city in the middle of its year."""
    folder, data = collected_city(home), home / "data"
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "zhibao.web", "demo", "--data", data, "--folder", folder, "--port", str(port)]
    log = home / "site.log"
    with log.open("w", encoding="utf-8") as out:
        started = subprocess.Popen([*map(str, command), "--workers", "1"], stdout=out, stderr=out)
    try:
        until = time.monotonic() + LONGEST
        while "://" not in (said := log.read_text(encoding="utf-8")):
            assert started.poll() is None, said
            assert time.monotonic() < until, said
            time.sleep(0.2)
        yield Site("://".join(("http", f"127.0.0.1:{port}")), data, dict(re.findall(r"　(\S+)　(\S+)\n", said)))
    finally:
        started.terminate()
        started.wait()


class Person:
    """Somebody at the browser."""

    def __init__(self, page: Browser, site: Site) -> None:
        self.page, self.site = page, site

    def go(self, path: str) -> None:
        self.page.call("Page.navigate", url=self.site.address + path)
        self.until(f"location.pathname === {json.dumps(path)} && document.readyState === 'complete'")

    def until(self, script: str) -> None:
        """Wait until the page is as it should be; while it is being left there is nothing to ask."""
        end = time.monotonic() + LONGEST
        while True:
            try:
                if self.page.run(f"!!document.body && ({script})"):
                    return
            except AssertionError:
                pass
            assert time.monotonic() < end, (script, self.page.run("document.body.innerText"))
            time.sleep(0.05)

    def press(self, selector: str) -> None:
        """Press a button that leads to another page, and wait for that."""
        self.page.run("document.body.dataset.old = '1'")
        self.page.point(selector, press=True)
        self.until("!document.body.dataset.old && document.readyState === 'complete'")

    def write(self, selector: str, text: str) -> None:
        self.page.point(selector, press=True)
        self.page.run(f"document.querySelector({json.dumps(selector)}).select()")
        self.page.type(text)

    def sign_in(self, who: str) -> None:
        self.page.call("Network.clearBrowserCookies")
        self.go("/sign-in/")
        self.write("[name=login]", f"qingyuan-{who}")
        self.write("[name=password]", self.site.passwords[f"qingyuan-{who}"])
        self.press("form .btn.go")
        self.until("location.pathname === '/'")

    def text(self, selector: str = "main") -> str:
        return str(self.page.run(f"document.querySelector({json.dumps(selector)}).innerText"))

    def registers(self) -> list[str]:
        """Return the registers of the school, as the tasks of its clerk list them."""
        self.go("/")
        links = self.page.run("[...document.querySelectorAll('.todo th a')].map(one => one.getAttribute('href'))")
        return [link.split("/registers/")[1].split("/")[0] for link in links]

    def type_into_cell(self, text: str) -> None:
        """Type a number as a clerk does, and wait until the page says that it is saved and checked."""
        self.page.run("document.getElementById('found').dataset.old = '1'")
        self.write(CELL, text)
        self.page.press("Enter")
        self.until("!document.getElementById('found').dataset.old")


def at(register: str, page: str = "") -> str:
    return f"/{CAMPAIGN}/schools/{SCHOOL}/registers/{register}/{page}"


def approve_all(person: Person, registers: list[str]) -> None:
    for register in registers:
        person.go(at(register, "review/"))
        person.page.point("[name=read]", press=True)
        person.press("[value=approve]")


def fill_and_submit(clerk: Person) -> list[str]:
    """A wrong number is found and keeps the register back; the right one goes in, and so do all registers."""
    registers = clerk.registers()
    clerk.go(at("graduates"))
    right = clerk.page.run(f"document.querySelector('{CELL}').value")
    clerk.type_into_cell("99999")
    assert "处错误，改好才能提交" in clerk.text("#block")
    assert clerk.page.run(f"document.querySelector('{CELL}').getAttribute('aria-invalid')") == "true"
    clerk.press("[value=submit]")
    assert "没有做成" in clerk.text()
    clerk.type_into_cell(right)
    assert clerk.text("#block") == "没有错误"
    clerk.go(at("graduates"))
    assert clerk.page.run(f"document.querySelector('{CELL}').value") == right
    for register in registers:
        clerk.go(at(register))
        clerk.press("[value=submit]")
        assert "待县审" in clerk.text("h1")
    return registers


def return_and_correct(person: Person) -> None:
    """The county returns a register with a word; the clerk mends it; the county sees what changed, and must wait."""
    person.sign_in("county")
    person.go(at("graduates", "review/"))
    person.write("#reason", "毕业生总数请核对学籍系统")
    person.press("[value=return]")

    person.sign_in("clerk")
    person.go(at("graduates"))
    assert "毕业生总数请核对学籍系统" in person.text()
    number = int(person.page.run(f"document.querySelector('{CELL}').value"))
    person.type_into_cell(str(number + 1))
    person.press("[value=submit]")
    assert "待县审" in person.text("h1")

    person.sign_in("county")
    person.go(at("graduates", "review/"))
    assert f"{number} {number + 1}" in person.text(".chd")
    person.page.point("[name=read]", press=True)
    person.press("[value=approve]")
    assert "校长还没有签署" in person.text()


def sign_on_a_phone(person: Person) -> None:
    person.sign_in("headmaster")
    person.page.resize(390, 844)
    person.go(f"/{CAMPAIGN}/schools/{SCHOOL}/sign/")
    person.page.point("[name=oath]", press=True)
    person.write("[name=password]", person.site.passwords["qingyuan-headmaster"])
    person.press(".btn.sign")
    assert "已签署" in person.text()
    person.page.resize(1440, 900)


def approve_and_freeze(person: Person, registers: list[str]) -> None:
    person.sign_in("county")
    approve_all(person, registers)
    person.sign_in("approver")
    approve_all(person, registers)
    person.go(f"/{CAMPAIGN}/board/")
    person.press(f"form[action*='/{SCHOOL}/'] .btn.sign")
    person.go(at("graduates"))
    assert "已封存" in person.text("h1")


def trail_of(data: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zhibao.web", "trail", "--data", str(data)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_one_school_and_its_city_go_through_the_year(tmp_path: Path) -> None:
    with site(tmp_path) as opened, browser() as page:
        page.resize(1440, 900)
        person = Person(page, opened)
        person.sign_in("clerk")
        registers = fill_and_submit(person)
        return_and_correct(person)
        sign_on_a_phone(person)
        approve_and_freeze(person, registers)
        assert [one for one in page.asked if not one.startswith((opened.address, "about:"))] == []
        # What the site refuses it answers with 409, of which a browser complains.
        assert [one for one in page.said if "status of 409" not in one] == []

    store = tmp_path / "qingyuan" / "store"
    head = json.loads((store / "heads" / "2021" / f"{SCHOOL}.json").read_text(encoding="utf-8"))
    assert (store / "snapshots" / head["snapshot"] / "graduates.parquet").is_file()
    verified = trail_of(opened.data)
    assert (verified.returncode, verified.stdout[:4]) == (0, "留痕完整"), verified.stdout + verified.stderr
