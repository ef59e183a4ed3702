# SPDX-License-Identifier: Apache-2.0
"""What waits in the inhabitants tax, for the first page."""

from __future__ import annotations

from django.urls import reverse

from daicho.domains.tax.inhabitants.models import AssessmentRun, RunFinding, RunState
from daicho.domains.tax.inhabitants.register_effects import open_effects
from daicho.foundation.ui.menu import Waiting
from daicho.foundation.ui.paging import Paging, bounded_count
from daicho.kernel.dates import format_fiscal_year


def find_waiting() -> list[Waiting]:
    """The last run's state and its warnings, and what the register has learned since."""
    return [*_of_last_run(), *_of_register()]


def _of_register() -> list[Waiting]:
    count, is_bound = bounded_count(open_effects())
    if not count:
        return []
    return [
        Waiting(
            "賦課期日後に判明した住民異動", Paging(1, 1, count, is_bound).count_text,
            "確定した年度の1月1日の記載が変わりました。", reverse("inhabitants:register-effects"),
        )
    ]  # fmt: skip


def _of_last_run() -> list[Waiting]:
    run = (
        AssessmentRun.objects.exclude(state=RunState.WITHDRAWN)
        .order_by("-fiscal_year", "-id")
        .first()
    )
    if run is None:
        return []
    year = format_fiscal_year(run.fiscal_year)
    cards = [
        Waiting(
            f"{year} 当初賦課",
            run.get_state_display(),
            "別の職員の確認を待っています。" if run.state == RunState.STOPPED else "処理の状態",
            reverse("inhabitants:run", args=[run.pk]),
            is_urgent=run.state == RunState.STOPPED,
        )
    ]
    open_findings = RunFinding.objects.filter(run_id=run.pk, severity__in=["error", "warning"])
    count, is_bound = bounded_count(open_findings)
    if count:
        cards.append(
            Waiting(
                "賦課の確認事項",
                Paging(1, 1, count, is_bound).count_text,
                "扶養・資料の食い違いなど",
                reverse("inhabitants:findings", args=[run.pk]),
            )
        )
    return cards
