# SPDX-License-Identifier: Apache-2.0
"""The private server runs from awkward places, twice, after a crash, and stops when unused."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from daicho.foundation.database import place
from daicho.foundation.database.place import SOCKET_NAME, SOCKET_PATH_LIMIT, Place, find_place
from daicho.foundation.database.server import OWNER, PrivateServer

SOURCE = Path(__file__).parents[3] / "src"
# Another process that uses the server, and tells its number to prove that it did.
USER = (
    "import sys; from pathlib import Path;"
    "from daicho.foundation.database.server import PrivateServer;"
    "server = PrivateServer(Path(sys.argv[1])); server.start(); print(server.process_id())"
)
SETPRIV = shutil.which("setpriv")
AS_NOBODY = [str(SETPRIV), "--reuid=65534", "--regid=65534", "--clear-groups"]
is_root = os.geteuid() == 0


@pytest.fixture
def homes() -> Iterator[list[PrivateServer]]:
    """Servers of a test; all are gone afterwards."""
    servers: list[PrivateServer] = []
    yield servers
    for server in servers:
        server.destroy()


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder with a short path that others may enter (pytest's own are closed to others)."""
    path = Path(f"/tmp/dt{os.getpid()}")  # noqa: S108
    path.mkdir(mode=0o755)
    yield path
    shutil.rmtree(path)


def started(home: Path, homes: list[PrivateServer]) -> PrivateServer:
    server = PrivateServer(home)
    homes.append(server)
    server.start()
    return server


def version(server: PrivateServer) -> int:
    with server.connect(OWNER, user=OWNER) as connection:
        return connection.info.server_version // 10_000


def test_path_with_space(short: Path, homes: list[PrivateServer]) -> None:
    server = started(short / "my town" / ".daicho", homes)
    assert version(server) == 18
    assert server.place.data == short / "my town" / ".daicho" / "postgres"


def test_deep_path_gets_a_short_socket(short: Path, homes: list[PrivateServer]) -> None:
    home = short / ("d" * 60) / ("台帳" * 10) / ".daicho"
    server = started(home, homes)
    assert version(server) == 18
    assert server.place.data == home / "postgres"
    assert len(os.fsencode(server.place.socket / SOCKET_NAME)) <= SOCKET_PATH_LIMIT
    assert find_place(home) == server.place


@pytest.mark.skipif(not is_root, reason="only root can have a home that its server cannot enter")
def test_closed_home_stays_closed(tmp_path: Path, homes: list[PrivateServer]) -> None:
    closed = tmp_path / "root"
    closed.mkdir(mode=0o700)
    server = started(closed / "daicho" / ".daicho", homes)
    assert version(server) == 18
    assert closed.stat().st_mode & 0o777 == 0o700
    assert closed not in server.place.data.parents


def test_second_start_finds_the_first(short: Path, homes: list[PrivateServer]) -> None:
    server = started(short, homes)
    first = server.process_id()
    server.start()
    assert PrivateServer(short).process_id() == first
    assert use(short) == first
    assert server.is_ready(), "another process that leaves must not stop a server in use"


def test_last_process_to_leave_stops_it_and_data_stay(
    short: Path, homes: list[PrivateServer]
) -> None:
    server = started(short, homes)
    write(server)
    server.release()
    assert server.process_id() is None
    assert not server.is_ready()
    server.start()
    assert read(server) == [(1,)]


def test_starts_again_after_a_crash(short: Path, homes: list[PrivateServer]) -> None:
    server = started(short, homes)
    write(server)
    pid = server.process_id()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    server.start()
    assert server.process_id() != pid
    assert read(server) == [(1,)]


def test_stale_pid_of_another_program_is_no_obstacle(
    short: Path, homes: list[PrivateServer]
) -> None:
    server = started(short, homes)
    server.stop()
    (server.place.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.place.data}\n")
    assert server.process_id() is None
    server.start()
    assert server.is_ready()


def test_half_made_data_folder_is_made_again(short: Path, homes: list[PrivateServer]) -> None:
    made = find_place(short)
    (made.data / "PG_VERSION").write_text("18\n")
    (made.data / "base").mkdir()
    assert version(started(short, homes)) == 18


def test_moved_home_takes_its_data_along(short: Path, homes: list[PrivateServer]) -> None:
    server = started(short / "before", homes)
    write(server)
    server.release()
    homes.clear()
    (short / "before").rename(short / "after")
    assert read(started(short / "after", homes)) == [(1,)]


def test_application_role_is_no_superuser(short: Path, homes: list[PrivateServer]) -> None:
    server = started(short, homes)
    with server.connect(OWNER, user=OWNER) as connection:
        row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [OWNER])
        assert row.fetchone() == (False,)


def test_nothing_listens_on_the_network(short: Path, homes: list[PrivateServer]) -> None:
    server = started(short, homes)
    with server.connect("postgres") as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert server.place.socket.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(not is_root, reason="only root can become another user")
@pytest.mark.skipif(not SETPRIV, reason="setpriv is not installed")
def test_ordinary_user(short: Path) -> None:
    """With the system's Python, because our own may lie where others cannot enter."""
    home = short / "their home"
    home.mkdir()
    os.chown(home, 65534, 65534)
    python, path = foreign_python()
    for _ in range(2):
        done = subprocess.run(
            [*AS_NOBODY, python, "-c", USER, str(home / ".daicho")],
            capture_output=True, text=True, check=False, cwd="/",
            env={"PYTHONPATH": path, "PATH": os.environ["PATH"], "HOME": str(home)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    record = json.loads((home / ".daicho" / "postgres.json").read_text())
    assert record == {"data": "postgres", "socket": "run"}


def foreign_python() -> tuple[str, str]:
    """A Python of our version that everybody may run, or the test is skipped and says why."""
    found = f"/usr/bin/python3.{sys.version_info.minor}"
    packages = Path(psycopg.__file__).parents[1]
    if not Path(found).exists():
        pytest.skip("no system Python of this version")
    reachable = subprocess.run(
        [*AS_NOBODY, "test", "-r",
         str(packages / "psycopg" / "__init__.py"), "-a", "-r", str(SOURCE / "daicho")],
        check=False, cwd="/",
    )  # fmt: skip
    if reachable.returncode != 0:
        pytest.skip("our packages lie where another user cannot read")
    return found, f"{SOURCE}{os.pathsep}{packages}"


def use(home: Path) -> int:
    """Use the server from another process."""
    done = subprocess.run(
        [sys.executable, "-c", USER, str(home)],
        capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )  # fmt: skip
    return int(done.stdout)


def write(server: PrivateServer) -> None:
    with server.connect(OWNER, user=OWNER) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS value")


def read(server: PrivateServer) -> list[tuple[object, ...]]:
    with server.connect(OWNER, user=OWNER) as connection:
        return connection.execute("SELECT value FROM kept").fetchall()


def test_place_is_remembered(short: Path) -> None:
    first: Place = find_place(short)
    assert find_place(short) == first


@pytest.mark.skipif(not (is_root and SETPRIV), reason="only root can become another user")
def test_programs_are_copied_where_the_server_user_cannot_reach_them(
    short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "SYSTEM_PLACE", short / "system")
    monkeypatch.setattr(place, "can_reach", lambda path, user: False)
    programs = place.programs_for(place.server_user())
    assert short in programs.parents
    told = subprocess.run(
        [*AS_NOBODY, str(programs / "initdb"), "--version"],
        capture_output=True, text=True, check=True, cwd="/", env={},
    )  # fmt: skip
    assert told.stdout.startswith("initdb (PostgreSQL) 18.")
    assert place.programs_for(place.server_user()) == programs
