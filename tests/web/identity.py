"""A provider of identities on loopback: real HTTP, signed tokens, and whatever it is told to get wrong."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

CLIENT, SECRET = "zhibao-tests", "client:secret/of the tests"


@dataclass
class Identities:
    """The provider: who comes to it is `subject`; `wrong` replaces claims of the token, `says` fields of the answer."""

    subject: str = "person-1"
    wrong: dict[str, object] = field(default_factory=dict)
    signed_with: RSAKey | OctKey | None = None
    algorithm: str = "RS256"
    describes: dict[str, object] = field(default_factory=dict)
    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def description(self) -> dict[str, object]:
        """Return what it says of itself."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            **self.describes,
        }

    def authorized(self, asked: Mapping[str, str]) -> str:
        """Return where a person who has proved who it is goes back to."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = dict(asked)
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}"

    def token(self, sent: Mapping[str, str], authorization: str) -> dict[str, str] | None:
        """Return a token for a code that is asked for as it was begun; None for any other."""
        begun = self.codes.pop(sent.get("code", ""), None)
        kind, _, pair = authorization.partition(" ")
        known = [unquote(one) for one in base64.b64decode(pair).decode().split(":")]
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if begun is None or (kind, known) != ("Basic", [CLIENT, SECRET]):
            return None
        if begun["code_challenge"] != challenge or begun["redirect_uri"] != sent.get("redirect_uri"):
            return None
        now = int(time.time())
        claims: dict[str, object] = {"iss": self.issuer, "aud": CLIENT, "sub": self.subject, "nonce": begun["nonce"]}
        claims |= {"iat": now, "exp": now + 300, "auth_time": now, **self.wrong}
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "one"}
        token = jwt.encode(header, claims, self.signed_with or self.key, algorithms=[self.algorithm])
        return {"token_type": "Bearer", "access_token": "none", "id_token": token}


@contextmanager
def identities() -> Iterator[Identities]:
    """Run a provider on a free port."""
    provider = Identities()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, asked = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
            provider.asked.append(path)
            match path:
                case "/.well-known/openid-configuration":
                    self.say(200, provider.description())
                case "/keys":
                    self.say(200, KeySet([provider.key]).as_dict(private=False))
                case "/authorize":
                    self.send_response(302)
                    self.send_header("Location", provider.authorized({name: one[0] for name, one in asked.items()}))
                    self.end_headers()
                case _:
                    self.say(404, {})

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            given = provider.token({name: one[0] for name, one in sent.items()}, self.headers["Authorization"])
            self.say(200 if given else 400, given or {"error": "invalid_grant"})

        def say(self, status: int, said: Mapping[str, Any]) -> None:
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.issuer = "://".join(("http", f"127.0.0.1:{server.server_port}"))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def goes_there(address: str) -> str:
    """Let a browser go to the provider and return where that sends it."""
    parts = urlsplit(address)
    connection = HTTPConnection(str(parts.hostname), parts.port, timeout=10)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}")
        answer = connection.getresponse()
        answer.read()
        return str(answer.getheader("Location"))
    finally:
        connection.close()
