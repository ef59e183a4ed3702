# SPDX-License-Identifier: Apache-2.0
"""Run as a process (python -m tests.domains.certificates.crowd WORD …) in a home of its own.

`prepare N` settles N people, each with a mark in the name that nobody else has, and opens
sessions for the clerks. `disturb SECONDS` changes names, removes, protects and restrains people,
enters slips that nobody registers and cancels what was registered (disturber.py),
each by an action whose entry in the log is written under the person's lock. `judge` holds every
paper against the log: what order did the locks give, and what had to be on it?
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

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
    """Change, remove, protect and restrain people until the time is over, or input closes."""
    from django.conf import settings
    from tests.domains.certificates.disturber import Disturber

    told = json.loads((Path(settings.DAICHO_HOME) / "crowd.json").read_text())
    disturber = Disturber(told["numbers"])
    print("ready", flush=True)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        disturber.step()
        time.sleep(0.01)  # a counter has pauses; two cores are shared with those who issue


SCREENS = ("試験の異動", "支援措置の登録", "抑止の設定", "抑止の解除", "住民異動の仮登録",
           "住民異動の本登録", "証明書の発行")  # fmt: skip


@dataclass
class Verdict:
    """Every paper against the log, entry by entry."""

    names: dict[int, list[str]] = field(default_factory=lambda: defaultdict(lambda: ["太郎0乙"]))
    closed: set[int] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    def read(self, screen: str, person: int, detail: dict[str, Any]) -> None:
        """What an event made of a person."""
        self.done[screen] += 1
        if screen == "住民異動の本登録":
            self.names[person].pop()  # the only slips that are registered cancel the last change
        elif screen == "抑止の解除":
            self.closed.discard(person)
        elif screen in ("支援措置の登録", "抑止の設定") or detail.get("氏名") == "":
            self.closed.add(person)
        elif screen == "試験の異動":
            self.names[person].append(detail["氏名"])

    def hold(self, number: str, person: int, text: str) -> None:
        """A paper against what had to be on it."""
        if person in self.closed:
            self.wrong.append(f"{number}: blocked")
        if self.names[person][-1] not in text or "仮" in text:
            self.wrong.append(f"{number}: not the state of its moment")
        if text.count("甲") != 1:
            self.wrong.append(f"{number}: somebody else")


def judge() -> None:
    """What the crowd was given, in the order of the log, which is that of the locks."""
    from daicho.domains.certificates.models import CertificateIssue, IssuedDocument
    from daicho.foundation.audit.models import Entry
    from daicho.foundation.documents.pdf_text import page_texts
    from daicho.foundation.vault.blobs import unseal

    papers = {
        one.issue.number: one for one in IssuedDocument.objects.select_related("issue").iterator()
    }
    verdict = Verdict()
    for entry in Entry.objects.filter(screen__in=SCREENS, result="done").order_by("id"):
        (person,) = entry.subjects
        verdict.read(entry.screen, person, entry.detail)
        for number in entry.detail.get("発行番号", ()):
            pdf = unseal(bytes(papers[number].pdf or b""))
            verdict.hold(number, person, "".join(page_texts(pdf)))
    states = Counter(CertificateIssue.objects.values_list("state", flat=True))
    print(json.dumps({
        "papers": len(papers), "logged": verdict.done["証明書の発行"], "wrong": verdict.wrong,
        "reserved": states["reserved"], "void": states["void"], "done": verdict.done,
    }))  # fmt: skip


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
