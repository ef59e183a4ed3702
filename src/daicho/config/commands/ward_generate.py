# SPDX-License-Identifier: Apache-2.0
"""`daicho ward generate`: a made-up ward as files in the official layouts."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

NAME = ("ward", "generate")
HELP = "架空の自治体のファイル一式を作る（氏名・番号はすべて架空）"
FISCAL_YEARS = range(2019, 2028)
MAX_RESIDENTS = 2_000_000


def configure(parser: argparse.ArgumentParser) -> None:
    """How many people, by which seed, where to, for which fiscal year."""
    parser.add_argument("--residents", type=int, required=True, help="住民の数")
    parser.add_argument(
        "--seed", type=int, required=True, help="乱数の種（同じ種なら同じファイル）"
    )
    parser.add_argument("--out", type=Path, required=True, help="書き出すフォルダ")
    parser.add_argument("--fiscal-year", type=int, default=2026, help="年度（西暦、既定 2026）")
    parser.add_argument(
        "--register-until",
        type=dt.date.fromisoformat,
        metavar="DATE",
        help="住民記録の全履歴もこの日まで作る（register/ に。例 2026-11-20）",
    )
    parser.add_argument(
        "--numbers-passphrase-file", type=Path, metavar="FILE",
        help="住民記録に添える個人番号のファイルの合言葉",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Write the files and print what they hold."""
    from daicho.counterparts.ward.generate import generate_ward

    if not 1 <= args.residents <= MAX_RESIDENTS:
        print(f"--residents は1から{MAX_RESIDENTS:,}までです", file=sys.stderr)
        return 2
    if args.fiscal_year not in FISCAL_YEARS:
        first, last = FISCAL_YEARS[0], FISCAL_YEARS[-1]
        print(f"--fiscal-year は{first}から{last}までです", file=sys.stderr)
        return 2
    control = generate_ward(
        residents=args.residents, seed=args.seed, fiscal_year=args.fiscal_year, out=args.out
    )
    print(
        f"住民 {control['residents']:,}人 世帯 {control['households']:,} "
        f"外国人 {control['foreign_residents']:,}人 住登外 {control['non_residents']:,}人"
    )
    for file in control["files"]:
        print(f"{file['rows']:>9,}件  {file['file']}")
    if args.register_until is not None:
        _write_register(args)
    wrong = sum(entry["count"] for entry in control["mistakes"].values())
    print(f"誤りを入れた行 {wrong:,}件（control.json に種類と行番号）")
    return 0


def _write_register(args: argparse.Namespace) -> None:
    """The register's layout is the product's own, so its models must be there."""
    from daicho.config.bootstrap import setup

    setup()
    from daicho.counterparts.ward.generate import generate_register
    from daicho.domains.register.migration.numbers_file import read_passphrase

    secret = args.numbers_passphrase_file
    made = generate_register(
        residents=args.residents, seed=args.seed, fiscal_year=args.fiscal_year,
        until=args.register_until, out=args.out,
        passphrase="" if secret is None else read_passphrase(secret),
    )  # fmt: skip
    for name, rows in made["files"].items():
        print(f"{rows:>9,}件  register/{name}")
