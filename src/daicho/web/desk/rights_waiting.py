# SPDX-License-Identifier: Apache-2.0
"""What of rights and emergencies waits on the first page."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from daicho.foundation.access.actor import Context
from daicho.foundation.access.emergency import find_unreviewed
from daicho.foundation.access.requests import waiting_for
from daicho.foundation.ui.menu import Waiting
from daicho.foundation.ui.paging import bounded_count


def waiting_emergencies(context: Context) -> list[Waiting]:
    """Loud until somebody else has judged each: also those that are open at the moment."""
    others = find_unreviewed().exclude(staff=context.actor.staff_id)
    count, is_bound = bounded_count(others)
    if not count:
        return []
    amount = f"{count:,}件{'以上' if is_bound else ''}"
    still = others.filter(ended_at__isnull=True, until__gt=context.at).exists()
    note = "いま使われています" if still else "点検の結果を登録してください"
    address = reverse("rights:emergency-reviews")
    return [Waiting("緊急アクセスの点検", amount, note, address, is_urgent=True)]


def waiting_requests(context: Context) -> list[Waiting]:
    """Requests that this person may decide."""
    on = timezone.localtime(context.at).date()
    count = len(waiting_for(actor=context.actor, on=on))
    if not count:
        return []
    address = reverse("rights:approvals")
    return [Waiting("権限の申請の承認", f"{count:,}件", "所属長としての承認待ち", address)]
