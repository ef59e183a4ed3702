# SPDX-License-Identifier: Apache-2.0
"""`daicho demo`: a made-up ward from nothing to a desk that explains every yen."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time

NAME = ("demo",)
HELP = "架空の自治体を作り、当初賦課を行い、画面を開く"
WORKERS, THREADS = 2, 4


def configure(parser: argparse.ArgumentParser) -> None:
    """How many people, which year, which port."""
    parser.add_argument("--residents", type=int, default=10_000, help="住民の数(既定 10000)")
    parser.add_argument("--port", type=int, default=8000, help="ポート番号(既定 8000)")
    parser.add_argument("--no-serve", action="store_true", help="画面を開かずに終わる")
    parser.add_argument("--fiscal-year", type=int, default=2026, help="年度(西暦、既定 2026)")


def run(args: argparse.Namespace) -> int:
    """Make the ward, say what came out, serve the desk until Ctrl-C."""
    if not 100 <= args.residents <= 2_000_000 or not 2020 <= args.fiscal_year <= 2027:
        print("--residents は100〜2,000,000、--fiscal-year は2020〜2027です。", file=sys.stderr)
        return 2
    if not args.no_serve and _is_taken(args.port):
        print(
            f"ポート{args.port}は使用中です。--port で別の番号を指定してください。", file=sys.stderr
        )
        return 1
    from daicho.config.bootstrap import setup

    setup()
    from daicho.config.demo import OFFICERS, PASSWORD, DemoError, make_demo

    started = time.monotonic()
    print(f"住民{args.residents:,}人の架空の区を作ります。", file=sys.stderr)
    try:
        summary = make_demo(residents=args.residents, fiscal_year=args.fiscal_year)
    except DemoError as error:
        print(str(error), file=sys.stderr)
        return 1
    print("\n".join(summary))
    print(f"所要時間 {time.monotonic() - started:.0f}秒")
    if args.no_serve:
        return 0
    print(
        f"\nhttp://127.0.0.1:{args.port} を開き、次の職員でサインインしてください(Ctrl-C で終了)。"
    )
    for officer in OFFICERS:
        print(f"  {officer.login:<10} {officer.section} {officer.name}  パスワード {PASSWORD}")
    sys.stdout.flush()
    return _serve(args.port)


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _serve(port: int) -> int:
    """Serve with gunicorn; our own lease keeps the database up while it runs."""
    command = [
        sys.executable, "-m", "gunicorn", "daicho.config.wsgi:application",
        "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--threads", str(THREADS),
        "--log-level", "warning",
    ]  # fmt: skip
    # A made-up ward needs no second factor; who wants to try one enrols it under アカウント.
    environment = {"DAICHO_SECOND_FACTOR": "optional", **os.environ}
    server = subprocess.Popen(command, env=environment)
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        server.wait()
        return 0
