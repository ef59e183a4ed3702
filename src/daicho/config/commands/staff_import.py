# SPDX-License-Identifier: Apache-2.0
"""`daicho staff import FILE`: personnel orders (人事異動), tried or applied as a whole."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

NAME = ("staff", "import")
HELP = "人事異動のファイル(CSV)を取り込む"


def configure(parser: argparse.ArgumentParser) -> None:
    """The file, and whether only to try it."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSVファイル")
    parser.add_argument("--dry-run", action="store_true", help="検査だけを行い、取り込まない")


def run(args: argparse.Namespace) -> int:
    """Say what changes, or every fault with its line and column."""
    from daicho.config.bootstrap import setup

    setup()
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.foundation.actions.action import perform
    from daicho.foundation.actions.personnel import ImportPersonnel
    from daicho.kernel.numbers import mask_individual_numbers

    shown = mask_individual_numbers(args.file.name)
    if not args.file.is_file():
        print(f"{shown}: ファイルがありません。", file=sys.stderr)
        return 1
    outcome = perform(
        ImportPersonnel(name=shown, content=args.file.read_bytes(), dry_run=args.dry_run),
        context=command_context(
            functions=frozenset({"personnel.import"}), purpose="upkeep", at=timezone.now()
        ),
    )
    for finding in outcome.findings:
        print(f"{shown} {finding.subject}: {finding.message_ja}", file=sys.stderr)
    if outcome.value is None:
        return 1
    for change in outcome.value:
        print(f"{change.line}行 {change.login} {change.name}: {change.text_ja}")
    done = "試行のため変更していません" if args.dry_run else "取り込みました"
    print(f"{len(outcome.value):,}件 {done}")
    return 0
