"""One school and its city go through the collection year in a real browser, on a site that was just started."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import Browser, browser
from tests.collected import collected_once
from tests.postgres import postgres
from tests.way.released import release
from tests.way.served import Person, Site, site

pytestmark = pytest.mark.browser
SCHOOL, CAMPAIGN = "qy01", "qingyuan-2021"
PUBLIC = "/p/qingyuan/2021/r1/"
CELL = "input[data-line=form][data-field=graduates][data-part=cells]"


def registers_of(person: Person) -> list[str]:
    """Return the registers of the school, as the tasks of its clerk list them."""
    person.go("/")
    links = person.page.run(
        "[...document.querySelectorAll('.todo th a[href*=\"/registers/\"]')].map(one => one.getAttribute('href'))"
    )
    return [link.split("/registers/")[1].split("/")[0] for link in links]


def type_into_cell(person: Person, text: str) -> None:
    """Type a number as a clerk does, and wait until the page says that it is saved and checked."""
    person.page.run("document.getElementById('found').dataset.old = '1'")
    person.write(CELL, text)
    person.page.press("Enter")
    person.until("!document.getElementById('found').dataset.old")


def at(register: str, page: str = "") -> str:
    return f"/{CAMPAIGN}/schools/{SCHOOL}/registers/{register}/{page}"


def approve_all(person: Person, registers: list[str]) -> None:
    for register in registers:
        person.go(at(register, "review/"))
        person.page.point("[name=read]", press=True)
        person.press("[value=approve]")


def fill_and_submit(clerk: Person) -> list[str]:
    """A wrong number is found and keeps the register back; the right one goes in, and so do all registers."""
    registers = registers_of(clerk)
    clerk.go(at("graduates"))
    right = clerk.page.run(f"document.querySelector('{CELL}').value")
    type_into_cell(clerk, "99999")
    assert "处错误，改好才能提交" in clerk.text("#block")
    assert clerk.page.run(f"document.querySelector('{CELL}').getAttribute('aria-invalid')") == "true"
    clerk.press("[value=submit]")
    assert "没有做成" in clerk.text()
    type_into_cell(clerk, right)
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
    type_into_cell(person, str(number + 1))
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
    person.until(f"fetch('{at('graduates')}').then(one => one.text()).then(one => one.includes('已封存'))")
    person.go(at("graduates"))
    assert "已封存" in person.text("h1")


def read_as_anybody(page: Browser, person: Person) -> None:
    """Nobody is signed in: the report is read, a table has its own address, and a file is proved by its checksum."""
    page.call("Network.clearBrowserCookies")
    person.go(PUBLIC)
    assert page.run("document.querySelector('.stamp').getAttribute('aria-label')") == "正式发布"
    assert page.run("document.querySelectorAll('figure').length") > 10
    person.go(page.run("new URL(document.querySelector('.under a').href).pathname"))
    assert "第 1 版" in person.text()
    person.go("/verify/")
    page.run(
        f"""fetch('{PUBLIC}files/report.pdf').then(one => one.blob()).then(blob => {{
            const given = new DataTransfer(), input = document.getElementById('file');
            given.items.add(new File([blob], 'downloaded.pdf'));
            input.files = given.files;
            input.dispatchEvent(new Event('change'));
        }})"""
    )
    person.until("document.getElementById('verdict').innerText.includes('是原件')")


def trail_of(opened: Site) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zhibao.web", "trail", "--data", str(opened.data)]
    return subprocess.run(command, env=opened.settings, check=False, capture_output=True, text=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database; '' stands for the file that the site makes itself."""
    if request.param == "sqlite":
        yield ""
    else:
        with postgres() as address:
            yield address


def test_one_school_and_its_city_go_through_the_year(
    tmp_path: Path, database: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    city = collected_once(tmp_path_factory)
    with site(tmp_path, database, city=city) as opened, browser() as page:
        page.resize(1440, 900)
        person = Person(page, opened)
        person.sign_in("clerk")
        registers = fill_and_submit(person)
        return_and_correct(person)
        sign_on_a_phone(person)
        approve_and_freeze(person, registers)
        release(person, CAMPAIGN)
        read_as_anybody(page, person)
        # The browser's own icon in a field for a date is a picture that it carries itself.
        assert [one for one in page.asked if not one.startswith((opened.address, "about:", "data:image/"))] == []
        # What the site refuses it answers with 409, of which a browser complains.
        assert [one for one in page.said if "status of 409" not in one] == []

        verified = trail_of(opened)
        assert (verified.returncode, verified.stdout[:4]) == (0, "留痕完整"), verified.stdout + verified.stderr

    store = city / "store"
    head = json.loads((store / "heads" / "2021" / f"{SCHOOL}.json").read_text(encoding="utf-8"))
    assert (store / "snapshots" / head["snapshot"] / "graduates.parquet").is_file()
