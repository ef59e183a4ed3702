# SPDX-License-Identifier: Apache-2.0
"""Give a file, list what is ready, fetch it, say that it was taken.

The protocol is our own (a mailbox over HTTP with an agreed token); the lines of banks and agencies
have theirs, and get another implementation of `FileExchange`. Trouble on the way is a value, not an
exception: a job tries again and tells.
"""

from __future__ import annotations

import json
import ssl
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import NamedTuple, Protocol
from urllib.parse import quote, urlsplit

_LOOPBACK = frozenset(("127.0.0.1", "localhost", "::1"))
_TAKEN, _TWICE, _REFUSED = range(200, 300), 409, range(400, 500)
DEFAULT_TIMEOUT = 60.0
DEFAULT_SIZE_LIMIT = 2_000_000_000


class Reply(NamedTuple):
    """What came of a request. `trouble` is empty when the other side answered with what it has."""

    data: bytes = b""
    messages: tuple[str, ...] = ()
    trouble: str = ""
    may_try_again: bool = False

    @property
    def is_ok(self) -> bool:
        """Whether it went through."""
        return not self.trouble


class FileExchange(Protocol):
    """One line to one counterpart."""

    def give(self, name: str, data: bytes) -> Reply:
        """Hand a file over; giving the same bytes twice is told, not done twice."""
        ...

    def list_ready(self) -> tuple[tuple[str, ...], Reply]:
        """The names that can be fetched, oldest first."""
        ...

    def fetch(self, name: str) -> Reply:
        """A file's bytes."""
        ...

    def mark_taken(self, name: str) -> Reply:
        """Say that a file is safely ours."""
        ...


class NullFileExchange:
    """No line is set up: files are carried by hand."""

    _NONE = Reply(trouble="伝送路が設定されていません。ファイルを手で受け渡してください")

    def give(self, name: str, data: bytes) -> Reply:
        """Nothing is sent."""
        return self._NONE

    def list_ready(self) -> tuple[tuple[str, ...], Reply]:
        """Nothing is ready."""
        return (), self._NONE

    def fetch(self, name: str) -> Reply:
        """Nothing is fetched."""
        return self._NONE

    def mark_taken(self, name: str) -> Reply:
        """Nothing is told."""
        return self._NONE


@dataclass(frozen=True, slots=True)
class HttpFileExchange:
    """A line over HTTPS; plain HTTP only to this machine."""

    address: str
    token: str = field(repr=False)
    timeout: float = DEFAULT_TIMEOUT
    size_limit: int = DEFAULT_SIZE_LIMIT

    def __post_init__(self) -> None:
        """An address that would send the token in the clear is a defect of the settings."""
        parts = urlsplit(self.address)
        is_safe = parts.scheme == "https" or parts.hostname in _LOOPBACK
        if not is_safe or parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the address must be https")

    def give(self, name: str, data: bytes) -> Reply:
        """Hand a file over."""
        return self._ask("PUT", f"/inbox/{quote(name, safe='')}", data)

    def list_ready(self) -> tuple[tuple[str, ...], Reply]:
        """The names that can be fetched."""
        reply = self._ask("GET", "/outbox")
        if not reply.is_ok:
            return (), reply
        try:
            return tuple(str(file["name"]) for file in json.loads(reply.data)), reply
        except (ValueError, TypeError, KeyError):
            return (), Reply(trouble="相手方の一覧が読めません", may_try_again=True)

    def fetch(self, name: str) -> Reply:
        """A file's bytes."""
        return self._ask("GET", f"/outbox/{quote(name, safe='')}")

    def mark_taken(self, name: str) -> Reply:
        """Say that a file is safely ours."""
        return self._ask("DELETE", f"/outbox/{quote(name, safe='')}")

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Reply:
        connection = self._connect()
        try:
            headers = {"Authorization": f"Bearer {self.token}"}
            connection.request(method, urlsplit(self.address).path + path, body, headers)
            answer = connection.getresponse()
            data = answer.read(self.size_limit + 1)
        except TimeoutError:
            return Reply(trouble="相手方の応答が時間内にありません", may_try_again=True)
        except (OSError, HTTPException):
            return Reply(trouble="相手方につながりません", may_try_again=True)
        finally:
            connection.close()
        if len(data) > self.size_limit:
            return Reply(trouble="相手方のファイルが大きすぎます")
        return _judge(answer.status, data)

    def _connect(self) -> HTTPConnection:
        parts = urlsplit(self.address)
        host = parts.hostname or ""
        if parts.scheme == "https":
            context = ssl.create_default_context()
            return HTTPSConnection(host, parts.port, timeout=self.timeout, context=context)
        return HTTPConnection(host, parts.port, timeout=self.timeout)


def _judge(status: int, data: bytes) -> Reply:
    if status in _TAKEN:
        return Reply(data, _messages(data))
    messages = _messages(data)
    if status == _TWICE:
        return Reply(messages=messages, trouble="相手方は同じファイルを受け取っています")
    if status in _REFUSED:
        return Reply(messages=messages, trouble=f"相手方が断りました（{status}）")
    return Reply(
        messages=messages, trouble=f"相手方が受け付けていません（{status}）", may_try_again=True
    )


def _messages(data: bytes) -> tuple[str, ...]:
    """The lines in Japanese that an answer may carry; a file carries none."""
    if not data.startswith(b'{"messages"'):
        return ()
    try:
        return tuple(str(line) for line in json.loads(data)["messages"])
    except (ValueError, TypeError, KeyError):
        return ()
