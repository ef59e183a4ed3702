# SPDX-License-Identifier: Apache-2.0
"""`daicho register day`: the daily job; what was entered ahead begins to hold."""

from __future__ import annotations

import argparse

NAME = ("register", "day")
HELP = "日次処理: 予定日の来た異動(転出予定など)を宛名・検索などに反映する"


def configure(parser: argparse.ArgumentParser) -> None:
    """No options: every day that nobody has done yet is done."""


def run(args: argparse.Namespace) -> int:
    """Say how many persons it concerned."""
    from daicho.config.bootstrap import setup

    setup()
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.domains.register.public import run_day
    from daicho.foundation.batch.runner import totals_of

    context = command_context(
        functions=frozenset({"register.bulk"}), purpose="register", at=timezone.now()
    )
    done = run_day(context=context, clock=timezone.now)
    people = totals_of(done).get("rebuild", {}).get("人数", 0)
    print(f"{done.subject} 日次処理 {done.get_state_display()}: {people:,}人")
    return 0 if done.state == "done" else 1
