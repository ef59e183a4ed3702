# SPDX-License-Identifier: Apache-2.0
"""当初賦課 of a ward: relatives, merge, assess, instalments, store: bench/results/assessment.json.

Works on a server of its own in a temporary folder, because the workers of a run are processes that
connect by themselves. `cpu_s` is what the run's processes used without the server; the load tells
how quiet the machine was.
Run: python -m bench.assessment [residents]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

RESULT = Path(__file__).parent / "results" / "assessment.json"
YEAR = 2026
START = datetime(2026, 4, 20, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


def main(residents: int) -> None:
    """Make a ward, take it in, run its year, release it, and write the figures down."""
    with tempfile.TemporaryDirectory(prefix="daicho-bench-") as folder:
        os.environ["DAICHO_HOME"] = folder
        from daicho.config.bootstrap import setup

        setup()
        from django.core.management import call_command

        from daicho.config.commands.db_stop import run as stop

        try:
            call_command("migrate", verbosity=0)
            take_in(Path(folder) / "ward", residents)
            figures = measure(residents)
        finally:
            stop(argparse.Namespace(delete_data=True))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, ensure_ascii=False, indent=1))


def take_in(folder: Path, residents: int) -> None:
    """Import the files of a made-up ward."""
    from daicho.config.imports import read_file
    from daicho.config.operator import command_context
    from daicho.counterparts.ward.generate import generate_ward
    from daicho.domains.tax.documents.public import ImportTaxFile
    from daicho.foundation.actions.action import perform

    control = generate_ward(residents=residents, seed=1, fiscal_year=YEAR, out=folder)
    for hours, made in enumerate(control["files"]):
        file = read_file(word=made["kind"], path=folder / made["file"], fiscal_year=YEAR)
        context = command_context(
            functions=frozenset({"documents.import"}),
            purpose="assessment",
            at=START - timedelta(days=60) + timedelta(hours=hours),
        )
        outcome = perform(ImportTaxFile(file=file, home_code="131032"), context=context)
        if outcome.value is None:
            raise SystemExit(str(outcome.findings))


def measure(residents: int) -> dict[str, Any]:
    """One run from its start to the posted receivables."""
    from daicho.config.operator import command_context
    from daicho.domains.tax.inhabitants.public import (
        AcceptRun,
        ReleaseRun,
        StartInitialAssessment,
        carry_out,
        find_run,
        prepare_kernel,
    )
    from daicho.foundation.actions.action import perform
    from daicho.foundation.batch.models import BatchStep

    functions = frozenset({"tax.assessment.run", "tax.release.accept"})
    context = command_context(functions=functions, purpose="assessment", at=START)
    load = os.getloadavg()[0]
    wall, cpu = time.perf_counter(), used_cpu()
    prepare_kernel(YEAR, "131032")
    compile_s = time.perf_counter() - wall
    wall, cpu = time.perf_counter(), used_cpu()
    started = perform(
        StartInitialAssessment(fiscal_year=YEAR, municipality="131032"), context=context
    )
    start_s = time.perf_counter() - wall
    run = find_run(run_id=done(started))
    if run is None:
        raise SystemExit("no run")
    run = carry_out(run, context=context, clock=lambda: datetime.now(START.tzinfo))
    total_s, cpu_s = time.perf_counter() - wall, used_cpu() - cpu
    steps = {
        step.code: (step.finished_at - step.started_at).total_seconds()
        for step in BatchStep.objects.filter(run_id=run.batch_run_id)
        if step.finished_at and step.started_at
    }
    other = replace(context.actor, who=replace(context.actor.who, login="second"))
    accepted = perform(
        AcceptRun(run_id=run.pk, reason="測定"), context=replace(context, actor=other)
    )
    done(accepted)
    wall = time.perf_counter()
    released = perform(ReleaseRun(run_id=run.pk), context=context)
    done(released)
    return {
        "residents": residents,
        "documents": run.counts["documents"],
        "assessed": run.counts["assessed"],
        "load_before": round(load, 1),
        "compile_s": round(compile_s, 1),
        "start_s": round(start_s, 1),
        "steps_s": {name: round(seconds, 1) for name, seconds in steps.items()},
        "run_s": round(total_s, 1),
        "cpu_s": round(cpu_s, 1),
        "release_s": round(time.perf_counter() - wall, 1),
        "peak_mb_of_a_process": max(peak(resource.RUSAGE_SELF), peak(resource.RUSAGE_CHILDREN)),
        "annual_tax": run.totals["annual_tax"],
        "target_s": 60,
    }


def done(outcome: Any) -> int:
    """The value of an action that must not be refused."""
    if outcome.value is None:
        raise SystemExit(str(outcome.findings))
    return int(outcome.value)


def used_cpu() -> float:
    """Seconds of this process and of the workers that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def peak(whose: int) -> int:
    """Largest memory in MB."""
    return resource.getrusage(whose).ru_maxrss // 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 260_000)
