# SPDX-License-Identifier: Apache-2.0
"""Asking for a run of the statistics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from daicho.domains.statistics.run import open_statistics
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.models import Kind
from daicho.kernel.findings import Finding, Severity


@dataclass(frozen=True, kw_only=True)
class StartStatistics(Action[int]):
    """Write a run of the statistics down; the batch counts (統計の作成)."""

    function = "register.statistics"
    audit_text = "統計の作成"
    kind = Kind.BATCH

    since: date
    day: date

    def detail(self) -> Mapping[str, object]:
        return {"基準日": self.day.isoformat(), "異動": f"{self.since.isoformat()}の翌日から"}

    def change(self, context: Context) -> Outcome[int]:
        if self.since >= self.day:
            words = "異動を数え始める日の前日は、基準日より前にしてください。"
            return Outcome(None, (Finding("statistics.days", Severity.ERROR, words),))
        run = open_statistics(since=self.since, day=self.day, known_at=context.at, context=context)
        return Outcome(run.pk)
