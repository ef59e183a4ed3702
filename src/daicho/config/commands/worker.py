# SPDX-License-Identifier: Apache-2.0
"""`daicho worker`: do the jobs that are due, by schedule or started at a desk."""

from __future__ import annotations

import argparse
import platform
import time

NAME = ("worker",)
HELP = "予定の時刻になった処理と、画面から起動された処理を順に実行する(複数台で動かせる)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Once, or until it is ended."""
    parser.add_argument("--once", action="store_true", help="実行できるものだけを実行して終わる")
    parser.add_argument("--every", type=int, default=15, metavar="秒", help="確かめる間隔(既定15)")


def run(args: argparse.Namespace) -> int:
    """Work until nothing is left (--once), or for ever; 1 when one failed with --once.

    As the application's role, which can neither alter a table nor touch the log; only for a job
    that makes tables anew the process becomes their owner, and gives that up at once.
    """
    from daicho.config.bootstrap import setup

    setup()
    from django.utils import timezone

    from daicho.foundation.batch.models import State
    from daicho.foundation.batch.worker import waits_for_owner, work_once
    from daicho.foundation.database.roles import work_as_application, work_as_owner

    terminal = platform.node()
    work_as_application()
    code = 0
    while True:
        done = work_once(clock=timezone.now, terminal=terminal, as_owner=False)
        if done is None and waits_for_owner(at=timezone.now()):
            work_as_owner()
            done = work_once(clock=timezone.now, terminal=terminal, as_owner=True)
            work_as_application()
        if done is not None:
            print(f"{done.kind} 実行{done.pk} {State(done.state).label} {done.result}", flush=True)
            code = code if done.state == State.DONE else 1
        elif args.once:
            return code
        else:
            time.sleep(args.every)
