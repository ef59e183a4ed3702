# SPDX-License-Identifier: Apache-2.0
"""Where a file's records begin and end, in which code, and whether they come in their order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from daicho.adapters.chunks import FileRefusedError, check_size, file_size
from daicho.adapters.record_files.characters import EBCDIC_TO_JIS, Encoding
from daicho.adapters.record_files.layout import LineEnd, RecordFileLayout

RECORDS_AT_ONCE = 20_000
_ORDER_FAULTS = 20  # told one by one; a shifted file breaks the order at every record
_BOM = b"\xef\xbb\xbf"
_LINE_END_JA = {
    LineEnd.NONE: "改行なし", LineEnd.CRLF: "CR+LF", LineEnd.LF: "LFだけ", LineEnd.CR: "CRだけ",
}  # fmt: skip
_START = 0


@dataclass(slots=True)
class Frame:
    """How the records of one file are laid on its bytes, and what has been read of them."""

    layout: RecordFileLayout
    path: Path
    encoding: Encoding
    line_end: LineEnd
    digest: str = ""
    tail: int = 0  # bytes after the last whole record
    torn: list[int] = field(default_factory=list)  # records without the line end

    @property
    def step(self) -> int:
        """Bytes from one record to the next."""
        return self.layout.record_bytes + len(self.line_end)

    def read(self) -> Iterator[np.ndarray]:
        """The records in pieces, as rows of JIS bytes without line ends."""
        digest = hashlib.sha256()
        first_record = 1
        with self.path.open("rb") as file:
            while block := file.read(self.step * RECORDS_AT_ONCE):
                digest.update(block)
                rows = self._cut(block, first_record)
                first_record += len(rows)
                if len(rows):
                    yield rows
        self.digest = digest.hexdigest()

    def _cut(self, block: bytes, first_record: int) -> np.ndarray:
        if self.encoding is Encoding.EBCDIC:
            block = block.translate(EBCDIC_TO_JIS)
        length = self.layout.record_bytes
        ending = self.line_end.encode("ascii")
        if len(block) % self.step == length:  # the last record may lack its line end
            block += ending
        self.tail = len(block) % self.step
        whole = len(block) // self.step * self.step
        matrix = np.frombuffer(block, dtype=np.uint8, count=whole).reshape(-1, self.step)
        if ending and whole:
            wanted = np.frombuffer(ending, dtype=np.uint8)
            torn = np.flatnonzero((matrix[:, length:] != wanted).any(axis=1))
            self.torn += [first_record + int(row) for row in torn[:1]]
        return matrix[:, :length]


def open_frame(
    layout: RecordFileLayout, path: Path, *, encoding: Encoding, size_limit: int
) -> Frame:
    """How the file is laid out; FileRefusedError when it cannot be one of the layout."""
    check_size(path, size_limit=size_limit)
    with path.open("rb") as file:
        head = file.read(layout.record_bytes + 2)
    if head.startswith(_BOM):
        raise FileRefusedError("UTF-8のファイルです（先頭にBOMがあります）")
    found = _judge_encoding(layout, head)
    if found is None:
        shown = f"0x{head[0]:02X}"
        raise FileRefusedError(
            f"最初のバイトが{layout.header.name_ja}の区分「{layout.header.class_byte}」"
            f"ではありません（{shown}）"
        )
    if found is not encoding:
        raise FileRefusedError(f"文字コードが{found}です。約束の文字コードは{encoding}です")
    jis = head.translate(EBCDIC_TO_JIS) if found is Encoding.EBCDIC else head
    line_end = _judge_line_end(layout, jis)
    if line_end not in layout.line_ends:
        allowed = "か".join(_LINE_END_JA[choice] for choice in layout.line_ends)
        raise FileRefusedError(
            f"改行が{_LINE_END_JA[line_end]}です。{allowed}のファイルを受け取ってください"
        )
    return Frame(layout, path, found, line_end)


def _judge_encoding(layout: RecordFileLayout, head: bytes) -> Encoding | None:
    if head[:1] == layout.header.class_byte.encode("ascii"):
        return Encoding.JIS
    if head[:1].translate(EBCDIC_TO_JIS) == layout.header.class_byte.encode("ascii"):
        return Encoding.EBCDIC
    return None


def _judge_line_end(layout: RecordFileLayout, jis: bytes) -> LineEnd:
    after = jis[layout.record_bytes :]
    for choice in (LineEnd.CRLF, LineEnd.LF, LineEnd.CR):
        if after.startswith(choice.encode("ascii")):
            return choice
    return LineEnd.NONE


def size_of(path: Path) -> int:
    """Bytes of a file, 0 where there is none."""
    return file_size(path)


class OrderCheck:
    """Holds the records to their order: header, data, trailer, (next header), end."""

    def __init__(self, layout: RecordFileLayout) -> None:
        self.layout = layout
        self.names = {ord(record.class_byte): record.name_ja for record in layout.records}
        self.faults: list[tuple[int, str]] = []
        self.more = 0
        self.last = _START
        self.count = 0
        self._follows = self._build()

    def _build(self) -> np.ndarray:
        layout = self.layout
        header, data, trailer = (ord(record.class_byte) for record in layout.records[:3])
        follows = np.zeros((256, 256), dtype=bool)
        follows[_START, header] = True
        follows[header, [data, trailer]] = True
        follows[data, [data, trailer]] = True
        follows[trailer, header] = layout.has_many_batches
        if layout.end:
            follows[trailer, ord(layout.end.class_byte)] = True
        return follows

    def take(self, classes: np.ndarray) -> None:
        """The class bytes of the next records."""
        before = np.concatenate(([self.last], classes[:-1]))
        for row in np.flatnonzero(~self._follows[before, classes]).tolist():
            if len(self.faults) >= _ORDER_FAULTS:
                self.more += 1
                continue
            reason = self._reason(int(before[row]), int(classes[row]))
            self.faults.append((self.count + row + 1, reason))
        self.count += len(classes)
        self.last = int(classes[-1])

    def _reason(self, before: int, found: int) -> str:
        if found not in self.names:
            shown = chr(found) if 0x20 < found < 0x7F else f"0x{found:02X}"
            return f"データ区分が決められた値ではありません: {shown}"
        if self.layout.end and before == ord(self.layout.end.class_byte):
            return (
                f"{self.names[before]}の後に{self.names[found]}があります"
                "（2つのファイルがつながっているおそれがあります）"
            )
        previous = self.names.get(before, "読めないレコード")
        if before == _START:
            return f"最初のレコードが{self.names[found]}です"
        if before == found == ord(self.layout.header.class_byte):
            return f"{self.names[found]}が続いています"
        return f"{previous}の次に{self.names[found]}があります"

    def finish(self) -> None:
        """The file has ended: was it with its last record?"""
        last = self.layout.end or self.layout.trailer
        if self.last != ord(last.class_byte):
            self.faults.append(
                (
                    0,
                    f"最後のレコードが{last.name_ja}ではありません。"
                    "途中で切れているおそれがあります",
                )
            )
        if self.more:
            self.faults.append((0, f"並びの誤りがほかに{self.more:,}か所あります"))
