# SPDX-License-Identifier: Apache-2.0
"""`daicho register restraints`: changes of restraints for other systems, as a CSV file (3.2)."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

NAME = ("register", "restraints")
HELP = "他システムに連携する抑止・支援措置の変化を、読んだ位置の続きからCSVに書き出す"


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to go on, and the file."""
    parser.add_argument("--after", type=int, default=0, help="最後に読んだ位置(省略すると最初から)")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="書き出すファイル")


def run(args: argparse.Namespace) -> int:
    """Write a new file; say the position to go on from."""
    from daicho.config.bootstrap import setup

    setup()
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.domains.support.public import ExportBlockChanges
    from daicho.foundation.actions.action import perform

    context = command_context(
        functions=frozenset({"register.restrain"}), purpose="register", at=timezone.now()
    )
    if args.out.exists():
        print("ファイルがすでにあります。", file=sys.stderr)
        return 1
    outcome = perform(ExportBlockChanges(after=args.after), context=context)
    for finding in outcome.findings:
        print(finding.message_ja, file=sys.stderr)
    if outcome.value is None:
        return 1
    handle = os.open(args.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as file:
        file.write(outcome.value.content)
    print(f"{outcome.value.rows:,}件 次の位置 {outcome.value.position}")
    return 0
