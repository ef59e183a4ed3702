# SPDX-License-Identifier: Apache-2.0
"""Keys derived from the one secret of the settings, and the ciphers that use them."""

from __future__ import annotations

import hmac
import os
from collections.abc import Sequence
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12
# First byte of everything sealed: which form and key; a new key gets a new number.
VERSION = b"\x01"


class VaultError(Exception):
    """A defect or an attack: what is stored does not open with our key."""


@cache
def derived_key(secret: bytes, use: str) -> bytes:
    """An independent key for each use: who learns one learns no other."""
    return HKDF(SHA256(), 32, salt=None, info=f"daicho vault {use}".encode()).derive(secret)


def lookup_hashes(numbers: Sequence[str]) -> list[bytes]:
    """The keyed hash (HMAC-SHA256) of each 個人番号: equal numbers meet, and tell nothing else."""
    key = derived_key(settings.VAULT_KEY, "lookup")
    return [hmac.digest(key, number.encode("ascii"), "sha256") for number in numbers]


def encrypt(data: bytes, *, use: str, bound_to: bytes = b"") -> bytes:
    """AES-256-GCM under a fresh nonce; `bound_to` must be the same when it is opened."""
    nonce = os.urandom(NONCE_BYTES)
    cipher = AESGCM(derived_key(settings.VAULT_KEY, use))
    return VERSION + nonce + cipher.encrypt(nonce, data, bound_to)


def decrypt(sealed: bytes, *, use: str, bound_to: bytes = b"") -> bytes:
    """What `encrypt` was given; a changed byte or another owner's value is an error."""
    if sealed[:1] != VERSION:
        raise VaultError("sealed with an unknown key")
    nonce, content = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(derived_key(settings.VAULT_KEY, use)).decrypt(nonce, content, bound_to)
    except Exception as error:  # cryptography's InvalidTag carries no text of its own
        raise VaultError("the sealed value was changed or belongs elsewhere") from error
