# SPDX-License-Identifier: Apache-2.0
"""The Django application of this package."""

from __future__ import annotations

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Individual numbers apart from everything else (個人番号)."""

    name = "daicho.foundation.vault"
    label = "vault"
