"""A stand-in for a bucket that speaks S3: over real HTTP on this machine, signatures asked for, objects in memory."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

KEY, SECRET, BUCKET = "zhibao-key", "zhibao-secret", "quality"


@dataclass
class Objects:
    """What is in the bucket, and how it behaves."""

    address: str = ""
    kept: dict[str, bytes] = field(default_factory=dict)
    puts_left: int = 1_000_000
    asked: list[str] = field(default_factory=list)


@contextmanager
def object_store() -> Iterator[Objects]:
    """Serve an empty bucket; its address is that of the setting ZHIBAO_S3."""
    objects = Objects()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"objects": objects}))
    objects.address = "://".join(("http", f"127.0.0.1:{server.server_address[1]}/{BUCKET}/site"))
    serving = Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield objects
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


def settings_of(address: str) -> dict[str, str]:
    """Return the settings that name a bucket."""
    known = {name: text for name, text in os.environ.items() if name.startswith("ZHIBAO_S3_")}
    return {"ZHIBAO_S3": address, "ZHIBAO_S3_KEY": KEY, "ZHIBAO_S3_SECRET": SECRET} | known


class _Handler(BaseHTTPRequestHandler):
    """The four requests that are asked."""

    objects: Objects
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with an object, or with the names of those below a prefix."""
        key, asked = self._key()
        if not key:
            start = asked.get("prefix", [""])[0]
            listed = "".join(
                f"<Contents><Key>{escape(name)}</Key><LastModified>2021-12-01T00:00:00.000Z</LastModified>"
                f'<ETag>"{_tag(content)}"</ETag><Size>{len(content)}</Size></Contents>'
                for name, content in sorted(self.objects.kept.items())
                if name.startswith(start)
            )
            text = f"<ListBucketResult><IsTruncated>false</IsTruncated>{listed}</ListBucketResult>"
            self._answer(200, text.encode())
        elif key in self.objects.kept:
            self._answer(200, self.objects.kept[key], _tag(self.objects.kept[key]))
        else:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def do_PUT(self) -> None:
        """Take an object, as long as there is room."""
        key, _ = self._key()
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if not str(self.headers["Authorization"]).startswith(f"AWS4-HMAC-SHA256 Credential={KEY}/"):
            self._answer(403, b"<Error><Code>AccessDenied</Code></Error>")
        elif self.objects.puts_left <= 0:
            self._answer(507, b"<Error><Code>InsufficientStorage</Code></Error>")
        else:
            self.objects.puts_left -= 1
            self.objects.kept[key] = content
            self._answer(200, b"", _tag(content))

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _key(self) -> tuple[str, dict[str, list[str]]]:
        parts = urlsplit(self.path)
        self.objects.asked.append(f"{self.command} {self.path}")
        return unquote(parts.path).removeprefix(f"/{BUCKET}").lstrip("/"), parse_qs(parts.query)

    def _answer(self, status: int, content: bytes, tag: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Last-Modified", "Wed, 01 Dec 2021 00:00:00 GMT")
        if tag:
            self.send_header("ETag", f'"{tag}"')
        self.end_headers()
        self.wfile.write(content)


def _tag(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
