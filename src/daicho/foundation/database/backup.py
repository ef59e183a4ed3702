# SPDX-License-Identifier: Apache-2.0
"""A backup of the private server: whole copies, and between them every change as it happens.

    DIR/base/20261121-122800-000000/  a whole copy with its manifests
    DIR/wal/                          the server's log since then, piece by piece, compressed
    DIR/blobs/                        import files, sealed as they are in the home
    DIR/audit-checkpoints/            the log's signed checkpoints

Keys are never part of it: who finds the backup reads no 個人番号 and signs nothing.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from daicho.foundation.database.backup_archive import (
    ArchiveState,
    archive_folder,
    remember_archive,
)
from daicho.foundation.database.place import Place
from daicho.foundation.database.server import PrivateServer

FORMAT = 1
MANIFEST = "daicho.json"
NEEDED = ("gzip", "sha256sum", "sync")
ARCHIVE_WAIT_SECONDS = 90.0


class BackupError(Exception):
    """The backup or restoration cannot be done; the text says why, in Japanese."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a whole copy says of itself. `ended`: the earliest moment it can be brought to."""

    format: int
    started: str
    ended: str
    system: str
    first_segment: str
    keys: dict[str, str]  # a fingerprint each, which tells nothing about the key
    files: dict[str, str]  # SHA-256

    @property
    def reachable_from(self) -> datetime:
        """The earliest moment to restore to."""
        return datetime.fromisoformat(self.ended)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a backup did."""

    base: Path
    manifest: Manifest
    size: int
    files: int
    seconds: float


def fingerprint(key: bytes) -> str:
    """Tells two keys apart and nothing else."""
    return hashlib.sha256(b"daicho key fingerprint\n" + key).hexdigest()[:16]


def make_backup(
    server: PrivateServer, folder: Path, *, keys: Mapping[str, bytes], checkpoints: Path
) -> Saved:
    """A whole copy of the running server, verified; from now on it archives to `folder`."""
    begun = time.monotonic()
    place = server.place
    _check_tools()
    wal = _prepare_folder(place, folder)
    if archive_folder(place.home) != wal:
        remember_archive(place.home, wal)
        server.reconfigure()
    files = save_files(place.home, folder, checkpoints=checkpoints)
    base, manifest = _make_base(server, folder, keys)
    _hand_over(server, wal)
    size = sum(path.stat().st_size for path in base.iterdir())
    return Saved(base, manifest, size, files, time.monotonic() - begun)


def save_files(home: Path, folder: Path, *, checkpoints: Path) -> int:
    """Copy import files and checkpoints that are new since the last time; how many."""
    copied = copy_new(home / "blobs", folder / "blobs")
    return copied + copy_new(checkpoints, folder / "audit-checkpoints")


def end_archiving(server: PrivateServer) -> None:
    """The server archives no longer."""
    remember_archive(server.place.home, None)
    server.reconfigure()


def archive_state(server: PrivateServer) -> ArchiveState:
    """How archiving goes, as the server tells."""
    with server.connect("postgres") as connection:
        found = connection.execute(
            "SELECT archived_count, failed_count, failed_count > 0"
            " AND last_failed_time > coalesce(last_archived_time, '-infinity')"
            " FROM pg_stat_archiver"
        ).fetchone()
    archived, failed, is_failing = found or (0, 0, False)
    return ArchiveState(int(str(archived)), int(str(failed)), bool(is_failing))


def copy_new(source: Path, target: Path) -> int:
    """Copy what is not there in the same size; names with a second dot are drafts."""
    count = 0
    for path in sorted(source.rglob("*")) if source.exists() else []:
        copy = target / path.relative_to(source)
        is_draft = path.suffix not in ("", ".jsonl")
        if not path.is_file() or is_draft:
            continue
        if copy.exists() and copy.stat().st_size == path.stat().st_size:
            continue
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = copy.with_name(f"{copy.name}.part")
        try:
            shutil.copyfile(path, draft)
            _keep(draft)
            draft.replace(copy)
        finally:
            draft.unlink(missing_ok=True)
        count += 1
    return count


def file_hashes(folder: Path, *, except_for: Iterable[str] = ()) -> dict[str, str]:
    """SHA-256 of every file of a folder."""
    hashes = {}
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name not in except_for:
            with path.open("rb") as handle:
                hashes[path.name] = hashlib.file_digest(handle, "sha256").hexdigest()
    return hashes


def run_program(place: Place, program: str, *arguments: str) -> None:
    """One of PostgreSQL's programs, as ourselves."""
    done = subprocess.run(
        [str(place.programs / program), *arguments], capture_output=True, text=True, check=False,
        env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "Asia/Tokyo"},
    )  # fmt: skip
    if "No space left on device" in done.stderr:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if done.returncode != 0:
        raise BackupError(f"{program} が失敗しました。\n{done.stderr.strip()}")


def _check_tools() -> None:
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        raise BackupError(f"次のプログラムがないため、控えを取れません: {', '.join(missing)}")


def _prepare_folder(place: Place, folder: Path) -> Path:
    """The folders; the server itself must be able to write where it archives to."""
    if place.home == folder or place.home in folder.parents:
        raise BackupError(
            "バックアップ先が DAICHO_HOME の中です。別の装置のフォルダーを指定してください。"
        )
    (folder / "base").mkdir(parents=True, exist_ok=True)
    wal = folder / "wal"
    if not wal.exists():
        wal.mkdir(mode=0o700)
        if place.user.is_other:
            os.chown(wal, place.user.uid, place.user.gid)
    tried = subprocess.run(
        ["/bin/sh", "-c", 'touch "$1/.try" && rm "$1/.try"', "sh", str(wal)],
        user=place.user.switch_uid, group=place.user.switch_gid,
        extra_groups=place.user.switch_groups, cwd="/", check=False, capture_output=True,
    )  # fmt: skip
    if tried.returncode != 0:
        name = place.user.name or "このユーザー"
        raise BackupError(
            f"PostgreSQL を動かす利用者({name})が {wal} に書けません。"
            "上のフォルダーに入れるようにするか、別の場所を指定してください。"
        )
    return wal


def _make_base(
    server: PrivateServer, folder: Path, keys: Mapping[str, bytes]
) -> tuple[Path, Manifest]:
    """The copy appears under its name when it is whole and verified."""
    started = _server_time(server)
    base = folder / "base" / started.strftime("%Y%m%d-%H%M%S-%f")
    draft = base.with_name(f"{base.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        run_program(
            server.place, "pg_basebackup", "--pgdata", str(draft), "--format=tar", "--gzip",
            "--compress=1", "--wal-method=stream", "--checkpoint=fast",
            "--manifest-checksums=SHA256", "--username=postgres",
            "--host", str(server.place.socket), "--no-password",
        )  # fmt: skip
        run_program(server.place, "pg_verifybackup", "--quiet", "--no-parse-wal", str(draft))
        manifest = _manifest(server, draft, started, keys)
        _refuse_other_system(folder, manifest)
        (draft / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1) + "\n", "utf-8")
        for path in draft.iterdir():
            _keep(path)
        draft.replace(base)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return base, manifest


def _manifest(
    server: PrivateServer, draft: Path, started: datetime, keys: Mapping[str, bytes]
) -> Manifest:
    told = json.loads((draft / "backup_manifest").read_text("utf-8"))
    ranges = told["WAL-Ranges"][0]
    return Manifest(
        format=FORMAT,
        started=started.isoformat(),
        ended=_server_time(server).isoformat(),
        system=str(told["System-Identifier"]),
        first_segment=segment_name(int(ranges["Timeline"]), str(ranges["Start-LSN"])),
        keys={name: fingerprint(key) for name, key in keys.items()},
        files=file_hashes(draft),
    )


def _refuse_other_system(folder: Path, manifest: Manifest) -> None:
    """The pieces of two databases must not mix."""
    for path in (folder / "base").glob(f"*/{MANIFEST}"):
        if json.loads(path.read_text("utf-8")).get("system") != manifest.system:
            raise BackupError(
                f"{folder} には別のデータベースのバックアップがあります。"
                "空のフォルダーを指定してください。"
            )


def segment_name(timeline: int, position: str) -> str:
    """The piece of the log (16 MiB) in which a position lies."""
    high, low = (int(part, 16) for part in position.split("/"))
    return f"{timeline:08X}{high:08X}{low >> 24:08X}"


def _hand_over(server: PrivateServer, wal: Path) -> None:
    """Wait until everything up to now is archived, so that a fault there is told at once."""
    before = archive_state(server).failed
    with server.connect("postgres") as connection:
        found = connection.execute("SELECT pg_walfile_name(pg_switch_wal() - 1)").fetchone()
    target = wal / f"{found[0] if found else ''}.gz"
    deadline = time.monotonic() + ARCHIVE_WAIT_SECONDS
    while not target.exists():
        if archive_state(server).failed > before or time.monotonic() > deadline:
            raise BackupError(
                f"変更の記録(WAL)を {wal} に書き出せません。空き容量と権限を確かめてください。"
            )
        time.sleep(0.1)


def _server_time(server: PrivateServer) -> datetime:
    with server.connect("postgres") as connection:
        found = connection.execute("SELECT clock_timestamp()").fetchone()
    if found is None or not isinstance(found[0], datetime):
        raise BackupError("PostgreSQL が時刻を答えません。")
    return found[0].astimezone()


def _keep(path: Path) -> None:
    """Onto the disk, readable by its owner only."""
    path.chmod(0o600)
    with path.open("rb") as handle:
        os.fsync(handle.fileno())
