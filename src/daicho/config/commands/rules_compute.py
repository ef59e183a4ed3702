# SPDX-License-Identifier: Apache-2.0
"""`daicho rules compute FIELD`: cases of a field of rules in, results out, no database."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

NAME = ("rules", "compute")
HELP = "延滞金・還付加算金・軽自動車税などを計算する (1行に1事例の JSON)"


def configure(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("field", metavar="FIELD", help="delinquency_charge など")
    parser.add_argument("--input", required=True, metavar="FILE|-", help="事例 (JSON, JSON Lines)")
    parser.add_argument("--explain", action="store_true", help="計算の根拠を条文つきで添える")


def run(args: argparse.Namespace) -> int:
    """Compute what can be computed, tell every fault of the rest; 1 when a case was refused."""
    from daicho.engine.case import CaseRefused
    from daicho.engine.case_text import read_cases
    from daicho.engine.contract import Fault
    from daicho.engine.fields.registry import FIELDS, compute_field

    if args.field not in FIELDS:
        print(f"{args.field}: 知らない分野です ({' / '.join(FIELDS)})", file=sys.stderr)
        return 1
    try:
        source = sys.stdin.buffer.read() if args.input == "-" else Path(args.input).read_bytes()
        text = source.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        print(f"{args.input}: 読めません ({error})", file=sys.stderr)
        return 1
    is_refused = False
    for found in read_cases(text):
        try:
            if found.unreadable:
                raise CaseRefused([Fault("", found.unreadable)])
            result = compute_field(args.field, found.data, explain=args.explain)
            print(json.dumps(result, ensure_ascii=False))
        except CaseRefused as refusal:
            is_refused = True
            for fault in refusal.faults:
                print(f"{found.place}: {fault}", file=sys.stderr)
    return 1 if is_refused else 0
