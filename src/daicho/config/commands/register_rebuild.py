# SPDX-License-Identifier: Apache-2.0
"""`daicho register rebuild`: everything derived from the register, made anew."""

from __future__ import annotations

import argparse
import sys
import time

NAME = ("register", "rebuild")
HELP = "検索索引・宛名など、住民記録から導かれるものをすべて作り直す"


def configure(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(args: argparse.Namespace) -> int:
    """Say how long it took."""
    from daicho.config.bootstrap import setup

    setup()
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.domains.register.actions.rebuild import RebuildDerived
    from daicho.foundation.actions.action import perform

    started = time.monotonic()
    context = command_context(
        functions=frozenset({"register.bulk"}), purpose="register", at=timezone.now()
    )
    outcome = perform(RebuildDerived(), context=context)
    for finding in outcome.findings:
        print(finding.message_ja, file=sys.stderr)
    if outcome.is_refused:
        return 1
    print(f"作り直しました（{time.monotonic() - started:.0f}秒）。")
    return 0
