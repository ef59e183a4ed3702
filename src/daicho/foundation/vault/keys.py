# SPDX-License-Identifier: Apache-2.0
"""Keys derived from the secrets of the settings, and the ciphers that use them.

`VAULT_KEY` seals; `VAULT_FORMER_KEYS` still open what they sealed until it is sealed anew. Which
key makes the keyed hashes stands in the database, because every stored hash must follow at once.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Sequence
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from daicho.foundation.vault.role import vault_role

NONCE_BYTES = 12
# The first byte of everything sealed says its form. The first form named no key.
NAMELESS = b"\x01"
NAMED = b"\x02"
ID_BYTES = 4
HEADER_BYTES = 1 + ID_BYTES


class VaultError(Exception):
    """A defect or an attack: what is stored does not open with our keys."""


@cache
def derived_key(secret: bytes, use: str) -> bytes:
    """An independent key for each use: who learns one learns no other."""
    return HKDF(SHA256(), 32, salt=None, info=f"daicho vault {use}".encode()).derive(secret)


def key_id(secret: bytes) -> bytes:
    """A name for a key that tells nothing of it."""
    return derived_key(secret, "key id")[:ID_BYTES]


def keyring() -> dict[bytes, bytes]:
    """The key in force and the former ones, by name."""
    return {key_id(key): key for key in (settings.VAULT_KEY, *settings.VAULT_FORMER_KEYS)}


def header() -> bytes:
    """How everything begins that is sealed now."""
    return NAMED + key_id(settings.VAULT_KEY)


def lookup_hashes(numbers: Sequence[str]) -> list[bytes]:
    """The keyed hash (HMAC-SHA256) of each 個人番号: equal numbers meet, and tell nothing else.

    Inside a transaction the key stays the same until its end: a rotation waits for it.
    """
    wanted = lookup_key_id()
    secret = keyring().get(wanted)
    if secret is None:
        raise VaultError(f"the key {wanted.hex()} of the stored hashes is not among our keys")
    return hash_with(secret, numbers)


def hash_with(secret: bytes, numbers: Sequence[str]) -> list[bytes]:
    """The keyed hashes under a key."""
    key = derived_key(secret, "lookup")
    return [hmac.digest(key, number.encode("ascii"), "sha256") for number in numbers]


def lookup_key_id() -> bytes:
    """The name of the key that made the stored hashes; held until the transaction ends."""
    with vault_role() as cursor:
        cursor.execute("SELECT key_id FROM vault.key_in_force FOR SHARE")
        row = cursor.fetchone()
    if row is None:
        raise VaultError("no key is in force")
    return bytes(row[0])


def encrypt(data: bytes, *, use: str, bound_to: bytes = b"") -> bytes:
    """AES-256-GCM under a fresh nonce; `bound_to` must be the same when it is opened."""
    nonce = os.urandom(NONCE_BYTES)
    cipher = AESGCM(derived_key(settings.VAULT_KEY, use))
    return header() + nonce + cipher.encrypt(nonce, data, bound_to)


def decrypt(sealed: bytes, *, use: str, bound_to: bytes = b"") -> bytes:
    """What `encrypt` was given; a changed byte or another owner's value is an error."""
    form, ring = sealed[:1], keyring()
    if form == NAMELESS:
        start, secrets = 1, list(ring.values())
    else:
        start, secrets = HEADER_BYTES, [ring.get(sealed[1:HEADER_BYTES], b"")]
    if form not in (NAMELESS, NAMED) or secrets == [b""]:
        raise VaultError("sealed with an unknown key")
    nonce, content = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
    for secret in secrets:
        try:
            return AESGCM(derived_key(secret, use)).decrypt(nonce, content, bound_to)
        except Exception:  # noqa: S112  cryptography's InvalidTag; the next key may fit
            continue
    raise VaultError("the sealed value was changed or belongs elsewhere")
