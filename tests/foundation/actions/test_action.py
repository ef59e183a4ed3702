# SPDX-License-Identifier: Apache-2.0
"""An action changes, refuses or fails; each time the log has one entry and nothing is half-done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from tests.staff_room import StaffRoom

from daicho.foundation.access.actor import Context
from daicho.foundation.access.models import Grant, ProtectedPerson
from daicho.foundation.actions.action import ACTIONS, Action, Outcome, perform
from daicho.foundation.actions.staff import (
    GrantRole,
    ProtectPerson,
    RegisterStaff,
    RevokeFunction,
    UnlockStaff,
)
from daicho.foundation.audit.models import Entry
from daicho.foundation.identity.models import Staff
from daicho.kernel.findings import Finding, Severity


@dataclass(frozen=True, kw_only=True)
class Rename(Action[str]):
    """Writes first and judges afterwards, to show that a refusal undoes."""

    function = "staff.manage"
    audit_text = "氏名の変更"

    login: str
    name: str

    def subjects(self) -> tuple[int, ...]:
        return (1234567,)

    def detail(self) -> Mapping[str, object]:
        return {"職員番号": self.login}

    def change(self, context: Context) -> Outcome[str]:
        Staff.objects.filter(login=self.login).update(name=self.name)
        if self.name == "":
            return Outcome(None, (Finding("x.empty", Severity.ERROR, "氏名がありません。"),))
        if self.name == "?":
            raise ZeroDivisionError
        return Outcome(self.name, (Finding("x.note", Severity.INFO, "変更しました。"),))


ACTIONS.remove(Rename)


@pytest.fixture
def context(staff_room: StaffRoom) -> Context:
    return staff_room.context("staff.manage", "protected.manage", purpose="upkeep")


def name() -> str:
    return Staff.objects.get(login="z1").name


def test_done(context: Context) -> None:
    outcome = perform(Rename(login="z1", name="新"), context=context)
    assert (outcome.value, outcome.is_refused, name()) == ("新", False, "新")
    entry = Entry.objects.get()
    assert (entry.result, entry.screen, entry.subjects) == ("done", "氏名の変更", [1234567])
    assert entry.detail == {"職員番号": "z1", "指摘": ["x.note"]}
    assert entry.purpose == "システムの管理"


def test_refusal_undoes_and_is_logged(context: Context) -> None:
    assert perform(Rename(login="z1", name=""), context=context).is_refused
    assert name() == "職員 z1"
    assert Entry.objects.get().result == "refused"


def test_defect_undoes_and_is_logged(context: Context) -> None:
    with pytest.raises(ZeroDivisionError):
        perform(Rename(login="z1", name="?"), context=context)
    assert name() == "職員 z1"
    assert Entry.objects.get().result == "failed"


def test_without_permission_nothing_is_tried(staff_room: StaffRoom) -> None:
    outcome = perform(Rename(login="z1", name="新"), context=staff_room.context())
    assert [finding.code for finding in outcome.findings] == ["access.not_granted"]
    assert name() == "職員 z1"
    assert Entry.objects.get().result == "refused"


def test_registers_staff_who_can_do_nothing_yet(context: Context) -> None:
    action = RegisterStaff(
        login="n1", name="新人", kana="シンジン", section="税務課", password="nagai-aikotoba",
        active_from=date(2026, 4, 1),
    )  # fmt: skip
    assert perform(action, context=context).value is not None
    assert Staff.objects.get(login="n1").check_password("nagai-aikotoba")
    assert "aikotoba" not in str(Entry.objects.get().detail)
    assert perform(action, context=context).findings[0].code == "staff.login_taken"


def test_weak_password_is_refused_with_every_reason(context: Context) -> None:
    action = RegisterStaff(
        login="n1", name="新人", kana="シンジン", section="税務課", password="12345",
        active_from=date(2026, 4, 1),
    )  # fmt: skip
    assert len(perform(action, context=context).findings) == 3
    assert not Staff.objects.filter(login="n1").exists()


def test_nobody_widens_their_own_rights(context: Context, staff_room: StaffRoom) -> None:
    term = {"first": date(2026, 6, 1), "last": date(2027, 5, 31)}
    own = perform(GrantRole(login="z1", role="auditor", **term), context=context)
    assert [finding.code for finding in own.findings] == ["staff.own_rights"]
    staff_room.hire("z2")
    assert perform(GrantRole(login="z2", role="auditor", **term), context=context).value == 5
    taken = perform(RevokeFunction(login="z2", revoked="audit.view"), context=context)
    assert taken.value == 1
    assert Grant.objects.filter(staff__login="z2", revoked_at__isnull=True).count() == 4


def test_unlocks(context: Context, staff_room: StaffRoom) -> None:
    Staff.objects.update(failed_attempts=5, locked_at=staff_room.at)
    assert perform(UnlockStaff(login="z1"), context=context).value == 1
    assert not Staff.objects.get(login="z1").is_locked()


def test_protects_once_at_a_time(context: Context) -> None:
    action = ProtectPerson(addressee_no=1234567, first=date(2026, 6, 1), last=date(2027, 5, 31))
    assert perform(action, context=context).value is not None
    assert perform(action, context=context).findings[0].code == "protected.overlap"
    assert ProtectedPerson.objects.count() == 1
    assert [entry.subjects for entry in Entry.objects.all()] == [[1234567], [1234567]]
