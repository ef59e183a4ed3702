# SPDX-License-Identifier: Apache-2.0
"""Every model is what its migrations make of it, and foreign keys follow the order of domains."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command

from daicho.config.domains import DOMAIN_APPS


@pytest.mark.django_db
def test_every_model_has_its_migration() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1)


def test_foreign_keys_follow_the_order_of_domains() -> None:
    """A later domain may point to an earlier one, and everybody to the foundation."""
    order = {name: position for position, name in enumerate(DOMAIN_APPS)}
    checked = 0
    for model in apps.get_models():
        own = order.get(model._meta.app_config.name)
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None:
                continue
            target = order.get(field.related_model._meta.app_config.name)
            checked += 1
            assert target is None or (own is not None and target <= own), (
                f"{model._meta.label}.{field.name} points to a later domain"
            )
    assert checked > 5
