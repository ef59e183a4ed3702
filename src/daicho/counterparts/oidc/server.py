# SPDX-License-Identifier: Apache-2.0
"""An OpenID Connect issuer over HTTP on the loopback: code flow with PKCE, tokens signed by RSA.

It lets in whoever `login` names, without asking, and answers wrongly on demand (`fault`). It checks
what a real issuer checks of its client: redirect address, secret, PKCE verifier, a code used twice.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

KEY_ID = "key-1"
HOUR = 3600


class Fault(StrEnum):
    """What is wrong with the next answers."""

    NONE = "none"
    NONCE = "nonce"
    AUDIENCE = "audience"
    ISSUER = "issuer"
    EXPIRED = "expired"
    EARLY = "not valid yet"
    FOREIGN_KEY = "foreign key"
    UNSIGNED = "unsigned"
    STATE = "state"
    TOKEN_REFUSED = "token refused"  # noqa: S105 - the name of a fault
    METADATA = "metadata of another issuer"


@dataclass
class Issuer:
    """The issuer's state, read and changed by the test that runs it."""

    client_id: str
    client_secret: str
    login: str = "z1"
    amr: tuple[str, ...] = ("pwd",)
    fault: Fault = Fault.NONE
    now: float | None = None
    address: str = ""
    key: rsa.RSAPrivateKey = field(default_factory=lambda: _new_key())
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def metadata(self) -> dict[str, Any]:
        """What stands at /.well-known/openid-configuration."""
        named = "https://other.example" if self.fault is Fault.METADATA else self.address
        return {
            "issuer": named, "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token", "jwks_uri": f"{self.address}/jwks",
        }  # fmt: skip

    def jwks(self) -> dict[str, Any]:
        """The public key."""
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]}

    def authorize(self, query: dict[str, str]) -> str | None:
        """Where the browser goes back to; None for a request that no issuer would take."""
        if query.get("client_id") != self.client_id or query.get("response_type") != "code":
            return None
        if query.get("code_challenge_method") != "S256" or not query.get("redirect_uri"):
            return None
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        state = "made-up" if self.fault is Fault.STATE else query["state"]
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': state})}"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, str] | None:
        """An ID token for a code; None where a real issuer says invalid_grant."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or self.fault is Fault.TOKEN_REFUSED:
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            challenge != asked["code_challenge"]
            or form.get("redirect_uri") != asked["redirect_uri"]
        ):
            return None
        if not self._knows(authorization):
            return None
        return {"access_token": "unused", "token_type": "Bearer", "id_token": self._sign(asked)}

    def _knows(self, authorization: str) -> bool:
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        client_id, _, secret = pair.partition(":")
        return (unquote(client_id), unquote(secret)) == (self.client_id, self.client_secret)

    def _sign(self, asked: dict[str, str]) -> str:
        now = int(time.time() if self.now is None else self.now)
        fault = self.fault
        claims = {
            "iss": "https://other.example" if fault is Fault.ISSUER else self.address,
            "aud": "somebody-else" if fault is Fault.AUDIENCE else self.client_id,
            "sub": f"subject-{self.login}", "preferred_username": self.login,
            "nonce": "made-up" if fault is Fault.NONCE else asked["nonce"],
            "iat": now - (2 * HOUR if fault is Fault.EXPIRED else 0),
            "exp": now + (-HOUR if fault is Fault.EXPIRED else HOUR), "amr": list(self.amr),
            "nbf": now + (HOUR // 2 if fault is Fault.EARLY else 0),
        }  # fmt: skip
        if fault is Fault.UNSIGNED:
            return jwt.encode(claims, "", algorithm="none", headers={"kid": KEY_ID})
        key = _new_key() if fault is Fault.FOREIGN_KEY else self.key
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": KEY_ID})


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class IssuerServer:
    """Serves an issuer on a free port of this machine while the `with` block runs."""

    def __init__(self, issuer: Issuer) -> None:
        self.issuer = issuer
        handler = type("Handler", (_Handler,), {"issuer": issuer})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        issuer.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self) -> Issuer:
        self.thread.start()
        return self.issuer

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class _Handler(BaseHTTPRequestHandler):
    issuer: Issuer

    def do_GET(self) -> None:
        """Metadata, keys, and the way through the sign-in."""
        parts = urlsplit(self.path)
        if parts.path == "/.well-known/openid-configuration":
            self._answer(200, self.issuer.metadata())
        elif parts.path == "/jwks":
            self._answer(200, self.issuer.jwks())
        elif parts.path == "/authorize":
            back = self.issuer.authorize(_flat(parts.query))
            self.send_response(400 if back is None else 302)
            if back is not None:
                self.send_header("Location", back)
            self.end_headers()
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        """The token endpoint."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        answer = self.issuer.token(_flat(body), self.headers.get("Authorization", ""))
        if answer is None:
            self._answer(400, {"error": "invalid_grant"})
        else:
            self._answer(200, answer)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _answer(self, status: int, value: dict[str, Any]) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _flat(query: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(query).items()}
