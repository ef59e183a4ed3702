# SPDX-License-Identifier: Apache-2.0
"""`daicho import <kind> FILE…`: takes files in, or says on a dry run what would happen."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from daicho.domains.tax.documents.facts import ImportReport

NAME = ("import",)
HELP = "住民・課税資料のファイルを取り込む"
SHOWN = 200
# The keys of daicho.config.imports.KINDS, which cannot be imported before Django is ready.
KIND_WORDS = (
    "residents", "employers", "salary-report", "pension-report", "tax-return",
    "inhabitants-tax-return", "one-stop-notice", "pension-collection",
)  # fmt: skip


def configure(parser: argparse.ArgumentParser) -> None:
    """Words of the command."""
    parser.add_argument("kind", choices=KIND_WORDS, help="ファイルの種類")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="ファイル")
    parser.add_argument("--dry-run", action="store_true", help="検査だけを行い、取り込まない")
    parser.add_argument("--fiscal-year", type=int, help="年度(西暦)。省略時は今年")


def run(args: argparse.Namespace) -> int:
    """Take the files in one after the other; 1 when any was refused or stays open."""
    from daicho.config.bootstrap import setup

    setup()
    codes = [_import(args, path) for path in args.files]
    return max(codes)


def _import(args: argparse.Namespace, path: Path) -> int:
    from django.conf import settings
    from django.utils import timezone

    from daicho.config.imports import read_file
    from daicho.config.operator import command_context
    from daicho.domains.tax.documents.public import ImportTaxFile
    from daicho.foundation.actions.action import perform
    from daicho.kernel.numbers import mask_individual_numbers

    shown = mask_individual_numbers(path.name)
    if not path.is_file():
        print(f"{shown}: ファイルがありません。", file=sys.stderr)
        return 1
    year = args.fiscal_year or timezone.localdate().year
    file = read_file(word=args.kind, path=path, fiscal_year=year)
    for row in file.refused[:SHOWN]:
        for column, reason in row.reasons:
            print(f"{shown} {row.line_no}行 {column}: {reason}", file=sys.stderr)
    outcome = perform(
        ImportTaxFile(
            file=file, home_code=settings.MUNICIPALITY_CODE, source=path, dry_run=args.dry_run
        ),
        context=command_context(
            functions=frozenset({"documents.import"}), purpose="assessment", at=timezone.now()
        ),
    )
    if outcome.value is None:
        for finding in outcome.findings:
            print(f"{finding.subject or shown}: {finding.message_ja}", file=sys.stderr)
        return 1
    _print_report(outcome.value, dry_run=args.dry_run)
    return 1 if outcome.value.rows_refused else 0


def _print_report(report: ImportReport, *, dry_run: bool) -> None:
    for finding in report.findings[:SHOWN]:
        print(f"{finding.subject}: {finding.message_ja}", file=sys.stderr)
    head = "試行" if dry_run else f"取込番号 {report.file_id}"
    line = (
        f"{report.name}: {head} 読込 {report.rows_read:,}件 取込 {report.rows_accepted:,}件 "
        f"不備 {report.rows_refused:,}件"
    )
    if report.joins is not None:
        joins = report.joins
        line += (
            f" 名寄せ済 {joins.joined:,}件 要確認 {joins.doubtful:,}件 "
            f"回送 {joins.forwarded:,}件 該当者なし {joins.unmatched:,}件"
        )
    print(line)
