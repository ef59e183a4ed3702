# SPDX-License-Identifier: Apache-2.0
"""The product's side of the line, against a counterpart that behaves and one that does not."""

import datetime as dt
from collections import deque

import pytest

from daicho.adapters.file_exchange.client import FileExchange, HttpFileExchange, NullFileExchange
from daicho.counterparts.convenience_store.agency import ConvenienceAgency
from daicho.counterparts.file_exchange.faults import Fault
from daicho.counterparts.file_exchange.server import PartyServer
from daicho.kernel.barcodes import payment_slip_digits

TODAY = dt.date(2026, 6, 10)
TOKEN = "agreed"
SLIP = payment_slip_digits(biller="123456", key="1", amount=1_000, last_day=None).encode()


def _agency(**options):
    return ConvenienceAgency(TODAY, biller="123456", paid=10_000, window=1, **options)


def test_a_file_goes_and_another_comes():
    party = _agency()
    with PartyServer(party, token=TOKEN) as server:
        line: FileExchange = HttpFileExchange(server.address, TOKEN)
        assert line.give("納付書 1.txt", SLIP).messages == ("1件の納付書を登録しました",)
        again = line.give("b", SLIP)
        assert again.trouble == "相手方は同じファイルを受け取っています"
        assert again.messages == ("同じ内容のファイルを受け取っています（納付書 1.txt）",)
        assert line.list_ready()[0] == ()
        party.advance_to(dt.date(2026, 6, 11))
        names, reply = line.list_ready()
        assert names == ("cvs-20260611-000001.dat",)
        assert reply.is_ok
        fetched = line.fetch(names[0])
        assert fetched.data == party.outbox[names[0]].data
        assert fetched.messages == ()
        assert line.mark_taken(names[0]).is_ok
        assert line.list_ready()[0] == ()
        gone = line.fetch(names[0])
        assert (gone.trouble, gone.messages) == (
            "相手方が断りました（404）",
            ("ファイルがありません",),
        )


def test_a_file_refused_says_why():
    with PartyServer(_agency(), token=TOKEN) as server:
        reply = HttpFileExchange(server.address, TOKEN).give("slips", b"12")
        assert reply.trouble == "相手方が断りました（422）"
        assert reply.messages == ("slips 1行: 44桁の数字ではありません",)
        assert not reply.may_try_again
        stranger = HttpFileExchange(server.address, "guessed").list_ready()[1]
        assert stranger.trouble == "相手方が断りました（401）"


def test_trouble_that_may_pass():
    party = _agency(faults=deque([Fault.REFUSES, Fault.SLOW]))
    with PartyServer(party, token=TOKEN) as server:
        line = HttpFileExchange(server.address, TOKEN, timeout=0.3)
        busy = line.list_ready()[1]
        assert (busy.trouble, busy.may_try_again) == ("相手方が受け付けていません（503）", True)
        slow = line.list_ready()[1]
        assert (slow.trouble, slow.may_try_again) == ("相手方の応答が時間内にありません", True)
        party.released.set()
        address = server.address
    gone = HttpFileExchange(address, TOKEN, timeout=1).list_ready()[1]
    assert (gone.trouble, gone.may_try_again) == ("相手方につながりません", True)


def test_a_file_too_big_is_not_taken():
    party = _agency()
    with PartyServer(party, token=TOKEN) as server:
        HttpFileExchange(server.address, TOKEN).give("slips", SLIP)
        party.advance_to(dt.date(2026, 6, 11))
        small = HttpFileExchange(server.address, TOKEN, size_limit=100)
        name = small.list_ready()[0][0]
        assert small.fetch(name).trouble == "相手方のファイルが大きすぎます"


def test_without_a_line_files_are_carried_by_hand():
    line: FileExchange = NullFileExchange()
    told = "伝送路が設定されていません。ファイルを手で受け渡してください"
    assert line.give("a", b"x").trouble == line.fetch("a").trouble == told
    assert line.mark_taken("a").trouble == told
    assert line.list_ready() == ((), line.fetch("a"))


@pytest.mark.parametrize("address", ["http://bank.example", "ftp://bank.example", "bank", ""])
def test_the_token_never_goes_in_the_clear(address):
    with pytest.raises(ValueError, match="https"):
        HttpFileExchange(address, TOKEN)
    assert TOKEN not in repr(HttpFileExchange("https://bank.example", TOKEN))
