"""In a real Chromium a report is dropped on the desk, and a number that is wrong stands underlined in it."""

import base64
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket

import pytest
from django.conf import settings

from tests.browser import Browser, browser
from tests.web.databases import standing_on
from tests.web.desk import REPORT
from zhibao.web.actions.audit_desk import GRACE
from zhibao.web.records.audit_case import AuditCase

pytestmark = pytest.mark.browser
PATIENCE = 90
HOST = "127.0.0.1"


@dataclass
class Site:
    """A site that listens on a port of this machine."""

    port: int

    @property
    def address(self) -> str:
        return "://".join(("http", f"{HOST}:{self.port}"))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site whose administrator has opened the desk to everybody."""
    with socket() as one:
        one.bind((HOST, 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "zhibao.web", "serve", "--data", str(tmp_path), "--port", str(port)]
    about = {**os.environ, "DATABASE_URL": "", "ZHIBAO_DESK_OPEN": "1", "ZHIBAO_SECRET_KEY": settings.SECRET_KEY}
    log = tmp_path / "site.log"
    with log.open("wb") as out, standing_on("", tmp_path):
        started = subprocess.Popen([*command, "--workers", "1"], env=about, stdout=out, stderr=out)
        try:
            end = time.monotonic() + PATIENCE
            while not answers(port):
                assert started.poll() is None, log.read_text(encoding="utf-8")
                assert time.monotonic() < end, log.read_text(encoding="utf-8")
                time.sleep(0.1)
            yield Site(port)
        finally:
            started.terminate()
            started.wait(PATIENCE)


def answers(port: int) -> bool:
    with socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def until(page: Browser, script: str) -> None:
    """Wait until the page is as it should be; while it is being left there is nothing to ask."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            if page.run(f"!!document.body && ({script})"):
                return
        except AssertionError:
            pass
        assert time.monotonic() < end, (script, page.run("document.body.innerText"), page.said)
        time.sleep(0.05)


def dropped(page: Browser, name: str, content: bytes) -> None:
    """Drop a file on the page, as a hand does."""
    coded = base64.b64encode(content).decode()
    page.run(
        f"(() => {{ const bytes = Uint8Array.from(atob('{coded}'), (one) => one.charCodeAt(0));"
        f"const held = new DataTransfer(); held.items.add(new File([bytes], {json.dumps(name)}));"
        "for (const kind of ['dragenter', 'dragover', 'drop'])"
        "document.getElementById('drop').dispatchEvent("
        "new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: held })); })()"
    )


@contextmanager
def in_frame(page: Browser) -> Iterator[Browser]:
    """Look into the viewer, which is of no origin and hence a target of its own, instead of into the page."""
    end = time.monotonic() + PATIENCE
    while not (frames := [one for one in page.call("Target.getTargets")["targetInfos"] if one["type"] == "iframe"]):
        assert time.monotonic() < end, "the viewer is not apart from the page"
        time.sleep(0.05)
    outside = page._session
    page._session = page.call("Target.attachToTarget", targetId=frames[0]["targetId"], flatten=True)["sessionId"]
    for domain in ("Runtime", "Log", "Network"):
        page.call(f"{domain}.enable")
    try:
        yield page
    finally:
        page._session = outside


def test_a_dropped_report_is_shown_with_its_finding_underlined(site: Site) -> None:
    with browser() as page:
        page.call("Page.navigate", url=f"{site.address}/audit/")
        until(page, "document.readyState === 'complete' && !!document.getElementById('drop')")
        dropped(page, "示例报告.txt", REPORT.encode())
        until(page, "!!document.querySelector('iframe.viewer')")
        assert page.run("document.querySelector('h1').textContent") == "3 个数字，逐个有交代"
        with in_frame(page):
            until(page, "document.querySelectorAll('#text .v-bad').length > 0")
            assert page.run("document.querySelector('#text .v-bad').textContent") == "4.45"
            shape = "getComputedStyle(document.querySelector('#text .v-bad'))"
            assert page.run(f"{shape}.textDecorationLine + {shape}.borderBottomStyle") != "nonenone"
            assert page.run("self.origin") == "null"
            assert page.run("document.querySelector('header.bar') === null")
            assert page.run("getComputedStyle(document.querySelector('.tools')).display") == "flex"
        assert page.run("document.querySelector('iframe.viewer').contentDocument === null")
        here = f"{site.address}/"
        assert [one for one in page.asked if not one.startswith((here, "data:", "about:"))] == []
        assert page.said == []


def test_who_leaves_the_result_has_nothing_left_on_the_desk_soon(site: Site) -> None:
    with browser() as page:
        page.call("Page.navigate", url=f"{site.address}/audit/")
        until(page, "document.readyState === 'complete' && !!document.getElementById('drop')")
        dropped(page, "示例报告.txt", REPORT.encode())
        until(page, "!!document.querySelector('iframe.viewer') && document.readyState === 'complete'")
        case = AuditCase.objects.get()
        assert case.until is not None
        page.call("Page.navigate", url=f"{site.address}/sign-in/")
        end = time.monotonic() + PATIENCE
        while (left := AuditCase.objects.get().until) is None or left >= case.until:
            assert time.monotonic() < end
            time.sleep(0.05)
        assert left - case.begun_at < GRACE * 2


def test_what_is_no_report_is_refused_beside_the_place_to_drop(site: Site) -> None:
    with browser() as page:
        page.call("Page.navigate", url=f"{site.address}/audit/")
        until(page, "document.readyState === 'complete' && !!document.getElementById('drop')")
        dropped(page, "图.png", b"\x89PNG")
        until(page, "!document.getElementById('refused').hidden")
        assert "不收“图.png”这种文件" in page.run("document.getElementById('refused').textContent")
