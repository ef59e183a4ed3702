# SPDX-License-Identifier: Apache-2.0
"""The Django application of this domain."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """Certificates of the resident register (証明)."""

    name = "daicho.domains.certificates"
    label = "certificates"
    verbose_name = "証明"

    def ready(self) -> None:
        """Declare the kinds of the register and of the seals."""
        import_module("daicho.domains.certificates.register_kinds")
        import_module("daicho.domains.certificates.notice_kinds")
        import_module("daicho.domains.certificates.letter_kinds")
        import_module("daicho.domains.certificates.seal_kinds")
