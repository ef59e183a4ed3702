# SPDX-License-Identifier: Apache-2.0
"""Backup and restoration with real servers: to a moment, to the end, and what is refused."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from daicho.foundation.database.backup import (
    MANIFEST,
    BackupError,
    Saved,
    archive_state,
    copy_new,
    make_backup,
    segment_name,
)
from daicho.foundation.database.backup_archive import archive_folder
from daicho.foundation.database.backup_check import choose, drop_older, list_copies
from daicho.foundation.database.backup_restore import Restored, restore_backup
from daicho.foundation.database.server import OWNER, PrivateServer

KEYS = {name: hashlib.sha256(name.encode()).digest() for name in ("VAULT_KEY", "AUDIT_SIGNING_KEY")}
is_root = os.geteuid() == 0


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder with a short path that the server's user may enter."""
    path = Path(f"/tmp/db{os.getpid()}")  # noqa: S108
    path.mkdir(mode=0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def saved(place: Path) -> Iterator[tuple[PrivateServer, Path, Saved]]:
    """A server with a table of one row, and its backup."""
    server = PrivateServer(place / "first")
    server.start()
    try:
        write(server, "CREATE TABLE kept (value int)", "INSERT INTO kept VALUES (0)")
        for name, key in KEYS.items():
            secret = server.place.home / "secrets" / name.lower()
            secret.parent.mkdir(exist_ok=True)
            secret.write_text(key.hex())
        blob = server.place.home / "blobs" / "ab" / "abcd"
        blob.parent.mkdir(parents=True)
        blob.write_bytes(b"sealed")
        folder = place / "控え 1"
        yield server, folder, back_up(server, folder)
    finally:
        server.destroy()


@pytest.fixture
def homes(place: Path) -> Iterator[Callable[[], PrivateServer]]:
    """Empty homes; what was started in them is gone afterwards."""
    made: list[PrivateServer] = []

    def make() -> PrivateServer:
        made.append(PrivateServer(place / f"home{len(made)}"))
        return made[-1]

    yield make
    for server in made:
        server.destroy()
        shutil.rmtree(server.place.home)


def back_up(server: PrivateServer, folder: Path) -> Saved:
    return make_backup(server, folder, keys=KEYS, checkpoints=server.place.home / "checkpoints")


def restore(
    server: PrivateServer, folder: Path, to: datetime | None = None, **more: object
) -> Restored:
    return restore_backup(server, folder, to=to, **{"keys": KEYS, **more})  # type: ignore[arg-type]


def write(server: PrivateServer, *statements: str) -> datetime:
    """Carry statements out; the server's time afterwards."""
    with server.connect(OWNER, user=OWNER) as connection:
        for statement in statements:
            connection.execute(statement.encode())
        found = connection.execute("SELECT clock_timestamp()").fetchone()
    assert found is not None
    assert isinstance(found[0], datetime)
    return found[0]


def values(server: PrivateServer) -> list[int]:
    with server.connect(OWNER, user=OWNER) as connection:
        found = connection.execute("SELECT value FROM kept ORDER BY value").fetchall()
    return [int(str(value)) for (value,) in found]


def test_restores_to_a_moment_and_to_the_end(
    saved: tuple[PrivateServer, Path, Saved], homes: Callable[[], PrivateServer]
) -> None:
    """RPO and RTO in small: exactly what was committed by the moment is there, nothing later."""
    server, folder, _ = saved
    moment = write(server, "INSERT INTO kept SELECT generate_series(1, 500)")
    last = write(server, "INSERT INTO kept SELECT generate_series(501, 800)")
    back_up_log(server, folder)
    early = homes()
    done = restore(early, folder, moment)
    assert values(early) == list(range(501))
    assert done.last_transaction <= moment
    assert not done.is_short
    whole = homes()
    done = restore(whole, folder)
    assert values(whole) == list(range(801))
    assert moment < done.last_transaction <= last
    assert (whole.place.home / "blobs" / "ab" / "abcd").read_bytes() == b"sealed"
    assert not list(whole.place.data.parent.glob("*.wal"))
    assert archive_folder(whole.place.home) is None, "a copy must not write into the backup"
    late = homes()
    assert restore(late, folder, last + timedelta(hours=1)).is_short
    assert values(late) == list(range(801))
    write(late, "INSERT INTO kept VALUES (900)")
    late.stop()
    late.start()
    assert values(late)[-1] == 900, "the restored server lives on after a restart"


def back_up_log(server: PrivateServer, folder: Path) -> None:
    """What archive_timeout does within a minute."""
    with server.connect("postgres") as connection:
        found = connection.execute("SELECT pg_walfile_name(pg_switch_wal() - 1)").fetchone()
    assert found is not None
    target = folder / "wal" / f"{found[0]}.gz"
    wait = 'until [ -e "$1" ]; do sleep 0.05; done'
    subprocess.run(["/usr/bin/timeout", "20", "/bin/sh", "-c", wait, "sh", str(target)], check=True)


def test_archiving_loses_a_minute_at_most(saved: tuple[PrivateServer, Path, Saved]) -> None:
    server, folder, _ = saved
    with server.connect("postgres") as connection:
        assert connection.execute("SHOW archive_mode").fetchone() == ("on",)
        assert connection.execute("SHOW archive_timeout").fetchone() == ("1min",)
    assert archive_folder(server.place.home) == folder / "wal"
    assert archive_state(server).archived >= 1


def test_backup_holds_no_key_and_is_closed_to_others(
    saved: tuple[PrivateServer, Path, Saved],
) -> None:
    _, folder, done = saved
    told = json.loads((done.base / MANIFEST).read_text())
    assert sorted(told["keys"]) == ["AUDIT_SIGNING_KEY", "VAULT_KEY"]
    for path in folder.rglob("*"):
        if path.is_file():
            assert path.stat().st_mode & 0o077 == 0, path
            content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else b""
            content += path.read_bytes()
            assert not any(key in content or key.hex().encode() in content for key in KEYS.values())


def test_refuses_a_home_in_use(
    saved: tuple[PrivateServer, Path, Saved], homes: Callable[[], PrivateServer]
) -> None:
    server, folder, _ = saved
    before = values(server)
    with pytest.raises(BackupError, match="データベースがあります"):
        restore(server, folder)
    assert values(server) == before
    other = homes()
    (other.place.home / "blobs").mkdir()
    (other.place.home / "blobs" / "x").write_bytes(b"")
    with pytest.raises(BackupError, match="空ではありません"):
        restore(other, folder)


def test_refuses_other_keys(
    saved: tuple[PrivateServer, Path, Saved], homes: Callable[[], PrivateServer]
) -> None:
    _, folder, _ = saved
    other = {**KEYS, "VAULT_KEY": b"\2" * 32}
    server = homes()
    with pytest.raises(BackupError, match="鍵が控えを取ったときのものと違います: VAULT_KEY"):
        restore(server, folder, keys=other)
    assert not any(server.place.data.iterdir())


def test_refuses_a_moment_before_the_first_copy(
    saved: tuple[PrivateServer, Path, Saved], homes: Callable[[], PrivateServer]
) -> None:
    _, folder, done = saved
    server = homes()
    with pytest.raises(BackupError, match="以後を指定してください"):
        restore(server, folder, done.manifest.reachable_from - timedelta(days=1))
    with pytest.raises(BackupError, match="バックアップがありません"):
        restore(server, folder / "base")
    assert not any(server.place.data.iterdir())


@pytest.mark.parametrize("part", ["base.tar.gz", "backup_manifest", "pg_wal.tar.gz", MANIFEST])
def test_changed_copy_is_refused(
    saved: tuple[PrivateServer, Path, Saved], place: Path, part: str
) -> None:
    server, folder, done = saved
    broken = copied(folder, place / "broken")
    path = broken / "base" / done.base.name / part
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(BackupError):
        choose(server.place, broken, to=None)


def copied(folder: Path, target: Path) -> Path:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target)
    return target


@pytest.mark.parametrize("fault", ["cut", "gone", "changed"])
def test_broken_log_is_refused(
    saved: tuple[PrivateServer, Path, Saved], place: Path, fault: str
) -> None:
    server, folder, done = saved
    write(server, "INSERT INTO kept VALUES (1000)")
    back_up_log(server, folder)
    broken = copied(folder, place / "broken")
    path = broken / "wal" / f"{done.manifest.first_segment}.gz"
    assert gzip.decompress(path.read_bytes())
    if fault == "cut":
        path.write_bytes(path.read_bytes()[:-20])
    elif fault == "changed":
        content = bytearray(path.read_bytes())
        content[-6] ^= 1
        path.write_bytes(content)
    else:
        path.unlink()
    with pytest.raises(BackupError, match="変更の記録"):
        choose(server.place, broken, to=None)
    write(server, "DELETE FROM kept WHERE value = 1000")


def test_another_database_is_not_mixed_in(
    saved: tuple[PrivateServer, Path, Saved], place: Path, homes: Callable[[], PrivateServer]
) -> None:
    server, folder, done = saved
    other = copied(folder, place / "other")
    shutil.rmtree(other / "wal")
    path = other / "base" / done.base.name / MANIFEST
    told = replace(done.manifest, system="1")
    path.write_text(json.dumps({**json.loads(path.read_text()), "system": told.system}))
    with pytest.raises(BackupError, match="別のデータベース"):
        back_up(server, other)
    assert [item.name for item in (other / "base").iterdir()] == [done.base.name]
    back_up(server, folder)


def test_backup_inside_the_home_is_refused(saved: tuple[PrivateServer, Path, Saved]) -> None:
    server, _, _ = saved
    with pytest.raises(BackupError, match="DAICHO_HOME の中"):
        back_up(server, server.place.home / "backup")


@pytest.mark.skipif(not is_root, reason="only root can mount a small disk")
def test_full_disk_of_the_archive_is_told(
    saved: tuple[PrivateServer, Path, Saved], place: Path
) -> None:
    server, folder, _ = saved
    disk = place / "small"
    (disk / "wal").mkdir(parents=True)
    uid = server.place.user.uid
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", f"size=8k,uid={uid},mode=700", "tmpfs",
         str(disk / "wal")], check=False, capture_output=True,
    )  # fmt: skip
    if mounted.returncode != 0:
        pytest.skip("this machine allows no mount")
    try:
        with pytest.raises(BackupError, match="空き容量"):
            back_up(server, disk)
        assert archive_state(server).is_failing
        assert not list((disk / "wal").glob("0*.gz")), "half a piece is no piece"
    finally:
        subprocess.run(["/bin/umount", str(disk / "wal")], check=False)
    back_up(server, folder)
    assert not archive_state(server).is_failing


def test_older_copies_go_with_their_log(place: Path, homes: Callable[[], PrivateServer]) -> None:
    server, folder = homes(), place / "many"
    server.start()
    write(server, "CREATE TABLE kept (value int)")
    for value in range(3):
        write(server, f"INSERT INTO kept VALUES ({value})")
        saved = back_up(server, folder)
    last = write(server, "INSERT INTO kept VALUES (3)")
    back_up_log(server, folder)
    copies, pieces = drop_older(folder, keep=1)
    assert copies == 2
    assert pieces >= 2
    assert [base for base, _ in list_copies(folder)] == [saved.base]
    assert drop_older(folder, keep=1) == (0, 0)
    new = homes()
    restore(new, folder, last)
    assert values(new) == [0, 1, 2, 3]


def test_copies_only_what_is_new(tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    (source / "x").mkdir(parents=True)
    (source / "x" / "1").write_bytes(b"1")
    (source / "x" / "1.draft").write_bytes(b"half")
    (source / "log.jsonl").write_text("{}\n")
    assert copy_new(source, target) == 2
    assert copy_new(source, target) == 0
    (source / "log.jsonl").write_text("{}\n{}\n")
    assert copy_new(source, target) == 1
    assert sorted(path.name for path in target.rglob("*") if path.is_file()) == ["1", "log.jsonl"]


def test_segment_of_a_position() -> None:
    assert segment_name(1, "0/C000028") == "00000001000000000000000C"
    assert segment_name(2, "1A/FF000000") == "000000020000001A000000FF"
