# SPDX-License-Identifier: Apache-2.0
"""Measures the tax engine and writes bench/results/tax_kernel.json.

    python bench/tax_kernel.py [--persons N] [--nation PARTITIONS] [--folder DIR]

In memory: persons a second at N, 2N, 4N. One case: milliseconds, plain and explained. With
`--nation`: Parquet to Parquet over that many partitions of a million persons (126: the whole
nation; 5 GB in, 3 GB out, kept in DIR for the next run).
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from pathlib import Path
from typing import Any

from daicho.engine.bench import run_bench
from daicho.engine.compute import compute_case
from daicho.engine.kernel import load_kernel
from daicho.engine.national import assess_nation, write_partition
from daicho.engine.population import make_population

RESULTS = Path(__file__).parent / "results" / "tax_kernel.json"
PARTITION = 1_000_000
YEAR = 2025
CASE: dict[str, Any] = {
    "id": "bench",
    "fiscal_year": YEAR,
    "person": {"birth_date": "1980-03-01"},
    "income": {"salary_revenue": 6_300_000},
    "deductions": {
        "social_insurance": 900_000,
        "life_insurance": {"new_general": 80_000},
        "donations": [{"kind": "furusato", "amount": 60_000, "one_stop": True}],
    },
    "spouse": {"birth_date": "1982-05-05", "total_income": 0},
    "dependants": [{"birth_date": "2006-01-01"}, {"birth_date": "2012-01-01"}],
    "collection": {"salary_special_collection": True},
}


def time_case(*, explain: bool) -> float:
    """Milliseconds of one case, the best of many, parameters loaded."""
    best = 1e9
    for _ in range(200):
        started = time.perf_counter()
        compute_case(CASE, explain=explain)
        best = min(best, time.perf_counter() - started)
    return round(best * 1_000, 3)


def time_nation(folder: Path, partitions: int) -> dict[str, Any]:
    """Parquet to Parquet; the input is made first, apart from the time."""
    source, target = folder / "in", folder / "out"
    source.mkdir(parents=True, exist_ok=True)
    for number in range(partitions):
        if not (source / f"persons-{number:05}.parquet").is_file():
            write_partition(make_population(PARTITION, 100 + number, YEAR), source, number)
    for left_over in source.glob("persons-*.parquet"):
        if int(left_over.stem.removeprefix("persons-")) >= partitions:
            raise SystemExit(f"{left_over}: belongs to a larger run; use another folder")
    shutil.rmtree(target, ignore_errors=True)
    load_kernel(YEAR)
    started, used = time.perf_counter(), time.process_time()
    totals = assess_nation(source, target, fiscal_year=YEAR)
    seconds, core_seconds = time.perf_counter() - started, time.process_time() - used
    return {
        **totals._asdict(),
        "checksum": f"{totals.checksum:016x}",
        "seconds": round(seconds, 1),
        "core_seconds": round(core_seconds, 1),
        "persons_per_second": round(totals.persons / seconds),
        "bytes_in": sum(path.stat().st_size for path in source.iterdir()),
        "bytes_out": sum(path.stat().st_size for path in target.iterdir()),
    }


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--nation", type=int, default=0, metavar="PARTITIONS")
    parser.add_argument("--folder", type=Path, default=Path(".daicho/nation"))
    args = parser.parse_args()
    found = run_bench(persons=args.persons, fiscal_year=YEAR).as_dict()
    first = time.perf_counter()
    compute_case(CASE, explain=True)
    found["first_explained_case_ms"] = round((time.perf_counter() - first) * 1_000, 1)
    found["case_ms"] = time_case(explain=False)
    found["explained_case_ms"] = time_case(explain=True)
    if args.nation:
        found["nation"] = time_nation(args.folder, args.nation)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
