"""What people do on the site, for Locust: each of them once a second, not in step, each with a cell of their own.

Of ten requests four are the board or the list of tasks, four save a cell, one takes a workbook, one the findings.
"""

# mypy: disable-error-code="untyped-decorator,misc"

import itertools
import json
import os
import random
import time
from pathlib import Path

from locust import HttpUser, events, task

READY = json.loads(Path(os.environ["ZHIBAO_LOAD"]).read_text(encoding="utf-8"))
TOKEN = "a" * 32
_numbers = itertools.count()
_values = itertools.count(10_000)


@events.request.add_listener
def keep(name: str, response_time: float, exception: BaseException | None, **_: object) -> None:
    """Write down what a request took, where somebody asks for every one of them. Unit: milliseconds."""
    if os.environ.get("ZHIBAO_SAMPLES") and exception is None:
        with Path(os.environ["ZHIBAO_SAMPLES"]).open("a", encoding="utf-8") as opened:
            opened.write(f"{name} {response_time:.2f}\n")


class Person(HttpUser):
    """Somebody at a school or at the city."""

    def on_start(self) -> None:
        """Sit down at a cell that nobody else writes, at any moment of a second."""
        cells = READY["cells"]
        self.cell = cells[next(_numbers) % len(cells)]
        time.sleep(random.random())
        self.due = time.monotonic()

    def wait_time(self) -> float:
        """Return how long it is to the next second of this person; whoever was answered later asks at once.

        Locust's own pace counts from when the person was made, all at once: they would ask within the same few
        milliseconds of every second.
        """
        self.due = max(self.due + 1, time.monotonic())
        return self.due - time.monotonic()

    @task(2)
    def board(self) -> None:
        """The progress board of the city."""
        self.client.get(self.cell["board"], headers=self._as("officer"), name="board")

    @task(2)
    def to_do(self) -> None:
        """The list of tasks of a clerk."""
        self.client.get("/", headers=self._as("clerk"), name="tasks")

    @task(4)
    def save(self) -> None:
        """A cell, as the sheet sends it."""
        cell, now = self.cell, str(next(_values))
        change = {"line": cell["line"], "field": cell["field"], "was": cell["stands"], "now": now}
        with self.client.post(
            f"{cell['register']}save/", json={"changes": [change]}, headers=self._as("clerk"), name="save",
            catch_response=True,
        ) as answer:  # fmt: skip
            if answer.status_code != 200:
                answer.failure(f"{answer.status_code} {answer.text[:80]}")
                return
            conflicts = answer.json()["conflicts"]
            cell["stands"] = conflicts[0]["theirs"] if conflicts else now

    @task(1)
    def workbook(self) -> None:
        """The workbook of a school with what was typed so far."""
        self.client.get(f"{self.cell['school']}workbook/", headers=self._as("clerk"), name="workbook")

    @task(1)
    def findings(self) -> None:
        """What the checks say of a register."""
        self.client.get(f"{self.cell['register']}findings/", headers=self._as("clerk"), name="findings")

    def _as(self, who: str) -> dict[str, str]:
        return {"Cookie": f"{READY['cookie']}={self.cell[who]}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
