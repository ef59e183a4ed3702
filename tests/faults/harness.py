# SPDX-License-Identifier: Apache-2.0
"""Kill drills: begin an act in a real process, kill at a random moment, look what is left.

An act is a `Case`: how it begins, how many of it the tables hold, how many the log holds. After
every kill both must agree (whole or absent), and what was acknowledged must be there. To add a
case: a line in cases.py, and for an act that no page does a function in acts.py.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from daicho.foundation.database.server import PrivateServer

ROOT = Path(__file__).parents[2]
WAIT = 60.0
TOKEN = "a" * 32  # a CSRF token of our own: cookie and header only have to agree
HEALTH = "/api/v1/health"
# How a process that loses its database ends.
LOST_DATABASE = ("OperationalError", "AdminShutdown", "CrashShutdown")


@dataclass(frozen=True, kw_only=True)
class Case:
    """One kind of act. SQL counts what is there; `rows_each`: how many rows one act makes."""

    name: str
    entries: str  # the title under which the log keeps it
    rows: str = ""  # empty: the act is its entry (a look, a paper)
    rows_each: int = 1
    act: str = ""  # of acts.py, or
    role: str = ""  # who sends
    method: str = "GET"
    path: Callable[[int], str] | None = None
    form: Callable[[int], dict[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """What one kill left."""

    acknowledged: bool
    rows: int
    entries: int


def environment(home: Path) -> dict[str, str]:
    """A child's environment: this home, nothing of the tests' own database."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH")
        if name in os.environ
    }  # fmt: skip
    paths = os.pathsep.join(filter(None, [kept.get("PYTHONPATH", ""), str(ROOT)]))
    return {
        **kept, "PYTHONPATH": paths, "DAICHO_HOME": str(home),
        "DAICHO_SECOND_FACTOR": "optional",
    }  # fmt: skip


def start(home: Path, *words: object) -> subprocess.Popen[str]:
    """A command of daicho in its own process group."""
    return start_module(home, "daicho", *words)


def start_module(home: Path, module: str, *words: object) -> subprocess.Popen[str]:
    """A Python module as a process in its own group."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *map(str, words)], env=environment(home), text=True,
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip


def run(home: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """A command, to its end."""
    process = start(home, *words)
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


@contextmanager
def asking(home: Path) -> Iterator[Callable[[str], int]]:
    """Counts in the database, seen from outside the program."""
    with PrivateServer(home).connect("daicho") as connection:

        def ask(query: str) -> int:
            found = connection.execute(query.encode()).fetchone()
            return int(str(found[0])) if found else 0

        yield ask


def wait_for(is_so: Callable[[], bool]) -> None:
    """Look again and again, for a minute at most."""
    deadline = time.monotonic() + WAIT
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def kill_when(process: subprocess.Popen[str], is_time: Callable[[], bool]) -> None:
    """Kill a command and its children without warning once it is in the middle."""
    deadline = time.monotonic() + WAIT
    while not is_time():
        assert process.poll() is None, "ended before it was killed"
        assert time.monotonic() < deadline
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


class Scene:
    """A home with a server of its own, the small ward, and the web on a free port."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.server = PrivateServer(home)
        self.web: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self.sessions: dict[str, str] = {}

    def open(self) -> None:
        """Make the ward and start the web."""
        self.server.start()
        made = start_module(self.home, "tests.faults.acts", "prepare", 0)
        _, err = made.communicate(timeout=180)
        assert made.returncode == 0, err
        self.sessions = json.loads((self.home / "sessions.json").read_text())
        self.start_web()

    def close(self) -> None:
        """End what runs and delete the data."""
        self.kill_web()
        self.server.release()
        self.server.destroy()

    def start_web(self) -> None:
        """gunicorn with two workers, as in production; back when it answers."""
        self.web = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "daicho.config.wsgi:application", "--bind",
             f"127.0.0.1:{self.port}", "--workers", "2", "--log-level", "critical"],
            env=environment(self.home), cwd=ROOT, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=(self.home / "web.log").open("a"),
        )  # fmt: skip
        self.await_web()

    def await_web(self) -> None:
        """Until the web and its database answer; a dying backend may answer once more."""
        wait_for(lambda: self.send("GET", HEALTH)[0] == 200 and self.server.is_ready())

    def kill_web(self) -> None:
        """Everything of the web at once."""
        if self.web is not None:
            os.killpg(self.web.pid, signal.SIGKILL)
            self.web.wait()
            self.web = None

    def kill_workers(self) -> None:
        """The processes that answer; their master lives and makes others."""
        assert self.web is not None
        children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text()
        for child in children.split():
            os.kill(int(child), signal.SIGKILL)

    def kill_database(self) -> None:
        """The postmaster; its children find out by themselves."""
        os.kill(self.server.process_id() or 0, signal.SIGKILL)

    def send(
        self, method: str, path: str, *, role: str = "", form: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """One request on a connection of its own; (0, b"") when it was cut off."""
        cookies = f"csrftoken={TOKEN}; sessionid={self.sessions.get(role, '')}"
        headers = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Connection": "close"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        try:
            connection.request(method, path, urlencode(form) if form else None, headers)
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()

    def restore(self) -> None:
        """Whatever was killed runs again, without a word from us where it can by itself."""
        if self.web is None:
            self.start_web()
        self.await_web()

    def count(self, query: str) -> int:
        """A count, seen from outside the program."""
        with asking(self.home) as ask:
            return ask(query)


class Drill:
    """Plays one case again and again, each time with another victim and moment."""

    def __init__(self, scene: Scene, case: Case, seed: int) -> None:
        self.scene, self.case = scene, case
        self.random = random.Random(f"{seed} {case.name}")
        self.seconds = 0.0  # of the act undisturbed
        self.actor: subprocess.Popen[str]

    def rehearse(self, number: int) -> Round:
        """The act undisturbed: that it works at all, and how long it takes."""
        return self._round(number, None, self.scene.kill_web)

    def play(self, number: int) -> Round:
        """One kill at a random moment of the act: begin, kill, restore, look."""
        scene = self.scene
        victims = (
            (self._kill_actor, scene.kill_database) if self.case.act
            else (scene.kill_web, scene.kill_workers, scene.kill_database)
        )  # fmt: skip
        pause = self.random.uniform(0, 1.3 * self.seconds)
        return self._round(number, pause, self.random.choice(victims))

    def _round(self, number: int, pause: float | None, victim: Callable[[], None]) -> Round:
        before = self._counts()
        play = self._play_act if self.case.act else self._play_page
        acknowledged = play(number, pause, victim)
        self.scene.restore()
        self._await_quiet()
        after = self._counts()
        return Round(acknowledged, after[0] - before[0], after[1] - before[1])

    def _play_act(self, number: int, pause: float | None, victim: Callable[[], None]) -> bool:
        process = start_module(self.scene.home, "tests.faults.acts", self.case.act, number)
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
        self.actor = process
        begun = time.monotonic()
        process.stdin.write("go\n")
        process.stdin.flush()
        first = ""
        if pause is None:
            first = process.stdout.readline()
            self.seconds = time.monotonic() - begun
        else:
            time.sleep(pause)
            victim()
        out, err = process.communicate(timeout=WAIT)
        is_expected = process.returncode in (0, -signal.SIGKILL) or any(
            word in err for word in LOST_DATABASE
        )
        assert is_expected, err
        return "done" in first + out

    def _play_page(self, number: int, pause: float | None, victim: Callable[[], None]) -> bool:
        case, answers = self.case, []
        assert case.path is not None
        path, form = case.path(number), case.form(number) if case.form else None

        def send() -> None:
            begun = time.monotonic()
            answers.append(self.scene.send(case.method, path, role=case.role, form=form))
            if pause is None:
                self.seconds = time.monotonic() - begun

        sender = threading.Thread(target=send)
        sender.start()
        if pause is not None:
            time.sleep(pause)
            victim()
        sender.join()
        status, body = answers[0]
        assert status in (0, 200, 302, 500, 503), f"{case.name}: {status} {body.decode()[:2000]}"
        return status in (200, 302)

    def _kill_actor(self) -> None:
        os.killpg(self.actor.pid, signal.SIGKILL)

    def _counts(self) -> tuple[int, int]:
        entries = self.scene.count(
            "SELECT count(*) FROM audit.entry WHERE result = 'done'"
            f" AND screen = '{self.case.entries}'"
        )
        rows = self.scene.count(self.case.rows) if self.case.rows else 0
        return rows, entries

    def _await_quiet(self) -> None:
        """A backend whose caller was killed may still be at its last statement."""
        busy = (
            "SELECT count(*) FROM pg_stat_activity WHERE backend_xid IS NOT NULL"
            " AND pid <> pg_backend_pid()"
        )

        def is_quiet() -> bool:
            try:
                return self.scene.count(busy) == 0
            except psycopg.OperationalError:
                return False

        wait_for(is_quiet)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
