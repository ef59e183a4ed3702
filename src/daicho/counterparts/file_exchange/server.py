# SPDX-License-Identifier: Apache-2.0
"""A counterpart over HTTP on the loopback, as a file transfer has it.

PUT /inbox/<name> gives a file, GET /outbox lists what is ready, GET /outbox/<name> fetches it and
DELETE /outbox/<name> says that it was taken. POST /day/<yyyy-mm-dd> lets the days pass. Every
request carries the token agreed.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, unquote

from daicho.counterparts.file_exchange.faults import Fault
from daicho.counterparts.file_exchange.party import Party

SIZE_LIMIT = 200_000_000
_LONGEST_SLOW = 30  # seconds after which a slow answer comes all the same


class PartyServer:
    """Serves a counterpart on a free port of this machine while the `with` block runs."""

    def __init__(self, party: Party, *, token: str) -> None:
        self.party = party
        handler = type("Handler", (_Handler,), {"party": party, "token": token})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self) -> PartyServer:
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.party.released.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def address_of(self, box: str, name: str = "") -> str:
        """The address of a box or of a file in it."""
        return f"{self.address}/{box}/{quote(name)}" if name else f"{self.address}/{box}"


class _Handler(BaseHTTPRequestHandler):
    party: Party
    token: str

    def do_PUT(self) -> None:
        """A file for the counterpart."""
        body = self._body()
        if not self._may_go_on() or body is None:
            return
        box, _, name = self.path.lstrip("/").partition("/")
        if box != "inbox" or not name:
            self._tell(404, ["そのような置き場はありません"])
            return
        answer = self.party.receive(unquote(name), body)
        self._tell(answer.status, list(answer.lines))

    def do_GET(self) -> None:
        """What is ready, or one file."""
        if not self._may_go_on():
            return
        box, _, name = self.path.lstrip("/").partition("/")
        ready = {delivery.name: delivery for delivery in self.party.ready()}
        if box == "outbox" and not name:
            sizes = [{"name": f.name, "size": len(f.data)} for f in ready.values()]
            self._send(200, json.dumps(sizes).encode(), "application/json")
        elif box == "outbox" and (found := ready.get(unquote(name))):
            self._send(200, found.data, "application/octet-stream")
        else:
            self._tell(404, ["ファイルがありません"])

    def do_DELETE(self) -> None:
        """A file was taken."""
        if not self._may_go_on():
            return
        box, _, name = self.path.lstrip("/").partition("/")
        with self.party.lock:
            taken = box == "outbox" and self.party.outbox.pop(unquote(name), None)
        self._tell(204 if taken else 404, [])

    def do_POST(self) -> None:
        """The days pass."""
        self._body()
        if not self._may_go_on():
            return
        box, _, day = self.path.lstrip("/").partition("/")
        try:
            self.party.advance_to(dt.date.fromisoformat(day))
        except ValueError:
            self._tell(400, ["日付が読めません"])
            return
        self._tell(200 if box == "day" else 404, [])

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > SIZE_LIMIT:
            self._tell(413, ["ファイルが大きすぎます"])
            self.close_connection = True
            return None
        return self.rfile.read(int(length))

    def _may_go_on(self) -> bool:
        given = self.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {self.token}".encode()):
            self._tell(401, ["認証できません"])
            return False
        fault = self.party.take_fault(of_answers=True)
        if fault is Fault.SLOW:
            self.party.released.wait(_LONGEST_SLOW)
        if fault is Fault.REFUSES:
            self._tell(503, ["ただいま受け付けていません"])
            return False
        return True

    def _tell(self, status: int, lines: list[str]) -> None:
        body = json.dumps({"messages": lines}, ensure_ascii=False).encode()
        self._send(status, b"" if status == 204 else body, "application/json")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the caller has given up waiting
