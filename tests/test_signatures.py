"""The stand-in for a bucket takes nothing that is not signed as it came: AWS's own examples, and a client."""

import hashlib
import http.client
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from tests.object_store import BUCKET, KEY, Objects, object_store, settings_of
from tests.signatures import canonical_request, refused, signing_key
from zhibao.snapshot.bucket import bucket
from zhibao.snapshot.errors import SnapshotError

# Source: Amazon S3 API Reference, "Authenticating Requests: Using the Authorization Header", GET Object and GET Bucket.
EXAMPLE_KEY, EXAMPLE_SECRET = "AKIAIOSFODNN7EXAMPLE", "/".join(("wJalrXUtnFEMI", "K7MDENG", "bPxRfiCYEXAMPLEKEY"))
EMPTY = hashlib.sha256(b"").hexdigest()
NOON = datetime(2013, 5, 24, tzinfo=UTC)


def example(names: str, signature: str, **more: str) -> dict[str, str]:
    headers = {
        "host": "examplebucket.s3.amazonaws.com",
        "x-amz-content-sha256": EMPTY,
        "x-amz-date": "20130524T000000Z",
    }
    about = f"Credential={EXAMPLE_KEY}/20130524/us-east-1/s3/aws4_request,SignedHeaders={names}"
    return headers | more | {"authorization": f"AWS4-HMAC-SHA256 {about},Signature={signature}"}


@pytest.mark.parametrize(
    ("target", "headers"),
    [
        (
            "/test.txt",
            example(
                "host;range;x-amz-content-sha256;x-amz-date",
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
                range="bytes=0-9",
            ),
        ),
        (
            "/?prefix=J&max-keys=2",
            example(
                "host;x-amz-content-sha256;x-amz-date",
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
            ),
        ),
    ],
)
def test_the_published_examples_are_accepted_and_nothing_else(target: str, headers: dict[str, str]) -> None:
    def asked(method: str = "GET", to: str = target, body: bytes = b"", now: datetime = NOON, **changed: str) -> str:
        return refused(method, to, headers | changed, body, {EXAMPLE_KEY: EXAMPLE_SECRET}, now)

    assert asked() == ""
    assert asked(method="DELETE") == asked(to=f"{target}x") == asked(host="other.test") == "SignatureDoesNotMatch"
    assert asked(body=b"x") == "XAmzContentSHA256Mismatch"
    assert asked(now=NOON.replace(hour=1)) == "RequestTimeTooSkewed"
    assert asked(authorization="") == "AccessDenied"
    more = headers | {"x-amz-acl": "public-read"}
    assert refused("GET", target, more, b"", {EXAMPLE_KEY: EXAMPLE_SECRET}, NOON) == "AccessDenied"
    assert refused("GET", target, headers, b"", {"other": EXAMPLE_SECRET}, NOON) == "InvalidAccessKeyId"
    assert refused("GET", target, headers, b"", {EXAMPLE_KEY: "wrong"}, NOON) == "SignatureDoesNotMatch"


def test_query_and_headers_are_put_in_order_and_encoded_once() -> None:
    asked = canonical_request("GET", "/b/%E8%A1%A8?b=2&a=%2F&c", [("x-amz-date", " 1   2 "), ("host", "h")], EMPTY)
    assert asked == f"GET\n/b/%E8%A1%A8\na=%2F&b=2&c=\nhost:h\nx-amz-date:1 2\n\nhost;x-amz-date\n{EMPTY}"
    assert len(signing_key("s", "20130524", "us-east-1", "s3")) == 32


@pytest.fixture
def objects(monkeypatch: pytest.MonkeyPatch) -> Iterator[Objects]:
    with object_store() as kept:
        for name, text in settings_of(kept.address).items():
            monkeypatch.setenv(name, text)
        yield kept


def test_a_wrong_secret_reads_and_writes_nothing(objects: Objects, monkeypatch: pytest.MonkeyPatch) -> None:
    right = bucket()
    assert right is not None
    right.put("表/a b+c.txt", b"1")
    assert (right.get("表/a b+c.txt"), [*right.names("表/")]) == (b"1", ["表/a b+c.txt"])
    assert objects.refused == []
    monkeypatch.setenv("ZHIBAO_S3_SECRET", "wrong")
    wrong = bucket()
    assert wrong is not None
    for tried in (
        lambda: wrong.put("x", b"2"),
        lambda: wrong.get("表/a b+c.txt"),
        lambda: wrong.remove("表/a b+c.txt"),
        lambda: wrong.names("表/"),
    ):
        with pytest.raises(SnapshotError, match="对象存储"):
            tried()
    assert {*objects.refused} == {"SignatureDoesNotMatch"}
    assert [*objects.kept.values()] == [b"1"]


def test_a_body_that_was_changed_on_its_way_is_refused(objects: Objects) -> None:
    right = bucket()
    assert right is not None
    right.put("a", b"12")
    where, headers = urlsplit(objects.address), objects.heard
    for body, status in ((b"13", 403), (b"12", 200)):
        line = http.client.HTTPConnection(where.netloc)
        line.putrequest("PUT", f"/{BUCKET}/site/a", skip_host=True, skip_accept_encoding=True)
        for name, text in headers.items():
            line.putheader(name, text)
        line.endheaders(body)
        assert line.getresponse().status == status
        line.close()
    assert (objects.refused, [*objects.kept.values()]) == (["XAmzContentSHA256Mismatch"], [b"12"])
    assert KEY in headers["authorization"]
