"""A stand-in for a bucket that speaks S3: over real HTTP on this machine, signatures verified, objects in memory."""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape, unescape

from tests.signatures import refused

KEY, SECRET, BUCKET = "zhibao-key", "zhibao-secret", "quality"


@dataclass
class Objects:
    """What is in the bucket, and how it behaves."""

    address: str = ""
    kept: dict[str, bytes] = field(default_factory=dict)
    puts_left: int = 1_000_000
    asked: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    heard: dict[str, str] = field(default_factory=dict)
    parts: dict[str, dict[int, bytes]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


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
    """The requests that are asked."""

    objects: Objects
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with an object, or with the names of those below a prefix."""
        key, asked = self._key()
        if self._is_refused(b""):
            return
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

    def do_HEAD(self) -> None:
        """Answer with size and tag of an object."""
        self.do_GET()

    def do_PUT(self) -> None:
        """Take an object or a part of one, as long as there is room and its state is the one that was seen."""
        key, asked = self._key()
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self._is_refused(content):
            return
        with self.objects.lock:
            now = self.objects.kept.get(key)
            seen, unless = self.headers["If-Match"], self.headers["If-None-Match"]
            if self.objects.puts_left <= 0:
                self._answer(507, b"<Error><Code>InsufficientStorage</Code></Error>")
            elif (seen and (now is None or seen.strip('"') != _tag(now))) or (unless == "*" and now is not None):
                self._answer(412, b"<Error><Code>PreconditionFailed</Code></Error>")
            else:
                self.objects.puts_left -= 1
                if "uploadId" in asked:
                    self.objects.parts.setdefault(key, {})[int(asked["partNumber"][0])] = content
                else:
                    self.objects.kept[key] = content
                self._answer(200, b"", _tag(content))

    def do_POST(self) -> None:
        """Remove objects, or begin and end one that comes in parts."""
        key, asked = self._key()
        content = self.rfile.read(int(self.headers["Content-Length"] or 0))
        if self._is_refused(content):
            return
        with self.objects.lock:
            if "delete" in asked:
                names = re.findall(r"<Key>(.*?)</Key>", content.decode())
                for name in names:
                    self.objects.kept.pop(unescape(name), None)
                told = "".join(f"<Deleted><Key>{name}</Key></Deleted>" for name in names)
                self._answer(200, f"<DeleteResult>{told}</DeleteResult>".encode())
            elif "uploads" in asked:
                self._answer(
                    200, b"<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>"
                )
            else:
                parts = self.objects.parts.pop(key)
                self.objects.kept[key] = whole = b"".join(parts[number] for number in sorted(parts))
                told = f'<CompleteMultipartUploadResult><ETag>"{_tag(whole)}"</ETag></CompleteMultipartUploadResult>'
                self._answer(200, told.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _is_refused(self, content: bytes) -> bool:
        """Answer a request that is not signed as it came, and say whether it was that."""
        headers = {name.lower(): text for name, text in self.headers.items()}
        self.objects.heard = headers
        code = refused(self.command, self.path, headers, content, {KEY: SECRET}, datetime.now(UTC))
        if code:
            self.objects.refused.append(code)
            self._answer(403, f"<Error><Code>{code}</Code></Error>".encode())
        return bool(code)

    def _key(self) -> tuple[str, dict[str, list[str]]]:
        parts = urlsplit(self.path)
        self.objects.asked.append(f"{self.command} {self.path}")
        return unquote(parts.path).removeprefix(f"/{BUCKET}").lstrip("/"), parse_qs(parts.query, keep_blank_values=True)

    def _answer(self, status: int, content: bytes, tag: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Last-Modified", "Wed, 01 Dec 2021 00:00:00 GMT")
        if tag:
            self.send_header("ETag", f'"{tag}"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def _tag(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
