# SPDX-License-Identifier: Apache-2.0
"""Original import files, encrypted, under the name of their content's hash.

They hold 個人番号, so they lie neither in the database nor readable on the disk.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from daicho.foundation.vault.keys import HEADER_BYTES, VaultError, decrypt, encrypt, header

USE = "blob"
# One message of AES-GCM a piece: memory stays bounded, and a piece cannot move or be left out.
PIECE = 8 * 1024 * 1024
LENGTH_BYTES = 4
SHA256_LETTERS = 64


@dataclass(frozen=True, slots=True)
class Blob:
    """A stored file: the SHA-256 of its plain content, and its length."""

    sha256: str
    size: int


def seal(data: bytes) -> bytes:
    """Encrypt a small piece of data."""
    return encrypt(data, use=USE)


def unseal(sealed: bytes) -> bytes:
    """What `seal` was given."""
    return decrypt(sealed, use=USE)


def store_file(source: Path) -> Blob:
    """Encrypt a file into the store; the same content is stored once."""
    with source.open("rb") as handle:
        sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
        blob = Blob(sha256, handle.seek(0, os.SEEK_END))
        target = _path(sha256)
        if target.exists():
            return blob
        handle.seek(0)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = target.with_name(f"{sha256}.{secrets.token_hex(4)}")
        try:
            _seal_pieces(blob, handle, draft)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)  # a full disk must not stay full of a half file
    return blob


def _seal_pieces(blob: Blob, source: BinaryIO, draft: Path) -> None:
    with _private(draft) as out:
        left = blob.size
        for number in range(_pieces(blob.size)):
            piece = source.read(PIECE)
            left -= len(piece)
            sealed = encrypt(piece, use=USE, bound_to=_position(blob.sha256, number, left == 0))
            out.write(len(sealed).to_bytes(LENGTH_BYTES, "big") + sealed)
        os.fsync(out.fileno())


def restore_file(blob: Blob, target: Path) -> None:
    """Decrypt a stored file to `target`; whatever was changed in it is an error."""
    total = hashlib.sha256()
    draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
    try:
        _open_pieces(blob, draft, total)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _open_pieces(blob: Blob, draft: Path, total: hashlib._Hash) -> None:
    with _path(blob.sha256).open("rb") as source, _private(draft) as out:
        for number in range(_pieces(blob.size)):
            sealed = source.read(int.from_bytes(source.read(LENGTH_BYTES), "big"))
            is_last = number + 1 == _pieces(blob.size)
            piece = decrypt(sealed, use=USE, bound_to=_position(blob.sha256, number, is_last))
            total.update(piece)
            out.write(piece)
        if source.read(1) or total.hexdigest() != blob.sha256:
            raise VaultError("the stored file was changed")


def delete_file(blob: Blob) -> None:
    """Delete a stored file when its keeping ends."""
    _path(blob.sha256).unlink(missing_ok=True)


def reseal_files() -> int:
    """Seal every stored file anew that a former key sealed; returns how many.

    Each is replaced whole: killed, what is done is done, and the rest is found again.
    """
    done = 0
    for path in sorted((Path(settings.DAICHO_HOME) / "blobs").glob("??/*")):
        if len(path.name) == SHA256_LETTERS and not _is_current(path):
            _reseal(path)
            done += 1
    return done


def count_left() -> int:
    """Stored files that only a former key opens."""
    found = (Path(settings.DAICHO_HOME) / "blobs").glob("??/*")
    return sum(len(path.name) == SHA256_LETTERS and not _is_current(path) for path in found)


def _is_current(path: Path) -> bool:
    with path.open("rb") as source:
        return source.read(LENGTH_BYTES + HEADER_BYTES)[LENGTH_BYTES:] == header()


def _reseal(path: Path) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with path.open("rb") as source, _private(draft) as out:
            number, sealed = 0, _next_piece(source)
            while sealed:
                following = _next_piece(source)
                place = _position(path.name, number, not following)
                piece = decrypt(sealed, use=USE, bound_to=place)
                again = encrypt(piece, use=USE, bound_to=place)
                out.write(len(again).to_bytes(LENGTH_BYTES, "big") + again)
                number, sealed = number + 1, following
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _next_piece(source: BinaryIO) -> bytes:
    """The next sealed piece; nothing at the end."""
    return source.read(int.from_bytes(source.read(LENGTH_BYTES), "big"))


def _private(path: Path) -> BinaryIO:
    """A new file that only its owner can read."""
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _pieces(size: int) -> int:
    return max(1, -(-size // PIECE))


def _position(sha256: str, number: int, is_last: bool) -> bytes:
    return f"{sha256}/{number}/{'last' if is_last else 'more'}".encode()


def _path(sha256: str) -> Path:
    return Path(settings.DAICHO_HOME) / "blobs" / sha256[:2] / sha256
