# SPDX-License-Identifier: Apache-2.0
"""Run as a process by test_killed_process: one word a step, in a home of its own (DAICHO_HOME)."""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import sys
from pathlib import Path

YEAR = 2026


def prepare(residents: int) -> None:
    """A database with a made-up ward in it."""
    from bench.assessment import take_in
    from django.core.management import call_command

    call_command("migrate", verbosity=0, skip_checks=True)
    take_in(Path(os.environ["DAICHO_HOME"]) / "ward", residents)


def run(chunks: int, *, resume: bool) -> None:
    """The command itself; the process kills itself with -9 after so many chunks (0: never)."""
    from daicho.config.commands import tax_run
    from daicho.domains.tax.inhabitants.run import plan, runner

    plan_chunks = runner.plan_chunks
    runner.plan_chunks = lambda found: plan_chunks(found, chunk_people=500)
    from daicho.domains.tax.inhabitants.actions import runs

    runs.plan_chunks = runner.plan_chunks
    process = runner.process_chunk
    done = 0

    def counted(*arguments: object) -> bool:
        nonlocal done
        if chunks and done == chunks:
            os.kill(os.getpid(), signal.SIGKILL)
        done += 1
        return process(*arguments)  # type: ignore[arg-type]

    runner.process_chunk = counted
    assert plan.CHUNK_PEOPLE > 0
    tax_run.run(argparse.Namespace(fiscal_year=YEAR, resume=resume))


def withdraw() -> None:
    """Take the run back so that another can be made."""
    from daicho.domains.tax.inhabitants.models import AssessmentRun

    AssessmentRun.objects.update(state="withdrawn")


def digest() -> None:
    """A checksum of what the last run stored, without its numbers and times."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (a.addressee_no, a.annual_tax, a.ordinary, a.salary, a.provisional, a.final,"
            " a.taxable, a.employer_no, a.total_income, b.facts, b.trace, b.findings)::text"
            " FROM tax_inhabitants_assessment a JOIN tax_documents_basis b ON b.id = a.basis_id"
            " WHERE run_id = (SELECT max(id) FROM tax_inhabitants_assessmentrun)"
            " ORDER BY a.addressee_no"
        )
        rows = [row for (row,) in cursor.fetchall()]
        cursor.execute(
            "SELECT counts - 'claims', totals, state FROM tax_inhabitants_assessmentrun"
            " ORDER BY id DESC LIMIT 1"
        )
        rows.append(str(cursor.fetchone()))
    print(len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())


def main() -> None:
    """The word and its number."""
    from daicho.config.bootstrap import setup

    setup()
    word, number = sys.argv[1], int(sys.argv[2])
    steps = {
        "prepare": lambda: prepare(number),
        "run": lambda: run(number, resume=False),
        "resume": lambda: run(number, resume=True),
        "withdraw": withdraw,
        "digest": digest,
    }
    steps[word]()


if __name__ == "__main__":
    main()
