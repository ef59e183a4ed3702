# SPDX-License-Identifier: Apache-2.0
"""Sign in through the municipality's own issuer (OpenID Connect: code flow, PKCE, nonce, state).

The issuer proves a login; it makes no account and grants nothing. What it says is believed only
when its signature, issuer, audience, time and nonce are right (OpenID Connect Core §3.1.3.7).
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.error import URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import jwt

TIMEOUT_SECONDS = 10
LARGEST_ANSWER = 1024 * 1024
LEEWAY_SECONDS = 60
# Signatures by a key that only the issuer has; none of the symmetric or empty kinds.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")


class Client(Protocol):
    """Our registration with the issuer (settings.OIDC)."""

    issuer: str
    client_id: str
    client_secret: str
    login_claim: str
    does_trust_second_factor: bool


class IssuerError(Exception):
    """The issuer's answer cannot be believed; the text is for the log, and holds no token."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What this browser must bring back; it waits in a signed cookie of its own."""

    state: str
    nonce: str
    verifier: str
    target: str

    def as_text(self) -> str:
        """For the cookie."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> Flow:
        """From the cookie, whose signature was checked."""
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the issuer has recognised, and whether with more than a password."""

    login: str
    has_second_factor: bool


def begin(client: Client, *, redirect_uri: str, target: str) -> tuple[str, Flow]:
    """The issuer's address to go to, and what to remember meanwhile."""
    flow = Flow(
        state=secrets.token_urlsafe(32), nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48), target=target,
    )  # fmt: skip
    challenge = hashlib.sha256(flow.verifier.encode()).digest()
    query = {
        "response_type": "code", "scope": "openid profile", "client_id": client.client_id,
        "redirect_uri": redirect_uri, "state": flow.state, "nonce": flow.nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }  # fmt: skip
    return f"{_metadata(client)['authorization_endpoint']}?{urlencode(query)}", flow


def finish(
    client: Client, *, flow: Flow, state: str, code: str, redirect_uri: str, at: datetime
) -> Identity:
    """Change the code for an ID token and read it; IssuerError for anything odd."""
    if not code or not secrets.compare_digest(state.encode(), flow.state.encode()):
        raise IssuerError("state")
    metadata = _metadata(client)
    answer = _fetch(
        metadata["token_endpoint"],
        {
            "grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri,
            "code_verifier": flow.verifier,
        },
        client,
    )  # fmt: skip
    claims = _claims(client, str(answer.get("id_token", "")), metadata["jwks_uri"])
    _check(claims, client, flow, int(at.timestamp()))
    login = claims.get(client.login_claim)
    if not isinstance(login, str) or not login:
        raise IssuerError("claim")
    amr = claims.get("amr")
    has_factor = client.does_trust_second_factor and isinstance(amr, list) and "mfa" in amr
    return Identity(login, has_factor)


def _metadata(client: Client) -> dict[str, str]:
    """The issuer's own description; it must be of that very issuer (mix-up)."""
    found = _fetch(f"{client.issuer}/.well-known/openid-configuration")
    if str(found.get("issuer", "")).rstrip("/") != client.issuer:
        raise IssuerError("issuer of metadata")
    needed = {}
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        address = str(found.get(name, ""))
        if urlsplit(address).scheme != "https" and not _is_local(client.issuer):
            raise IssuerError(f"{name} without TLS")
        needed[name] = address
    return needed


def _claims(client: Client, token: str, jwks_uri: str) -> dict[str, Any]:
    """The claims under a right signature. Times are compared with the caller's clock later."""
    try:
        header = jwt.get_unverified_header(token)
        keys = jwt.PyJWKSet.from_dict(_fetch(jwks_uri))
        found = [key for key in keys.keys if key.key_id == header.get("kid")]
        if len(found) != 1:
            raise IssuerError("key")
        claims: dict[str, Any] = jwt.decode(
            token, found[0], algorithms=list(ALGORITHMS), audience=client.client_id,
            issuer=client.issuer,
            options={
                "require": ["iss", "sub", "aud", "exp", "iat"],
                "verify_exp": False, "verify_iat": False, "verify_nbf": False,
            },
        )  # fmt: skip
    except jwt.PyJWTError as error:
        raise IssuerError(type(error).__name__) from error
    return claims


def _check(claims: dict[str, Any], client: Client, flow: Flow, now: int) -> None:
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != client.client_id:
        raise IssuerError("azp")
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), flow.nonce.encode()):
        raise IssuerError("nonce")
    if not isinstance(claims["exp"], int) or now > claims["exp"] + LEEWAY_SECONDS:
        raise IssuerError("expired")
    if not isinstance(claims["iat"], int) or claims["iat"] > now + LEEWAY_SECONDS:
        raise IssuerError("issued in the future")
    first = claims.get("nbf", now)
    if not isinstance(first, int) or first > now + LEEWAY_SECONDS:
        raise IssuerError("not valid yet")


class _NoRedirects(HTTPRedirectHandler):
    """An issuer answers itself; our secret follows nobody elsewhere."""

    def redirect_request(self, *args: Any, **named: Any) -> None:
        """Follow none."""
        return None


def _fetch(
    address: str, form: dict[str, str] | None = None, client: Client | None = None
) -> dict[str, Any]:
    """JSON from the issuer; with a form, as the client that we are (client_secret_basic)."""
    headers = {"Accept": "application/json"}
    if client is not None:
        pair = f"{quote(client.client_id, safe='')}:{quote(client.client_secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    body = urlencode(form).encode() if form is not None else None
    if urlsplit(address).scheme not in ("https", "http"):
        raise IssuerError("address")
    request = Request(address, body, headers)  # noqa: S310 - the scheme was just checked
    try:
        with build_opener(_NoRedirects).open(request, timeout=TIMEOUT_SECONDS) as answer:
            found = json.loads(answer.read(LARGEST_ANSWER))
    except (URLError, OSError, ValueError) as error:
        raise IssuerError(f"no answer ({type(error).__name__})") from error
    if not isinstance(found, dict):
        raise IssuerError("no object")
    return found


def _is_local(issuer: str) -> bool:
    return urlsplit(issuer).hostname in ("localhost", "127.0.0.1")
