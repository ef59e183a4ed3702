# SPDX-License-Identifier: Apache-2.0
"""An error found in a removed record (除票の誤記, 標準仕様書 1.1.5): its items stay as they are.

What is wrong and what would be right stand as a remark of an event of its own (留意事項, 1.1.14
B類型), which the copy of the removed record prints in its integrated column.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from daicho.domains.register.events.authority_checks import named
from daicho.domains.register.events.base import EventForm, Now, Plan, event_kind
from daicho.domains.register.events.correction_items import ITEM_LABELS
from daicho.domains.register.history import PersonChange, latest_rows
from daicho.domains.register.models import ResidentVersion
from daicho.foundation.entries.fields import OptionalNumber
from daicho.kernel.dates import format_japanese
from daicho.rules.resident_register.event_rules import EventFacts, check_basis
from daicho.rules.resident_register.reasons import Basis, Reason, ResidentKind

OTHER = "integrated"
# What a removed record says besides what a correction of a resident's may change.
_REMOVAL = {
    "cease_reason": "消除の事由", "ceased_on": "事由の生じた年月日", "moved_to": "転出先住所(確定)",
    "moved_out_on": "転出年月日", "move_in_notice_on": "転入通知年月日",
    "cease_notified_on": "消除の届出年月日", OTHER: "統合記載欄",
}  # fmt: skip
LABELS = {**_REMOVAL, **ITEM_LABELS}


class RemovedRemark(EventForm):
    """One error of one removed record; the day of the event is that of the finding."""

    basis: Basis = Field(Basis.AUTHORITY, title="根拠")
    addressee_no: int = Field(title="宛名番号")
    item: str = Field(title="誤記のある項目", json_schema_extra={"choices": LABELS})
    wrong: str = Field("", title="誤った記載", max_length=400)
    right: str = Field(title="正しい記載", min_length=1, max_length=400)
    wrong_event_no: OptionalNumber = Field(None, title="誤記のあった異動")


def plan_removed_remark(typed: RemovedRemark, now: Now) -> Plan:
    """The remark; no item of the record changes."""
    plan = Plan(reason=Reason.CLERICAL_CORRECTION, detail={"除票の誤記": True})
    _check(plan, typed, now)
    row = latest_rows([typed.addressee_no]).get(typed.addressee_no)
    if row is None or row.is_resident or _is_ahead(row, now):
        plan.stop(
            "register.not_removed", "除票ではありません。住民票の誤記は誤記修正で直します。",
            subject=named(typed.addressee_no), citation="標準仕様書 1.1.5",
        )  # fmt: skip
        return plan
    label = LABELS.get(typed.item, "")
    if not label:
        plan.stop("register.item_unreadable", "項目を選択肢から選んでください。",
                  subject=named(row.addressee_no))  # fmt: skip
    if typed.wrong_event_no and not _is_of(row, typed.wrong_event_no):
        plan.stop("register.not_of_event", "誤記のあった異動の異動者ではありません。",
                  subject=named(row.addressee_no))  # fmt: skip
    plan.detail |= {"項目": [label]}
    if typed.wrong_event_no:
        plan.detail["誤記のあった異動"] = typed.wrong_event_no
    wrong = f"「{typed.wrong}」" if typed.wrong else ""
    plan.note = f"{label}{wrong}は誤記。正しい記載は「{typed.right}」"
    first = max(typed.happened_on.day, row.valid.lower or typed.happened_on.day)
    plan.changes.append(PersonChange(addressee_no=row.addressee_no, first_day=first, values={}))
    return plan


def _check(plan: Plan, typed: RemovedRemark, now: Now) -> None:
    """Ground and day; the person is no resident, so nothing else of an event is asked."""
    facts = EventFacts(
        reason=plan.reason, kind=ResidentKind.JAPANESE, basis=typed.basis,
        moved_on=typed.happened_on, processed_on=now.today, basis_date=typed.notified_on,
    )  # fmt: skip
    plan.findings += check_basis(facts)
    if not typed.happened_on.is_ordinary:
        plan.add("E-003", detail=f"異動日 {typed.happened_on}")
    elif typed.happened_on.day > now.today:
        plan.add("E-004", detail=format_japanese(typed.happened_on.day))


def _is_ahead(row: ResidentVersion, now: Now) -> bool:
    """A removal that is only planned: the record is still a resident's."""
    began: Any = row.valid.lower
    return began is not None and began > now.today


def _is_of(row: ResidentVersion, event_no: int) -> bool:
    rows = ResidentVersion.objects.filter(addressee_no=row.addressee_no, event_id=event_no)
    return rows.exists()


KINDS = (
    event_kind(
        code="removed_remark", label="除票の誤記", form=RemovedRemark, plan=plan_removed_remark,
        subjects=lambda typed: (typed.addressee_no,),
    ),
)  # fmt: skip
