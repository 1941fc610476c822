"""统一认证: a provider vouches for who somebody is (OpenID Connect, authorization code with PKCE, state and nonce)."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from django.utils.translation import gettext
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384")
"""Signatures that only the provider can make; nothing symmetric, and never none."""
WAIT_SECONDS, MOST_BYTES, MINUTES, LEEWAY = 10, 1 << 20, 10, 60
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class NotVouchedError(Exception):
    """The provider did not vouch for anybody; the message is Chinese, `detail` is for the trail."""

    def __init__(self, message: str, detail: str) -> None:
        """Keep what is said to the person and what is written down."""
        super().__init__(message)
        self.detail = detail


@dataclass(frozen=True)
class Provider:
    """提供方: whom the site asks, as which client, and by which claim it knows people."""

    issuer: str
    client: str
    secret: str
    claim: str = "sub"


@dataclass(frozen=True)
class Journey:
    """一次去认证: what the session keeps until the person comes back; good once, and for ten minutes.

    `purpose` is empty for a sign-in; otherwise the account whose person is to prove anew who it is.
    """

    state: str
    nonce: str
    verifier: str
    began: int
    back: str
    wanted: str
    purpose: str = ""

    def kept(self) -> dict[str, str | int]:
        """Return it as a session holds it."""
        return asdict(self)

    @classmethod
    def of(cls, kept: object) -> "Journey | None":
        """Return what a session held, None when it was nothing or something else."""
        try:
            return cls(**kept) if isinstance(kept, dict) else None
        except TypeError:
            return None


def is_safe(issuer: str) -> bool:
    """Say whether a provider is asked over HTTPS, or lies on this machine."""
    parts = urlsplit(issuer)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def set_out(provider: Provider, back: str, wanted: str, purpose: str = "") -> tuple[Journey, str]:
    """Return what is to be kept, and the address at the provider to which the person goes.

    Raises: NotVouchedError, when the provider does not answer.
    """
    journey = Journey(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        began=int(time.time()),
        back=back,
        wanted=wanted,
        purpose=purpose,
    )
    digest = hashlib.sha256(journey.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": provider.client,
        "redirect_uri": back,
        "scope": "openid" if provider.claim == "sub" else "openid profile email",
        "state": journey.state,
        "nonce": journey.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    if purpose:
        asked |= {"prompt": "login", "max_age": "0"}
    there = _address(_about(provider), "authorization_endpoint")
    return journey, f"{there}{'&' if '?' in there else '?'}{urlencode(asked)}"


def came_back(provider: Provider, journey: Journey | None, said: Mapping[str, str]) -> str:
    """Return who somebody is to the provider, after everything that it says was held against what was asked.

    Raises: NotVouchedError, for anything that is not as it must be.
    """
    if journey is None or not secrets.compare_digest(said.get("state", "").encode(), journey.state.encode()):
        raise NotVouchedError(gettext("这次登录不是从本站开始的，或者已经用过。请回登录页再试。"), "state")
    if time.time() - journey.began > MINUTES * 60:
        raise NotVouchedError(
            gettext("去认证超过了 {minutes} 分钟。请回登录页再试。").format(minutes=MINUTES), "too late"
        )
    if "error" in said or not said.get("code"):
        raise NotVouchedError(gettext("认证没有完成，没有登录。请回登录页再试。"), said.get("error", "no code")[:80])
    if said.get("iss", provider.issuer).rstrip("/") != provider.issuer:
        raise NotVouchedError(gettext("回答不是本站用的认证方给的，没有登录。"), "iss of the answer")
    about = _about(provider)
    sent = {
        "grant_type": "authorization_code",
        "code": said["code"],
        "redirect_uri": journey.back,
        "code_verifier": journey.verifier,
        "client_id": provider.client,
    }
    given = _asked(_address(about, "token_endpoint"), provider, sent)
    return _vouched(provider, journey, str(given.get("id_token", "")), about)


def _vouched(provider: Provider, journey: Journey, token: str, about: Mapping[str, Any]) -> str:
    """Return the claim by which a person is known, from a token that is signed, ours, fresh and of this journey."""
    keys = _asked(_address(about, "jwks_uri"))
    rules = jwt.JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "values": [provider.issuer, f"{provider.issuer}/"]},
        aud={"essential": True, "value": provider.client},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": journey.nonce},
    )
    try:
        claims = jwt.decode(token, KeySet.import_key_set({"keys": list(keys["keys"])}), algorithms=ALGORITHMS).claims
        rules.validate(claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise NotVouchedError(
            gettext("认证方给的凭证不对，没有登录。请回登录页再试；总不行，请告诉管理员。"), f"{error}"[:120]
        ) from error
    audience = claims["aud"]
    is_for_others = isinstance(audience, list) and len(audience) > 1
    if (is_for_others or "azp" in claims) and claims.get("azp") != provider.client:
        raise NotVouchedError(gettext("认证方给的凭证是给别的网站的，没有登录。"), "azp")
    proved = claims.get("auth_time")
    if journey.purpose and not (isinstance(proved, int) and proved >= journey.began - LEEWAY):
        raise NotVouchedError(gettext("认证方没有重新核对本人。请再试一次，在认证方那里重新输入密码。"), "auth_time")
    known = str(claims.get(provider.claim) or "")
    if not known:
        raise NotVouchedError(
            gettext("认证方没有给出“{claim}”，认不出是谁。请告诉管理员。").format(claim=provider.claim), "claim"
        )
    return known


def _about(provider: Provider) -> Mapping[str, Any]:
    about = _asked(f"{provider.issuer}/.well-known/openid-configuration")
    if str(about.get("issuer", "")).rstrip("/") != provider.issuer:
        raise NotVouchedError(
            gettext("认证方报的名字与设置不符，没有登录。请告诉管理员。"), "issuer of the description"
        )
    return about


def _address(about: Mapping[str, Any], name: str) -> str:
    address = str(about.get(name, ""))
    if not is_safe(address):
        raise NotVouchedError(gettext("认证方的地址不是 HTTPS，没有登录。请告诉管理员。"), name)
    return address


class _Stays(HTTPRedirectHandler):
    """Nobody is followed elsewhere."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Refuse."""


def _asked(address: str, provider: Provider | None = None, sent: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return what an address answers; with something to send, as the client that the provider knows."""
    headers = {"Accept": "application/json"}
    if provider is not None and provider.secret:
        pair = ":".join(quote(one, safe="") for one in (provider.client, provider.secret)).encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    data = urlencode(sent).encode() if sent is not None else None
    try:
        request = Request(address, data=data, headers=headers)  # noqa: S310  https, or this machine: see is_safe
        through = ProxyHandler({} if urlsplit(address).hostname in LOOPBACK else None)
        with build_opener(_Stays, through).open(request, timeout=WAIT_SECONDS) as answer:
            said = json.loads(answer.read(MOST_BYTES))
    except HTTPError as error:
        with error:
            raise NotVouchedError(
                gettext("认证方没有答应，没有登录。请回登录页再试。"), f"HTTP {error.code}"
            ) from error
    except (URLError, HTTPException, OSError, ValueError) as error:
        raise NotVouchedError(
            gettext("认证方现在连不上，没有登录。可以用密码登录，或稍后再试。"), type(error).__name__
        ) from error
    if not isinstance(said, dict):
        raise NotVouchedError(gettext("认证方的回答看不懂，没有登录。请告诉管理员。"), "no object")
    return said
