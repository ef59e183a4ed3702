# SPDX-License-Identifier: Apache-2.0
"""`daicho db server …`: the private PostgreSQL, by hand."""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from daicho.foundation.database.server import PrivateServer

NAME = ("db", "server")
HELP = "内蔵の PostgreSQL を操作する"


def configure(parser: argparse.ArgumentParser) -> None:
    """What to do with it."""
    parser.add_argument(
        "do",
        choices=("status", "run", "stop", "delete"),
        help="status 状態 / run 停止するまで動かす / stop 停止 / delete 停止してデータを削除",
    )


def run(args: argparse.Namespace) -> int:
    """Do it; 1 when there is no private server to do it with."""
    from django.conf import settings

    from daicho.config.bootstrap import setup

    setup()
    if settings.DATABASES["default"]["ENGINE"] != "daicho.foundation.database.private":
        print(
            "DATABASE_URL が指定されているため、内蔵の PostgreSQL は使いません。", file=sys.stderr
        )
        return 1
    from daicho.foundation.database.server import PrivateServer

    server = PrivateServer(settings.DAICHO_HOME)
    if args.do == "run":
        return _run(server)
    if args.do == "stop":
        server.stop()
    elif args.do == "delete":
        server.destroy()
    elif not server.is_ready():
        print("停止しています。")
        return 1
    else:
        print(f"動いています。プロセス {server.process_id()} データ {server.place.data}")
    return 0


def _run(server: PrivateServer) -> int:
    """Hold the server until a signal ends us; others may use it meanwhile."""
    server.start()
    print(f"動いています。ソケット {server.place.socket}(Ctrl-C で終了)", file=sys.stderr)
    try:
        while server.is_ready():
            time.sleep(5)
    except KeyboardInterrupt:
        return 0
    return 1
