# SPDX-License-Identifier: Apache-2.0
"""A text file in pieces of whole lines: size, encoding and truncation are judged here.

A piece holds about 16 MB, so that memory stays small for any file. Lines that cannot be a row of
a table (control characters, an open quote, nothing at all) leave the piece and are told with
their number.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from daicho.kernel.text import from_cp932_marks

PIECE_BYTES = 16_000_000
DEFAULT_SIZE_LIMIT = 2_000_000_000
_SUSPICIOUS = re.compile('[\x00-\x09\x0b-\x1f\x7f"\ufffd]|\n\n')
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_ROUTING_PREFIX = re.compile('^[^,\n"]*@', re.MULTILINE)
_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_LINES_TO_JUDGE = 1_000
_UTF8_BOM = b"\xef\xbb\xbf"
ENCODING_JA = {"cp932": "Shift_JIS(CP932)", "utf-8": "UTF-8"}


class FileRefusedError(Exception):
    """A file that cannot be read as a whole; the reader catches it and reports the reason."""


class LineProblem(NamedTuple):
    """A line that is no row."""

    line: int
    reason: str
    text: str


class Piece(NamedTuple):
    """Clean text of whole lines, the line number of each, and the lines that were taken out."""

    text: str
    lines: np.ndarray
    taken_out: list[LineProblem]


def file_size(path: Path) -> int:
    """Bytes of a file, 0 where there is none."""
    return path.stat().st_size if path.is_file() else 0


def check_size(path: Path, *, size_limit: int) -> None:
    """FileRefusedError for what is no file, empty or too big; nothing is read for it."""
    if not path.is_file():
        raise FileRefusedError("ファイルがありません")
    size = file_size(path)
    if size > size_limit:
        raise FileRefusedError(
            f"ファイルが大きすぎます（{size:,}バイト、上限{size_limit:,}バイト）"
        )
    if size == 0:
        raise FileRefusedError("ファイルが空です")


def check_whole(path: Path, *, encoding: str, size_limit: int) -> str:
    """SHA-256 of a file; FileRefusedError when it is too big, empty, cut off or misencoded."""
    check_size(path, size_limit=size_limit)
    size = file_size(path)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        head = file.read(PIECE_BYTES)
        _check_encoding(head, encoding, is_whole=len(head) == size)
        last = head
        while head:
            digest.update(head)
            last = head
            head = file.read(PIECE_BYTES)
    if not last.endswith(b"\n"):
        raise FileRefusedError(
            "最後の行に改行がありません。ファイルが途中で切れているおそれがあります"
        )
    return digest.hexdigest()


def _check_encoding(head: bytes, encoding: str, *, is_whole: bool) -> None:
    wanted = ENCODING_JA[encoding]
    for mark, name in _BOMS.items():
        if head.startswith(mark):
            raise FileRefusedError(f"文字コードが{name}です。{wanted}で保存してください")
    if encoding == "cp932" and not head.isascii() and _decodes(head, "utf-8", is_whole):
        raise FileRefusedError(f"文字コードがUTF-8です。{wanted}で保存してください")
    if not _decodes(head, encoding, is_whole) and _is_mostly_unreadable(head, encoding):
        raise FileRefusedError(f"文字コードが{wanted}ではありません。{wanted}で保存してください")


def _is_mostly_unreadable(head: bytes, encoding: str) -> bool:
    """Whether most of the first lines with more than ASCII cannot be read: another encoding."""
    lines = [line for line in head.split(b"\n")[:_LINES_TO_JUDGE] if not line.isascii()]
    unreadable = sum(not _decodes(line, encoding, True) for line in lines)
    return unreadable * 2 > len(lines) > 1


def _decodes(head: bytes, encoding: str, is_whole: bool) -> bool:
    try:
        (head if is_whole else head[: head.rfind(b"\n") + 1]).decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def read_pieces(path: Path, *, encoding: str, size: int = PIECE_BYTES) -> Iterator[Piece]:
    """The file's lines in pieces, line numbers from 1."""
    first_line = 1
    rest = b""
    with path.open("rb") as file:
        while block := file.read(size):
            block = rest + block
            end = block.rfind(b"\n") + 1
            rest = block[end:]
            if end:
                count = block.count(b"\n", 0, end)
                yield _clean(block[:end], encoding, first_line)
                first_line += count
            elif len(rest) > size:
                raise FileRefusedError(f"{first_line}行に改行がありません。行が長すぎます")


def _clean(block: bytes, encoding: str, first_line: int) -> Piece:
    if first_line == 1:
        block = block.removeprefix(_UTF8_BOM)
    try:
        text = block.decode(encoding)
    except UnicodeDecodeError:
        text = block.decode(encoding, errors="replace")
    text = text.replace("\r\n", "\n")
    if encoding == "cp932":
        text = from_cp932_marks(text)
    if "@" in text:  # eLTAX puts routing words and @ before each line
        text = _ROUTING_PREFIX.sub("", text)
    lines = np.arange(first_line, first_line + text.count("\n"), dtype=np.int64)
    if text.startswith("\n") or _SUSPICIOUS.search(text):
        return _take_out(text, lines, encoding)
    return Piece(text, lines, [])


def _take_out(text: str, numbers: np.ndarray, encoding: str) -> Piece:
    kept, kept_numbers, taken_out = [], [], []
    for number, line in zip(numbers.tolist(), text.split("\n"), strict=False):
        if reason := _judge_line(line, encoding):
            taken_out.append(LineProblem(number, reason, line))
        else:
            kept.append(line)
            kept_numbers.append(number)
    joined = "\n".join(kept) + "\n" if kept else ""
    return Piece(joined, np.array(kept_numbers, dtype=np.int64), taken_out)


def _judge_line(line: str, encoding: str) -> str:
    if not line:
        return "空の行です"
    if "\ufffd" in line:
        return f"{ENCODING_JA[encoding]}として読めない文字があります"
    if _CONTROL.search(line):
        return "制御文字があります"
    if line.count('"') % 2:
        return '引用符（"）が閉じていません'
    return ""
