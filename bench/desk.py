# SPDX-License-Identifier: Apache-2.0
"""The pages of the desk with a whole ward in the database: bench/results/desk.json.

Each page is asked for many people through the whole application (session, rights, log, template),
without a network. Run: python -m bench.desk [residents]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.assessment import START, YEAR, take_in

RESULT = Path(__file__).parent / "results" / "desk.json"
PEOPLE = 200
REPEATS = 100
TARGET_MS = 100
PASSWORD = "hayai-uma-denchi"  # noqa: S105 - made up
TABS = ("basis", "calculation", "instalments", "history", "papers")
SEARCHES = ("さとう", "さとう ひろし", "ひろし", "佐藤 弘", "S55.3.1", "港区芝1-2-3", "渡辺", "サ")


def main(residents: int) -> None:
    """Make a ward, run its year, measure, write the figures down."""
    with tempfile.TemporaryDirectory(prefix="daicho-bench-") as folder:
        os.environ["DAICHO_HOME"] = folder
        from daicho.config.bootstrap import setup

        setup()
        from django.core.management import call_command

        from daicho.config.commands.db_stop import run as stop

        try:
            call_command("migrate", verbosity=0)
            take_in(Path(folder) / "ward", residents)
            run = assess()
            figures = {"residents": residents, "people_asked": PEOPLE} | measure(run)
        finally:
            stop(argparse.Namespace(delete_data=True))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, ensure_ascii=False, indent=1))


def assess() -> int:
    """The year's run up to its stop check."""
    from daicho.config.operator import command_context
    from daicho.domains.tax.inhabitants.public import StartInitialAssessment, carry_out, find_run
    from daicho.foundation.actions.action import perform

    functions = frozenset({"tax.assessment.run"})
    context = command_context(functions=functions, purpose="assessment", at=START)
    outcome = perform(
        StartInitialAssessment(fiscal_year=YEAR, municipality="131032"), context=context
    )
    run = find_run(run_id=outcome.value or 0)
    if run is None:
        raise SystemExit(str(outcome.findings))
    return carry_out(run, context=context, clock=lambda: START).pk


def measure(run: int) -> dict[str, Any]:
    """Milliseconds of each page."""
    from daicho.domains.tax.inhabitants.models import Assessment

    client = officer()
    numbers = list(Assessment.objects.filter(run_id=run).values_list("addressee_no", flat=True))
    asked = random.Random(1).sample(numbers, PEOPLE)
    pages: dict[str, list[str]] = {
        "taxpayer": [f"/tax/taxpayers/{number}/" for number in asked],
        **{tab: [f"/tax/taxpayers/{number}/{YEAR}/{tab}/" for number in asked] for tab in TABS},
        "home": ["/"] * REPEATS,
        "run": [f"/tax/runs/{run}/"] * REPEATS,
        "findings": [f"/tax/runs/{run}/findings/?page={page}" for page in range(1, 21)] * 5,
        "undeclared": [f"/tax/runs/{run}/undeclared/?page={page}" for page in range(1, 21)] * 5,
        "joins": ["/tax/documents/joins/"] * REPEATS,
        "search": list(searches(client)) * 10,
    }
    found = {name: figures_of(client.get, addresses) for name, addresses in pages.items()}
    slowest = max(page["p95_ms"] for page in found.values())
    return {"pages": found, "target_p95_ms": TARGET_MS, "reached": slowest <= TARGET_MS}


def officer() -> Any:
    """A browser of somebody with every right of a tax officer."""
    from django.test import Client

    from daicho.foundation.access import granting
    from daicho.foundation.access.pages import clock
    from daicho.foundation.identity.models import Staff

    today = clock().date()
    staff = Staff(login="bench", name="計測", kana="ケイソク", section="税務課")
    staff.active_from = today
    staff.set_password(PASSWORD)
    staff.save()
    granting.grant_role(
        staff=staff, role="tax_officer", first=today, last=today + timedelta(days=1), by="bench",
        at=clock(),
    )  # fmt: skip
    client = Client(SERVER_NAME="localhost")
    client.post("/sign-in/", {"login": "bench", "password": PASSWORD})
    client.post("/purpose/", {"purpose": "assessment"})
    return client


def searches(client: Any) -> Iterator[str]:
    """The addresses of searches that were posted."""
    for typed in SEARCHES:
        yield client.post("/addressees/", {"everything": typed}).headers["Location"]


def figures_of(get: Callable[[str], Any], addresses: list[str]) -> dict[str, float]:
    """Median, 95th percentile and the slowest; the first is not counted, it warms up."""
    get(addresses[0])
    times = sorted(_time(get, address) for address in addresses)
    return {
        "median_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[len(times) * 95 // 100], 1),
        "max_ms": round(times[-1], 1),
    }


def _time(get: Callable[[str], Any], address: str) -> float:
    started = time.perf_counter()
    response = get(address)
    took = (time.perf_counter() - started) * 1_000
    if response.status_code != 200:
        raise SystemExit(f"{address}: {response.status_code}")
    return took


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 260_000)
