# SPDX-License-Identifier: Apache-2.0
"""`daicho audit verify`: check the log's chain and its checkpoints."""

from __future__ import annotations

import argparse
import sys

NAME = ("audit", "verify")
HELP = "操作ログの連鎖と検証点を検査する"


def configure(parser: argparse.ArgumentParser) -> None:
    """No options: the whole log is checked, always."""


def run(args: argparse.Namespace) -> int:
    """Print what was checked; every finding goes to standard error, the first bad one first."""
    from daicho.config.bootstrap import setup

    setup()
    from daicho.foundation.audit.verify import verify

    result = verify()
    print(
        f"操作ログ {result.entries:,}件 ブロック {result.blocks:,}件"
        f" 検証点 {result.checkpoints:,}件を検査しました。"
    )
    if result.purged_years:
        years = "、".join(f"{year}年度" for year in result.purged_years)
        print(f"保存期間を過ぎて廃棄した年度: {years}(署名された廃棄記録があります)")
    for finding in result.findings:
        print(f"{finding.subject}: {finding.message_ja}", file=sys.stderr)
    return 1 if result.findings else 0
