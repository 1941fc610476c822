"""AWS Signature Version 4 as a server verifies it: the canonical request, the string to sign, the key of the day.

Source: AWS Signature Version 4 for API requests; for S3 the path is taken as it was sent, encoded once.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote, urlsplit

_HEAD = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request, ?"
    r"SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})"
)
_ALWAYS = {"host", "x-amz-content-sha256", "x-amz-date"}
_APART = timedelta(minutes=15)


def refused(
    method: str, target: str, headers: Mapping[str, str], body: bytes, keys: Mapping[str, str], now: datetime
) -> str:
    """Return S3's code for why a request is refused, '' for one that is signed by a key that there is.

    Shape: `headers` by name in lower case; `target` as it was sent; `keys` maps a key to its secret.
    """
    found = _HEAD.fullmatch(headers.get("authorization", ""))
    if found is None:
        return "AccessDenied"
    key, day, region, names, signature = found.groups()
    at, said = headers.get("x-amz-date", ""), headers.get("x-amz-content-sha256", "")
    signed = names.split(";")
    if key not in keys:
        return "InvalidAccessKeyId"
    if not {*signed} >= {*_ALWAYS, *(name for name in headers if name.startswith("x-amz-"))}:
        return "AccessDenied"
    if not at.startswith(day) or abs(now - datetime.strptime(at, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)) > _APART:
        return "RequestTimeTooSkewed"
    asked = canonical_request(method, target, [(name, headers.get(name, "")) for name in signed], said)
    scope = f"{day}/{region}/s3/aws4_request"
    text = "\n".join(("AWS4-HMAC-SHA256", at, scope, hashlib.sha256(asked.encode()).hexdigest()))
    due = hmac.new(signing_key(keys[key], day, region, "s3"), text.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(due, signature):
        return "SignatureDoesNotMatch"
    # An unsigned payload is allowed over HTTPS only; here nothing else keeps a body from being changed on its way.
    return "" if said == hashlib.sha256(body).hexdigest() else "XAmzContentSHA256Mismatch"


def canonical_request(method: str, target: str, headers: list[tuple[str, str]], payload: str) -> str:
    """Return the canonical request: method, path, query, headers, their names, hash of the payload, a line each."""
    parts = urlsplit(target)
    pairs = sorted((_encoded(name), _encoded(text)) for name, text in parse_qsl(parts.query, keep_blank_values=True))
    query = "&".join(f"{name}={text}" for name, text in pairs)
    lines = "".join(f"{name}:{' '.join(text.split())}\n" for name, text in sorted(headers))
    names = ";".join(sorted(name for name, _ in headers))
    return "\n".join((method, parts.path or "/", query, lines, names, payload))


def signing_key(secret: str, day: str, region: str, service: str) -> bytes:
    """Return the key of a day, a region and a service."""
    key = f"AWS4{secret}".encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key


def _encoded(text: str) -> str:
    return quote(text, safe="-_.~")
