# SPDX-License-Identifier: Apache-2.0
"""`daicho tax bench`: how many taxpayers a second the full assessment kernel decides here."""

from __future__ import annotations

import argparse
import json

NAME = ("tax", "bench")
HELP = "合成した納税義務者で、賦課計算の速さを測る"


def configure(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--persons", type=_count, default=1_000_000, metavar="N", help="人数")
    parser.add_argument("--threads", type=_count, default=0, metavar="T", help="スレッド数")
    parser.add_argument("--fiscal-year", type=int, default=2025, metavar="Y", help="年度")
    parser.add_argument("--json", action="store_true", help="JSON で出す")


def run(args: argparse.Namespace) -> int:
    """Measure and print; compile time is told apart."""
    from daicho.engine.bench import run_bench

    found = run_bench(persons=args.persons, threads=args.threads, fiscal_year=args.fiscal_year)
    if args.json:
        print(json.dumps(found.as_dict(), ensure_ascii=False))
        return 0
    print(f"年度 {found.fiscal_year}、スレッド {found.threads}")
    for pace in found.paces:
        speed = f"{pace.persons_per_second:>12,} 人/秒"
        per_core = f"{pace.persons_per_core_second:>12,} 人/コア秒"
        print(f"  {pace.persons:>12,} 人  {pace.seconds:8.3f} 秒  {speed}  {per_core}")
    print(f"速さ           {found.persons_per_second:,} 人/秒 (全規則、メモリ上)")
    print(f"読むバイト     {found.bytes_read_per_person} /人")
    print(f"書くバイト     {found.bytes_written_per_person} /人")
    print(f"最大メモリ     {found.peak_memory_bytes / 2**20:,.0f} MiB")
    print(f"カーネル準備   {found.kernel_ready_seconds} 秒 (コンパイルまたは読込)")
    print(f"年税額の合計   {found.annual_tax_sum:,} 円")
    print(f"検査値         {found.checksum}")
    return 0


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("1以上の数を書いてください")
    return number
