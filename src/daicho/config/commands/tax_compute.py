# SPDX-License-Identifier: Apache-2.0
"""`daicho tax compute`: cases of the contract in, results out, no database."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

NAME = ("tax", "compute")
HELP = "個人住民税を計算する (JSON または JSON Lines)"


def configure(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--input", required=True, metavar="FILE|-", help="事例 (JSON, JSON Lines)")
    parser.add_argument("--output", default="-", metavar="FILE|-", help="結果の書き先")
    parser.add_argument("--explain", action="store_true", help="計算の根拠を条文つきで添える")
    parser.add_argument("--text", action="store_true", help="JSON ではなく、根拠を文章で出す")


def run(args: argparse.Namespace) -> int:
    """Compute what can be computed, tell every fault of the rest; 1 when a case was refused."""
    from daicho.engine.case import CaseRefused
    from daicho.engine.case_text import read_cases
    from daicho.engine.compute import compute_case

    try:
        text = _read(args.input)
    except (OSError, UnicodeDecodeError) as error:
        print(f"{args.input}: 読めません ({error})", file=sys.stderr)
        return 1
    results: list[dict[str, Any]] = []
    faults: list[str] = []
    for found in read_cases(text):
        try:
            if found.unreadable:
                faults.append(f"{found.place}: {found.unreadable}")
            else:
                results.append(compute_case(found.data, explain=args.explain or args.text))
        except CaseRefused as refusal:
            faults += [f"{found.place}{_name(found.data)}: {fault}" for fault in refusal.faults]
    shown = _as_text(results) if args.text else _as_json(results, text.lstrip().startswith("["))
    _write(args.output, shown if results else "")
    print("\n".join(faults), end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


def _name(data: Any) -> str:
    case_id = data.get("id") if isinstance(data, dict) else None
    return f" (id {case_id[:60]})" if isinstance(case_id, str) else ""


def _read(path: str) -> str:
    data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    return data.decode("utf-8-sig")


def _as_text(results: list[dict[str, Any]]) -> str:
    from daicho.engine.explanation import lines_of

    blocks = [f"■ {r['id']}\n" + "\n".join(lines_of(r["explanation"])) for r in results]
    return "".join(f"{block}\n" for block in blocks)


def _as_json(results: list[dict[str, Any]], is_array: bool) -> str:
    lines = [json.dumps(result, ensure_ascii=False) for result in results]
    return "[" + ",\n".join(lines) + "]\n" if is_array else "".join(f"{line}\n" for line in lines)


def _write(path: str, text: str) -> None:
    if path == "-":
        sys.stdout.write(text)
    else:
        Path(path).write_text(text, encoding="utf-8")
