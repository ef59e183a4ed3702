# SPDX-License-Identifier: Apache-2.0
"""The monthly check of a section's log (月次点検): looked at, judged, again while open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit import reviews
from daicho.foundation.audit.models import Kind, MonthlyReview, ReviewResult
from daicho.foundation.database.query import lock_until_commit
from daicho.kernel.findings import Finding, Severity


@dataclass(frozen=True, kw_only=True)
class RecordReview(Action[int]):
    """Record what the check of a month came to; a later look is a further record."""

    function = "audit.review"
    audit_text = "操作ログの月次点検"
    kind = Kind.EVENT

    section: str
    month: date
    result: str
    comment: str

    def detail(self) -> Mapping[str, object]:
        result = self.result if self.result in ReviewResult.values else ""
        label = ReviewResult(result).label if result else ""
        return {"所属": self.section, "対象月": f"{self.month:%Y-%m}", "点検結果": label}

    def lock(self) -> None:
        lock_until_commit(f"monthly review {self.section}", self.month.toordinal())

    def change(self, context: Context) -> Outcome[int]:
        findings = list(self._refusals(context))
        if findings:
            return Outcome(None, tuple(findings))
        row = MonthlyReview.objects.create(
            section=self.section, month=self.month, at=context.at,
            login=context.actor.who.login, name=context.actor.who.name, result=self.result,
            comment=self.comment.strip(),
            summary=reviews.summary_of(section=self.section, month=self.month),
        )  # fmt: skip
        return Outcome(row.pk)

    def _refusals(self, context: Context) -> list[Finding]:
        today = timezone.localtime(context.at).date()
        findings = []
        if self.month.day != 1 or reviews.next_month(self.month) > today:
            findings.append(_refusal("review.month", "終わった月だけを点検できます。"))
        if self.result not in ReviewResult.values:
            findings.append(_refusal("review.result", "点検結果を選んでください。"))
        if self.result != ReviewResult.FINE and not self.comment.strip():
            findings.append(
                _refusal("review.comment", "確認中・要対応のときは所見を入力してください。")
            )
        last = reviews.latest(section=self.section, month=self.month)
        if last is not None and last.result == ReviewResult.FINE:
            findings.append(_refusal("review.done", "この月の点検は終わっています。"))
        return findings


def _refusal(code: str, message: str) -> Finding:
    return Finding(code, Severity.ERROR, message)
