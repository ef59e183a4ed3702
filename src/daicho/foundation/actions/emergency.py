# SPDX-License-Identifier: Apache-2.0
"""Open, end and review emergency access (緊急アクセス)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from daicho.foundation.access.actor import Context
from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.emergency import MARK
from daicho.foundation.access.models import EmergencyAccess, Verdict
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.actions.staff import refused
from daicho.foundation.audit.models import Kind
from daicho.foundation.database.query import lock_until_commit
from daicho.kernel.findings import Finding, Severity

SHORTEST_REASON = 10


@dataclass(frozen=True, kw_only=True)
class OpenEmergencyAccess(Action[int]):
    """Open functions one does not hold, for a reason and at most an hour (緊急アクセスの開始)."""

    function = "emergency.open"
    audit_text = "緊急アクセスの開始"
    kind = Kind.EVENT

    opened: tuple[str, ...]
    reason: str
    minutes: int | None = None

    def detail(self) -> Mapping[str, object]:
        return {"機能": list(self.opened), "理由": self.reason}

    def lock(self) -> None:
        lock_until_commit("access.emergency")

    def change(self, context: Context) -> Outcome[int]:
        longest: int = settings.EMERGENCY_MINUTES
        minutes = longest if self.minutes is None else self.minutes
        findings = self._findings(context, minutes, longest)
        if findings:
            return Outcome(None, tuple(findings))
        opened = EmergencyAccess.objects.create(
            staff_id=context.actor.staff_id, functions=list(self.opened),
            reason=self.reason.strip(), opened_at=context.at,
            until=context.at + timedelta(minutes=minutes),
        )  # fmt: skip
        return Outcome(opened.pk)

    def _findings(self, context: Context, minutes: int, longest: int) -> list[Finding]:
        known = catalogue().functions
        found = []
        if not self.opened:
            found.append(_error("emergency.nothing", "開く機能を選んでください。"))
        for code in self.opened:
            if code not in known or not known[code].may_be_opened_in_emergency:
                label = known[code].label_ja if code in known else code
                found.append(
                    _error("emergency.closed", f"「{label}」は緊急アクセスでは開けません。")
                )
        if len(self.reason.strip()) < SHORTEST_REASON:
            found.append(
                _error("emergency.reason", f"理由を{SHORTEST_REASON}文字以上で入力してください。")
            )
        if not 1 <= minutes <= longest:
            found.append(
                _error("emergency.minutes", f"時間は1〜{longest}分で指定してください。")
            )  # fmt: skip
        mine = EmergencyAccess.objects.filter(staff_id=context.actor.staff_id)
        if mine.filter(ended_at__isnull=True, until__gt=context.at).exists():
            found.append(_error("emergency.already", "緊急アクセスはすでに開いています。"))
        return found


@dataclass(frozen=True, kw_only=True)
class EndEmergencyAccess(Action[int]):
    """Close one's own emergency access before its time (緊急アクセスの終了)."""

    function = "emergency.open"
    audit_text = "緊急アクセスの終了"
    kind = Kind.EVENT

    number: int

    def detail(self) -> Mapping[str, object]:
        return {MARK: self.number}

    def change(self, context: Context) -> Outcome[int]:
        ended = EmergencyAccess.objects.filter(
            pk=self.number, staff_id=context.actor.staff_id, ended_at__isnull=True,
            until__gt=context.at,
        ).update(ended_at=context.at)  # fmt: skip
        return (
            Outcome(ended)
            if ended
            else refused("emergency.not_open", "開いている緊急アクセスがありません。")
        )


@dataclass(frozen=True, kw_only=True)
class ReviewEmergencyAccess(Action[int]):
    """Judge another person's emergency access afterwards (緊急アクセスの点検)."""

    function = "emergency.review"
    audit_text = "緊急アクセスの点検"
    kind = Kind.EVENT

    number: int
    verdict: str
    comment: str

    def detail(self) -> Mapping[str, object]:
        return {MARK: self.number, "点検結果": self.verdict, "所見": self.comment}

    def change(self, context: Context) -> Outcome[int]:
        one = EmergencyAccess.objects.select_for_update().filter(pk=self.number).first()
        if one is None:
            return refused("emergency.unknown", "該当する緊急アクセスがありません。")
        findings = self._findings(one, context)
        if findings:
            return Outcome(None, tuple(findings))
        one.verdict, one.comment = self.verdict, self.comment.strip()
        one.reviewer_id, one.reviewed_at = context.actor.staff_id, context.at
        one.save(update_fields=["verdict", "comment", "reviewer", "reviewed_at"])
        return Outcome(one.pk)

    def _findings(self, one: EmergencyAccess, context: Context) -> list[Finding]:
        found = []
        if one.staff_id == context.actor.staff_id:
            found.append(_error("emergency.own", "自分の緊急アクセスは点検できません。"))
        if one.verdict:
            found.append(_error("emergency.reviewed", "この緊急アクセスは点検済みです。"))
        if one.ended_at is None and one.until > context.at:
            found.append(
                _error("emergency.still_open", "終了していない緊急アクセスは点検できません。")
            )
        if self.verdict not in (Verdict.JUSTIFIED, Verdict.UNJUSTIFIED):
            found.append(_error("emergency.verdict", "正当・不当のどちらかを選んでください。"))
        if not self.comment.strip():
            found.append(_error("emergency.comment", "点検の所見を入力してください。"))
        return found


def _error(code: str, message: str) -> Finding:
    return Finding(code, Severity.ERROR, message)
