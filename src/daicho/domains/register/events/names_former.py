# SPDX-License-Identifier: Apache-2.0
"""Former surnames (旧氏の記載・変更・削除, 標準仕様書 1.1.7), on request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import Field

from daicho.domains.register.events.authority_checks import (
    check_people,
    found_people,
    named,
    rule_kind,
)
from daicho.domains.register.events.base import EventForm, EventKind, Now, Plan, event_kind
from daicho.domains.register.history import PersonChange
from daicho.domains.register.models import ResidentVersion
from daicho.rules.resident_register.names import (
    FormerSurnameRequest,
    Furigana,
    check_former_surname,
    check_furigana,
)
from daicho.rules.resident_register.reasons import Basis, Reason


class FormerNameForm(EventForm):
    """A request to record another former surname."""

    basis: Basis = Field(Basis.REQUEST, title="根拠")
    addressee_no: int = Field(title="宛名番号")
    former_name: str = Field(title="旧氏", min_length=1, max_length=100)
    former_name_kana: str = Field("", title="旧氏の振り仮名", max_length=100)
    former_name_kana_confirmed: bool = Field(False, title="旧氏の振り仮名確認")
    has_proof: bool = Field(False, title="戸籍・除籍の証明書等の確認")


class FormerNameRemoval(EventForm):
    """A request to remove the former surname."""

    basis: Basis = Field(Basis.REQUEST, title="根拠")
    addressee_no: int = Field(title="宛名番号")


def surname_of(name: str) -> str:
    """The part of a name before the first space."""
    return name.replace("　", " ").split(" ", 1)[0]


def was_removed(row: ResidentVersion) -> bool:
    """Whether a former surname was removed and the surname has not changed since."""
    removed = (
        ResidentVersion.objects.filter(
            addressee_no=row.addressee_no, recorded__upper_inf=True,
            event__reason=Reason.FORMER_SURNAME_REMOVE.value,
        )
        .order_by("-history_no")
        .first()
    )  # fmt: skip
    return removed is not None and surname_of(removed.name) == surname_of(row.name)


def _planner(reason: Reason) -> Callable[[Any, Now], Plan]:
    def plan_former_name(typed: FormerNameForm | FormerNameRemoval, now: Now) -> Plan:
        plan = Plan(reason=reason)
        rows = found_people(plan, typed, now, [typed.addressee_no])
        check_people(plan, typed, now, rows)
        for number, row in rows.items():
            plan.findings += check_former_surname(_request(reason, typed, row))
            values = _values(typed)
            plan.findings += check_furigana(
                Furigana(
                    row.kana, former_surname=values["former_name_kana"], is_confirmed=True
                ),
                kind=rule_kind(row.kind), has_former_surname=bool(values["former_name"]),
                as_of=now.today, subject=named(number),
            )  # fmt: skip
            plan.changes.append(
                PersonChange(addressee_no=number, first_day=typed.happened_on.day, values=values)
            )
        return plan

    return plan_former_name


def _request(
    reason: Reason, typed: FormerNameForm | FormerNameRemoval, row: ResidentVersion
) -> FormerSurnameRequest:
    requested, has_proof = "", True
    if isinstance(typed, FormerNameForm):
        requested, has_proof = typed.former_name, typed.has_proof
    return FormerSurnameRequest(
        reason=reason, kind=rule_kind(row.kind), current_surname=surname_of(row.name),
        held=row.former_name, requested=requested,
        has_proof=has_proof, was_removed=was_removed(row),
        subject=named(row.addressee_no),
    )  # fmt: skip


def _values(typed: FormerNameForm | FormerNameRemoval) -> dict[str, Any]:
    names = ("former_name", "former_name_kana", "former_name_kana_confirmed")
    if isinstance(typed, FormerNameForm):
        return {name: getattr(typed, name) for name in names}
    return dict(zip(names, ("", "", False), strict=True))


def _kind(code: str, reason: Reason, form: type[EventForm]) -> EventKind:
    return event_kind(
        code=code, label=reason.label_ja, form=form, plan=_planner(reason),
        subjects=lambda typed: (typed.addressee_no,),
    )  # fmt: skip


KINDS = (
    _kind("former_name_record", Reason.FORMER_SURNAME_RECORD, FormerNameForm),
    _kind("former_name_change", Reason.FORMER_SURNAME_CHANGE, FormerNameForm),
    _kind("former_name_remove", Reason.FORMER_SURNAME_REMOVE, FormerNameRemoval),
)
