# SPDX-License-Identifier: Apache-2.0
"""Django application of the domain."""

from __future__ import annotations

from django.apps import AppConfig


class TaxDocumentsConfig(AppConfig):
    """課税資料."""

    name = "daicho.domains.tax.documents"
    label = "tax_documents"
    verbose_name = "課税資料"
    default_auto_field = "django.db.models.BigAutoField"
