# SPDX-License-Identifier: Apache-2.0
"""Faults of the surroundings (a full disk, an unfit database) in words for who runs a command."""

from __future__ import annotations

import errno
from collections.abc import Iterator

from daicho.config.environment import SettingsError

FULL = (
    "ディスクに空きがありません。何も変更されていません。"
    "空きを作ってから、もう一度実行してください。"
)
BUSY = "この処理は別の場所で実行中です。終わってから、もう一度実行してください。"
LOST = (
    "データベースに接続できないか、接続が切れました。何も変更されていません。"
    "サーバーの状態とディスクの空きを確かめて、もう一度実行してください。"
)


def explain(error: BaseException) -> str | None:
    """What happened, in Japanese; None for a defect, which keeps its traceback."""
    return next(filter(None, map(_explain_one, _chain(error))), None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error that came first, first: a later one is often only its echo."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    yield from reversed(found)


def _explain_one(error: BaseException) -> str | None:
    import psycopg

    from daicho.foundation.batch.runner import BatchBusyError
    from daicho.foundation.database.backup import BackupError
    from daicho.foundation.database.fitness import UnfitDatabaseError
    from daicho.foundation.database.place import PrivateServerError

    if isinstance(error, SettingsError | UnfitDatabaseError | PrivateServerError | BackupError):
        return str(error)
    if isinstance(error, BatchBusyError):
        return BUSY
    if isinstance(error, psycopg.errors.DiskFull):
        return FULL
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL
    return LOST if isinstance(error, psycopg.OperationalError) else None
