# SPDX-License-Identifier: Apache-2.0
"""`daicho register export --out DIR`: the whole register with its history as CSV."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

NAME = ("register", "export")
HELP = "住民記録の全件を履歴ごとCSVで書き出す"


def configure(parser: argparse.ArgumentParser) -> None:
    """The folder, and the passphrase for 個人番号."""
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="新しいフォルダー")
    parser.add_argument(
        "--numbers-passphrase-file", type=Path, metavar="FILE",
        help="個人番号も暗号化して書き出すときの合言葉のファイル",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Counts of each file and the checksum of the whole."""
    from daicho.config.bootstrap import setup

    setup()
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.domains.register.migration.actions import ExportRegister
    from daicho.domains.register.migration.numbers_file import ExportNumbers, read_passphrase
    from daicho.foundation.actions.action import perform

    context = command_context(
        functions=frozenset({"register.export", "protected.view"}), purpose="upkeep",
        at=timezone.now(),
    )  # fmt: skip
    outcome = perform(ExportRegister(folder=args.out), context=context)
    for finding in outcome.findings:
        print(f"{finding.subject} {finding.message_ja}".strip(), file=sys.stderr)
    if outcome.value is None:
        return 1
    for one in outcome.value.files:
        print(f"{one.file} {one.rows:,}行")
    print(f"計 {outcome.value.rows:,}行 SHA-256 {outcome.value.sha256}")
    if args.numbers_passphrase_file is None:
        return 0
    numbers = perform(
        ExportNumbers(
            folder=args.out, passphrase=read_passphrase(args.numbers_passphrase_file)
        ),
        context=command_context(
            functions=frozenset({"register.export_numbers"}), purpose="register",
            at=timezone.now(),
        ),
    )  # fmt: skip
    for finding in numbers.findings:
        print(finding.message_ja, file=sys.stderr)
    if numbers.value is None:
        return 1
    print(f"個人番号(暗号化) {numbers.value:,}件")
    return 0
