# SPDX-License-Identifier: Apache-2.0
"""Actions of an administrator on other people's accounts. Nobody resets their own.

Who has lost password and key comes in person, and somebody else lets them begin anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.models import Kind
from daicho.foundation.identity.models import Staff
from daicho.foundation.identity.own_account import password_findings, remove_all_factors
from daicho.foundation.identity.signing_in import end_session
from daicho.kernel.findings import Finding, Severity


def _refused(code: str, message: str) -> Outcome[int]:
    return Outcome(None, (Finding(code, Severity.ERROR, message),))


class _OnSomebody(Action[int]):
    """What concerns one account of a person, and never one's own."""

    function = ""
    kind = Kind.SETTINGS
    login: str

    def detail(self) -> Mapping[str, object]:
        return {"職員番号": self.login}

    def change(self, context: Context) -> Outcome[int]:
        found = Staff.objects.select_for_update().filter(login=self.login, is_service=False)
        staff = found.first()
        if staff is None:
            return _refused("staff.unknown", "該当する職員がいません。")
        if staff.pk == context.actor.staff_id:
            return _refused("staff.own_account", "自分のアカウントは他の管理者が操作します。")
        return self.change_account(staff)

    def change_account(self, staff: Staff) -> Outcome[int]:
        """Change the locked row."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class ResetPassword(_OnSomebody):
    """Give a new initial password (パスワードの初期化); it must be changed at the next sign-in."""

    function = "staff.manage"
    audit_text = "パスワードの初期化"

    login: str
    password: str = field(repr=False)

    def change_account(self, staff: Staff) -> Outcome[int]:
        findings = password_findings(self.password, staff)
        if findings:
            return Outcome(None, findings)
        staff.set_password(self.password)
        staff.must_change_password = True
        staff.save(update_fields=["password", "must_change_password"])
        end_session(staff)
        return Outcome(staff.pk)


@dataclass(frozen=True, kw_only=True)
class ResetSecondFactor(_OnSomebody):
    """Take away lost keys, apps and recovery codes (二要素認証の初期化)."""

    function = "staff.manage"
    audit_text = "二要素認証の初期化"

    login: str

    def change_account(self, staff: Staff) -> Outcome[int]:
        if remove_all_factors(staff) == 0:
            return _refused("staff.no_factor", "この職員は二要素認証を登録していません。")
        end_session(staff)
        return Outcome(staff.pk)


@dataclass(frozen=True, kw_only=True)
class EndSession(_OnSomebody):
    """End the session of somebody else at once (セッションの強制終了)."""

    function = "staff.manage"
    audit_text = "セッションの強制終了"

    login: str

    def change_account(self, staff: Staff) -> Outcome[int]:
        if not end_session(staff):
            return _refused("staff.no_session", "この職員は現在サインインしていません。")
        return Outcome(staff.pk)


@dataclass(frozen=True, kw_only=True)
class ChangeStaff(_OnSomebody):
    """Change name, section or term (職員情報の変更); the login is the person's for good."""

    function = "staff.manage"
    audit_text = "職員情報の変更"

    login: str
    name: str
    kana: str
    section: str
    active_from: date
    active_to: date | None = None

    def detail(self) -> Mapping[str, object]:
        return {
            "職員番号": self.login, "氏名": self.name, "所属": self.section,
            "在籍開始日": self.active_from.isoformat(),
            "在籍終了日": self.active_to.isoformat() if self.active_to else "",
        }  # fmt: skip

    def change_account(self, staff: Staff) -> Outcome[int]:
        if self.active_to is not None and self.active_to < self.active_from:
            return _refused("staff.period", "在籍終了日が開始日より前です。")
        for name in ("name", "kana", "section", "active_from", "active_to"):
            setattr(staff, name, getattr(self, name))
        staff.save(update_fields=["name", "kana", "section", "active_from", "active_to"])
        return Outcome(staff.pk)
