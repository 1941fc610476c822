"""网址的应答: whether an address opens, asked of public servers only, without following where it leads."""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from urllib.parse import urlsplit

SECONDS = 8
_PORTS = {"http": 80, "https": 443}
Resolve = Callable[[str, int], list[str]]


def is_web_address(url: str) -> bool:
    """Say whether a text is an address of the web, with no sign-in in it and no longer than is kept."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    plain = url.isprintable() and " " not in url and len(url) <= 500
    return plain and parts.scheme in _PORTS and bool(host) and parts.username is None and port != 0


def answer_of(url: str, resolve: Resolve | None = None) -> tuple[bool, str]:
    """Return whether an address opens, and what it answered in Chinese; addresses of inner networks are not asked."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    try:
        addresses = (resolve or _resolved)(host, port)
    except OSError:
        return False, "域名解析不到"
    inner = [one for one in addresses if resolve is None and not ipaddress.ip_address(one).is_global]
    if inner or not addresses:
        return False, "指向内部网络，没有访问"
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        status, where = _asked(parts.scheme, host, addresses[0], port, target)
    except (OSError, http.client.HTTPException):
        return False, "连不上"
    if status < http.client.MULTIPLE_CHOICES:
        return True, "可打开"
    if status < http.client.BAD_REQUEST:
        return True, f"可打开，转到 {where[:120]}" if where else "可打开，转到别处"
    return False, f"打不开（应答 {status}）"


def _resolved(host: str, port: int) -> list[str]:
    return [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _asked(scheme: str, host: str, address: str, port: int, target: str) -> tuple[int, str]:
    """Ask the server at exactly this address, so that a name that changes its mind leads nowhere else."""
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    joined: socket.socket = socket.create_connection((address, port), timeout=SECONDS)
    try:
        if scheme == "https":
            joined = ssl.create_default_context().wrap_socket(joined, server_hostname=host)
        connection.sock = joined
        connection.request("GET", target, headers={"User-Agent": "zhibao-link-check", "Range": "bytes=0-0"})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or ""
    finally:
        connection.close()
        joined.close()
