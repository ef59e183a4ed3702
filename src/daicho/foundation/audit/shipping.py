# SPDX-License-Identifier: Apache-2.0
"""Send sealed entries to another machine, block by block, each acknowledged before the next.

The place they go to knows how far it has come, so nothing is kept here and nothing is lost: after
a break sending goes on behind the last block that was acknowledged. Two places:

- a folder (a WORM share): one file a block, written whole or not at all;
- a collector over TCP, TLS unless it is on this machine. It greets with `LAST <number>` and
  answers each line (a block as JSON) with `ACK <number>` once the line is safe with it.
"""

from __future__ import annotations

import json
import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from ipaddress import ip_address
from pathlib import Path
from typing import BinaryIO, Protocol, cast
from urllib.parse import urlsplit

from daicho.foundation.audit.models import Block, Entry

WAIT = 30  # seconds for an answer of the collector
DIGITS = 12


class ShippingError(Exception):
    """The place cannot be reached, or did not acknowledge; what was acknowledged is safe."""


class Place(Protocol):
    """Where blocks go."""

    def last(self) -> int:
        """The last block that is safe there; 0 for none."""

    def put(self, number: int, line: bytes) -> None:
        """Return when the block is safe there; else a ShippingError."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """What was sent, and how many blocks wait behind it."""

    blocks: int
    entries: int
    waiting: int


def ship(place: Place, *, most: int) -> Shipped:
    """Send at most so many blocks, in order."""
    last = place.last()
    blocks = entries = 0
    for block in Block.objects.filter(number__gt=last).order_by("number")[:most].iterator():
        place.put(block.number, line_of(block))
        last, blocks, entries = block.number, blocks + 1, entries + len(block.entry_ids)
    return Shipped(blocks, entries, Block.objects.filter(number__gt=last).count())


def line_of(block: Block) -> bytes:
    """A block with its entries as one line of JSON; the hashes let the receiver check them."""
    held = Entry.objects.in_bulk(block.entry_ids)
    entries = [_columns(held[number]) for number in block.entry_ids if number in held]
    told = {
        "block": block.number, "sealed_at": block.sealed_at.astimezone(UTC).isoformat(),
        "hash": bytes(block.hash).hex(), "entries": entries,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _columns(entry: Entry) -> dict[str, object]:
    values = {field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields}
    values["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    values["digest"] = bytes(entry.digest).hex()
    return values


@contextmanager
def opened(address: str, *, authority: str = "") -> Iterator[Place]:
    """The place of an address: a folder's path, `tls://host:port`, `tcp://127.0.0.1:port`."""
    if "://" not in address:
        yield Folder(Path(address))
        return
    with _connected(address, authority) as line, line.makefile("rwb") as stream:
        yield Collector(cast(BinaryIO, stream))


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with a file a block, named by its number."""

    path: Path

    def last(self) -> int:
        """By the names of the files."""
        if not self.path.is_dir():
            raise ShippingError(f"{self.path}: フォルダーがありません。")
        names = (file.stem for file in self.path.glob("*.json"))
        return max((int(name) for name in names if name.isdigit()), default=0)

    def put(self, number: int, line: bytes) -> None:
        """Under another name first; then it is there as a whole."""
        draft = self.path / f".{number:0{DIGITS}d}.part"
        try:
            with draft.open("wb") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
            draft.rename(self.path / f"{number:0{DIGITS}d}.json")
        except OSError as error:
            raise ShippingError(f"{self.path}: 書き込めません({error.strerror})。") from error


@dataclass(frozen=True, slots=True)
class Collector:
    """A collector behind a connection."""

    stream: BinaryIO

    def last(self) -> int:
        """Its greeting."""
        return self._answer("LAST")

    def put(self, number: int, line: bytes) -> None:
        """Wait for its word that the block is safe."""
        try:
            self.stream.write(line)
            self.stream.flush()
        except OSError as error:
            raise ShippingError("送付先との接続が切れました。") from error
        if (got := self._answer("ACK")) != number:
            raise ShippingError(f"ブロック{number}でなく{got}の受領が返りました。")

    def _answer(self, word: str) -> int:
        try:
            said = self.stream.readline(100).decode("ascii", "replace").split()
        except OSError as error:
            raise ShippingError("送付先の応答がありません。") from error
        if len(said) != 2 or said[0] != word or not said[1].isdigit():
            raise ShippingError("送付先の応答が正しくありません。")
        return int(said[1])


def _connected(address: str, authority: str) -> socket.socket:
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port
    if parts.scheme not in ("tls", "tcp") or port is None:
        raise ShippingError("送付先は、フォルダー、tls://ホスト:ポート のどちらかです。")
    if parts.scheme == "tcp" and not _is_here(host):
        raise ShippingError("ほかの機械へは tls:// で送ります。")
    try:
        line = socket.create_connection((host, port), timeout=WAIT)
        if parts.scheme == "tcp":
            return line
        context = ssl.create_default_context(cafile=authority or None)
        return context.wrap_socket(line, server_hostname=host)
    except OSError as error:  # of TLS, too
        raise ShippingError(f"{host}:{port} に接続できません。") from error


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
