# SPDX-License-Identifier: Apache-2.0
"""The municipality's electronic signature on a certificate, where one is asked for."""

from __future__ import annotations

from django.conf import settings

from daicho.foundation.documents.signing import load_key, sign_pdf


def can_sign() -> bool:
    """Whether a signing key is set."""
    return settings.CERTIFICATE_SIGNING_KEY is not None


def signed(pdf: bytes, *, reason: str) -> bytes:
    """The PDF with the municipality's signature."""
    key = load_key(settings.CERTIFICATE_SIGNING_KEY, settings.CERTIFICATE_SIGNING_PASSPHRASE)
    return sign_pdf(pdf, key=key, reason=reason)
