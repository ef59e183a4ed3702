# SPDX-License-Identifier: Apache-2.0
"""What waits for the officer in charge of protective measures."""

from __future__ import annotations

from django.urls import reverse

from daicho.domains.inspection.models import ListRelease
from daicho.foundation.ui.menu import Waiting


def waiting_releases() -> list[Waiting]:
    """Examinations of who may stand on a list (閲覧の支援措置の審査)."""
    count = ListRelease.objects.filter(is_allowed=None)[:100].count()
    if not count:
        return []
    return [Waiting("閲覧の支援措置の審査", f"{count}件", "", reverse("inspection:releases"))]
