# SPDX-License-Identifier: Apache-2.0
"""Continuous archiving: the server itself hands each piece of its log (WAL) to the backup folder.

`DAICHO_HOME/backup.json` remembers where to. Without it the pieces are simply given up: archiving
stays switched on, so that a first backup needs no restart of the server.
"""

from __future__ import annotations

import json
import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from daicho.foundation.database.place import Place

ARCHIVE_SECONDS = 60  # at most so much is lost with the machine
SCRIPT = "archive.sh"
NOTHING = "/bin/true"
# $1 the piece, $2 its name. Whole or not there at all; a second time only if it is the same.
TEXT = """\
set -eu
folder={folder}
target="$folder/$2.gz"
if [ -e "$target" ]; then
    [ "$(gzip -dc "$target" | sha256sum)" = "$(sha256sum < "$1")" ]
    exit
fi
trap 'rm -f "$target.part"' EXIT
gzip -1 -c "$1" > "$target.part"
sync "$target.part"
mv "$target.part" "$target"
sync "$folder"
"""


@dataclass(frozen=True, slots=True)
class ArchiveState:
    """How archiving goes: pieces handed over, and the last failure nothing has made good since."""

    archived: int
    failed: int
    is_failing: bool


def archive_folder(home: Path) -> Path | None:
    """Where this home's server archives to; None for nowhere."""
    record = home / "backup.json"
    if not record.exists():
        return None
    return Path(json.loads(record.read_text("utf-8"))["archive"])


def remember_archive(home: Path, folder: Path | None) -> None:
    """Archive to `folder` from the next reading of the configuration on; None ends it."""
    record = home / "backup.json"
    if folder is None:
        record.unlink(missing_ok=True)
        return
    draft = record.with_suffix(".draft")
    draft.write_text(json.dumps({"archive": str(folder)}, ensure_ascii=False), "utf-8")
    draft.replace(record)


def archive_configuration(place: Place) -> str:
    """Lines of the server's configuration; writes the script that they call."""
    folder = archive_folder(place.home)
    command, seconds = NOTHING, 0
    if folder is not None:
        script = place.data / SCRIPT
        script.write_text(TEXT.format(folder=shlex.quote(str(folder))), "utf-8")
        if place.user.is_other:
            os.chown(script, place.user.uid, place.user.gid)
        command, seconds = f"/bin/sh {SCRIPT} %p %f", ARCHIVE_SECONDS
    return (
        "archive_mode = on\n"
        f"archive_command = '{command}'\n"
        f"archive_timeout = {seconds}\n"
    )  # fmt: skip
