# SPDX-License-Identifier: Apache-2.0
"""Ask for rights, decide about them, keep and confirm the table of rights (操作権限一覧表)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from daicho.foundation.access import granting
from daicho.foundation.access.actor import Context
from daicho.foundation.access.models import RequestState, RightsConfirmation, RightsRequest
from daicho.foundation.access.organisation import headed_by, units_on
from daicho.foundation.access.requests import ADMINISTRATION, Wish, faults_of, why_not_decide
from daicho.foundation.access.table import table_digest
from daicho.foundation.access.upkeep import UpkeepChange, apply_upkeep, plan_upkeep
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.actions.staff import refused
from daicho.foundation.audit.models import Kind
from daicho.foundation.database.query import lock_until_commit
from daicho.foundation.identity.models import Staff
from daicho.kernel.findings import Finding, Severity


@dataclass(frozen=True, kw_only=True)
class RequestRights(Action[int]):
    """Ask for functions for oneself, a colleague or one's unit (権限の申請)."""

    function = "rights.request"
    audit_text = "権限の申請"
    kind = Kind.SETTINGS

    login: str
    unit: str
    functions: tuple[str, ...]
    first: date
    last: date
    reason: str
    scope: str = ""

    def detail(self) -> Mapping[str, object]:
        return {
            "職員番号": self.login, "所属": self.unit, "機能": list(self.functions),
            "期間": f"{self.first.isoformat()}〜{self.last.isoformat()}", "所管": self.scope,
            "理由": self.reason,
        }  # fmt: skip

    def change(self, context: Context) -> Outcome[int]:
        staff = Staff.objects.filter(login=self.login).first() if self.login else None
        on = timezone.localtime(context.at).date()
        wish = Wish(
            staff=staff, unit=self.unit, functions=self.functions, scope=self.scope,
            first=self.first, last=self.last, reason=self.reason,
        )  # fmt: skip
        findings = faults_of(wish, actor=context.actor, on=on)
        if self.login and staff is None:
            findings = [_error("staff.unknown", "該当する職員がいません。")]
        if self.scope and not units_on(on=on).filter(code=self.scope).exists():
            findings.append(_error("rights.scope", "所管の所属がありません。"))
        if findings:
            return Outcome(None, tuple(findings))
        request = RightsRequest.objects.create(
            requester_id=context.actor.staff_id, staff=staff, unit=self.unit,
            functions=list(dict.fromkeys(self.functions)), scope=self.scope,
            valid_from=self.first, valid_to=self.last, reason=self.reason.strip(),
            requested_at=context.at,
        )  # fmt: skip
        return Outcome(request.pk)


@dataclass(frozen=True, kw_only=True)
class DecideRights(Action[int]):
    """Approve or refuse a request (権限の承認・却下); approval grants for the term asked for."""

    function = "rights.approve"
    audit_text = "権限の承認・却下"
    kind = Kind.SETTINGS

    number: int
    is_approved: bool
    comment: str = ""

    def detail(self) -> Mapping[str, object]:
        return {"申請": self.number, "承認": self.is_approved, "理由": self.comment}

    def change(self, context: Context) -> Outcome[int]:
        request = _open_request(self.number)
        if request is None:
            return refused("rights.not_open", "承認待ちの申請がありません。")
        on = timezone.localtime(context.at).date()
        findings = self._findings(request, context, on)
        if findings:
            return Outcome(None, tuple(findings))
        count = 0
        if self.is_approved:
            count = granting.grant(
                staff=request.staff, unit=request.unit, functions=request.functions,
                first=request.valid_from, last=request.valid_to, by=context.actor.who.login,
                at=context.at, scope=request.scope, request=request,
            )  # fmt: skip
        request.state = RequestState.APPROVED if self.is_approved else RequestState.REFUSED
        request.decider_id, request.decided_at = context.actor.staff_id, context.at
        request.comment = self.comment.strip()
        request.save(update_fields=["state", "decider", "decided_at", "comment"])
        return Outcome(count)

    def _findings(self, request: RightsRequest, context: Context, on: date) -> list[Finding]:
        found = []
        reason = why_not_decide(request, actor=context.actor, on=on)
        if reason is not None:
            found.append(reason)
        if self.is_approved and request.valid_to < on:
            found.append(_error("rights.past", "期間がすでに終わっています。"))
        if not self.is_approved and not self.comment.strip():
            found.append(_error("rights.comment", "却下の理由を入力してください。"))
        return found


@dataclass(frozen=True, kw_only=True)
class WithdrawRequest(Action[int]):
    """Take one's own request back before it is decided (申請の取下げ)."""

    function = "rights.request"
    audit_text = "権限の申請の取下げ"
    kind = Kind.SETTINGS

    number: int

    def detail(self) -> Mapping[str, object]:
        return {"申請": self.number}

    def change(self, context: Context) -> Outcome[int]:
        request = _open_request(self.number)
        if request is None or request.requester_id != context.actor.staff_id:
            return refused("rights.not_open", "取り下げられる申請がありません。")
        request.state, request.decided_at = RequestState.WITHDRAWN, context.at
        request.save(update_fields=["state", "decided_at"])
        return Outcome(request.pk)


@dataclass(frozen=True, kw_only=True)
class ConfirmRights(Action[int]):
    """Say for a fiscal year that the table of a unit was looked at (操作権限一覧表の確認)."""

    function = "rights.approve"
    audit_text = "操作権限一覧表の確認"
    kind = Kind.SETTINGS

    fiscal_year: int
    unit: str
    comment: str

    def detail(self) -> Mapping[str, object]:
        return {"年度": self.fiscal_year, "所属": self.unit, "所見": self.comment}

    def change(self, context: Context) -> Outcome[int]:
        on = timezone.localtime(context.at).date()
        heads = self.unit in headed_by(staff_id=context.actor.staff_id, on=on)
        if not heads and ADMINISTRATION not in context.actor.functions:
            return refused("rights.not_head", "確認できるのは所属長またはシステム管理者です。")
        count, sha256 = table_digest(unit=self.unit, on=on, at=context.at)
        confirmation = RightsConfirmation.objects.create(
            fiscal_year=self.fiscal_year, unit=self.unit, lines_count=count, sha256=sha256,
            comment=self.comment.strip(), confirmed_by_id=context.actor.staff_id,
            confirmed_at=context.at,
        )  # fmt: skip
        return Outcome(confirmation.pk)


@dataclass(frozen=True, kw_only=True)
class MaintainRights(Action[tuple[UpkeepChange, ...]]):
    """Grant and take back many rights from a file, as a whole (権限の一括メンテナンス)."""

    function = "staff.manage"
    audit_text = "権限の一括メンテナンス"
    kind = Kind.BATCH

    name: str
    content: bytes = field(repr=False)
    dry_run: bool = False

    def detail(self) -> Mapping[str, object]:
        return {"ファイル": self.name, "試行": self.dry_run}

    def lock(self) -> None:
        lock_until_commit("access.rights")

    def change(self, context: Context) -> Outcome[tuple[UpkeepChange, ...]]:
        plan = plan_upkeep(self.content, actor=context.actor, at=context.at)
        if plan.findings:
            return Outcome(None, tuple(plan.findings))
        if not self.dry_run:
            apply_upkeep(plan, by=context.actor.who.login, at=context.at)
        return Outcome(tuple(plan.changes))


def _open_request(number: int) -> RightsRequest | None:
    return (
        RightsRequest.objects.select_for_update()
        .filter(pk=number, state=RequestState.OPEN)
        .first()
    )  # fmt: skip


def _error(code: str, message: str) -> Finding:
    return Finding(code, Severity.ERROR, message)
