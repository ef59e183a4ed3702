# SPDX-License-Identifier: Apache-2.0
"""`daicho register statistics`: count population, households and changes, and write the tables."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from daicho.foundation.access.actor import Context

NAME = ("register", "statistics")
HELP = "住民記録の統計を作成し、CSVとXLSXに書き出す"


def configure(parser: argparse.ArgumentParser) -> None:
    """The days, or a run that stopped."""
    parser.add_argument("--day", type=date.fromisoformat, help="基準日。省略すると今月1日")
    parser.add_argument(
        "--since", type=date.fromisoformat, help="異動を数え始める日の前日。省略すると前月1日"
    )
    parser.add_argument("--run", type=int, help="止まった実行の番号")
    parser.add_argument("--out", type=Path, metavar="DIR", help="CSVとXLSXを書き出すフォルダー")


def run(args: argparse.Namespace) -> int:
    """Say each step's totals; write the tables when asked."""
    from daicho.config.bootstrap import setup

    setup()
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.domains.statistics.public import carry_out, find_statistics
    from daicho.foundation.batch.models import State

    context = command_context(
        functions=frozenset({"register.statistics"}), purpose="statistics", at=timezone.now()
    )
    number = args.run if args.run is not None else _start(args, context)
    found = find_statistics(number) if number is not None else None
    if found is None:
        print("その実行はありません。", file=sys.stderr)
        return 1
    done = carry_out(found, context=context, clock=timezone.now)
    for step in done.steps.all():
        totals = "、".join(f"{name} {value:,}" for name, value in step.totals.items())
        print(f"{step.label} {step.get_state_display()} {totals}")
    for finding in done.findings:
        print(finding["message_ja"], file=sys.stderr)
    if done.state != State.DONE:
        return 1
    if args.out is not None:
        _write(done.pk, args.out)
    return 0


def _start(args: argparse.Namespace, context: Context) -> int | None:
    from datetime import timedelta

    from django.utils import timezone

    from daicho.domains.statistics.public import StartStatistics
    from daicho.foundation.actions.action import perform

    day = args.day or timezone.localdate().replace(day=1)
    since = args.since or (day - timedelta(days=1)).replace(day=1)
    outcome = perform(StartStatistics(since=since, day=day), context=context)
    for finding in outcome.findings:
        print(finding.message_ja, file=sys.stderr)
    return outcome.value


def _write(number: int, folder: Path) -> None:
    from django.conf import settings
    from django.utils import timezone

    from daicho.domains.statistics.public import (
        TABLES,
        Limits,
        find_statistics,
        open_data,
        workbook,
    )
    from daicho.foundation.ui.csv_download import csv_lines

    done = find_statistics(number)
    assert done is not None  # noqa: S101 - it was just carried out
    code = settings.MUNICIPALITY_CODE
    tables = [make(done) for make in TABLES.values()]
    public = open_data(done, code=code, municipality="", limits=Limits())
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in [
        *((f"{one.name}.csv", one) for one in tables), (f"{code}_population.csv", public)
    ]:  # fmt: skip
        (folder / name).write_text("".join(csv_lines(table.head, table.rows)), encoding="utf-8")
        print(f"{name} {len(table.rows):,}行")
    (folder / "statistics.xlsx").write_bytes(workbook(done, made_at=timezone.localtime()))
    print("statistics.xlsx")
