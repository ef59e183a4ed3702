# SPDX-License-Identifier: Apache-2.0
"""A caller of counterparts over real sockets."""

import json
from http.client import HTTPConnection
from urllib.parse import quote, urlsplit

import pytest

from daicho.counterparts.file_exchange.server import PartyServer

TOKEN = "agreed"


class Caller:
    """Gives and fetches files; every answer is (status, messages or bytes)."""

    def __init__(self, address, token=TOKEN):
        self.host = urlsplit(address).netloc
        self.token = token

    def ask(self, method, path, body=None, timeout=20):
        connection = HTTPConnection(self.host, timeout=timeout)
        try:
            headers = {"Authorization": f"Bearer {self.token}"}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def give(self, name, data):
        status, body = self.ask("PUT", f"/inbox/{quote(name)}", data)
        return status, json.loads(body)["messages"]

    def names(self):
        return [file["name"] for file in json.loads(self.ask("GET", "/outbox")[1])]

    def fetch(self, name):
        status, body = self.ask("GET", f"/outbox/{quote(name)}")
        assert status == 200
        return body

    def pass_to(self, day):
        assert self.ask("POST", f"/day/{day}")[0] == 200


@pytest.fixture
def serve():
    """Serve a counterpart; gives a caller."""
    running = []

    def start(party, token=TOKEN):
        server = PartyServer(party, token=TOKEN)
        running.append(server)
        server.__enter__()
        return Caller(server.address, token)

    yield start
    for server in running:
        server.__exit__()
