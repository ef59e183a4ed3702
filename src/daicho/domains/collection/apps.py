# SPDX-License-Identifier: Apache-2.0
"""The Django app of the money ledger."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """調定 and, later, 収納."""

    name = "daicho.domains.collection"
    label = "collection"
    verbose_name = "収納管理"
