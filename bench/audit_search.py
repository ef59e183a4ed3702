# SPDX-License-Identifier: Apache-2.0
"""Searches and analyses of the log at N, 2N and 4N entries of a year: what grows, and how.

Works in a database of its own on the private server. Writes bench/results/audit_search.json.
Run: python -m bench.audit_search [N] (2,500,000 for a log of ten million at the end)
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from daicho.config.bootstrap import setup

setup()

from django.db import connection  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from daicho.foundation.audit import analyses  # noqa: E402
from daicho.foundation.audit.analyses import Period  # noqa: E402
from daicho.foundation.audit.searching import Criteria, find_entries  # noqa: E402
from daicho.foundation.ui.paging import page_of  # noqa: E402

RESULT = Path(__file__).parent / "results" / "audit_search.json"
TOKYO = ZoneInfo("Asia/Tokyo")
# Straight into the partitions' parent: 400 people of 20 sections, 300,000 residents.
FILL = """
INSERT INTO audit.entry (at, kind, login, name, section, terminal, function, screen, purpose,
    subjects, individual_number_shown, result, detail, digest)
SELECT timestamptz '2026-04-01 00:00+09' + interval '1 second'
        * ((n - %(first)s) * 31536000 / (%(last)s - %(first)s + 1)),
    CASE n %% 50 WHEN 0 THEN 'authentication' WHEN 1 THEN 'settings' ELSE 'inquiry' END,
    'z' || n %% 400, '職員 ' || n %% 400, '第' || n %% 20 || '課', '10.0.0.' || n %% 200,
    'function.' || n %% 60, '照会', '窓口・電話での照会', ARRAY[(n * 7919) %% 300000],
    n %% 100 = 0, CASE n %% 500 WHEN 0 THEN 'refused' ELSE 'done' END, '{}', sha256(n::text::bytea)
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
"""


def fill(first: int, last: int) -> None:
    """Entries spread over the year, without their chain: only reading is measured here."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE daicho_audit")
        cursor.execute("ALTER TABLE audit.entry DISABLE TRIGGER entry_pending")
        cursor.execute("RESET ROLE")
        cursor.execute(FILL, {"first": first, "last": last})
        cursor.execute("SET ROLE daicho_audit")
        cursor.execute("VACUUM ANALYZE audit.entry")
        cursor.execute("RESET ROLE")


def milliseconds(work: Callable[[], object]) -> int:
    """The middle one of three."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return round(sorted(times)[1] * 1_000)


def moment(month: int, day: int) -> datetime:
    return datetime(2026, month, day, tzinfo=TOKYO)


def questions() -> dict[str, Callable[[], object]]:
    """What a checker asks."""
    june = {"since": moment(6, 1), "until": moment(7, 1)}
    month = Period(**june)
    section = Period(**june, section="第3課")

    def search(**words: object) -> Callable[[], object]:
        return lambda: page_of(find_entries(Criteria(**words)), 1)  # type: ignore[arg-type]

    return {
        "newest": search(),
        "person": search(login="z7"),
        "section and month": search(section="第3課", **june),
        "subject": search(subject=79_190),
        "terminal": search(terminal="10.0.0.7"),
        "kind and result": search(kind="authentication", result="refused"),
        "function in a month": search(function="function.7", **june),
        "nobody": search(login="nobody"),
        "subject, who looked": lambda: analyses.who_looked(month, subject=79_190),
        "off hours of a month, page": lambda: page_of(analyses.off_hours(month), 1),
        "per person, month": lambda: analyses.per_person(month),
        "mass searches, month": lambda: analyses.mass_searches(month),
        "monthly check of a section": lambda: analyses.summary(section),
    }


def main() -> None:
    """Measure and report."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    databases = setup_databases(verbosity=0, interactive=False)
    figures: dict[str, dict[str, int]] = {}
    try:
        done = 0
        for factor in (1, 2, 4):
            fill(done + 1, size * factor)
            done = size * factor
            for name, ask in questions().items():
                figures.setdefault(name, {})[f"{done}"] = milliseconds(ask)
    finally:
        teardown_databases(databases, verbosity=0)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    for name, row in figures.items():
        print(f"{name:<30} " + "  ".join(f"{count}: {ms} ms" for count, ms in row.items()))


if __name__ == "__main__":
    main()
