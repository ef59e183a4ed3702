# SPDX-License-Identifier: Apache-2.0
"""A file under a passphrase: scrypt for the key, AES-256-GCM piece by piece.

    8 bytes magic, 16 bytes salt, 4 bytes nonce prefix, then pieces of 4 bytes length and content

Each piece is bound to its place and to whether it is the last, so that none can be changed, left
out, moved or cut off without notice.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"DAICHO\x00\x01"
SALT_BYTES, PREFIX_BYTES, LENGTH_BYTES = 16, 4, 4
PIECE_LIMIT = 1 << 26


class SealedFileError(Exception):
    """The file does not open: another passphrase, or it was changed; the text is Japanese."""


def write_sealed(path: Path, pieces: Iterable[bytes], passphrase: str) -> None:
    """Seal the pieces; the last one is told from the others."""
    salt, prefix = os.urandom(SALT_BYTES), os.urandom(PREFIX_BYTES)
    cipher = AESGCM(_key(passphrase, salt))
    place = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(place, "wb") as file:
        file.write(MAGIC + salt + prefix)
        for index, (piece, is_last) in enumerate(_marked(pieces)):
            sealed = cipher.encrypt(_nonce(prefix, index), piece, _place(index, is_last=is_last))
            file.write(len(sealed).to_bytes(LENGTH_BYTES, "big") + sealed)


def read_sealed(path: Path, passphrase: str) -> Iterator[bytes]:
    """The pieces; whatever was done to the file ends in an error before or at its end."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise SealedFileError("暗号化ファイルの形式が違います。")
        cipher = AESGCM(_key(passphrase, file.read(SALT_BYTES)))
        prefix = file.read(PREFIX_BYTES)
        index, is_last = 0, False
        while header := file.read(LENGTH_BYTES):
            sealed = file.read(min(int.from_bytes(header, "big"), PIECE_LIMIT))
            if is_last:
                break
            piece, is_last = _open(cipher, prefix, index, sealed)
            yield piece
            index += 1
        if header or not is_last:
            raise SealedFileError("暗号化ファイルが途中で切れているか、書き換えられています。")


def _open(cipher: AESGCM, prefix: bytes, index: int, sealed: bytes) -> tuple[bytes, bool]:
    for is_last in (False, True):
        try:
            bound = _place(index, is_last=is_last)
            return cipher.decrypt(_nonce(prefix, index), sealed, bound), is_last
        except (InvalidTag, ValueError):
            continue
    raise SealedFileError("合言葉が違うか、暗号化ファイルが書き換えられています。")


def _marked(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    waiting = b""
    for piece in pieces:
        if waiting:
            yield waiting, False
        waiting = piece
    yield waiting, True


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())


def _nonce(prefix: bytes, index: int) -> bytes:
    return prefix + index.to_bytes(8, "big")


def _place(index: int, *, is_last: bool) -> bytes:
    return index.to_bytes(8, "big") + (b"\x01" if is_last else b"\x00")
