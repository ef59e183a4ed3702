# SPDX-License-Identifier: Apache-2.0
"""The yearly publication of inspections (閲覧状況の公表, 住基法11条3項, 11条の2第12項)."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from daicho.domains.inspection.models import Ground, Session

HEAD = (
    "区分", "請求機関・申出者", "利用目的の概要", "閲覧の年月日", "閲覧に係る住民の範囲", "委託者",
)  # fmt: skip


def published(*, first: date, last: date) -> list[tuple[str, ...]]:
    """Every sitting of the days, those of offices first; no viewer and no resident is named."""
    found = Session.objects.filter(
        began_at__date__gte=first, began_at__date__lte=last
    ).select_related("application")
    rows = [
        (
            "国・地方公共団体" if one.application.ground == Ground.OFFICIAL else "個人・法人",
            one.application.applicant, one.application.purpose,
            timezone.localtime(one.began_at).date().isoformat(), "、".join(one.application.towns),
            one.application.consignor,
        )
        for one in found.order_by("began_at", "pk")
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row[0] != "国・地方公共団体", row[3]))
