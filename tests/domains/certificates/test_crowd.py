# SPDX-License-Identifier: Apache-2.0
"""Many counters at once on two servers, while the register changes: never a wrong paper.

Published incidents (facts/anchors.md 7.3): other people's certificates under load, certificates
from a state that no longer held. Every paper is compared with the state that the locks gave it.
"""

from __future__ import annotations

import http.client
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest
from tests.faults.harness import (
    HEALTH,
    ROOT,
    TOKEN,
    environment,
    free_port,
    start_module,
    wait_for,
)

from daicho.foundation.database.server import PrivateServer
from daicho.foundation.documents.pdf_text import page_texts

MODULE = "tests.domains.certificates.crowd"


@dataclass
class Crowd:
    """A home, its people, and servers before which clerks stand."""

    home: Path
    workers: int
    ports: list[int] = field(default_factory=list)
    servers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    sessions: list[str] = field(default_factory=list)

    def step(self, *words: object) -> str:
        process = start_module(self.home, MODULE, *words)
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, err
        return out

    def open(self, people: int) -> None:
        self.step("prepare", people)
        told = json.loads((self.home / "crowd.json").read_text())
        self.numbers, self.sessions = told["numbers"], told["sessions"]
        for _ in range(2):
            self.ports.append(free_port())
            self.servers.append(
                subprocess.Popen(
                    [sys.executable, "-m", "gunicorn", "daicho.config.wsgi:application", "--bind",
                     f"127.0.0.1:{self.ports[-1]}", "--workers", str(self.workers),
                     "--log-level", "critical"],
                    env=environment(self.home), cwd=ROOT, start_new_session=True,
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )
            )  # fmt: skip
        for place in range(2):
            wait_for(lambda place=place: self.send(place, "GET", HEALTH)[0] == 200)

    def close(self) -> None:
        for server in self.servers:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        database = PrivateServer(self.home)
        database.destroy()
        shutil.rmtree(self.home, ignore_errors=True)

    def send(
        self, place: int, method: str, path: str, form: dict[str, object] | None = None
    ) -> tuple[int, str, bytes]:
        """One request on a socket of its own, to one of the two servers."""
        session = self.sessions[place % len(self.sessions)]
        headers = {"Cookie": f"csrftoken={TOKEN}; sessionid={session}", "X-CSRFToken": TOKEN,
                   "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip
        port = self.ports[place % 2]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        try:
            connection.request(method, path, urlencode(form or {}, doseq=True), headers)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Location", ""), answer.read()
        except OSError:
            return 0, "", b""
        finally:
            connection.close()

    def ask(self, place: int) -> str:
        """One certificate at one counter; what came of it."""
        serial = (place * 7919) % len(self.numbers)
        number = self.numbers[serial]
        form: dict[str, object] = {
            "certificate": "resident_copy", "people": [number], "copies": 1, "door": "self",
            "relation": "own", "asker": "請求者", "identity": "旅券", "bearer": "asker",
            "key": f"crowd-{place}", "step": "issue",
        }  # fmt: skip
        status, where, body = self.send(place, "POST", f"/certificates/people/{number}/", form)
        if status == 422:
            return "refused"
        assert status == 302, (status, body[:2000].decode(errors="replace"))
        _, _, page = self.send(place, "GET", where)
        issue = re.search(rb"/certificates/issues/\d+/paper\.pdf", page)
        if issue is None:
            return "protected since"
        status, _, pdf = self.send(place, "GET", issue[0].decode())
        if status == 403:
            return "protected since"
        assert status == 200, (status, pdf[:300])
        marks = re.findall(r"甲(\d{4})", "".join(page_texts(io.BytesIO(pdf).read())))
        assert marks == [f"{serial:04d}"], f"{place}: {marks} instead of {serial}"
        return "issued"

    def rush(self, requests: int, seconds: int) -> dict[str, int]:
        """All of them at once, while the register changes; counts of what came of them."""
        disturber = start_module(self.home, MODULE, "disturb", seconds)
        assert disturber.stdout is not None
        assert disturber.stdout.readline() == "ready\n"
        with ThreadPoolExecutor(32) as counters:
            outcomes = list(counters.map(self.ask, range(requests)))
        assert disturber.poll() is None, disturber.communicate()[1]
        disturber.terminate()
        disturber.communicate(timeout=60)
        return {word: outcomes.count(word) for word in sorted(set(outcomes))}


def judge(tmp_path_factory: pytest.TempPathFactory, *, requests: int, workers: int) -> None:
    crowd = Crowd(tmp_path_factory.mktemp("crowd"), workers)
    try:
        crowd.open(people=60)
        outcomes = crowd.rush(requests, seconds=600)
        found = json.loads(crowd.step("judge"))
        assert found["wrong"] == []
        assert found["papers"] == found["logged"]
        assert found["papers"] >= outcomes["issued"] > requests // 4
        assert found["papers"] + found["void"] == requests
        assert found["reserved"] == 0
        for screen in ("試験の異動", "住民異動の仮登録", "住民異動の本登録", "抑止の設定"):
            assert found["done"][screen] >= 3, (screen, found["done"])
    finally:
        crowd.close()


def test_a_hundred_at_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    judge(tmp_path_factory, requests=100, workers=2)


@pytest.mark.full
def test_a_thousand_at_once_from_eight_workers_on_two_servers(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    judge(tmp_path_factory, requests=1_000, workers=4)
