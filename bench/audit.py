# SPDX-License-Identifier: Apache-2.0
"""Appends to the log a second: one by one, by sixteen at once, in bulk; and the verifier.

Works in a database of its own on the private server. Writes bench/results/audit.json.
Run: python -m bench.audit [count]
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from daicho.config.bootstrap import setup

setup()

from django.db import connection, transaction  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from daicho.foundation.audit.entries import NewEntry, Who  # noqa: E402
from daicho.foundation.audit.log import append, append_many  # noqa: E402
from daicho.foundation.audit.models import Kind  # noqa: E402
from daicho.foundation.audit.verify import verify  # noqa: E402

RESULT = Path(__file__).parent / "results" / "audit.json"
THREADS = 16


def entry(number: int) -> NewEntry:
    """A look at one taxpayer."""
    return NewEntry(
        at=datetime(2026, 6, 10, 9, 30, tzinfo=ZoneInfo("Asia/Tokyo")), kind=Kind.INQUIRY,
        who=Who("z00001", "台帳 花子", "税務課"), terminal="10.0.0.7",
        function="tax.taxpayer.view", screen="納税義務者照会", purpose="窓口照会",
        subjects=(number,), detail={"年度": 2026},
    )  # fmt: skip


def one_by_one(count: int) -> None:
    """Every entry in a transaction of its own, chained before the next."""
    for number in range(count):
        with transaction.atomic():
            append(entry(number))


def at_once(count: int) -> None:
    """The same from several connections."""

    def work() -> None:
        one_by_one(count // THREADS)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(THREADS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def in_bulk(count: int) -> None:
    """One call, as a batch logs whom it touched."""
    append_many(entry(number) for number in range(count))


def rate(work: Callable[[int], None], count: int) -> int:
    """Entries a second."""
    start = time.perf_counter()
    work(count)
    return round(count / (time.perf_counter() - start))


def main() -> None:
    """Measure and report."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        figures = {
            "append_one_by_one_per_s": rate(one_by_one, count),
            f"append_{THREADS}_at_once_per_s": rate(at_once, count),
            "append_many_per_s": rate(in_bulk, count * 20),
        }
        start = time.perf_counter()
        result = verify()
        figures["verified_entries"] = result.entries
        figures["verify_entries_per_s"] = round(result.entries / (time.perf_counter() - start))
        if result.findings:
            raise SystemExit(str(result.findings[:3]))
    finally:
        teardown_databases(databases, verbosity=0)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
