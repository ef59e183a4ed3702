# SPDX-License-Identifier: Apache-2.0
"""Actions on accounts, rights and protection. Nobody may widen their own rights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

from daicho.foundation.access import granting, protection
from daicho.foundation.access.actor import Context
from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.models import ProtectedPerson
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.models import Kind
from daicho.foundation.identity.models import Staff
from daicho.kernel.findings import Finding, Severity


def refused(code: str, message: str) -> Outcome[int]:
    """An outcome with one refusal."""
    return Outcome(None, (Finding(code, Severity.ERROR, message),))


@dataclass(frozen=True, kw_only=True)
class RegisterStaff(Action[int]):
    """Open an account (職員の登録); it can do nothing until something is granted."""

    function = "staff.manage"
    audit_text = "職員の登録"
    kind = Kind.SETTINGS

    login: str
    name: str
    kana: str
    section: str
    password: str
    active_from: date
    active_to: date | None = None
    # Whoever registers knows the password, so its owner must choose another at the first sign-in.
    is_password_initial: bool = True

    def detail(self) -> Mapping[str, object]:
        return {"職員番号": self.login, "所属": self.section}

    def change(self, context: Context) -> Outcome[int]:
        if Staff.objects.filter(login=self.login).exists():
            return refused("staff.login_taken", "この職員番号は登録済みです。")
        staff = Staff(
            login=self.login, name=self.name, kana=self.kana, section=self.section,
            active_from=self.active_from, active_to=self.active_to,
            must_change_password=self.is_password_initial,
        )  # fmt: skip
        try:
            validate_password(self.password, staff)
        except ValidationError as error:
            return Outcome(
                None,
                tuple(
                    Finding("staff.weak_password", Severity.ERROR, message)
                    for message in error.messages
                ),
            )
        staff.set_password(self.password)
        staff.save()
        return Outcome(staff.pk)


@dataclass(frozen=True, kw_only=True)
class UnlockStaff(Action[int]):
    """Open an account that wrong passwords have closed (ロック解除)."""

    function = "staff.manage"
    audit_text = "職員のロック解除"
    kind = Kind.SETTINGS

    login: str

    def detail(self) -> Mapping[str, object]:
        return {"職員番号": self.login}

    def change(self, context: Context) -> Outcome[int]:
        changed = Staff.objects.filter(login=self.login).update(locked_at=None, failed_attempts=0)
        return Outcome(changed) if changed else refused("staff.unknown", "該当する職員がいません。")


@dataclass(frozen=True, kw_only=True)
class GrantRole(Action[int]):
    """Grant a role's functions for a term (権限の付与)."""

    function = "staff.manage"
    audit_text = "権限の付与"
    kind = Kind.SETTINGS

    login: str
    role: str
    first: date
    last: date

    def detail(self) -> Mapping[str, object]:
        return {
            "職員番号": self.login, "役割": self.role,
            "期間": f"{self.first.isoformat()}〜{self.last.isoformat()}",
        }  # fmt: skip

    def change(self, context: Context) -> Outcome[int]:
        staff = Staff.objects.filter(login=self.login).first()
        if staff is None:
            return refused("staff.unknown", "該当する職員がいません。")
        if staff.pk == context.actor.staff_id:
            return refused("staff.own_rights", "自分の権限は自分で変更できません。")
        if self.role not in catalogue().roles:
            return refused("staff.unknown_role", "該当する役割がありません。")
        if not self.first <= self.last <= granting.last_of_a_year(self.first):
            return refused("staff.term", "権限の期間は1年以内で指定してください。")
        return Outcome(
            granting.grant_role(
                staff=staff, role=self.role, first=self.first, last=self.last,
                by=context.actor.who.login, at=context.at,
            )
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class RevokeFunction(Action[int]):
    """Take one function back (権限の取消)."""

    function = "staff.manage"
    audit_text = "権限の取消"
    kind = Kind.SETTINGS

    login: str
    revoked: str

    def detail(self) -> Mapping[str, object]:
        return {"職員番号": self.login, "機能": self.revoked}

    def change(self, context: Context) -> Outcome[int]:
        staff = Staff.objects.filter(login=self.login).first()
        if staff is None:
            return refused("staff.unknown", "該当する職員がいません。")
        return Outcome(
            granting.revoke(
                staff=staff, function=self.revoked, by=context.actor.who.login, at=context.at
            )
        )


@dataclass(frozen=True, kw_only=True)
class ProtectPerson(Action[int]):
    """Hide a person's address from everybody without a special right (支援措置の開始).

    Without a last day the measure stays until it is ended: it does not lapse by itself.
    """

    function = "protected.manage"
    audit_text = "支援措置の登録"

    addressee_no: int
    first: date
    last: date | None = None

    def subjects(self) -> tuple[int, ...]:
        return (self.addressee_no,)

    def change(self, context: Context) -> Outcome[int]:
        if self.last is not None and self.last < self.first:
            return refused("protected.term", "支援期間の終了日が開始日より前です。")
        period = DateRange(self.first, self.last, "[]")
        rows = ProtectedPerson.objects.filter(addressee_no=self.addressee_no, measure="")
        if rows.filter(valid__overlap=period).exists():
            return refused("protected.overlap", "支援期間が登録済みの期間と重なります。")
        by = context.actor.who.login
        numbers = (self.addressee_no,)
        count = protection.protect(
            addressee_nos=numbers, first=self.first, at=context.at, by=by
        )  # fmt: skip
        if self.last is not None:
            protection.unprotect(addressee_nos=numbers, last=self.last, at=context.at, by=by)
        return Outcome(count)


@dataclass(frozen=True, kw_only=True)
class EndProtection(Action[int]):
    """End a measure over a person after its last day (支援措置の終了)."""

    function = "protected.manage"
    audit_text = "支援措置の終了"

    addressee_no: int
    last: date

    def subjects(self) -> tuple[int, ...]:
        return (self.addressee_no,)

    def change(self, context: Context) -> Outcome[int]:
        count = protection.unprotect(
            addressee_nos=(self.addressee_no,), last=self.last, at=context.at,
            by=context.actor.who.login,
        )  # fmt: skip
        return (
            Outcome(count) if count else refused("protected.none", "該当する支援措置がありません。")
        )
