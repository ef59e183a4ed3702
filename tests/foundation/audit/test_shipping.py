# SPDX-License-Identifier: Apache-2.0
"""The log goes to another place block by block, over a real socket, and none is lost or doubled."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from daicho.foundation.audit.chain import seal_all
from daicho.foundation.audit.entries import NewEntry, Who
from daicho.foundation.audit.log import append
from daicho.foundation.audit.models import Entry, Kind
from daicho.foundation.audit.shipping import Folder, Shipped, ShippingError, opened, ship

pytestmark = pytest.mark.django_db


@pytest.fixture
def blocks(now: datetime) -> list[int]:
    """Three blocks of two entries each."""
    entry = NewEntry(
        at=now, kind=Kind.INQUIRY, who=Who("a1", "試験", "区民課"), terminal="10.0.0.1",
        function="register.view", screen="照会", purpose="窓口", subjects=(1,),
    )  # fmt: skip
    numbers = []
    for place in range(3):
        numbers += [append(replace(entry, screen=f"照会{place}-{n}")) for n in range(2)]
        seal_all()
    return numbers


@contextmanager
def collector(kept: list[dict[str, object]], *, breaks_at: int = 0) -> Iterator[str]:
    """A collector on a real socket: keeps lines, acknowledges; may fall silent at a block."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = server.accept()
        with line, line.makefile("rwb") as stream:
            last = max((int(str(one["block"])) for one in kept), default=0)
            stream.write(f"LAST {last}\n".encode())
            stream.flush()
            for text in stream:
                told = json.loads(text)
                if told["block"] == breaks_at:
                    return
                kept.append(told)
                stream.write(f"ACK {told['block']}\n".encode())
                stream.flush()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
    finally:
        thread.join(10)
        server.close()


def send(address: str, most: int = 100) -> Shipped:
    with opened(address) as place:
        return ship(place, most=most)


def test_a_collector_gets_every_block_once(blocks: list[int]) -> None:
    kept: list[dict[str, object]] = []
    with collector(kept) as address:
        assert send(address, most=2) == Shipped(2, 4, 1)
    with collector(kept) as address:
        assert send(address) == Shipped(1, 2, 0)
    with collector(kept) as address:
        assert send(address) == Shipped(0, 0, 0)
    entries = [entry for block in kept for entry in block["entries"]]  # type: ignore[attr-defined]
    assert [entry["id"] for entry in entries] == blocks
    first = Entry.objects.get(pk=blocks[0])
    assert entries[0]["digest"] == bytes(first.digest).hex()
    assert (entries[0]["screen"], entries[0]["subjects"]) == ("照会0-0", [1])


def test_what_was_not_acknowledged_is_sent_again(blocks: list[int]) -> None:
    kept: list[dict[str, object]] = []
    with collector(kept) as address, opened(address) as place:
        second = ship(place, most=1)
        assert second.waiting == 2
    broken = int(str(kept[0]["block"])) + 1
    with collector(kept, breaks_at=broken) as address, pytest.raises(ShippingError):
        send(address)
    assert [one["block"] for one in kept] == [broken - 1]
    with collector(kept) as address:
        assert send(address) == Shipped(2, 4, 0)
    assert [one["block"] for one in kept] == [broken - 1, broken, broken + 1]


def test_a_folder_holds_a_whole_file_a_block(blocks: list[int], tmp_path: Path) -> None:
    assert send(str(tmp_path), most=2) == Shipped(2, 4, 1)
    (tmp_path / ".000000000099.part").write_bytes(b"half")  # a sender that was killed
    assert send(str(tmp_path)) == Shipped(1, 2, 0)
    assert send(str(tmp_path)) == Shipped(0, 0, 0)
    files = sorted(tmp_path.glob("*.json"))
    told = [entry["id"] for file in files for entry in json.loads(file.read_bytes())["entries"]]
    assert told == blocks
    with pytest.raises(ShippingError, match="フォルダーがありません"):
        Folder(tmp_path / "none").last()


def test_another_machine_gets_nothing_without_tls(blocks: list[int]) -> None:
    for address in ("tcp://192.0.2.1:514", "udp://127.0.0.1:514", "tls://127.0.0.1"):
        with pytest.raises(ShippingError), opened(address):
            raise AssertionError("opened")


def test_a_collector_that_answers_nonsense_is_no_place(blocks: list[int]) -> None:
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = server.accept()
        with line:
            line.sendall(b"HELLO\n")

    thread = threading.Thread(target=serve)
    thread.start()
    with pytest.raises(ShippingError, match="応答が正しくありません"):
        send(f"tcp://127.0.0.1:{server.getsockname()[1]}")
    thread.join(10)
    server.close()
