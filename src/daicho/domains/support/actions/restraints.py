# SPDX-License-Identifier: Apache-2.0
"""Restraints (抑止): set, change, end; release for a while; how long a release lasts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from daicho.domains.register.public import ResidentVersion
from daicho.domains.support.models import (
    ReleaseTime,
    RestraintAct,
    RestraintKind,
    RestraintRelease,
    RestraintStep,
)
from daicho.domains.support.selectors import (
    as_rules,
    day_of,
    latest_restraints,
    release_minutes,
    restraints_about,
)
from daicho.domains.support.steps import RESTRAINT, add_restraint
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.database.query import lock_until_commit
from daicho.foundation.numbering.series import take
from daicho.kernel.findings import Finding, Severity
from daicho.rules.resident_register.restraint import (
    Level,
    Process,
    Restraint,
    check_restraint,
    is_in_force,
    release_for,
)

LONGEST_MINUTES = 8 * 60
LEVEL_FIELDS = ("change_level", "issue_level", "inquiry_level")


@dataclass(frozen=True, kw_only=True)
class _Target(Action[int]):
    """Of a person or of a household."""

    addressee_no: int | None = None
    household_no: int | None = None

    def subjects(self) -> tuple[int, ...]:
        return (self.addressee_no,) if self.addressee_no is not None else ()

    def detail(self) -> Mapping[str, object]:
        return {"世帯番号": self.household_no} if self.household_no is not None else {}

    def check_target(self) -> Iterable[Finding]:
        """Exactly one, and one that is in the register."""
        if (self.addressee_no is None) == (self.household_no is None):
            yield _error("target", "個人または世帯のどちらかを指定してください。")
        else:
            wanted = (
                {"addressee_no": self.addressee_no} if self.addressee_no is not None
                else {"household_no": self.household_no}
            )  # fmt: skip
            if not ResidentVersion.objects.filter(**wanted).exists():
                yield _error("nobody", "住民記録にない番号です。")

    def lock(self) -> None:
        lock_until_commit("support.restraints")


@dataclass(frozen=True, kw_only=True)
class SetRestraint(_Target):
    """Set a restraint (抑止の設定): levels per process, from a day on until it is ended."""

    function = "register.restrain"
    audit_text = "抑止の設定"

    kind: str
    change_level: int = 0
    issue_level: int = 0
    inquiry_level: int = 0
    first: date
    last: date | None = None
    reason: str

    def change(self, context: Context) -> Outcome[int]:
        problems = [*self.check_target(), *_check(self)]
        if problems:
            return Outcome(None, tuple(problems))
        step = add_restraint(
            context=context, restraint_no=take(series=RESTRAINT)[0], step_no=1,
            act=RestraintAct.SET, addressee_no=self.addressee_no, household_no=self.household_no,
            **_said(self),
        )  # fmt: skip
        return Outcome(step.restraint_no)


@dataclass(frozen=True, kw_only=True)
class _OfRestraint(Action[int]):
    """About a restraint that was set."""

    restraint_no: int

    def found(self) -> RestraintStep | None:
        """The restraint as it stands."""
        return latest_restraints().filter(restraint_no=self.restraint_no).first()

    def subjects(self) -> tuple[int, ...]:
        one = self.found()
        return (one.addressee_no,) if one is not None and one.addressee_no is not None else ()

    def detail(self) -> Mapping[str, object]:
        return {"抑止番号": self.restraint_no}

    def lock(self) -> None:
        lock_until_commit("support.restraints")


@dataclass(frozen=True, kw_only=True)
class ChangeRestraint(_OfRestraint):
    """Change a restraint's levels, days, kind or reason."""

    function = "register.restrain"
    audit_text = "抑止の変更"

    kind: str
    change_level: int = 0
    issue_level: int = 0
    inquiry_level: int = 0
    first: date
    last: date | None = None
    reason: str

    def change(self, context: Context) -> Outcome[int]:
        one = self.found()
        if one is None or one.ended_on is not None:
            return Outcome(None, (_error("gone", "この抑止はないか、解除されています。"),))
        problems = list(_check(self))
        if problems:
            return Outcome(None, tuple(problems))
        add_restraint(
            context=context, restraint_no=one.restraint_no, step_no=one.step_no + 1,
            act=RestraintAct.CHANGE, addressee_no=one.addressee_no,
            household_no=one.household_no, **_said(self),
        )  # fmt: skip
        return Outcome(one.restraint_no)


@dataclass(frozen=True, kw_only=True)
class EndRestraint(_OfRestraint):
    """End a restraint for good (本解除), from today on; a term that has passed ends nothing."""

    function = "register.restrain"
    audit_text = "抑止の解除"

    reason: str

    def change(self, context: Context) -> Outcome[int]:
        one = self.found()
        if one is None or one.ended_on is not None:
            return Outcome(None, (_error("gone", "この抑止はないか、解除されています。"),))
        if not self.reason.strip():
            return Outcome(None, (_error("no_reason", "解除の理由を入力してください。"),))
        kept = ("restraint_no", "addressee_no", "household_no", "kind", *LEVEL_FIELDS, "first",
                "last")  # fmt: skip
        add_restraint(
            context=context, step_no=one.step_no + 1, act=RestraintAct.END,
            ended_on=day_of(context.at), reason=self.reason.strip(),
            **{name: getattr(one, name) for name in kept},
        )  # fmt: skip
        return Outcome(one.restraint_no)


@dataclass(frozen=True, kw_only=True)
class ReleaseRestraint(_Target):
    """Release a process for a while (一時解除); the restraint is back by itself."""

    function = "register.release"
    audit_text = "抑止の一時解除"

    process: str
    reason: str
    minutes: int | None = None  # at most the municipality's own

    def detail(self) -> Mapping[str, object]:
        name = self.process if self.process in list(Process) else ""
        return {**super().detail(), "処理": name}

    def change(self, context: Context) -> Outcome[int]:
        problems = [*self.check_target(), *self._check(context)]
        if problems:
            return Outcome(None, tuple(problems))
        release = release_for(
            Process(self.process), now=context.at, minutes=self.minutes or release_minutes()
        )
        row = RestraintRelease.objects.create(
            addressee_no=self.addressee_no, household_no=self.household_no,
            process=self.process, since=release.since, until=release.until,
            reason=self.reason.strip(), released_by=context.actor.who.login,
        )  # fmt: skip
        return Outcome(row.pk)

    def _check(self, context: Context) -> Iterable[Finding]:
        if not self.reason.strip():
            yield _error("no_reason", "一時解除の理由を入力してください。")
        if self.minutes is not None and not 0 < self.minutes <= release_minutes():
            text = f"一時解除の時間は1分から{release_minutes()}分までです。"
            yield _error("minutes", text)
        if self.process not in list(Process):
            yield _error("process", "一時解除する処理を選んでください。")
        elif not self._is_restrained(context):
            yield _error("nothing", "この処理の抑止はありません。")

    def _is_restrained(self, context: Context) -> bool:
        held = restraints_about(
            addressee_nos=[self.addressee_no] if self.addressee_no is not None else (),
            household_nos=[self.household_no] if self.household_no is not None else (),
        )
        today = day_of(context.at)
        return any(
            is_in_force(one, today) and one.level is not Level.NONE
            for one in as_rules(Process(self.process), held)
        )


@dataclass(frozen=True, kw_only=True)
class SetReleaseTime(Action[None]):
    """Set after how many minutes a released restraint is back."""

    function = "system.settings"
    audit_text = "抑止の一時解除の時間の設定"

    minutes: int

    def detail(self) -> Mapping[str, object]:
        return {"分": self.minutes}

    def change(self, context: Context) -> Outcome[None]:
        if not 0 < self.minutes <= LONGEST_MINUTES:
            text = f"1分から{LONGEST_MINUTES}分までで設定してください。"
            return Outcome(None, (_error("minutes", text),))
        ReleaseTime.objects.create(
            minutes=self.minutes, set_by=context.actor.who.login, set_at=context.at
        )
        return Outcome(None)


def _check(one: SetRestraint | ChangeRestraint) -> Iterable[Finding]:
    levels = [getattr(one, name) for name in LEVEL_FIELDS]
    if one.kind not in RestraintKind.values:
        yield _error("kind", "抑止の種類を選んでください。")
    if any(level not in list(Level) for level in levels):
        yield _error("level", "抑止の程度を選んでください。")
    elif not any(levels):
        yield _error("level", "抑止する処理を一つ以上選んでください。")
    if not one.reason.strip():
        yield _error("no_reason", "抑止の理由を入力してください。")
    yield from check_restraint(Restraint(Process.CHANGE, Level.NONE, one.first, one.last))


def _said(one: SetRestraint | ChangeRestraint) -> dict[str, Any]:
    names = ("kind", *LEVEL_FIELDS, "first", "last")
    return {name: getattr(one, name) for name in names} | {"reason": one.reason.strip()}


def _error(code: str, message: str) -> Finding:
    return Finding(f"restraint.{code}", Severity.ERROR, message)
