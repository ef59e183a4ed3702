# SPDX-License-Identifier: Apache-2.0
"""The Django application of this domain."""

from __future__ import annotations

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """Certificates of the resident register (証明)."""

    name = "daicho.domains.certificates"
    label = "certificates"
    verbose_name = "証明"
