# SPDX-License-Identifier: Apache-2.0
"""Service accounts (連携用アカウント): how the machines of other systems prove who they are.

OAuth 2.0 client credentials, as 共通機能標準仕様 2.7 §2.2.5 asks of the API between systems:

1. `issue_token(client_id=…, client_secret=…, …)` answers the token endpoint: an opaque bearer
   token, good for ten minutes, no refresh token. The endpoint takes the pair from HTTP Basic
   (`client_secret_basic`, the specification's interim method) by `read_basic`.
2. `authenticate_service(authorization=…, …)` answers every other call: the service's row of staff,
   or None (the API then says 401). `load_actor(staff=…)` makes the actor of it, so grants,
   decisions and the log work as for people; a service is never a person: `Staff.is_service`.

`client_secret_jwt` is not offered: it needs the secret itself here, and only hashes are kept.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote_plus

from django.db import transaction
from django.db.models import Q

from daicho.foundation.identity.authentication_log import Where, log_done, log_refused
from daicho.foundation.identity.models import Service, ServiceSecret, ServiceToken, Staff
from daicho.kernel.findings import Finding, Severity

TOKEN_SECONDS = 600
SECRETS_AT_A_TIME = 2
LONGEST_SECRET = timedelta(days=366)
SECRET_PREFIX, TOKEN_PREFIX = "dcs_", "dct_"
STEP = "連携用トークンの発行"
# The code is the one of RFC 6749 §5.2; the reason stays in the log.
INVALID_CLIENT = Finding(
    "identity.invalid_client", Severity.ERROR, "連携用アカウントを確認できません。"
)


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """The answer of the token endpoint: a token, or why not."""

    token: str
    expires_in: int
    finding: Finding | None = None


def digest_of(value: str) -> bytes:
    """What is kept of a secret or token: 256 random bits need no slow hash."""
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).digest()


def read_basic(authorization: str) -> tuple[str, str]:
    """Client id and secret of an `Authorization: Basic` header; empty texts for none."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        text = base64.b64decode(value.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    client_id, _, secret = text.partition(":")
    return unquote_plus(client_id), unquote_plus(secret)


@transaction.atomic
def issue_token(*, client_id: str, client_secret: str, terminal: str, at: datetime) -> IssuedToken:
    """A fresh token for a right pair from an allowed network; every asking is logged."""
    where = Where(terminal=terminal, at=at)
    service = Service.objects.select_related("staff").filter(staff__login=client_id).first()
    if service is None:
        return _refuse(None, "unknown", where)
    secret = _valid_secrets(service, at).filter(digest=digest_of(client_secret)).first()
    if secret is None:
        return _refuse(service.staff, "secret", where)
    if not _is_open(service, where):
        return _refuse(service.staff, "closed_or_network", where)
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    ServiceToken.objects.filter(secret__service=service, expires_at__lt=at).delete()
    ServiceToken.objects.create(
        secret=secret, digest=digest_of(token), expires_at=at + timedelta(seconds=TOKEN_SECONDS)
    )
    secret.last_used_at = at
    secret.save(update_fields=["last_used_at"])
    log_done(service.staff, STEP, where)
    return IssuedToken(token, TOKEN_SECONDS)


def authenticate_service(*, authorization: str, terminal: str, at: datetime) -> Staff | None:
    """Whose `Authorization: Bearer` token this is; None for a wrong, old or foreign one.

    The calls themselves are logged where they act; nothing is logged here, so that a flood of
    wrong tokens cannot fill the log.
    """
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        return None
    found = (
        ServiceToken.objects.select_related("secret__service__staff")
        .filter(digest=digest_of(token.strip()), expires_at__gt=at)
        .filter(secret__revoked_at__isnull=True)
        .first()
    )
    if found is None or not _is_open(found.secret.service, Where(terminal=terminal, at=at)):
        return None
    return found.secret.service.staff


def is_network(text: str) -> bool:
    """Whether this is an address range (10.0.0.0/8, 2001:db8::/32) or one address."""
    try:
        ipaddress.ip_network(text)
    except ValueError:
        return False
    return True


def add_secret(service: Service, *, expires_at: datetime, at: datetime) -> str | None:
    """A new secret, told once; None while two are valid already."""
    if _valid_secrets(service, at).count() >= SECRETS_AT_A_TIME:
        return None
    secret = SECRET_PREFIX + secrets.token_urlsafe(32)
    ServiceSecret.objects.create(
        service=service, digest=digest_of(secret), issued_at=at, expires_at=expires_at
    )
    return secret


def revoke_secrets(service: Service, *, at: datetime, secret_id: int | None = None) -> int:
    """End one secret or all, and every token they gave; how many secrets ended."""
    found = _valid_secrets(service, at)
    if secret_id is not None:
        found = found.filter(pk=secret_id)
    ids = list(found.values_list("pk", flat=True))
    ServiceToken.objects.filter(secret__in=ids).delete()
    return ServiceSecret.objects.filter(pk__in=ids).update(revoked_at=at)


def _valid_secrets(service: Service, at: datetime):  # type: ignore[no-untyped-def]
    return service.secrets.filter(Q(revoked_at__isnull=True), expires_at__gt=at)


def _is_open(service: Service, where: Where) -> bool:
    staff = service.staff
    return (
        not staff.is_locked()
        and staff.is_employed(at=where.at)
        and _is_within(where.terminal, service.networks)
    )


def _is_within(address: str, networks: list[str]) -> bool:
    try:
        caller = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(caller in ipaddress.ip_network(network) for network in networks)


def _refuse(staff: Staff | None, reason: str, where: Where) -> IssuedToken:
    log_refused(staff, STEP, INVALID_CLIENT, where, 詳細=reason)
    return IssuedToken("", 0, INVALID_CLIENT)
