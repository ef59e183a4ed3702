# SPDX-License-Identifier: Apache-2.0
"""`daicho tax run initial-assessment`: 当初賦課 of a fiscal year, resumable."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from daicho.domains.tax.inhabitants.models import AssessmentRun
    from daicho.foundation.access.actor import Context

NAME = ("tax", "run")
HELP = "当初賦課を行う(資料併合・税額計算・徴収区分・前年比較)"
INITIAL = "initial-assessment"


def configure(parser: argparse.ArgumentParser) -> None:
    """Words of the command."""
    parser.add_argument("job", choices=(INITIAL,), help="処理")
    parser.add_argument("--fiscal-year", type=int, required=True, help="年度(西暦)")
    parser.add_argument("--resume", action="store_true", help="途中で止まった処理を続ける")


def run(args: argparse.Namespace) -> int:
    """Run the year; 1 when it was refused or waits for a check."""
    from daicho.config.bootstrap import setup

    setup()
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.domains.tax.inhabitants.public import carry_out

    context = command_context(
        functions=frozenset({"tax.assessment.run"}), purpose="assessment", at=timezone.now()
    )
    found = _resumable(args.fiscal_year) if args.resume else _start(args.fiscal_year, context)
    if found is None:
        return 1
    done = carry_out(found, context=context, clock=timezone.now)
    _print(done)
    return 0 if done.state == "accepted" else 1


def _start(fiscal_year: int, context: Context) -> AssessmentRun | None:
    from django.conf import settings

    from daicho.domains.tax.inhabitants.public import StartInitialAssessment, find_run
    from daicho.foundation.actions.action import perform

    outcome = perform(
        StartInitialAssessment(fiscal_year=fiscal_year, municipality=settings.MUNICIPALITY_CODE),
        context=context,
    )
    for finding in outcome.findings:
        print(finding.message_ja, file=sys.stderr)
    return find_run(run_id=outcome.value) if outcome.value is not None else None


def _resumable(fiscal_year: int) -> AssessmentRun | None:
    from daicho.domains.tax.inhabitants.public import find_running

    found = find_running(fiscal_year=fiscal_year)
    if found is None:
        print(f"{fiscal_year}年度に途中の当初賦課はありません。", file=sys.stderr)
    return found


def summary_of(done: AssessmentRun) -> list[str]:
    """The run in a few lines of Japanese: state, people by kind, money by collection method."""
    counts, totals = done.counts, done.totals
    methods = (
        ("普通徴収", counts["by_ordinary"], totals["ordinary"]),
        ("給与特別徴収", counts["by_salary"], totals["salary"]),
        ("年金特別徴収", counts["by_pension"], totals["pension"]),
    )
    return [
        f"賦課処理 {done.pk} ({done.fiscal_year}年度): {done.get_state_display()}",
        f"課税 {counts['taxed']:,}人 均等割のみ {counts['per_capita_only']:,}人 "
        f"非課税 {counts['nontaxable']:,}人 未申告 {counts['undeclared']:,}人 "
        f"被扶養者 {counts['dependants']:,}人 16歳未満 {counts['children']:,}人",
        *(f"{label} {people:,}人 {amount:,}円" for label, people, amount in methods),
        f"年税額計 {totals['annual_tax']:,}円 確認事項 {counts['findings']:,}件",
    ]


def _print(done: AssessmentRun) -> None:
    print("\n".join(summary_of(done)))
    for gap in done.stop_check["gaps"]:
        print(f"不一致: {gap['message_ja']}", file=sys.stderr)
    if not done.stop_check["has_reference"]:
        print("前年度の賦課がないため、別の職員の確認が必要です。", file=sys.stderr)
    for breach in done.stop_check["breaches"]:
        print(f"前年比較: {breach['text_ja']}", file=sys.stderr)
