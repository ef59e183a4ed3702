# SPDX-License-Identifier: Apache-2.0
"""`daicho backup DIR`: a whole copy now, and from now on every change within a minute."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from daicho.foundation.database.server import PrivateServer

NAME = ("backup",)
HELP = "データベースと取込ファイルのバックアップを取り、以後の変更も1分以内に書き出す"


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to, and what only."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="バックアップ先のフォルダー")
    only = parser.add_mutually_exclusive_group()
    only.add_argument(
        "--files", action="store_true", help="取込ファイルと検証点の新しいものだけを写す"
    )
    only.add_argument(
        "--keep", metavar="N", type=_count, help="新しい控え N 個を残し、古いものを消す"
    )
    only.add_argument("--stop", action="store_true", help="変更の書き出しをやめる")


def _count(text: str) -> int:
    """At least one."""
    if not (text.isascii() and text.isdigit() and int(text) >= 1):
        raise argparse.ArgumentTypeError("1以上の整数を指定してください。")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Do it and say what was saved; 1 where another tool is needed."""
    from daicho.config.bootstrap import setup

    setup()
    from daicho.config.backup_places import OWN_SERVER, private_server

    folder = args.folder.expanduser().absolute()
    if args.files:
        return _save_files(folder)
    server = private_server()
    if server is None:
        print(OWN_SERVER, file=sys.stderr)
        return 1
    server.start()
    if args.stop:
        from daicho.foundation.database.backup import end_archiving

        end_archiving(server)
        print("変更の書き出しをやめました。新しい変更はバックアップに入りません。")
        return 0
    return _save(server, folder, args.keep)


def _save_files(folder: Path) -> int:
    from django.conf import settings

    from daicho.foundation.database.backup import save_files

    count = save_files(settings.DAICHO_HOME, folder, checkpoints=settings.AUDIT_CHECKPOINT_DIR)
    print(f"取込ファイルと検証点 {count:,}件を写しました。")
    return 0


def _save(server: PrivateServer, folder: Path, keep: int | None) -> int:
    from django.conf import settings
    from django.utils import timezone

    from daicho.config.backup_places import keys, log_event
    from daicho.foundation.database.backup import make_backup
    from daicho.foundation.database.backup_check import drop_older

    saved = make_backup(server, folder, keys=keys(), checkpoints=settings.AUDIT_CHECKPOINT_DIR)
    moment = timezone.localtime(saved.manifest.reachable_from)
    log_event(
        screen="バックアップの取得", at=timezone.now(), 控え=saved.base.name, 大きさ=saved.size
    )
    print(f"バックアップ {saved.base} ({saved.size / 1_048_576:,.1f} MB、{saved.seconds:.1f}秒)")
    print(f"取込ファイルと検証点 {saved.files:,}件を写しました。")
    print(f"{moment:%Y-%m-%d %H:%M:%S} 以後の任意の時刻に復元できます。")
    if keep is not None:
        copies, pieces = drop_older(folder, keep=keep)
        print(f"古い控え {copies}個と変更の記録 {pieces:,}個を消しました。")
    print(
        "鍵(VAULT_KEY, AUDIT_SIGNING_KEY)は含まれません。別の場所に保管してください。",
        file=sys.stderr,
    )
    return 0
