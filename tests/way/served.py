"""A site that was just started in the middle of an example city's year, and somebody at a real browser before it."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket

from tests.browser import Browser
from tests.collected import collected_city

LONGEST = 120.0
"""Seconds after which a page that does not become what it should is given up."""


@dataclass
class Site:
    """A site that listens, and the sign-ins that it printed."""

    address: str
    data: Path
    passwords: dict[str, str]
    settings: Mapping[str, str]


@contextmanager
def site(home: Path, database: str = "", *, city: Path | None = None) -> Iterator[Site]:
    """Serve an example city in the middle of its year; on SQLite unless another database is named.

    It is the one whose folder is given, or is made anew.
    """
    folder, data = city or collected_city(home), home / "data"
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "zhibao.web", "demo", "--data", data, "--folder", folder, "--port", str(port)]
    log = home / "site.log"
    settings = {**os.environ, "DATABASE_URL": database}
    with log.open("w", encoding="utf-8") as out:
        started = subprocess.Popen([*map(str, command), "--workers", "1"], env=settings, stdout=out, stderr=out)
    try:
        until = time.monotonic() + LONGEST
        while "://" not in (said := log.read_text(encoding="utf-8")):
            assert started.poll() is None, said
            assert time.monotonic() < until, said
            time.sleep(0.2)
        passwords = dict(re.findall(r"　(\S+)　(\S+)\n", said))
        yield Site("://".join(("http", f"127.0.0.1:{port}")), data, passwords, settings)
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
        login = who if who in self.site.passwords else f"qingyuan-{who}"
        self.write("[name=login]", login)
        self.write("[name=password]", self.site.passwords[login])
        self.press("form .btn.go")
        self.until("location.pathname === '/'")

    def text(self, selector: str = "main") -> str:
        return str(self.page.run(f"document.querySelector({json.dumps(selector)}).innerText"))
