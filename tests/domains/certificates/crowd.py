# SPDX-License-Identifier: Apache-2.0
"""Run as a process (python -m tests.domains.certificates.crowd WORD …) in a home of its own.

`prepare N` settles N people, each with a mark in the name that nobody else has, and opens
sessions for the clerks. `disturb SECONDS` changes names, removes and protects people meanwhile,
each by an action whose entry in the log is written under the person's lock.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

CLERKS = 8


def mark(number: int, version: int) -> str:
    """The name of a person in a version: 甲0042　太郎3乙."""
    return f"甲{number:04d}　太郎{version}乙"


def prepare(people: int) -> None:
    """People, clerks with sessions, and a number that the disturber may not touch."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction
    from django.test import Client
    from django.utils import timezone
    from tests.domains.register.people import HEAD, settle

    from daicho.foundation.access import granting
    from daicho.foundation.access.catalogue import catalogue
    from daicho.foundation.access.pages import PURPOSE_KEY
    from daicho.foundation.identity.models import Staff

    call_command("migrate", verbosity=0, skip_checks=True)
    now = timezone.now()
    today = timezone.localdate(now)
    with transaction.atomic():
        numbers = [settle([replace(HEAD, name=mark(serial, 0))]).head for serial in range(people)]
    sessions = []
    for clerk in range(CLERKS):
        staff = Staff(
            login=f"clerk{clerk}", name=f"窓口　{clerk}", kana="マドグチ", section="区民課",
            active_from=today - timedelta(days=1),
        )  # fmt: skip
        staff.set_unusable_password()
        staff.save()
        granting.grant(
            staff=staff, functions=catalogue().roles["register_clerk"].functions, first=today,
            last=today + timedelta(days=300), by="setup", at=now,
        )  # fmt: skip
        client = Client()
        client.force_login(staff, backend="daicho.foundation.identity.sessions.StaffSessions")
        session = client.session
        session[PURPOSE_KEY] = "certificate"
        session.save()
        sessions.append(session.session_key)
    (Path(settings.DAICHO_HOME) / "crowd.json").write_text(
        json.dumps({"numbers": numbers, "sessions": sessions})
    )


def disturb(seconds: float) -> None:
    """Change, remove and protect people until the time is over, or standard input closes."""
    from django.conf import settings
    from django.utils import timezone
    from tests.domains.register.people import new_event

    from daicho.domains.register.history import PersonChange, lock_people, write_event
    from daicho.domains.register.hooks import tell_followers
    from daicho.foundation.access.actor import Actor, Context
    from daicho.foundation.actions.action import Action, Outcome, perform
    from daicho.foundation.actions.staff import ProtectPerson
    from daicho.foundation.audit.entries import Who
    from daicho.rules.resident_register.reasons import Reason

    @dataclass(frozen=True, kw_only=True)
    class Disturb(Action[int]):
        """An event as slips make it: locks, rows, followers."""

        function = "register.approve"
        audit_text = "試験の異動"

        person: int
        name: str  # empty: moved out

        def subjects(self) -> tuple[int, ...]:
            return (self.person,)

        def detail(self) -> Mapping[str, object]:
            return {"氏名": self.name}

        def change(self, context: Context) -> Outcome[int]:
            lock_people([self.person])
            today = timezone.localdate(timezone.now())
            values = {"name": self.name} if self.name else {"status": "moved_out"}
            reason = Reason.CORRECT_BY_AUTHORITY if self.name else Reason.DOMESTIC_MOVE_OUT
            event = new_event(reason=reason, happened_on=today, at=timezone.now())
            change = PersonChange(addressee_no=self.person, first_day=today, values=values)
            tell_followers(changes=write_event(event=event, changes=[change]), context=context)
            return Outcome(event.pk)

    told = json.loads((Path(settings.DAICHO_HOME) / "crowd.json").read_text())
    chance = random.Random(20260610)
    versions = dict.fromkeys(told["numbers"], 0)
    alive = list(told["numbers"])
    print("ready", flush=True)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        context = Context(
            actor=Actor(staff_id=0, who=Who("disturber", "攪乱", "試験"),
                        functions=frozenset({"register.approve", "protected.manage"})),
            purpose="register", terminal="10.0.0.9", at=timezone.now(),
        )  # fmt: skip
        person = chance.choice(alive)
        fate = chance.random()
        if fate < 0.9 or len(alive) < len(versions) // 2:
            versions[person] += 1
            serial = told["numbers"].index(person)
            perform(Disturb(person=person, name=mark(serial, versions[person])), context=context)
        elif fate < 0.95:
            alive.remove(person)
            perform(Disturb(person=person, name=""), context=context)
        else:
            alive.remove(person)
            today = timezone.localdate(context.at)
            shield = replace(context, purpose="protection")
            perform(ProtectPerson(addressee_no=person, first=today), context=shield)
        time.sleep(0.01)  # a counter has pauses; two cores are shared with those who issue
    print(json.dumps({"events": sum(versions.values()), "gone": len(versions) - len(alive)}))


def judge() -> None:
    """Every paper against the log: what order did the locks give, and what had to be on it?"""
    from daicho.domains.certificates.models import CertificateIssue, IssuedDocument, IssueState
    from daicho.foundation.audit.models import Entry
    from daicho.foundation.documents.pdf_text import page_texts
    from daicho.foundation.vault.blobs import unseal

    names: dict[int, str] = {}
    closed: set[int] = set()
    papers = {
        one.issue.number: one for one in IssuedDocument.objects.select_related("issue").iterator()
    }
    wrong: list[str] = []
    seen = 0
    screens = ("試験の異動", "支援措置の登録", "証明書の発行")
    for entry in Entry.objects.filter(screen__in=screens, result="done").order_by("id"):
        (person,) = entry.subjects
        if entry.screen == "支援措置の登録" or entry.detail.get("氏名") == "":
            closed.add(person)
        elif entry.screen == "試験の異動":
            names[person] = entry.detail["氏名"]
        else:
            for number in entry.detail["発行番号"]:
                seen += 1
                text = "".join(page_texts(unseal(bytes(papers[number].pdf or b""))))
                if person in closed:
                    wrong.append(f"{number}: blocked")
                if names.get(person, "太郎0乙") not in text:
                    wrong.append(f"{number}: not the state of its moment")
                if text.count("甲") != 1:
                    wrong.append(f"{number}: somebody else")
    left = CertificateIssue.objects.filter(state=IssueState.RESERVED).count()
    print(json.dumps({"papers": len(papers), "logged": seen, "wrong": wrong, "reserved": left,
                      "void": CertificateIssue.objects.filter(state="void").count()}))  # fmt: skip


def main(word: str, *values: str) -> None:
    """One word a step."""
    from daicho.config.bootstrap import setup

    setup()
    if word == "prepare":
        prepare(int(values[0]))
    elif word == "disturb":
        disturb(float(values[0]))
    else:
        judge()


if __name__ == "__main__":
    main(*sys.argv[1:])
