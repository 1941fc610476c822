"""静态站点: the public pages as a folder for a plain web server, or for a disk: the same pages, relative links."""

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.test import Client

BEGIN = ("/p/", "/verify/", "/api/openapi.json", "/api/releases.json", "/static/zhibao/mark.svg")
_PUBLIC = ("/p/", "/verify/", "/api/", "/static/")
_LINK = re.compile(r'(?P<before>\b(?:href|src)=")(?P<to>/[^"]*)"')
_FORM = re.compile(r' (?:action|method|enctype)="[^"]*"| ?<input type="hidden"[^>]*>')
# A folder holds no cookie, so it is in Chinese; and nobody is there who looks something up.
_SWITCH = re.compile(r'<form class="(?:lang|seek)".*?</form>', re.DOTALL)
_CANONICAL = re.compile(r'<link rel="canonical"[^>]*>\n?')


def publish_site(to: Path, address: str) -> int:
    """Write all public pages with everything that they lead to, and return how many files; `address` is the site's.

    Raises: FileExistsError, when the folder holds something that no export wrote.
    """
    mark = to / ".zhibao-site"
    if to.exists() and any(to.iterdir()) and not mark.exists():
        raise FileExistsError(to)
    to.mkdir(parents=True, exist_ok=True)
    mark.write_text("由 zhibao publish-site 写出。\n", encoding="utf-8")
    parts = urlsplit(address)
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    ours = "://".join(("http", f"{settings.ALLOWED_HOSTS[0]}/"))
    waiting, seen = list(BEGIN), set(BEGIN)
    while waiting:
        path = waiting.pop()
        answer = client.get(unquote(path))
        if answer.status_code != 200:
            raise RuntimeError(f"{path} 应答 {answer.status_code}")
        parts_of: Iterable[bytes] = getattr(answer, "streaming_content", None) or (answer.content,)
        content = b"".join(parts_of)
        if answer.headers["Content-Type"].startswith("text/html") and path.endswith("/"):
            text = content.decode().replace(ours, f"{parts.scheme}://{parts.netloc}/")
            fresh = {one for one in _links(text) if one.startswith(_PUBLIC)} - seen
            seen |= fresh
            waiting += fresh
            content = _static(text, path).encode()
        target = to / _file(unquote(path)).lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    first = '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=p/index.html">'
    (to / "index.html").write_text(f'{first}<a href="p/index.html">各地年报</a>\n', encoding="utf-8")
    return len(seen) + 1


def _links(text: str) -> Iterable[str]:
    return (found["to"].partition("#")[0] for found in _LINK.finditer(text))


def _file(path: str) -> str:
    return f"{path}index.html" if path.endswith("/") else path


def _static(text: str, path: str) -> str:
    """Return a page with links that work wherever the folder lies, and forms that only a script answers."""

    def relative(found: re.Match[str]) -> str:
        to, hash_, anchor = found["to"].partition("#")
        if not to.startswith(_PUBLIC):
            return f'{found["before"]}{to}{hash_}{anchor}"'
        return f'{found["before"]}{posixpath.relpath(_file(to), posixpath.dirname(_file(path)))}{hash_}{anchor}"'

    text = _LINK.sub(relative, _SWITCH.sub("", text)).replace("data-integrity", "data-integrity data-static")
    if path == "/verify/":
        text = _FORM.sub("", text)
    return _CANONICAL.sub("", text)
