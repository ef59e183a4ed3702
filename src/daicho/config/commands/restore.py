# SPDX-License-Identifier: Apache-2.0
"""`daicho restore DIR [--to TIME]`: into an empty DAICHO_HOME, then checked."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from daicho.foundation.database.backup_restore import Restored

NAME = ("restore",)
HELP = "バックアップを空の DAICHO_HOME に復元し、検査する"
MOMENT = "%Y-%m-%d %H:%M:%S"


def configure(parser: argparse.ArgumentParser) -> None:
    """Where from, and to which moment."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="バックアップのフォルダー")
    parser.add_argument(
        "--to", metavar="TIME", type=_moment,
        help="この時刻まで戻す(例 2026-06-10T09:30:00、日本時間)。省略すると最後まで",
    )  # fmt: skip
    parser.add_argument(
        "--other-keys", action="store_true",
        help="鍵が違っても復元する(個人番号は読めず、操作ログの検証点は確かめられない)",
    )  # fmt: skip


def _moment(text: str) -> dt.datetime:
    """A moment; without a zone it is Japan's."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"時刻を読めません: {text!r}") from error
    japan = dt.timezone(dt.timedelta(hours=9))
    return moment if moment.tzinfo else moment.replace(tzinfo=japan)


def run(args: argparse.Namespace) -> int:
    """Restore, say to which moment, check; 1 when it was refused or a check found something."""
    from daicho.config.bootstrap import setup

    setup()
    from daicho.config.backup_places import OWN_SERVER, known_keys, private_server
    from daicho.foundation.database.backup_restore import restore_backup

    server = private_server()
    if server is None:
        print(OWN_SERVER, file=sys.stderr)
        return 1
    folder = args.folder.expanduser().absolute()
    done = restore_backup(
        server, folder, to=args.to, keys=known_keys(), may_other_keys=args.other_keys
    )  # fmt: skip
    _finish(folder, done, args.to)
    return _check()


def _finish(folder: Path, done: Restored, to: dt.datetime | None) -> None:
    """Bring the checkpoints, log the restoration, say what came out."""
    from django.conf import settings
    from django.utils import timezone

    from daicho.config.backup_places import bring_checkpoints, end_sessions, log_event

    reached = f"{timezone.localtime(done.last_transaction):{MOMENT}}"
    dropped = bring_checkpoints(folder / "audit-checkpoints", settings.AUDIT_CHECKPOINT_DIR)
    end_sessions()
    log_event(
        screen="バックアップからの復元", at=timezone.now(), 控え=done.base, 最後の取引=reached,
        引き継がない検証点=dropped,
    )  # fmt: skip
    print(f"控え {done.base} から復元しました({done.seconds:.1f}秒)。最後の取引 {reached}")
    if done.is_short and to is not None:
        print(
            f"控えは指定の時刻({timezone.localtime(to):{MOMENT}})より前で終わっています。"
            f"{reached} より後の変更は失われています。",
            file=sys.stderr,
        )
    if dropped:
        print(f"この時刻より後の検証点 {dropped}件は引き継ぎません(バックアップには残ります)。")
    print("変更の書き出しは止まっています。daicho backup DIR で始めてください。")


def _check() -> int:
    """Everything that must hold, and the log, as by hand."""
    from daicho.config.commands import audit_verify, db_check

    nothing = argparse.Namespace()
    return max(db_check.run(nothing), audit_verify.run(nothing))
