# SPDX-License-Identifier: Apache-2.0
"""Certificates from request to paper, one after the other: bench/results/certificates.json.

Every one is received, issued under the locks, set, read back, stored and logged, as at the
counter. Run: python -m bench.certificates [certificates] [--residents N]

Without residents it asks for a few households; with them for people of a register of that size.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

RESULT = Path(__file__).parent / "results" / "certificates.json"
CERTIFICATES, HOUSEHOLDS, TARGET_MS = 300, 50, 500
KINDS = ("resident_copy", "household_copy", "entries")


def main(certificates: int, residents: int) -> None:
    """A database of its own, a register, then certificates of each kind in turn."""
    with tempfile.TemporaryDirectory(prefix="daicho-bench-") as folder:
        os.environ["DAICHO_HOME"] = folder
        from daicho.config.bootstrap import setup

        setup()
        from django.core.management import call_command

        from daicho.config.commands.db_stop import run as stop

        try:
            call_command("migrate", verbosity=0)
            figures = measure(certificates, residents)
        finally:
            stop(argparse.Namespace(delete_data=True))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, ensure_ascii=False, indent=1))


def households(residents: int) -> list[tuple[int, ...]]:
    """宛名番号 of some households: made one by one, or drawn from a register of that size."""
    from django.db import transaction
    from django.db.models import Count
    from django.utils import timezone
    from tests.domains.register.people import settle

    from daicho.counterparts.ward.bulk_register import make_register
    from daicho.domains.register.public import ResidentVersion

    if not residents:
        with transaction.atomic():
            return [settle().numbers for _ in range(HOUSEHOLDS)]
    make_register(residents=residents, at=timezone.now())
    rows = ResidentVersion.objects.filter(recorded__upper_inf=True, valid__upper_inf=True)
    # In the made register some have moved without their household: no paper is given to those.
    whole = rows.values("household_no").annotate(
        places=Count("address", distinct=True), buildings=Count("building", distinct=True)
    )
    drawn = sorted(whole.filter(places=1, buildings=1).values_list("household_no", flat=True))
    members: dict[int, list[int]] = {
        number: [] for number in drawn[:: len(drawn) // HOUSEHOLDS or 1][:HOUSEHOLDS] if number
    }
    for row in rows.filter(household_no__in=members).order_by("household_no", "member_order"):
        members[row.household_no or 0].append(row.addressee_no)
    return [tuple(numbers) for numbers in members.values()]


def measure(certificates: int, residents: int) -> dict[str, object]:
    """Milliseconds of a whole issue, and of its parts."""
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.domains.certificates.actions import issue as issuing
    from daicho.domains.certificates.public import ReceiveRequest, receive_and_issue

    families = households(residents)
    context = command_context(
        functions=frozenset({"certificate.issue", "item.registry"}), purpose="certificate",
        at=timezone.now(),
    )  # fmt: skip
    parts: dict[str, list[float]] = defaultdict(list)
    for name in ("print_certificate", "inspect"):
        setattr(issuing, name, timed(getattr(issuing, name), parts[name]))
    spent: dict[str, list[float]] = defaultdict(list)
    for number in range(certificates + len(KINDS)):
        kind, family = KINDS[number % len(KINDS)], families[number % len(families)]
        people = family if kind == "household_copy" else family[:1]
        asked = ReceiveRequest(
            key=f"bench-{number}", certificate=kind, people=people, asker="測定", identity="測定",
            shown=("householder", "registry", "history"),
        )  # fmt: skip
        began = time.perf_counter()
        at = context.at + timedelta(seconds=number)
        outcome = receive_and_issue(receive=asked, context=replace(context, at=at))
        if outcome.value is None:
            raise SystemExit(str(outcome.findings))
        if number >= len(KINDS):  # the first of each kind starts the press
            spent[kind].append((time.perf_counter() - began) * 1000)
    every = [one for times in spent.values() for one in times]
    return {
        "certificates": certificates, "residents": residents or 4 * HOUSEHOLDS,
        "target_ms_p95": TARGET_MS, "all": figures_of(every),
        "by_kind": {kind: figures_of(times) for kind, times in spent.items()},
        "of_which": {name: figures_of(times[len(KINDS):]) for name, times in parts.items()},
    }  # fmt: skip


def timed(function, times):  # type: ignore[no-untyped-def]
    """The function, with its milliseconds noted."""

    def measured(*args, **options):  # type: ignore[no-untyped-def]
        began = time.perf_counter()
        try:
            return function(*args, **options)
        finally:
            times.append((time.perf_counter() - began) * 1000)

    return measured


def figures_of(times: list[float]) -> dict[str, float]:
    """Median, 95th percentile and the longest, in milliseconds."""
    ordered = sorted(times)
    at = lambda share: round(ordered[min(int(len(ordered) * share), len(ordered) - 1)], 1)  # noqa: E731
    return {"median": at(0.5), "p95": at(0.95), "max": round(ordered[-1], 1)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.certificates")
    parser.add_argument("certificates", type=int, nargs="?", default=CERTIFICATES)
    parser.add_argument("--residents", type=int, default=0)
    told = parser.parse_args()
    main(told.certificates, told.residents)
