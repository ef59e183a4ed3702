# SPDX-License-Identifier: Apache-2.0
"""Whether a backup can be restored: every file as its manifest says, every piece of log there."""

from __future__ import annotations

import gzip
import json
import shutil
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from daicho.foundation.database.backup import (
    FORMAT,
    MANIFEST,
    BackupError,
    Manifest,
    file_hashes,
    run_program,
)
from daicho.foundation.database.place import Place

SEGMENT_BYTES = 16 * 1024 * 1024
SEGMENTS_A_FILE = 256  # 4 GiB of log, then the middle part of the name counts on
NAME_LENGTH = 24


@dataclass(frozen=True, slots=True)
class Chosen:
    """The whole copy to begin with, and the pieces of log after it, in order."""

    base: Path
    manifest: Manifest
    wal: tuple[Path, ...]


def choose(place: Place, folder: Path, *, to: datetime | None) -> Chosen:
    """The latest copy that lies before `to`, verified; whatever is wrong with it is refused."""
    copies = list_copies(folder)
    if not copies:
        raise BackupError(f"{folder} にバックアップがありません。")
    fitting = [item for item in copies if to is None or item[1].reachable_from <= to]
    if not fitting:
        first = min(manifest.reachable_from for _, manifest in copies)
        raise BackupError(
            "指定の時刻より前の控えがありません。"
            f"{first:%Y-%m-%d %H:%M:%S} 以後を指定してください。"
        )
    base, manifest = fitting[-1]
    _check_base(place, base, manifest)
    return Chosen(base, manifest, _check_wal(folder / "wal", manifest))


def drop_older(folder: Path, *, keep: int) -> tuple[int, int]:
    """Delete all whole copies but the newest, and the log that only they need; how many of each."""
    copies = list_copies(folder)
    old, kept = copies[:-keep], copies[-keep:]
    for base, _ in old:
        shutil.rmtree(base)
    first = min((manifest.first_segment for _, manifest in kept), default="")[8:]
    pieces = [
        path for path in (folder / "wal").glob("*.gz")
        if len(path.stem) >= NAME_LENGTH and path.stem[8:NAME_LENGTH] < first
    ]  # fmt: skip
    for path in pieces:
        path.unlink()
    return len(old), len(pieces)


def list_copies(folder: Path) -> list[tuple[Path, Manifest]]:
    """Every whole copy, oldest first."""
    found = []
    for path in sorted((folder / "base").glob(f"*/{MANIFEST}")):
        if path.parent.suffix == ".part":
            continue
        found.append((path.parent, _read_manifest(path)))
    return sorted(found, key=lambda item: item[1].reachable_from)


def _read_manifest(path: Path) -> Manifest:
    try:
        told = json.loads(path.read_text("utf-8"))
        manifest = Manifest(**told)
    except (ValueError, TypeError) as error:
        raise BackupError(f"{path} が壊れているか、別の版のものです。") from error
    if manifest.format != FORMAT:
        raise BackupError(f"{path} の形式を読めません(別の版の控えです)。")
    return manifest


def _check_base(place: Place, base: Path, manifest: Manifest) -> None:
    """Our own sums over the files, then PostgreSQL's over what is in them."""
    found = file_hashes(base, except_for=(MANIFEST,))
    wrong = sorted(
        name for name in {*found, *manifest.files} if found.get(name) != manifest.files.get(name)
    )
    if wrong:
        raise BackupError(f"控え {base.name} が壊れています: {', '.join(wrong)}")
    run_program(
        place, "pg_verifybackup", "--quiet", "--no-parse-wal", f"--ignore={MANIFEST}", str(base)
    )


def _check_wal(folder: Path, manifest: Manifest) -> tuple[Path, ...]:
    """Pieces from the copy's first on: readable and without a gap (a gap would end it early)."""
    pieces = [
        path for path in sorted(folder.glob("*.gz"))
        if len(path.stem) == NAME_LENGTH and path.stem[8:] >= manifest.first_segment[8:]
    ]  # fmt: skip
    for path in pieces:
        if not _is_whole(path):
            raise BackupError(f"変更の記録 {path.name} が壊れています。")
    found = {_serial(path.stem) for path in pieces}
    needed = range(_serial(manifest.first_segment), max(found, default=0) + 1)
    lost = [number for number in needed if number not in found]
    if lost or not found:
        raise BackupError(f"変更の記録が欠けています({len(lost) or 1}個、{folder})。")
    return (*pieces, *sorted(folder.glob("*.history.gz")))


def _is_whole(path: Path) -> bool:
    try:
        with gzip.open(path, "rb") as handle:
            size = sum(len(part) for part in iter(lambda: handle.read(1 << 20), b""))
    except (OSError, EOFError, zlib.error):
        return False
    return size == SEGMENT_BYTES


def _serial(name: str) -> int:
    return int(name[8:16], 16) * SEGMENTS_A_FILE + int(name[16:], 16)
