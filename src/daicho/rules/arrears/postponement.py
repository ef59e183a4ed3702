# SPDX-License-Identifier: Apache-2.0
"""Postponing collection (徴収の猶予) or sale (換価の猶予): grounds, terms, guarantee."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from daicho.kernel.dates import end_of_months, format_japanese
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.law import Citation, cite
from daicho.rules.arrears.parameters import PostponementRules

_DAY = dt.timedelta(days=1)


class PostponementGround(StrEnum):
    """Why collection or sale waits."""

    DISASTER = "disaster"
    ILLNESS = "illness"
    BUSINESS_CLOSED = "business_closed"
    BUSINESS_LOSS = "business_loss"
    LATE_ASSESSMENT = "late_assessment"
    SALE_EX_OFFICIO = "sale_ex_officio"
    SALE_ON_REQUEST = "sale_on_request"

    @property
    def label_ja(self) -> str:
        """As the decision says it."""
        return _GROUNDS[self][0]

    @property
    def citation(self) -> Citation:
        """The item of the act."""
        return cite(_GROUNDS[self][1])

    @property
    def frees_whole_charge(self) -> bool:
        """All of 延滞金 of the time is remitted, not part of it (15条の9第1項)."""
        return self in (PostponementGround.DISASTER, PostponementGround.ILLNESS)

    @property
    def is_of_sale(self) -> bool:
        """換価の猶予, not 徴収の猶予."""
        return self in (PostponementGround.SALE_EX_OFFICIO, PostponementGround.SALE_ON_REQUEST)


_GROUNDS = {
    PostponementGround.DISASTER: ("災害・盗難", "地方税法15条第1項1号"),
    PostponementGround.ILLNESS: ("病気・負傷", "地方税法15条第1項2号"),
    PostponementGround.BUSINESS_CLOSED: ("事業の廃止・休止", "地方税法15条第1項3号"),
    PostponementGround.BUSINESS_LOSS: ("事業の著しい損失", "地方税法15条第1項4号"),
    PostponementGround.LATE_ASSESSMENT: ("遅れて確定した税額", "地方税法15条第2項"),
    PostponementGround.SALE_EX_OFFICIO: ("職権による換価の猶予", "地方税法15条の5第1項"),
    PostponementGround.SALE_ON_REQUEST: ("申請による換価の猶予", "地方税法15条の6第1項"),
}


def last_day_of_postponement(p: PostponementRules, *, first: dt.date, total: bool) -> dt.date:
    """The furthest day of a first grant, or of the grant with all extensions."""
    return end_of_months(first, p.total_months if total else p.first_months)


def last_day_to_apply(p: PostponementRules, *, due: dt.date) -> dt.date:
    """Until when 申請による換価の猶予 may be asked for (the ordinance's term)."""
    return end_of_months(due + _DAY, p.application_months)


def needs_guarantee(p: PostponementRules, *, amount: int, first: dt.date, last: dt.date) -> bool:
    """A guarantee is asked for above the amount and for longer than the months of the ordinance."""
    return amount > p.guarantee_above and last > end_of_months(first, p.guarantee_months)


def check_postponement(
    p: PostponementRules,
    *,
    ground: PostponementGround,
    amount: int,
    due: dt.date,
    applied: dt.date,
    first: dt.date,
    last: dt.date,
    granted_from: dt.date,
    has_guarantee: bool,
) -> tuple[Finding, ...]:
    """Everything that stands against a grant or an extension.

    `granted_from`: first day of the first grant; it equals `first` where this is the first.
    """
    found = []
    is_extension = granted_from < first
    limit = last_day_of_postponement(p, first=granted_from, total=is_extension)
    if last > limit:
        found.append(
            _finding("postponement_too_long", f"猶予は{format_japanese(limit)}までです。", ground)
        )
    if ground is PostponementGround.SALE_ON_REQUEST and not is_extension:
        until = last_day_to_apply(p, due=due)
        if applied > until:
            found.append(
                _finding(
                    "application_late",
                    f"申請の期限({format_japanese(until)})を過ぎています。",
                    ground,
                )
            )
    if not has_guarantee and needs_guarantee(p, amount=amount, first=first, last=last):
        found.append(
            Finding(
                "arrears.guarantee_missing",
                Severity.ERROR,
                f"{p.guarantee_above:,}円を超え{p.guarantee_months}月を超える猶予には担保が要ります。",
                citation="地方税法16条第1項",
            )
        )
    return tuple(found)


def _finding(code: str, message_ja: str, ground: PostponementGround) -> Finding:
    return Finding(f"arrears.{code}", Severity.ERROR, message_ja, citation=str(ground.citation))
