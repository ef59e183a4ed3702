# SPDX-License-Identifier: Apache-2.0
"""Run as a process (python -m tests.faults.acts NAME ROUND): makes ready, waits for a line, acts.

So a kill falls into the act itself and not into the starting of Python. To add an act: a function
that makes ready and returns what is to be done, named in ACTS.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

Act = Callable[[], object]
ROLES = (
    "clerk", "tax_officer", "section_head", "auditor", "administrator", "register_clerk",
    "register_chief",
)  # fmt: skip


def prepare() -> None:
    """The small ward in this home, rights that hold today, and a session for each role."""
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone
    from tests.ward_fixture import build_ward

    from daicho.foundation.access import granting
    from daicho.foundation.access.catalogue import catalogue
    from daicho.foundation.access.models import Grant
    from daicho.foundation.access.pages import PURPOSE_KEY
    from daicho.foundation.identity.models import Staff

    build_ward()
    now = timezone.now()
    today = timezone.localdate(now)
    Grant.objects.all().delete()
    keys = {}
    for role in ROLES:
        staff = Staff.objects.get(login=role)
        granting.grant(
            staff=staff, functions=catalogue().roles[role].functions, first=today,
            last=today + timedelta(days=300), by="setup", at=now,
        )  # fmt: skip
        client = Client()
        client.force_login(staff, backend="daicho.foundation.identity.sessions.StaffSessions")
        session = client.session
        session[PURPOSE_KEY] = "assessment"
        session.save()
        keys[role] = session.session_key
    (Path(settings.DAICHO_HOME) / "sessions.json").write_text(json.dumps(keys))


def grant(number: int) -> Act:
    """権限の付与 of a role by the administrator."""
    from django.utils import timezone

    from daicho.foundation.actions.action import perform
    from daicho.foundation.actions.staff import GrantRole

    context = context_of("administrator", "upkeep")
    today = timezone.localdate(context.at)
    action = GrantRole(
        login="clerk", role="auditor", first=today, last=today + timedelta(days=100 + number)
    )
    return lambda: done(perform(action, context=context))


def protect(number: int) -> Act:
    """支援措置の登録."""
    from django.utils import timezone
    from tests.ward_fixture import CROWD

    from daicho.foundation.actions.action import perform
    from daicho.foundation.actions.staff import ProtectPerson

    context = context_of("administrator", "protection")
    today = timezone.localdate(context.at)
    action = ProtectPerson(
        addressee_no=CROWD[3 * number % len(CROWD)].number,
        first=today,
        last=today + timedelta(days=300),
    )
    return lambda: done(perform(action, context=context))


def take_in(number: int) -> Act:
    """課税資料等の取込 of a file of its own."""
    from django.conf import settings

    from daicho.config.imports import read_file
    from daicho.counterparts.ward.generate import generate_ward
    from daicho.domains.tax.documents.public import ImportTaxFile
    from daicho.foundation.actions.action import perform

    folder = Path(settings.DAICHO_HOME) / f"ward{number}"
    generate_ward(residents=300, seed=number, fiscal_year=2026, out=folder)
    path = folder / "salary-report.csv"
    file = read_file(word="salary-report", path=path, fiscal_year=2026)
    action = ImportTaxFile(file=file, home_code=settings.MUNICIPALITY_CODE, source=path)
    context = context_of("tax_officer", "assessment")
    return lambda: done(perform(action, context=context))


def issue(number: int) -> Act:
    """住民票の写し: received, issued, stored, with its fee."""
    from tests.ward_fixture import CROWD

    from daicho.domains.certificates.public import ReceiveRequest, receive_and_issue

    context = context_of("clerk", "certificate")
    person = CROWD[(3 * number + 1) % len(CROWD)]
    asked = ReceiveRequest(
        key=f"drill-{number}", certificate="resident_copy", people=(person.number,),
        asker=person.name, identity="旅券",
    )  # fmt: skip
    return lambda: done(receive_and_issue(receive=asked, context=context))


def register(number: int) -> Act:
    """A death that one clerk has entered and another registers."""
    from tests.ward_fixture import CROWD

    from daicho.domains.register.actions.slips import EnterEvent, RegisterEvent
    from daicho.foundation.actions.action import perform
    from daicho.foundation.entries.models import Entry
    from daicho.kernel.findings import Severity

    entering = context_of("register_clerk", "register")
    data = {
        "happened_on": "R8.6.1", "notified_on": "R8.6.2", "notifier": "届出人",
        "addressee_no": next(
            one.number for one in CROWD[2::3]
            if not Entry.objects.filter(subjects__contains=[one.number]).exists()
        ),
    }  # fmt: skip
    entered = perform(EnterEvent(entry_kind="register.death", data=data), context=entering)
    alerts = tuple(one.code for one in entered.findings if one.severity is Severity.WARNING)
    if entered.value is None:
        again = EnterEvent(entry_kind="register.death", data=data, acknowledged=alerts)
        entered = perform(again, context=entering)
    done(entered)
    action = RegisterEvent(entry_no=entered.value or 0)
    context = context_of("register_chief", "register")
    return lambda: done(perform(action, context=context))


def context_of(role: str, purpose: str):  # type: ignore[no-untyped-def]
    """The circumstances of an act now by the person of a role."""
    from django.utils import timezone

    from daicho.foundation.access.actor import Context, load_actor
    from daicho.foundation.identity.models import Staff

    now = timezone.now()
    actor = load_actor(staff=Staff.objects.get(login=role), at=now)
    return Context(actor=actor, purpose=purpose, terminal="10.0.0.7", at=now)


def done(outcome) -> None:  # type: ignore[no-untyped-def]
    """A refusal is a mistake of the case."""
    if outcome.is_refused:
        raise SystemExit(" ".join(finding.message_ja for finding in outcome.findings))


ACTS: dict[str, Callable[[int], Act]] = {
    "grant": grant, "protect": protect, "take-in": take_in, "issue": issue,
    "register": register,
}  # fmt: skip


def main(name: str, number: int) -> None:
    """Make ready, say so, wait for the word, act, say so."""
    from daicho.config.bootstrap import setup

    setup()
    if name == "prepare":
        prepare()
        return
    act = ACTS[name](number)
    print("ready", flush=True)
    sys.stdin.readline()
    act()
    print("done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
