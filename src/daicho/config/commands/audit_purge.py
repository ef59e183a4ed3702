# SPDX-License-Identifier: Apache-2.0
"""`daicho audit purge`: let the years of the log go whose keeping has ended."""

from __future__ import annotations

import argparse
import sys

NAME = ("audit", "purge")
HELP = "保存期間(7年)を過ぎた年度の操作ログを廃棄する"


def configure(parser: argparse.ArgumentParser) -> None:
    """One year, or all that may go; or only say which."""
    parser.add_argument("--fiscal-year", type=int, help="廃棄する年度(西暦。省略すると対象すべて)")
    parser.add_argument("--dry-run", action="store_true", help="対象の年度を示すだけで廃棄しない")


def run(args: argparse.Namespace) -> int:
    """Purge year by year, the oldest first; a refusal stops with its reason."""
    from daicho.config.bootstrap import setup

    setup()
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.foundation.actions.action import perform
    from daicho.foundation.audit import keeping
    from daicho.foundation.database.roles import work_as_owner
    from daicho.web.desk.log_keeping import PurgeLog

    work_as_owner()
    at = timezone.localtime()
    over = [year for year in keeping.years_in_log() if keeping.is_over(fiscal_year=year, at=at)]
    years = over if args.fiscal_year is None else [args.fiscal_year]
    if not years:
        print("保存期間を過ぎた年度はありません。")
    context = command_context(functions=frozenset({"system.settings"}), purpose="upkeep", at=at)
    for year in years:
        if args.dry_run:
            print(f"{year}年度 {'廃棄できます。' if year in over else '廃棄できません。'}")
            continue
        outcome = perform(PurgeLog(fiscal_year=year), context=context)
        for finding in outcome.findings:
            print(f"{finding.subject} {finding.message_ja}".strip(), file=sys.stderr)
        if outcome.is_refused:
            return 1
        print(f"{year}年度の操作ログ {outcome.value:,}件を廃棄しました。")
    return 0
