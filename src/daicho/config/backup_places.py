# SPDX-License-Identifier: Apache-2.0
"""What backup and restoration share: whose server, which keys; the log's checkpoints come back."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Max

from daicho.config.operator import command_context
from daicho.foundation.audit.entries import NewEntry
from daicho.foundation.audit.log import append
from daicho.foundation.audit.models import Block, Kind
from daicho.foundation.database.server import PrivateServer

OWN_SERVER = """\
DATABASE_URL が指定されているため、このコマンドではなく PostgreSQL の道具を使ってください。
  控え: archive_mode=on と archive_command で WAL を別の装置へ送り、毎日 pg_basebackup を取る
        (pgBackRest や Barman でも同じことができます)
  復元: 控えを展開し、restore_command と recovery_target_time を設定して recovery.signal を置く
  復元の後: daicho db check と daicho audit verify
鍵(VAULT_KEY, AUDIT_SIGNING_KEY)は控えに含まれません。別に保管してください。"""


def private_server() -> PrivateServer | None:
    """The private server of this home; None where DATABASE_URL names another."""
    if settings.DATABASES["default"]["ENGINE"] != "daicho.foundation.database.private":
        return None
    return PrivateServer(settings.DAICHO_HOME)


def keys() -> dict[str, bytes]:
    """The keys without which a restored database cannot be read or continued."""
    return {"VAULT_KEY": settings.VAULT_KEY, "AUDIT_SIGNING_KEY": settings.AUDIT_SIGNING_KEY}


def known_keys() -> dict[str, bytes]:
    """The same and the vault's former keys: a backup may be older than the last change of key."""
    former = enumerate(settings.VAULT_FORMER_KEYS, 1)
    return {**keys(), **{f"VAULT_FORMER_KEYS {number}": key for number, key in former}}


def bring_checkpoints(source: Path, target: Path) -> int:
    """Checkpoints of blocks that were restored; how many later ones stay in the backup only.

    A target that holds checkpoints (on another machine) is left alone: there the verifier says
    that the log was cut off, which after going back in time is the truth.
    """
    if target.exists() and any(target.glob("*.jsonl")):
        return 0
    last = Block.objects.aggregate(last=Max("number"))["last"] or 0
    dropped = 0
    for path in sorted(source.glob("*.jsonl")) if source.exists() else []:
        lines = path.read_text("utf-8").splitlines()
        kept = [line for line in lines if json.loads(line)["block"] <= last]
        dropped += len(lines) - len(kept)
        target.mkdir(parents=True, exist_ok=True)
        (target / path.name).write_text("".join(f"{line}\n" for line in kept), "utf-8")
    return dropped


def log_event(*, screen: str, at: dt.datetime, **detail: object) -> None:
    """A backup taken or brought back, by whom at which machine."""
    context = command_context(functions=frozenset(), purpose="", at=at)
    append(
        NewEntry(
            at=at, kind=Kind.EVENT, who=context.actor.who, terminal=context.terminal,
            function="system.backup", screen=screen, purpose="", detail=detail,
        )
    )  # fmt: skip


def end_sessions() -> int:
    """Everybody signs in again: sessions that had ended by then must not come back to life."""
    count, _ = Session.objects.all().delete()
    return count
