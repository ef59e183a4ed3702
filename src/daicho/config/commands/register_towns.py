# SPDX-License-Identifier: Apache-2.0
"""`daicho register towns`: the dictionary of addresses from the public list of postcodes."""

from __future__ import annotations

import argparse
import sys

NAME = ("register", "towns")
HELP = "住所辞書を郵便番号データから作る・新しくする"


def configure(parser: argparse.ArgumentParser) -> None:
    """Words of the command."""
    parser.add_argument("--municipality", default="", help="市区町村コード5桁。省略すると全国")


def run(args: argparse.Namespace) -> int:
    """Load it and say how many lines there are."""
    from daicho.config.bootstrap import setup

    setup()
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.domains.register.public import LoadTowns
    from daicho.foundation.actions.action import perform

    context = command_context(
        functions=frozenset({"register.bulk"}), purpose="register", at=timezone.now()
    )
    outcome = perform(LoadTowns(municipality=args.municipality), context=context)
    for finding in outcome.findings:
        print(finding.message_ja, file=sys.stderr)
    if outcome.value is None:
        return 1
    print(f"住所辞書 {outcome.value:,}件")
    return 0
