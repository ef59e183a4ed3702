# SPDX-License-Identifier: Apache-2.0
"""Who acts when a command does: the person signed in to the machine, under the machine's name."""

from __future__ import annotations

import datetime as dt
import getpass
import socket

from daicho.foundation.access.actor import Actor, Context
from daicho.foundation.audit.entries import Who


def command_context(*, functions: frozenset[str], purpose: str, at: dt.datetime) -> Context:
    """The circumstances of a command; it holds just the functions that it names."""
    who = Who(login=f"command:{getpass.getuser()}", name="コマンド実行", section="")
    actor = Actor(staff_id=0, who=who, functions=functions)
    return Context(actor=actor, purpose=purpose, terminal=socket.gethostname(), at=at)
