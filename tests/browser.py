"""A real Chromium that tests drive through its debugging pipe: with keys, pointer, windows and media of a reader."""

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.conftest import need_program

_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars --disable-sync "
    "--disable-background-networking --disable-component-update --lang=zh-CN --remote-debugging-pipe"
).split()
_KEYS = {"Enter": ("\r", 13), "Escape": ("", 27), "Tab": ("", 9), "ArrowRight": ("", 39), "ArrowLeft": ("", 37),
         "ArrowDown": ("", 40), "ArrowUp": ("", 38)}  # fmt: skip
_SHIFT = 8
_PATIENCE = 30


class Browser:
    """One page of a browser; every call waits for its answer."""

    def __init__(self, to: int, back: int) -> None:
        """Open a page over the two ends of the pipe."""
        self._to, self._back, self._waiting = to, back, b""
        self._count = 0
        self._session = ""
        self.said: list[str] = []
        self.asked: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Return the answer to a command of the protocol; what the page says and asks for meanwhile is kept."""
        self._count += 1
        asked = {"id": self._count, "method": method, "params": parameters}
        message = asked | ({"sessionId": self._session} if self._session else {})
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._count:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def open(
        self, path: Path, width: int = 1440, height: int = 900, *, dark: bool = False, scripted: bool = True
    ) -> None:
        """Show a file in a window of a size, and wait until it stands; unscripted, the page runs nothing of its own."""
        self.resize(width, height)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call("Emulation.setScriptExecutionDisabled", value=not scripted)
        self.call("Page.navigate", url=path.resolve().as_uri())
        while self.run("document.readyState") != "complete":
            self.call("Browser.getVersion")
        if scripted:
            self.settle()

    def resize(self, width: int, height: int = 900) -> None:
        """Give the window another size."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def run(self, script: str) -> Any:  # noqa: ANN401  the page gives whatever it is asked for
        """Return what an expression gives in the page, promises kept."""
        done = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def settle(self) -> None:
        """Wait until the page was drawn twice."""
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press and release a key."""
        text, code = _KEYS.get(key, (key, ord(key[0])))
        named = {"key": key, "windowsVirtualKeyCode": code, "modifiers": _SHIFT if shift else 0}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **named)
        self.call("Input.dispatchKeyEvent", type="keyUp", **named)
        self.settle()

    def type(self, text: str) -> None:
        """Put text in, as an input method does."""
        self.call("Input.insertText", text=text)
        self.settle()

    def point(self, selector: str, *, press: bool = False) -> None:
        """Bring the pointer over the middle of the first element shown that a selector finds, and maybe press there."""
        x, y = self.run(
            f"(() => {{ const all = [...document.querySelectorAll({json.dumps(selector)})];"
            "const one = all.find(each => each.checkVisibility());"
            "one.scrollIntoView({block: 'center'}); const box = one.getBoundingClientRect();"
            "return [box.left + box.width / 2, box.top + box.height / 2]; })()"
        )
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        if press:
            for step in ("mousePressed", "mouseReleased"):
                self.call("Input.dispatchMouseEvent", type=step, x=x, y=y, button="left", clickCount=1)
        self.settle()

    def picture(self, *, whole: bool = False) -> bytes:
        """Return what the window shows as PNG, or the whole page."""
        done = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        return base64.b64decode(done["data"])

    def printed(self) -> bytes:
        """Return the page as it is printed, as PDF."""
        return base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"])

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._waiting:
            assert select.select([self._back], [], [], _PATIENCE)[0], "the browser does not answer"
            more = os.read(self._back, 1 << 20)
            assert more, "the browser is gone"
            self._waiting += more
        line, _, self._waiting = self._waiting.partition(b"\0")
        told = json.loads(line)
        match told.get("method"):
            case "Runtime.exceptionThrown":
                self.said.append(str(told["params"]["exceptionDetails"]))
            case "Log.entryAdded":
                self.said.append(told["params"]["entry"]["text"])
            case "Network.requestWillBeSent":
                self.asked.append(told["params"]["request"]["url"])
        return dict(told)


@contextmanager
def browser() -> Iterator[Browser]:
    """Start a browser with a profile of its own, and end it; without Chromium the test is skipped."""
    program = need_program("chromium")
    profile = tempfile.mkdtemp(prefix="zhibao-browser-")
    (theirs_in, ours_out), (ours_in, theirs_out) = os.pipe(), os.pipe()
    commands, answers = (fcntl.fcntl(one, fcntl.F_DUPFD_CLOEXEC, 10) for one in (theirs_in, theirs_out))
    # The browser reads commands from descriptor 3 and answers on 4; every other one is closed on its start.
    actions: list[tuple[object, ...]] = [(os.POSIX_SPAWN_OPEN, out, os.devnull, os.O_WRONLY, 0) for out in (1, 2)]
    actions += [(os.POSIX_SPAWN_DUP2, commands, 3), (os.POSIX_SPAWN_DUP2, answers, 4)]
    command = [program, *_FLAGS, f"--user-data-dir={profile}"]
    started = os.posix_spawn(program, command, os.environ, file_actions=actions)
    for one in (theirs_in, theirs_out, commands, answers):
        os.close(one)
    try:
        yield Browser(ours_out, ours_in)
    finally:
        os.close(ours_out)
        os.close(ours_in)
        os.kill(started, signal.SIGTERM)
        os.waitpid(started, 0)
        shutil.rmtree(profile, ignore_errors=True)
