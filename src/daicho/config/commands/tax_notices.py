# SPDX-License-Identifier: Apache-2.0
"""`daicho tax notices`: the notices of a decided year as PDFs, with control totals."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from daicho.domains.tax.inhabitants.notices.public import Making, Printed

NAME = ("tax", "notices")
HELP = "確定した当初賦課の納税通知書・特別徴収税額決定通知書を一括作成する"
PAPERS = ("tax", "employer", "employee")


def configure(parser: argparse.ArgumentParser) -> None:
    """Words of the command."""
    parser.add_argument("--fiscal-year", type=int, required=True, help="年度(西暦)")
    parser.add_argument("--out", type=Path, required=True, help="書き出すフォルダ(種類ごとに作る)")
    parser.add_argument(
        "--kind", choices=(*PAPERS, "all"), default="all",
        help="tax 納税通知書 / employer 特別徴収義務者用 / employee 納税義務者用 / all 全部",
    )  # fmt: skip
    parser.add_argument(
        "--issued-on", type=dt.date.fromisoformat, metavar="YYYY-MM-DD", help="発送日(省略時は今日)"
    )
    parser.add_argument("--workers", type=int, default=0, help="並列数(省略時はコア数)")


def run(args: argparse.Namespace) -> int:
    """Print; 1 when the year is not decided, or when what was printed is not what was decided."""
    from daicho.config.bootstrap import setup

    setup()
    from django.conf import settings
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.domains.tax.inhabitants.issuer import issuer_of
    from daicho.domains.tax.inhabitants.notices.public import BeginNotices, Making
    from daicho.domains.tax.inhabitants.public import find_run
    from daicho.foundation.actions.action import perform

    papers = PAPERS if args.kind == "all" else (args.kind,)
    filled = [folder for paper in papers if any((folder := args.out / paper).glob("*.pdf"))]
    if filled:
        print(f"PDFが既にあります: {'、'.join(map(str, filled))}", file=sys.stderr)
        return 1
    context = command_context(
        functions=frozenset({"tax.notice.issue"}), purpose="assessment", at=timezone.now()
    )
    begun = perform(BeginNotices(fiscal_year=args.fiscal_year, kinds=papers), context=context)
    found = find_run(run_id=begun.value) if begun.value is not None else None
    if found is None:
        for finding in begun.findings:
            print(finding.message_ja, file=sys.stderr)
        return 1
    making = Making(
        run=found,
        issuer=issuer_of(settings.MUNICIPALITY_CODE),
        issued_on=args.issued_on or timezone.localdate(context.at),
        made_at=timezone.localtime(context.at),
        workers=args.workers or len(os.sched_getaffinity(0)),
        tell=lambda count: print(f"\r{count:,}通", end="", file=sys.stderr, flush=True),
    )
    codes = [_print_paper(making, paper, args.out / paper) for paper in papers]
    return max(codes)


def _print_paper(making: Making, paper: str, folder: Path) -> int:
    """One kind; the log gets the counts, and refuses what does not reconcile."""
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.domains.tax.inhabitants.notices.public import KINDS, IssueNotices, print_notices
    from daicho.foundation.actions.action import perform

    started = time.monotonic()
    print(f"{KINDS[paper]} …", file=sys.stderr)
    printed = print_notices(making, paper, folder)
    tally = printed.tally
    outcome = perform(
        IssueNotices(
            run_id=making.run.pk, paper=paper, letters=tally.letters, people=tally.people,
            amount=tally.amount,
        ),
        context=command_context(
            functions=frozenset({"tax.notice.issue"}), purpose="assessment", at=timezone.now()
        ),
    )  # fmt: skip
    seconds = time.monotonic() - started
    print(
        f"\r{KINDS[paper]}: {tally.letters:,}通 {tally.people:,}人 {tally.amount:,}円 "
        f"{printed.result.pages:,}頁 {len(printed.result.files):,}ファイル {seconds:.1f}秒"
    )
    _tell_what_is_left(printed, folder)
    for finding in outcome.findings:
        print(finding.message_ja, file=sys.stderr)
    return 1 if outcome.is_refused or tally.refusals else 0


def _tell_what_is_left(printed: Printed, folder: Path) -> None:
    """Letters that were not printed, or whose characters no font draws rightly."""
    for finding in printed.tally.refusals:
        print(f"{finding.subject}: {finding.message_ja}", file=sys.stderr)
    odd = sum(len(file.missing_shapes) for file in printed.result.files)
    if odd:
        print(f"表示できない文字を含む通知書 {odd:,}通(一覧: {folder / 'control.json'})")
