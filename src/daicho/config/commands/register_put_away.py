# SPDX-License-Identifier: Apache-2.0
"""`daicho register put-away`: removed records of more than five years ago (除票の移行)."""

from __future__ import annotations

import argparse
import sys

NAME = ("register", "put-away")
HELP = "5年を経過した除票を除票用データベースの記録として移行する(年1回以上)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Words of the command."""
    parser.add_argument("--as-of", help="基準日(省略時は当日)", default="")


def run(args: argparse.Namespace) -> int:
    """Say how many were put away; 1 when it was refused."""
    from daicho.config.bootstrap import setup

    setup()
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.domains.register.public import PutAwayRemovedRecords
    from daicho.foundation.actions.action import perform
    from daicho.kernel.dates import parse_date

    at = timezone.now()
    parsed = parse_date(args.as_of) if args.as_of else None
    if parsed is not None and parsed.value is None:
        print(parsed.reason, file=sys.stderr)
        return 1
    as_of = parsed.value if parsed and parsed.value else timezone.localtime(at).date()
    context = command_context(functions=frozenset({"register.bulk"}), purpose="register", at=at)
    outcome = perform(PutAwayRemovedRecords(as_of=as_of), context=context)
    for finding in outcome.findings:
        print(finding.message_ja, file=sys.stderr)
    if outcome.value is None:
        return 1
    print(f"{outcome.value:,}人の除票を移行しました。")
    return 0
