# SPDX-License-Identifier: Apache-2.0
"""Bring a backup back into an empty home, up to a moment or as far as it goes."""

from __future__ import annotations

import os
import shlex
import shutil
import tarfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from daicho.foundation.database.backup import BackupError, copy_new, fingerprint
from daicho.foundation.database.backup_check import Chosen, choose
from daicho.foundation.database.place import Place, PrivateServerError
from daicho.foundation.database.server import OWNER, PrivateServer

NOT_REACHED = "recovery ended before configured recovery target was reached"


@dataclass(frozen=True, slots=True)
class Restored:
    """Which copy it began with, the last transaction in it, and how long it took."""

    base: str
    last_transaction: datetime
    is_short: bool  # the backup ends before the moment asked for
    seconds: float


def restore_backup(
    server: PrivateServer,
    folder: Path,
    *,
    to: datetime | None,
    keys: Mapping[str, bytes],
    may_other_keys: bool = False,
) -> Restored:
    """Refuse a home in use, verify the backup, then restore; the server runs afterwards."""
    begun = time.monotonic()
    place = server.place
    _refuse_used(place)
    chosen = choose(place, folder, to=to)
    if not may_other_keys:
        _refuse_other_keys(chosen, keys)
    _unpack(place, chosen)
    with _staged(place, chosen) as wal:
        reached, is_short = _recover(server, wal, to)
    copy_new(folder / "blobs", place.home / "blobs")
    last = reached or chosen.manifest.reachable_from
    return Restored(chosen.base.name, last, is_short, time.monotonic() - begun)


def _refuse_used(place: Place) -> None:
    """Only a home without registers and files; its keys are there already."""
    if (place.data / "global" / "pg_control").exists():
        raise BackupError(
            f"{place.home} にはデータベースがあります。空の DAICHO_HOME を指定してください。"
        )
    blobs = place.home / "blobs"
    if blobs.exists() and any(blobs.iterdir()):
        raise BackupError(f"{blobs} が空ではありません。空の DAICHO_HOME を指定してください。")


def _refuse_other_keys(chosen: Chosen, keys: Mapping[str, bytes]) -> None:
    known = {fingerprint(key) for key in keys.values()}
    wrong = [name for name, mark in chosen.manifest.keys.items() if mark not in known]
    if wrong:
        raise BackupError(
            f"鍵が控えを取ったときのものと違います: {', '.join(wrong)}。"
            "鍵はバックアップに含まれません。保管してある鍵を DAICHO_HOME/secrets に置くか、"
            "環境変数で指定してください。"
        )


def _unpack(place: Place, chosen: Chosen) -> None:
    """Fill the data folder; what a killed attempt left goes first."""
    for child in place.data.iterdir():
        shutil.rmtree(child) if child.is_dir() else child.unlink()
    for name, target in (("base.tar.gz", place.data), ("pg_wal.tar.gz", place.data / "pg_wal")):
        with tarfile.open(chosen.base / name, "r:gz") as archive:
            archive.extractall(target, filter="data")
    for path in (place.data, *place.data.rglob("*")):
        if place.user.is_other:
            os.chown(path, place.user.uid, place.user.gid)
        path.chmod(0o700 if path.is_dir() else 0o600)


@contextmanager
def _staged(place: Place, chosen: Chosen) -> Iterator[Path]:
    """The pieces of log where the server's user can read them, as long as it does."""
    stage = place.data.with_name(f"{place.data.name}.wal")
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(mode=0o700)
    try:
        for path in chosen.wal:
            shutil.copyfile(path, stage / path.name)
        for path in (stage, *stage.iterdir()):
            if place.user.is_other:
                os.chown(path, place.user.uid, place.user.gid)
        yield stage
    finally:
        shutil.rmtree(stage)


def _recover(server: PrivateServer, wal: Path, to: datetime | None) -> tuple[datetime | None, bool]:
    """Replay the log. A backup that ends before `to` is taken to its end, and that is told."""
    own = server.place.data / "postgresql.auto.conf"
    before = own.read_text("utf-8")
    (server.place.data / "recovery.signal").touch()
    _give(server.place, server.place.data / "recovery.signal")
    try:
        try:
            _replay(server, own, before + _settings(wal, to))
            is_short = False
        except BackupError:
            if NOT_REACHED not in server.place.log.read_text("utf-8", errors="replace"):
                raise
            _replay(server, own, before + _settings(wal, None))
            is_short = True
    finally:
        own.write_text(before, "utf-8")
    with server.connect(OWNER) as connection:
        connection.execute("SELECT pg_reload_conf()")
        found = connection.execute("SELECT pg_last_xact_replay_timestamp()").fetchone()
    last = found[0] if found and isinstance(found[0], datetime) else None
    return last, is_short


def _settings(wal: Path, to: datetime | None) -> str:
    """Recovery's settings, in force only while it runs."""
    source = shlex.quote(str(wal))
    command = f"gzip -dc {source}/%f.gz > %p".replace("'", "''")
    lines = [f"restore_command = '{command}'", "recovery_target_action = 'promote'"]
    if to is not None:
        lines.append(f"recovery_target_time = '{to.isoformat()}'")
    return "".join(f"{line}\n" for line in lines)


def _replay(server: PrivateServer, own: Path, text: str) -> None:
    """Start the server, which takes writes again when it has replayed everything."""
    own.write_text(text, "utf-8")
    try:
        server.start()
    except PrivateServerError as error:
        raise BackupError(f"控えから復元できません。\n{error}") from error


def _give(place: Place, path: Path) -> None:
    if place.user.is_other:
        os.chown(path, place.user.uid, place.user.gid)
