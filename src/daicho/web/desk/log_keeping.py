# SPDX-License-Identifier: Apache-2.0
"""The action that lets a year of the log go when its keeping has ended (操作ログの廃棄)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit import keeping
from daicho.foundation.audit.models import Kind


@dataclass(frozen=True, kw_only=True)
class PurgeLog(Action[int]):
    """Drop the entries of one fiscal year; returns how many there were."""

    function = "system.settings"
    audit_text = "操作ログの廃棄"
    kind = Kind.SETTINGS

    fiscal_year: int

    def detail(self) -> Mapping[str, object]:
        return {"年度": self.fiscal_year, "保存期間": f"{keeping.YEARS_KEPT}年"}

    def change(self, context: Context) -> Outcome[int]:
        grave, findings = keeping.purge_year(fiscal_year=self.fiscal_year, at=context.at)
        return Outcome(grave.purged if grave else None, findings)
