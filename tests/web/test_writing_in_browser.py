"""In a real Chromium somebody writes a section: a number by search, a broken line, a closed window, two at once."""

import json
from pathlib import Path

import pytest

from tests.browser import browser
from tests.collected import collected_once
from tests.way.served import Person, site

pytestmark = pytest.mark.browser
SECTION = "存在的主要问题"
SAVED = "/第 \\d+ 版/.test(document.getElementById('saved-text').textContent)"
VALUE = "document.getElementById('text').value"


def at_the_end(one: Person, text: str) -> None:
    one.page.run("(() => { const field = document.getElementById('text'); field.focus(); "
                 "field.setSelectionRange(field.value.length, field.value.length); })()")  # fmt: skip
    one.page.type(text)


def test_nothing_that_is_typed_gets_lost(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with site(tmp_path, city=collected_once(tmp_path_factory)) as served, browser() as page:
        one = Person(page, served)
        one.sign_in("editor")
        one.go("/qingyuan-2021/writing/")
        links = f"[...document.querySelectorAll('.outline a')].find(one => one.textContent.includes('{SECTION}'))"
        address = str(page.run(f"{links}.getAttribute('href')"))
        one.go(address)
        one.until("!!document.querySelector('.sourcebox.is-drawn')")
        a_number_is_put_in_by_its_alias(one)
        a_fault_is_told_at_its_line(one)
        a_broken_line_is_waited_for(one)
        a_closed_window_is_taken_up(one, address)
        two_texts_are_shown(one)
        assert not [said for said in page.said if "Content Security" in said]
        assert all(asked.startswith((served.address, "data:", "about:")) for asked in page.asked)


def a_number_is_put_in_by_its_alias(one: Person) -> None:
    at_the_end(one, "\n\n毕业生购买社会保险率为")
    one.page.press("/")
    one.until("!document.getElementById('pick').hidden")
    one.page.type("社保率")
    one.until("document.querySelectorAll('#hits [aria-selected=true]').length === 1")
    assert one.text("#hits [aria-selected=true] b") == "89.97%"
    one.page.press("Enter")
    assert str(one.page.run(VALUE)).endswith("毕业生购买社会保险率为{number: insurance_rate}")
    one.until(SAVED)


def a_fault_is_told_at_its_line(one: Person) -> None:
    at_the_end(one, "{nomber: x}")
    one.until("!document.getElementById('faults').hidden")
    assert "提纲没有指令 {nomber: x}" in one.text("#faults")
    assert one.page.run("document.querySelector('.srclines .has-err').textContent.endsWith('{nomber: x}')")
    one.page.run("(() => { const field = document.getElementById('text'); field.focus(); const at = "
                 "field.value.indexOf('{nomber'); field.setSelectionRange(at, field.value.length); "
                 "document.execCommand('delete'); })()")  # fmt: skip
    one.until("document.getElementById('faults').hidden")


def a_broken_line_is_waited_for(one: Person) -> None:
    offline = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    one.page.call("Network.emulateNetworkConditions", **offline)
    at_the_end(one, "，断网时写的")
    one.until("document.getElementById('saved-text').textContent.includes('没有连上')")
    one.page.call("Network.emulateNetworkConditions", **(offline | {"offline": False}))
    one.until(SAVED)


def a_closed_window_is_taken_up(one: Person, address: str) -> None:
    before = json.dumps(one.page.run(VALUE))
    one.page.run("window.fetch = () => Promise.reject(new Error()); undefined")
    at_the_end(one, "，关窗前写的")
    # The window is as if it asked nobody whether it may close; what it kept on the machine stays.
    one.page.run(f"{VALUE} = {before}; document.body.dataset.old = '1'; undefined")
    one.page.call("Page.navigate", url=one.site.address + address + "?again")
    one.until("!document.body.dataset.old && document.readyState === 'complete'")
    one.until(f"{VALUE}.includes('，关窗前写的')")
    one.until(SAVED)
    one.go(address)
    assert "，断网时写的，关窗前写的" in str(one.page.run(VALUE))


def two_texts_are_shown(one: Person) -> None:
    one.until("!!document.querySelector('.sourcebox.is-drawn')")
    other = json.dumps("（另一个窗口写的）")
    status = one.page.run(
        f"fetch(document.getElementById('editor').dataset.save, {{method: 'POST', headers: {{'X-CSRFToken': "
        f"document.querySelector('[name=csrfmiddlewaretoken]').value}}, body: JSON.stringify({{seen: "
        f"document.getElementById('seen').value, text: {VALUE} + {other}}})}}).then(answer => answer.status)"
    )
    assert status == 200
    at_the_end(one, "（这个窗口写的）")
    one.until("!document.getElementById('clash').hidden")
    assert one.text("#clash-diff del") == "另一"
    one.page.point("#mine", press=True)
    one.until(SAVED)
    assert one.page.run("document.getElementById('clash').hidden")
    assert str(one.page.run(VALUE)).endswith("（这个窗口写的）")
