# SPDX-License-Identifier: Apache-2.0
"""The drawer: opened with change, closed with what was counted (手数料の日計)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Sum

from daicho.domains.certificates.kinds import KINDS, refuse
from daicho.domains.certificates.models import (
    CashDay,
    CashEntry,
    CashKind,
    CertificateIssue,
    IssueState,
)
from daicho.domains.certificates.money import CLOSED, lock_drawer
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.kernel.findings import Finding


@dataclass(frozen=True, kw_only=True)
class OpenDrawer(Action[int]):
    """Put change into the drawer of the day (釣銭準備金)."""

    function = "certificate.cash"
    audit_text = "手数料の日計の開始"

    counter: str
    change_fund: int

    def detail(self) -> Mapping[str, object]:
        return {"窓口": self.counter, "釣銭準備金": self.change_fund}

    def change(self, context: Context) -> Outcome[int]:
        if not self.counter or self.change_fund < 0:
            return Outcome(None, (refuse("change_fund", "釣銭準備金は0円以上にしてください。"),))
        drawer = lock_drawer(counter=self.counter, context=context)
        if drawer.closed_at is not None:
            return Outcome(None, (CLOSED,))
        drawer.change_fund = self.change_fund
        drawer.save(update_fields=["change_fund"])
        return Outcome(drawer.pk)


@dataclass(frozen=True, kw_only=True)
class CloseDrawer(Action[int]):
    """Close the day: what was counted against what must be there, kind by kind and in yen."""

    function = "certificate.cash"
    audit_text = "手数料の日計の締切"

    drawer_no: int
    counted: int
    reason: str = ""

    def detail(self) -> Mapping[str, object]:
        return {"日計": self.drawer_no, "現金有高": self.counted, "理由": self.reason}

    def change(self, context: Context) -> Outcome[int]:
        drawer = CashDay.objects.select_for_update().filter(pk=self.drawer_no).first()
        if drawer is None or drawer.closed_at is not None:
            return Outcome(None, (CLOSED,))
        findings = list(unequal_counts(drawer))
        difference = self.counted - expected_cash(drawer)
        if difference and not self.reason.strip():
            text = f"過不足が{difference:+,}円あります。理由を入力してください。"
            findings.append(refuse("cash_difference", text))
        if findings:
            return Outcome(None, tuple(findings))
        drawer.counted, drawer.difference = self.counted, difference
        drawer.reason = self.reason.strip()
        drawer.closed_at, drawer.closed_by = context.at, context.actor.who.login
        drawer.save()
        return Outcome(drawer.pk)


def expected_cash(drawer: CashDay) -> int:
    """Change fund and everything taken, less what was given back."""
    taken = CashEntry.objects.filter(cash_day=drawer).aggregate(total=Sum("amount"))["total"]
    return drawer.change_fund + (taken or 0)


def count_by_kind(drawer: CashDay) -> dict[str, int]:
    """Copies of each kind of certificate in the drawer's entries; a refund is no copy."""
    entries = CashEntry.objects.filter(cash_day=drawer).exclude(kind=CashKind.REFUND)
    counted = entries.values_list("certificate").annotate(total=Sum("copies"))
    return dict(counted.order_by("certificate"))


def count_issued(drawer: CashDay) -> dict[str, int]:
    """The same from the issue history."""
    issued = CertificateIssue.objects.filter(
        request__cash__cash_day=drawer, request__cash__amount__gte=0,
    ).exclude(state__in=(IssueState.VOID, IssueState.RESERVED))  # fmt: skip
    counts: dict[str, int] = {}
    for kind in issued.values_list("kind", flat=True):
        counts[kind] = counts.get(kind, 0) + 1
    return dict(sorted(counts.items()))


def unequal_counts(drawer: CashDay) -> list[Finding]:
    """Kinds whose copies in the drawer are not those of the issue history."""
    taken, issued = count_by_kind(drawer), count_issued(drawer)
    return [
        refuse(
            "cash_counts",
            f"「{KINDS[kind].label if kind in KINDS else kind}」の通数が交付履歴と一致しません"
            f"(日計{taken.get(kind, 0)}通、交付履歴{issued.get(kind, 0)}通)。",
        )
        for kind in sorted({*taken, *issued}) if taken.get(kind, 0) != issued.get(kind, 0)
    ]  # fmt: skip
