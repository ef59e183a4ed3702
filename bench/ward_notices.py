# SPDX-License-Identifier: Apache-2.0
"""All notices of a made-up ward after its 当初賦課: bench/results/ward_notices.json.

Run: DAICHO_HOME=/tmp/a-folder python -m bench.ward_notices [residents]
The folder keeps the ward and its database: a second run prints only.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from daicho.config.bootstrap import setup

if TYPE_CHECKING:
    from daicho.foundation.access.actor import Context

RESULTS = Path(__file__).with_name("results") / "ward_notices.json"
WARD = 260_000  # residents of the ward that the goal is about
GOAL_MINUTES = 30
Result = TypeVar("Result")
YEAR = 2026
SEED = 20260101
CORES = len(os.sched_getaffinity(0))
LOAD = os.getloadavg()[0]
STARTED_BY, ACCEPTED_BY = "bench", "bench-head"


def prepare(residents: int, folder: Path) -> None:
    """Files, imports, run, acceptance by another person, release: by the product's own actions."""
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from daicho.adapters.registry import FILE_KINDS
    from daicho.config.imports import read_file
    from daicho.counterparts.ward.generate import generate_ward
    from daicho.domains.tax.documents.public import ImportTaxFile
    from daicho.domains.tax.inhabitants.public import (
        AcceptRun,
        ReleaseRun,
        StartInitialAssessment,
        carry_out,
        find_run,
    )
    from daicho.foundation.actions.action import perform

    call_command("migrate", verbosity=0)
    home = settings.MUNICIPALITY_CODE
    timed(
        "files", lambda: generate_ward(residents=residents, seed=SEED, fiscal_year=YEAR, out=folder)
    )
    for word in FILE_KINDS:
        path = folder / (
            "pension-collection.dat" if word == "pension-collection" else f"{word}.csv"
        )
        action = ImportTaxFile(
            file=read_file(word=word, path=path, fiscal_year=YEAR), home_code=home, source=path
        )
        timed(word, partial(perform, action, context=context_of(STARTED_BY)))
    start = StartInitialAssessment(fiscal_year=YEAR, municipality=home)
    run_id = perform(start, context=context_of(STARTED_BY)).value
    run = there(find_run(run_id=run_id or 0))
    timed("run", lambda: carry_out(run, context=context_of(STARTED_BY), clock=timezone.now))
    accept = AcceptRun(run_id=run.pk, reason="測定のため")
    perform(accept, context=context_of(ACCEPTED_BY))
    released = perform(ReleaseRun(run_id=run.pk), context=context_of(STARTED_BY))
    there(released.value)


def there(value: Result | None) -> Result:
    """What must be there for the measurement to mean anything."""
    if value is None:
        raise SystemExit("the ward could not be made, or its notices do not reconcile")
    return value


def timed(label: str, work: Callable[[], Result]) -> Result:
    """Do the work and say how long it took."""
    started = time.perf_counter()
    result = work()
    print(f"{label}: {time.perf_counter() - started:.1f} s", file=sys.stderr)
    return result


def context_of(login: str) -> Context:
    """Somebody who may do everything that a tax year needs."""
    from django.utils import timezone

    from daicho.foundation.access.actor import Actor, Context
    from daicho.foundation.audit.entries import Who
    from daicho.foundation.identity.models import Staff

    functions = frozenset(
        {"tax.assessment.run", "tax.release.accept", "tax.notice.issue", "documents.import"}
    )
    staff, _ = Staff.objects.get_or_create(
        login=login,
        defaults={"name": login, "kana": "", "section": "", "active_from": dt.date(2000, 1, 1)},
    )
    actor = Actor(
        staff_id=staff.pk, who=Who(login=login, name=login, section=""), functions=functions
    )
    return Context(actor=actor, purpose="assessment", terminal="bench", at=timezone.now())


def cpu_seconds() -> float:
    """Work of this process and its workers: tells more than the clock on a busy machine."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def measure(paper: str, folder: Path) -> dict[str, Any]:
    """Print one kind as `daicho tax notices` does, and note it."""
    from django.conf import settings
    from django.utils import timezone

    from daicho.domains.tax.inhabitants.issuer import issuer_of
    from daicho.domains.tax.inhabitants.notices.actions import released_run
    from daicho.domains.tax.inhabitants.notices.public import (
        IssueNotices,
        Making,
        print_notices,
    )
    from daicho.foundation.actions.action import perform

    run = there(released_run(YEAR))
    now = timezone.localtime()
    issuer = issuer_of(settings.MUNICIPALITY_CODE)
    making = Making(run, issuer, now.date(), now, CORES, lambda count: None)
    started, worked = time.perf_counter(), cpu_seconds()
    tally, result = print_notices(making, paper, folder)
    seconds, worked = time.perf_counter() - started, cpu_seconds() - worked
    noted = IssueNotices(
        run_id=run.pk, paper=paper, letters=tally.letters, people=tally.people, amount=tally.amount
    )
    there(perform(noted, context=context_of(STARTED_BY)).value)
    return {
        "paper": paper,
        "letters": tally.letters,
        "people": tally.people,
        "amount": tally.amount,
        "pages": result.pages,
        "seconds": round(seconds, 1),
        "letters_per_second": round(tally.letters / seconds),
        "cpu_seconds": round(worked, 1),
    }


def main(residents: int) -> None:
    """Make the ward where there is none, print everything, say what 260,000 residents take."""
    from django.conf import settings

    folder = Path(settings.DAICHO_HOME) / f"ward-{residents}"
    if not folder.is_dir():
        prepare(residents, folder)
    with tempfile.TemporaryDirectory() as out:
        papers = [measure(paper, Path(out) / paper) for paper in ("tax", "employer", "employee")]
    factor = WARD / residents
    report = {
        "residents": residents,
        "cores": CORES,
        "load_before": round(LOAD, 1),
        "papers": papers,
        "whole_ward": {
            "residents": WARD,
            "minutes": round(sum(one["seconds"] for one in papers) * factor / 60, 1),
            "cpu_minutes": round(sum(one["cpu_seconds"] for one in papers) * factor / 60, 1),
            "goal_minutes": GOAL_MINUTES,
            "is_extrapolated": residents != WARD,
        },
        "main_process_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "worker_peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }
    text = json.dumps(report, indent=1, ensure_ascii=False)
    RESULTS.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    setup()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
