# SPDX-License-Identifier: Apache-2.0
"""Notices of the Immigration Services Agency (出入国在留管理庁長官通知, 標準仕様書 4.5.6).

A file of notices is taken in line by line (actions/immigration_notices.py) and waits; each becomes
true by a slip that shows before and after (確認票) and that a second person registers: a change
of status, period or card, or the removal of one who is no foreign resident any more. Special
permanent residents (特別永住者) are not notified this way and are left out. The layout of the file
is our own: the interface of the Ministry of Justice is not public (unverified).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from daicho.domains.register.events.authority_checks import (
    check_people,
    day_of,
    found_people,
    named,
)
from daicho.domains.register.events.authority_household import leave_behind
from daicho.domains.register.events.base import EventForm, EventKind, Now, Plan, event_kind
from daicho.domains.register.events.correction_plan import plan_values
from daicho.domains.register.events.death import removal_values
from daicho.domains.register.history import PersonChange
from daicho.domains.register.models import (
    ImmigrationNotice,
    NoticeState,
    ResidentKind,
    ResidentVersion,
    Status,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.entries.models import Entry
from daicho.kernel.dates import parse_date
from daicho.rules.resident_register.foreign import ForeignClass
from daicho.rules.resident_register.reasons import Basis, Reason

CHANGE, REMOVE = "修正", "消除"
# Items that a notice brings: heading of the file -> item of the record.
COLUMNS: Mapping[str, str] = {
    "氏名": "name", "国籍・地域": "nationality", "区分": "article_30_45",
    "在留資格": "residence_status", "在留期間": "residence_period",
    "在留期間満了の日": "residence_until", "新しい在留カード等の番号": "residence_card_no",
}  # fmt: skip


class ImmigrationNoticeForm(EventForm):
    """One waiting notice; the day of the event is that of the notice unless typed otherwise."""

    basis: Basis = Field(Basis.NOTICE, title="根拠")
    notice_no: int = Field(title="通知")
    addressee_no: int = Field(title="宛名番号")


def plan_notice(typed: ImmigrationNoticeForm, now: Now) -> Plan:
    """What the notice changes of the record, or that it removes it."""
    notice = ImmigrationNotice.objects.filter(pk=typed.notice_no).first()
    is_removal = notice is not None and notice.kind == REMOVE
    reason = Reason.REMOVE_BY_AUTHORITY if is_removal else Reason.CORRECT_BY_AUTHORITY
    plan = Plan(reason=reason, detail={"出入国在留管理庁長官通知": typed.notice_no})
    if notice is None or notice.state not in (NoticeState.WAITING, NoticeState.UNMATCHED):
        plan.stop("register.notice_gone", "この通知はないか、取込済みか、対象外です。")
        return plan
    row = now.person(typed.addressee_no)
    if row is not None:
        _check_match(plan, notice, row)
    if is_removal:
        _plan_removal(plan, typed, now)
    else:
        values = as_values(notice.content)
        plan_values(plan, typed, now, {typed.addressee_no: values}, first_days={})
    return plan


def as_values(content: Mapping[str, str]) -> dict[str, Any]:
    """The kept texts as values of the record."""
    values: dict[str, Any] = dict(content)
    if "residence_until" in values:
        values["residence_until"] = parse_date(values["residence_until"]).value
    return values


def _check_match(plan: Plan, notice: ImmigrationNotice, row: ResidentVersion) -> None:
    subject = named(row.addressee_no)
    if row.kind != ResidentKind.FOREIGN:
        plan.stop(
            "register.notice_japanese", "日本人住民への通知は取り込めません。", subject=subject
        )
    elif row.article_30_45 == ForeignClass.SPECIAL_PERMANENT:
        plan.stop(
            "register.notice_special_permanent",
            "特別永住者は出入国在留管理庁長官通知の取込みの対象外です。", subject=subject,
        )  # fmt: skip
    elif notice.addressee_no not in (None, row.addressee_no):
        plan.stop("register.notice_other", "通知の対象者ではありません。", subject=subject)
    elif row.residence_card_no != notice.card_no:
        plan.warn(
            "register.notice_card",
            "通知の在留カード等の番号が記載と違います。同じ人か確認してください。", subject=subject,
        )  # fmt: skip


def _plan_removal(plan: Plan, typed: ImmigrationNoticeForm, now: Now) -> None:
    rows = found_people(plan, typed, now, [typed.addressee_no])
    check_people(plan, typed, now, rows)
    values = removal_values(
        typed, status=Status.REMOVED, cause="職権消除（外国人住民でなくなった者）"
    )
    for number, row in rows.items():
        day = day_of(typed, row, now)
        plan.changes.append(PersonChange(addressee_no=number, first_day=day, values=values))
        leave_behind(plan, now, rows, day=day)


def _kind() -> EventKind:
    """As any event; the notice is marked as taken in the same transaction."""
    plain = event_kind(
        code="immigration_notice", label="出入国在留管理庁長官通知", form=ImmigrationNoticeForm,
        plan=plan_notice, subjects=lambda typed: (typed.addressee_no,),
    )  # fmt: skip

    def carry_out(typed: Any, context: Context, entry: Entry) -> Mapping[str, object]:
        told = plain.carry_out(typed, context, entry)
        ImmigrationNotice.objects.filter(pk=typed.notice_no).update(
            state=NoticeState.TAKEN, event_id=told["異動"], addressee_no=typed.addressee_no
        )
        return told

    return EventKind(
        code=plain.code, label=plain.label, form=plain.form, subjects=plain.subjects,
        check=plain.check, carry_out=carry_out, lock=plain.lock, plan=plain.plan,
    )  # fmt: skip


KINDS = (_kind(),)
