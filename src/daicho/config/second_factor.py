# SPDX-License-Identifier: Apache-2.0
"""How allauth's second factors are kept and named here: sealed by the vault's cipher, in Japanese.

It stands in config because identity comes before the vault and must not know it.
"""

from __future__ import annotations

import base64

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter

from daicho.foundation.identity.models import Staff
from daicho.foundation.vault.keys import decrypt, encrypt

ISSUER = "台帳"
USE = "second factor"


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The places where allauth lets the installation speak."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": "確認できません。"}

    def encrypt(self, text: str) -> str:
        """A TOTP secret or the seed of recovery codes, as it is stored."""
        return base64.b64encode(encrypt(text.encode(), use=USE)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed by `encrypt`."""
        return decrypt(base64.b64decode(encrypted_text), use=USE).decode()

    def get_totp_issuer(self) -> str:
        """The name shown in the authenticator."""
        return ISSUER

    def get_totp_label(self, user: Staff) -> str:
        """Whose code it is."""
        return user.login

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A key made for this host name answers to no other: phishing ends here."""
        return {"id": context.request.get_host().partition(":")[0], "name": ISSUER}

    def get_public_key_credential_user_entity(self, user: Staff) -> dict[str, object]:
        """The person as the key's own display names them."""
        handle = str(user.pk).encode("ascii")
        return {"id": handle, "name": user.login, "display_name": user.name}
