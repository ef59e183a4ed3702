# SPDX-License-Identifier: Apache-2.0
"""The vault at a ward's size: hash 650,000 numbers, store 260,000, find them again.

Works in a database of its own on the private server. Writes bench/results/vault.json.
Run: python -m bench.vault [count]
"""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from daicho.config.bootstrap import setup

setup()

from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from daicho.foundation.vault import numbers  # noqa: E402
from daicho.foundation.vault.keys import lookup_hashes  # noqa: E402
from daicho.kernel.numbers import individual_number_check_digit  # noqa: E402

RESULT = Path(__file__).parent / "results" / "vault.json"


def main() -> None:
    """Measure and report."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 260_000
    bases = [f"{20_000_000_000 + serial * 7:011d}" for serial in range(count)]
    pairs = [
        (serial, base + str(individual_number_check_digit(base)))
        for serial, base in enumerate(bases)
    ]
    databases = setup_databases(verbosity=0, interactive=False)
    figures: dict[str, int | float] = {"numbers": count}
    try:
        start = time.perf_counter()
        lookups = lookup_hashes([number for _, number in pairs])
        figures["lookup_hashes_per_s"] = round(count / (time.perf_counter() - start))
        start = time.perf_counter()
        numbers.store_many(numbers=pairs, at=datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo")))
        figures["store_many_s"] = round(time.perf_counter() - start, 1)
        start = time.perf_counter()
        found = numbers.find_addressees(lookups=lookups)
        figures["find_addressees_s"] = round(time.perf_counter() - start, 1)
        start = time.perf_counter()
        listed = sum(1 for _ in numbers.list_lookups())
        figures["list_lookups_s"] = round(time.perf_counter() - start, 1)
        if not len(found) == listed == count:
            raise SystemExit("numbers were lost")
    finally:
        teardown_databases(databases, verbosity=0)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
