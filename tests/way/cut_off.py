"""Somebody writes while the site is out of reach: nothing is sent, nothing is lost, and the page says so."""

import json
from collections.abc import Callable

from tests.way.served import Person

WHERE = "/qingyuan-2021/schools/qy01/improve/"
WRITTEN = "在校生多了 83 人，专任教师只多 1 人"
_FIELD = "document.getElementById('fact')"
_LINE = "document.getElementById('line')"


def cut_off(person: Person, found: Callable[[], list[list[object]]]) -> list[tuple[object, ...]]:
    """Play it on a page with a form, and return what the rules for accessible pages say of it meanwhile."""
    page = person.page
    page.resize(1440, 900)
    person.sign_in("headmaster")
    person.go(WHERE)
    _line(person, is_off=True)
    person.until(_shows("warn"))
    said = page.run(f"{_LINE}.innerText")
    assert "写的字留在这台电脑上" in said, said
    faults = [(WHERE, "cut off", *one) for one in found()]
    person.write("#title", "示例问题")
    person.write("#fact", WRITTEN)
    page.point("#add .btn.go", press=True)
    person.until(_shows("err"))
    assert page.run(f"{_FIELD}.value") == WRITTEN
    _line(person, is_off=False)
    person.until(_shows("ok"))
    # The window was closed; whoever signs in as somebody else sees nothing of it.
    page.call("Page.navigate", url="about:blank")
    person.sign_in("clerk")
    person.go(WHERE)
    assert (page.run(f"{_FIELD}.value"), page.run(f"{_LINE}.childElementCount")) == ("", 0)
    person.sign_in("headmaster")
    person.go(WHERE)
    person.until(_shows("go"))
    assert page.run(f"{_FIELD}.value") == WRITTEN
    person.press("#add .btn.go")
    assert WRITTEN in person.text()
    person.go(WHERE)
    assert (page.run(f"{_FIELD}.value"), page.run(f"{_LINE}.childElementCount")) == ("", 0)
    return faults


def _shows(kind: str) -> str:
    """Return what asks whether the page says something of a kind."""
    return f"{_LINE}.querySelector('.is-{kind}') !== null"


def _line(person: Person, *, is_off: bool) -> None:
    """Take the network away, or give it back, as the window sees it."""
    limits = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    person.page.call("Network.emulateNetworkConditions", offline=is_off, **limits)
    assert person.page.run(f"navigator.onLine === {json.dumps(not is_off)}")
