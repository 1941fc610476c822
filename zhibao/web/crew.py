"""一班人: the workers that a server starts beside it, replaced when one of them dies, and ended with it."""

import os
import subprocess
import sys
import threading
from pathlib import Path

PAUSE = 1.0


class Crew:
    """一班人: as many processes as were asked for."""

    def __init__(self, data: Path, number: int) -> None:
        """Begin with nobody."""
        worker = [sys.executable, "-m", "zhibao.web", "worker", "--data", str(data)]
        self._command = [*worker, "--beside", str(os.getpid())]
        self._number = number
        self._over = threading.Event()
        self._at_work: list[subprocess.Popen[bytes]] = []
        self._watch = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> "Crew":
        """Start them."""
        if self._number:
            self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End them; what they are doing goes back into the queue."""
        self._over.set()
        if self._number:
            self._watch.join()
        for one in self._at_work:
            one.terminate()
        for one in self._at_work:
            one.wait()

    def _keep(self) -> None:
        while not self._over.is_set():
            self._at_work = [one for one in self._at_work if one.poll() is None]
            missing = self._number - len(self._at_work)
            self._at_work += [subprocess.Popen(self._command) for _ in range(missing)]  # noqa: S603  our own command
            self._over.wait(PAUSE)
