# SPDX-License-Identifier: Apache-2.0
"""The Django app of the inhabitants tax."""

from django.apps import AppConfig


class InhabitantsTaxConfig(AppConfig):
    """個人住民税 (特別区民税・都民税・森林環境税)."""

    name = "daicho.domains.tax.inhabitants"
    label = "tax_inhabitants"
    verbose_name = "個人住民税"
