# SPDX-License-Identifier: Apache-2.0
"""`daicho tax compute`: cases of the contract in, results out, no database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
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
    from daicho.engine.compute import compute_case

    try:
        text = _read(args.input)
    except (OSError, UnicodeDecodeError) as error:
        print(f"{args.input}: 読めません ({error})", file=sys.stderr)
        return 1
    refused = False
    results: list[dict[str, Any]] = []
    is_array = text.lstrip().startswith("[")
    for place, data in _cases(text):
        try:
            if isinstance(data, str):
                raise _NotJson(data)
            results.append(compute_case(data, explain=args.explain or args.text))
        except _NotJson as error:
            refused = True
            print(f"{place}: {error}", file=sys.stderr)
        except CaseRefused as error:
            refused = True
            for fault in error.faults:
                print(f"{place}{_name(data)}: {fault}", file=sys.stderr)
    _write(args.output, _shown(results, is_array=is_array, as_text=args.text))
    return 1 if refused else 0


class _NotJson(Exception):  # noqa: N818 - the project's word for an expected refusal
    """A line that is no JSON; carries the reason."""


def _cases(text: str) -> Iterator[tuple[str, Any]]:
    """Each case with its place in the file; a string stands for a reason why it cannot be read."""
    try:
        whole = _loads(text)
    except ValueError as error:
        lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(lines) < 2 or text.lstrip().startswith("["):
            yield "入力", _reason(error)
            return
        for number, line in lines:
            try:
                data = _loads(line)
            except ValueError as fault:
                yield f"{number}行", _reason(fault)
            else:
                yield f"{number}行", data if not isinstance(data, str) else [data]
        return
    cases = whole if isinstance(whole, list) else [whole]
    for number, data in enumerate(cases, 1):
        yield f"{number}件目", data if not isinstance(data, str) else [data]


def _loads(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        doubled = sorted({name[:40] for name in names if names.count(name) > 1})
        raise ValueError(f"同じ項目が二度あります: {', '.join(doubled)}")
    return found


def _refuse_constant(text: str) -> Any:
    raise ValueError(f"{text} は数ではありません")


def _reason(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        place = f"{error.lineno}行{error.colno}桁"
        return f"JSONとして読めません ({place}: {error.msg})"
    return str(error)


def _name(data: Any) -> str:
    case_id = data.get("id") if isinstance(data, dict) else None
    return f" (id {case_id[:60]})" if isinstance(case_id, str) else ""


def _read(path: str) -> str:
    data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    return data.decode("utf-8-sig")


def _shown(results: list[dict[str, Any]], *, is_array: bool, as_text: bool) -> str:
    if as_text:
        from daicho.engine.explanation import lines_of

        blocks = [f"■ {r['id']}\n" + "\n".join(lines_of(r["explanation"])) for r in results]
        return "".join(f"{block}\n" for block in blocks)
    lines = [json.dumps(result, ensure_ascii=False) for result in results]
    if is_array:
        return "[" + ",\n".join(lines) + "]\n"
    return "".join(f"{line}\n" for line in lines)


def _write(path: str, text: str) -> None:
    if path == "-":
        sys.stdout.write(text)
    else:
        Path(path).write_text(text, encoding="utf-8")
