"""预览的路: look at the folder, make the page again when something was saved, say what is beside it."""

import tempfile
import time
import traceback
from pathlib import Path
from threading import Event

from zhibao.catalog.edition import FILE, WorkingFolder
from zhibao.preview.aside import Aside, of_fault
from zhibao.preview.board import Board
from zhibao.preview.desk import Desk
from zhibao.preview.server import Server
from zhibao.preview.watch import Stamps, changed, is_text, look
from zhibao.terms.errors import ZhibaoError, reason_of
from zhibao.terms.finding import Severity

_BEAT = 0.25
_TRIES, _LATER = 3, 1.0
"""How often a file that another program holds is tried again, and after how many seconds."""


class Preview:
    """预览: listens from the start; `run` works until it is told to stop, and leaves nothing behind."""

    def __init__(self, path: Path, port: int = 0) -> None:
        """Open a folder; raises CatalogError when it is none, PreviewError when the port cannot be had."""
        if not (path / FILE).is_file():
            WorkingFolder(path)
        self._path = path
        self.board = Board()
        self._server = Server(self.board, port)
        self._stop = Event()
        self._made: Stamps | None = None
        self._tries = 0
        self._again = float("inf")

    @property
    def address(self) -> str:
        """Return what one types into the browser."""
        return self._server.address

    def stop(self) -> None:
        """End `run` after what it is at."""
        self._stop.set()

    def run(self) -> None:
        """Make the page, and again whenever a file was saved and the folder is quiet."""
        with tempfile.TemporaryDirectory(prefix="zhibao-preview-", ignore_cleanup_errors=True) as home:
            desk = Desk(self._path, Path(home))
            before: Stamps | None = None
            try:
                while not self._stop.is_set():
                    now = look(self._path)
                    is_quiet = before is None or now == before
                    is_due = now != self._made or time.monotonic() >= self._again
                    if is_quiet and is_due:
                        self._make(desk, now)
                    before = now
                    self._stop.wait(_BEAT)
            finally:
                self.board.close()
                self._server.close()

    def _make(self, desk: Desk, now: Stamps) -> None:
        """Make page and asides of the folder as it lies there; leave off when something was saved meanwhile."""
        names = changed(self._made or {}, now)
        only_text = self._made is not None and bool(names) and is_text(names)
        self._tries = 0 if names else self._tries + 1
        self._made, self._again = now, float("inf")
        self.board.begin()
        start = time.monotonic()
        try:
            page = desk.page(only_text=only_text)
            self.board.show(page, time.monotonic() - start)
            if desk.is_locked_out:
                self._try_again()
            for group, asides, held in desk.asides():
                self.board.tell(group, asides, held)
                if self._stop.is_set() or look(self._path) != now:
                    return
        except OSError as error:
            self._try_again()
            where = f"{error.filename}：" if error.filename else ""
            self.board.fail(
                of_fault(f"{where}文件读不出（{reason_of(error)}）。会再试几次；请关闭占用它的程序。", self._path)
            )
        except ZhibaoError as error:
            self.board.fail(of_fault(str(error), self._path))
        except Exception as error:  # noqa: BLE001  what nobody thought of must not end the preview
            self.board.fail(_unforeseen(error))
        else:
            self.board.finish()

    def _try_again(self) -> None:
        if self._tries < _TRIES:
            self._again = time.monotonic() + _LATER


def _unforeseen(error: Exception) -> Aside:
    """Return what to say of a fault of the program itself; the traceback goes into a file for its developers."""
    said = f"程序遇到没有料到的情况（{type(error).__name__}：{str(error)[:200]}）。文件没有改动，改一处再存盘会重新编。"
    with tempfile.NamedTemporaryFile("w", prefix="zhibao-", suffix=".log", delete=False, encoding="utf-8") as log:
        traceback.print_exception(error, file=log)
    return Aside(Severity.ERROR, said, (f"请把 {log.name} 发给开发者。",))
