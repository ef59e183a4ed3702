# SPDX-License-Identifier: Apache-2.0
"""Notices to the officer: looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from daicho.domains.support.models import SupportNotice
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome


@dataclass(frozen=True, kw_only=True)
class SeeNotices(Action[int]):
    """Mark notices as looked at (確認済み)."""

    function = "protected.manage"
    audit_text = "支援対象者の異動の通知の確認"

    notices: tuple[int, ...] = ()

    def subjects(self) -> tuple[int, ...]:
        found = SupportNotice.objects.filter(pk__in=self.notices).order_by("pk")
        return tuple(dict.fromkeys(found.values_list("addressee_no", flat=True)))

    def detail(self) -> Mapping[str, object]:
        return {"件数": len(self.notices)}

    def change(self, context: Context) -> Outcome[int]:
        open_ = SupportNotice.objects.filter(pk__in=self.notices, seen_at__isnull=True)
        return Outcome(open_.update(seen_by=context.actor.who.login, seen_at=context.at))
