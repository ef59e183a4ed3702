# SPDX-License-Identifier: Apache-2.0
"""`daicho register bulk`: carry out a bulk change that was tried and accepted (本処理)."""

from __future__ import annotations

import argparse
import sys

NAME = ("register", "bulk")
HELP = "承認済みの一括変更(住所・本籍・振り仮名)を本処理する。止まった処理は続きから行う"


def configure(parser: argparse.ArgumentParser) -> None:
    """Words of the command."""
    parser.add_argument("change", type=int, help="一括変更の番号")


def run(args: argparse.Namespace) -> int:
    """Run what is left; 1 when it was refused."""
    from daicho.config.bootstrap import setup

    setup()
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.domains.register.public import StartBulkChange, carry_out_bulk
    from daicho.foundation.actions.action import perform
    from daicho.foundation.batch.runner import totals_of

    context = command_context(
        functions=frozenset({"register.bulk"}), purpose="register", at=timezone.now()
    )
    started = perform(StartBulkChange(change_no=args.change), context=context)
    for finding in started.findings:
        print(finding.message_ja, file=sys.stderr)
    if started.value is None:
        return 1
    done = carry_out_bulk(run_no=started.value, context=context, clock=timezone.now)
    totals = totals_of(done).get("update", {})
    counted = "、".join(f"{name} {count:,}" for name, count in totals.items())
    print(f"一括変更{args.change} {done.get_state_display()}: {counted}")
    return 0 if done.state == "done" else 1
