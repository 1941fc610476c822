"""本机网页: serves the preview to this machine only, and tells open pages of every change."""

import os
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from threading import Thread
from urllib.parse import urlsplit, urlunsplit

from zhibao.preview.board import Board
from zhibao.terms.errors import ZhibaoError, reason_of

HOST = "127.0.0.1"
_PULSE = 15.0
"""Seconds after which a quiet line is told that somebody is still there."""

_HTML, _CSS, _JS = "text/html; charset=utf-8", "text/css; charset=utf-8", "text/javascript; charset=utf-8"
_LOOKS: Mapping[str, tuple[str, str]] = {
    "/": ("shell.html", _HTML),
    "/preview.css": ("preview.css", _CSS),
    "/preview.js": ("preview.js", _JS),
}
_SHELL_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


class PreviewError(ZhibaoError):
    """预览开不起来: the port cannot be had."""

    exit_code = 5


class Server:
    """本机网页: listens on the loopback address from the start, answers in threads of its own."""

    def __init__(self, board: Board, port: int = 0) -> None:
        """Take a port, a free one for 0; raises PreviewError when it cannot be had."""
        handler = type("Handler", (_Handler,), {"board": board})
        try:
            self._http = _Http((HOST, port), handler)
        except OSError as error:
            raise PreviewError(
                f"端口 {port} 不能用（{reason_of(error)}）。请换一个端口，或不写 --port，由系统选一个空闲的。"
            ) from error
        self.port = self._http.server_address[1]
        self._thread = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Return what one types into the browser."""
        return urlunsplit(("http", f"{HOST}:{self.port}", "/", "", ""))

    def close(self) -> None:
        """Stop listening."""
        self._http.shutdown()
        self._http.server_close()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = os.name != "nt"  # there it would let two programs listen at one port

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a page that was closed while it was being answered."""


class _Handler(BaseHTTPRequestHandler):
    board: Board
    server_version = "zhibao"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        """Answer a request of this machine; one that came under another name is refused (DNS rebinding)."""
        if not self._is_ours():
            self._answer(
                HTTPStatus.FORBIDDEN, "这个页面只在本机的 127.0.0.1 上打开。".encode(), "text/plain; charset=utf-8"
            )
            return
        path = urlsplit(self.path).path
        if path in _LOOKS:
            name, kind = _LOOKS[path]
            content = files("zhibao.preview.looks").joinpath(name).read_bytes()
            self._answer(HTTPStatus.OK, content, kind, _SHELL_POLICY)
        elif path == "/report.html" and self.board.html:
            self._answer(HTTPStatus.OK, self.board.html, _HTML, _REPORT_POLICY)
        elif path == "/events":
            self._events()
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "没有这一页。")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name that the library gives it
        """Write no line per request."""

    def _is_ours(self) -> bool:
        port = self.connection.getsockname()[1]
        return self.headers.get("Host", "").lower() in {f"{HOST}:{port}", f"localhost:{port}"}

    def _refuse(self, status: HTTPStatus, said: str) -> None:
        self._answer(status, said.encode(), "text/plain; charset=utf-8")

    def _answer(self, status: HTTPStatus, content: bytes, kind: str, policy: str = "default-src 'none'") -> None:
        self.send_response(status)
        self._head(kind, policy)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _head(self, kind: str, policy: str) -> None:
        for name, value in (
            ("Content-Type", kind),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", policy),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
        ):
            self.send_header(name, value)

    def _events(self) -> None:
        """Send what is shown, and again after every change, until the page or the preview is closed."""
        self.send_response(HTTPStatus.OK)
        self._head("text/event-stream; charset=utf-8", "default-src 'none'")
        self.end_headers()
        seen = -1
        while not self.board.is_closed:
            shown = self.board.wait(seen, _PULSE)
            self.wfile.write(f"data: {shown.json()}\n\n".encode() if shown.version != seen else b": \n\n")
            self.wfile.flush()
            seen = shown.version
        self.wfile.write(b"event: end\ndata: {}\n\n")
