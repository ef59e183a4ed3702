# SPDX-License-Identifier: Apache-2.0
"""Actions on service accounts (連携用アカウント): register, give and take secrets, close.

What a service may do is granted like a person's rights, function by function, for at most a year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.models import Kind
from daicho.foundation.identity.models import Service, Staff
from daicho.foundation.identity.services import (
    LONGEST_SECRET,
    add_secret,
    is_network,
    revoke_secrets,
)
from daicho.kernel.findings import Finding, Severity

LONGEST_SERVICE = timedelta(days=366)


def _finding(code: str, message: str) -> Finding:
    return Finding(f"service.{code}", Severity.ERROR, message)


UNKNOWN = _finding("unknown", "該当する連携用アカウントがありません。")


@dataclass(frozen=True, kw_only=True)
class RegisterService(Action[int]):
    """Open an account for a machine (連携用アカウントの登録), without secret or rights."""

    function = "staff.manage"
    audit_text = "連携用アカウントの登録"
    kind = Kind.SETTINGS

    login: str
    name: str
    section: str
    networks: tuple[str, ...]
    first: date
    last: date

    def detail(self) -> Mapping[str, object]:
        return {
            "アカウント": self.login, "所属": self.section, "接続元": list(self.networks),
            "期間": f"{self.first.isoformat()}〜{self.last.isoformat()}",
        }  # fmt: skip

    def change(self, context: Context) -> Outcome[int]:
        findings = tuple(self._findings())
        if findings:
            return Outcome(None, findings)
        staff = Staff(
            login=self.login, name=self.name, kana="", section=self.section,
            active_from=self.first, active_to=self.last, is_service=True,
        )  # fmt: skip
        staff.set_unusable_password()
        staff.save()
        Service.objects.create(staff=staff, networks=list(self.networks))
        return Outcome(staff.pk)

    def _findings(self) -> list[Finding]:
        found = []
        if Staff.objects.filter(login=self.login).exists():
            found.append(_finding("login_taken", "この番号は登録済みです。"))
        if not self.networks or not all(is_network(one) for one in self.networks):
            found.append(
                _finding("network", "接続元は 10.0.0.0/24 の形で一つ以上指定してください。")
            )
        if not self.first <= self.last <= self.first + LONGEST_SERVICE:
            found.append(_finding("term", "期間は1年以内で指定してください。"))
        return found


@dataclass(frozen=True, kw_only=True)
class IssueServiceSecret(Action[str]):
    """Give a secret (シークレットの発行), told once; two may be valid, for the change-over."""

    function = "staff.manage"
    audit_text = "連携用シークレットの発行"
    kind = Kind.SETTINGS

    login: str
    last: date

    def detail(self) -> Mapping[str, object]:
        return {"アカウント": self.login, "期限": self.last.isoformat()}

    def change(self, context: Context) -> Outcome[str]:
        service = _locked(self.login)
        if service is None:
            return Outcome(None, (UNKNOWN,))
        expires_at = _end_of(self.last)
        if not context.at < expires_at <= context.at + LONGEST_SECRET:
            return Outcome(None, (_finding("secret_term", "期限は1年以内で指定してください。"),))
        secret = add_secret(service, expires_at=expires_at, at=context.at)
        if secret is None:
            text = "有効なシークレットが二つあります。古いものを失効させてください。"
            return Outcome(None, (_finding("two_secrets", text),))
        return Outcome(secret)


@dataclass(frozen=True, kw_only=True)
class RevokeServiceSecret(Action[int]):
    """Take one secret back, with the tokens it gave (シークレットの失効)."""

    function = "staff.manage"
    audit_text = "連携用シークレットの失効"
    kind = Kind.SETTINGS

    login: str
    secret_id: int

    def detail(self) -> Mapping[str, object]:
        return {"アカウント": self.login, "シークレット": self.secret_id}

    def change(self, context: Context) -> Outcome[int]:
        service = _locked(self.login)
        if service is None:
            return Outcome(None, (UNKNOWN,))
        ended = revoke_secrets(service, at=context.at, secret_id=self.secret_id)
        if not ended:
            text = "有効なシークレットがありません。"
            return Outcome(None, (_finding("no_secret", text),))
        return Outcome(ended)


@dataclass(frozen=True, kw_only=True)
class CloseService(Action[int]):
    """Close the account at once (連携用アカウントの停止): no secret and no token works any more."""

    function = "staff.manage"
    audit_text = "連携用アカウントの停止"
    kind = Kind.SETTINGS

    login: str

    def detail(self) -> Mapping[str, object]:
        return {"アカウント": self.login}

    def change(self, context: Context) -> Outcome[int]:
        service = _locked(self.login)
        if service is None:
            return Outcome(None, (UNKNOWN,))
        revoke_secrets(service, at=context.at)
        service.staff.locked_at = context.at
        service.staff.save(update_fields=["locked_at"])
        return Outcome(service.pk)


def _locked(login: str) -> Service | None:
    staff = Staff.objects.select_for_update().filter(login=login, is_service=True).first()
    return Service.objects.select_related("staff").filter(staff=staff).first() if staff else None


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
