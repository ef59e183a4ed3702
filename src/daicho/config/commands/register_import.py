# SPDX-License-Identifier: Apache-2.0
"""`daicho register import DIR`: a whole register into an empty database, all of it or nothing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

NAME = ("register", "import")
HELP = "書き出した住民記録の全件を空のデータベースに取り込む"


def configure(parser: argparse.ArgumentParser) -> None:
    """The folder, and the passphrase for 個人番号."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="書き出したフォルダー")
    parser.add_argument(
        "--numbers-passphrase-file", type=Path, metavar="FILE",
        help="個人番号も取り込むときの合言葉のファイル",
    )  # fmt: skip
    parser.add_argument(
        "--numbers-only", action="store_true", help="住民記録は取込済みで、個人番号だけを取り込む"
    )


def run(args: argparse.Namespace) -> int:
    """Counts and checksum, or every fault with file, line and column."""
    from daicho.config.bootstrap import setup

    setup()
    from daicho.domains.register.migration.numbers_file import check_numbers, read_passphrase

    passphrase = ""
    if args.numbers_passphrase_file is not None:
        passphrase = read_passphrase(args.numbers_passphrase_file)
        if found := check_numbers(args.folder, passphrase):  # before anything is taken in
            for finding in found:
                print(f"{finding.subject} {finding.message_ja}".strip(), file=sys.stderr)
            return 1
    if not args.numbers_only and not _import_register(args.folder):
        return 1
    return 0 if not passphrase or _import_numbers(args.folder, passphrase) else 1


def _import_register(folder: Path) -> bool:
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.domains.register.migration.actions import ImportRegister
    from daicho.foundation.actions.action import perform

    context = command_context(
        functions=frozenset({"register.export"}), purpose="upkeep", at=timezone.now()
    )
    outcome = perform(ImportRegister(folder=folder), context=context)
    for finding in outcome.findings:
        print(f"{finding.subject} {finding.message_ja}".strip(), file=sys.stderr)
    if outcome.value is None:
        return False
    for one in outcome.value.files:
        print(f"{one.file} {one.rows:,}行")
    print(f"計 {outcome.value.rows:,}行 SHA-256 {outcome.value.sha256}")
    return True


def _import_numbers(folder: Path, passphrase: str) -> bool:
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.domains.register.migration.numbers_file import ImportNumbers
    from daicho.foundation.actions.action import perform

    context = command_context(
        functions=frozenset({"register.export_numbers"}), purpose="register", at=timezone.now()
    )
    outcome = perform(ImportNumbers(folder=folder, passphrase=passphrase), context=context)
    for finding in outcome.findings:
        print(f"{finding.subject} {finding.message_ja}".strip(), file=sys.stderr)
    if outcome.value is None:
        return False
    print(f"個人番号 {outcome.value:,}件")
    return True
