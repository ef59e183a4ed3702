# SPDX-License-Identifier: Apache-2.0
"""`daicho db check`: what holds in the live database, and what is broken."""

from __future__ import annotations

import argparse
import sys

NAME = ("db", "check")
HELP = "データベースで成り立つべきことを検査する"


def configure(parser: argparse.ArgumentParser) -> None:
    """No options: everything is checked."""


def run(args: argparse.Namespace) -> int:
    """One line a statement; what breaks it goes to standard error."""
    from django.utils.module_loading import autodiscover_modules

    from daicho.config.bootstrap import setup

    setup()
    autodiscover_modules("checks")
    from daicho.foundation.database.checks import INVARIANTS

    failed = 0
    for invariant in INVARIANTS:
        findings = invariant.check()
        failed += bool(findings)
        print(f"{'×' if findings else '○'} {invariant.statement_ja}")
        for finding in findings:
            print(f"{finding.subject}: {finding.message_ja}", file=sys.stderr)
        if findings and invariant.others_need_it:
            print("これを直すまで、ほかの検査はできません。", file=sys.stderr)
            break
    return 1 if failed else 0
