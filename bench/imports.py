# SPDX-License-Identifier: Apache-2.0
"""A ward's files taken in, joins and control totals included: bench/results/imports.json.

Works in a database of its own on the private server. `cpu_s` is what this process and its server
process used together; on a machine that others use too, it is what the wall clock would be alone.
Run: python -m bench.imports [residents]
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from daicho.config.bootstrap import setup

setup()

from django.db import connection  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from daicho.config.imports import read_file  # noqa: E402
from daicho.config.operator import command_context  # noqa: E402
from daicho.counterparts.ward.generate import generate_ward  # noqa: E402
from daicho.domains.tax.documents.public import (  # noqa: E402
    ImportTaxFile,
    documents_for_merge,
)
from daicho.foundation.actions.action import perform  # noqa: E402

RESULT = Path(__file__).parent / "results" / "imports.json"
YEAR = 2026
START = datetime(2026, 2, 1, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
TICKS = os.sysconf("SC_CLK_TCK")


def used_cpu() -> float:
    """Seconds of this process and of its server process on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (server,) = cursor.fetchone()
    fields = Path(f"/proc/{server}/stat").read_text("ascii").rsplit(")", 1)[1].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / TICKS


def take_in(folder: Path, made: dict[str, str], number: int) -> dict[str, object]:
    """Import one file and say how long each half took."""
    wall, cpu = time.perf_counter(), used_cpu()
    file = read_file(word=made["kind"], path=folder / made["file"], fiscal_year=YEAR)
    reading = time.perf_counter() - wall
    context = command_context(
        functions=frozenset({"documents.import"}), purpose="assessment",
        at=START + timedelta(hours=number),
    )  # fmt: skip
    outcome = perform(ImportTaxFile(file=file, home_code="131032"), context=context)
    if outcome.value is None:
        raise SystemExit(str(outcome.findings))
    joins = outcome.value.joins
    return {
        "kind": file.kind,
        "rows": file.rows_accepted,
        "read_s": round(reading, 2),
        "wall_s": round(time.perf_counter() - wall, 2),
        "cpu_s": round(used_cpu() - cpu, 2),
        "joined": joins.joined if joins else None,
        "doubtful": joins.doubtful if joins else None,
        "forwarded": joins.forwarded if joins else None,
        "unmatched": joins.unmatched if joins else None,
    }


def measure(residents: int, folder: Path) -> dict[str, object]:
    """Everything, in the order in which a ward takes it in."""
    control = generate_ward(residents=residents, seed=1, fiscal_year=YEAR, out=folder)
    del control
    files = json.loads((folder / "control.json").read_text("utf-8"))["files"]
    steps = [take_in(folder, made, number) for number, made in enumerate(files)]
    wall, cpu = time.perf_counter(), used_cpu()
    found = documents_for_merge(fiscal_year=YEAR)
    documents = sum(int(str(step["rows"])) for step in steps if step["joined"] is not None)
    return {
        "residents": residents,
        "documents": documents,
        "files": steps,
        "total_wall_s": round(sum(float(str(step["wall_s"])) for step in steps), 1),
        "total_cpu_s": round(sum(float(str(step["cpu_s"])) for step in steps), 1),
        "documents_for_merge": {
            "rows": found.documents.num_rows,
            "wall_s": round(time.perf_counter() - wall, 2),
            "cpu_s": round(used_cpu() - cpu, 2),
        },
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "load_average_at_end": round(os.getloadavg()[0], 1),
        "cores": os.cpu_count(),
    }


def main() -> None:
    """Measure, write, print."""
    residents = int(sys.argv[1]) if len(sys.argv) > 1 else 260_000
    kept = setup_databases(verbosity=0, interactive=False, time_keeper=None)
    try:
        with tempfile.TemporaryDirectory() as folder:
            result = measure(residents, Path(folder))
    finally:
        teardown_databases(kept, verbosity=0)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(json.dumps(result, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
