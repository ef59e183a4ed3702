# SPDX-License-Identifier: Apache-2.0
"""The log of authentication (認証ログ): every sign-in, refusal and change of a factor.

Nothing that was typed comes here: no password, no code, no login that nobody has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from daicho.foundation.audit.entries import NewEntry, Who
from daicho.foundation.audit.log import append
from daicho.foundation.audit.models import Entry, Kind, Result
from daicho.foundation.identity.models import Staff
from daicho.kernel.findings import Finding

SCREEN = "サインイン"
FUNCTION = "identity.sign_in"
UNKNOWN = Who("(不明)", "(不明)", "")
HISTORY_ROWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """From which terminal, when."""

    terminal: str
    at: datetime


def who_is(staff: Staff) -> Who:
    """The person as the log names them."""
    return Who(staff.login, staff.name, staff.section)


def log_done(staff: Staff, what: str, where: Where, **detail: object) -> None:
    """Something succeeded (サインイン, パスワードの変更 …)."""
    _log(who_is(staff), Result.DONE, {"操作": what, **detail}, where)


def log_refused(
    staff: Staff | None, what: str, finding: Finding, where: Where, **detail: object
) -> None:
    """Something was refused, with the finding's code; of an unknown login nothing is told."""
    who = UNKNOWN if staff is None else who_is(staff)
    _log(who, Result.REFUSED, {"操作": what, "理由": finding.code, **detail}, where)


def sign_in_history(*, login: str) -> list[Entry]:
    """The newest entries of one person's authentication, refusals among them."""
    return list(
        Entry.objects.filter(login=login, kind=Kind.AUTHENTICATION).order_by("-id")[:HISTORY_ROWS]
    )


def _log(who: Who, result: Result, detail: dict[str, object], where: Where) -> None:
    append(
        NewEntry(
            at=where.at, kind=Kind.AUTHENTICATION, who=who, terminal=where.terminal,
            function=FUNCTION, screen=SCREEN, purpose="", result=result, detail=detail,
        )
    )  # fmt: skip
