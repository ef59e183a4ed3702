# SPDX-License-Identifier: Apache-2.0
"""What reading rights and deciding cost with 10, 10,000 and 100,000 staff, and their ratio.

Every person has a post and three rights of their own; every unit of fifty people has ten. Works in
a database of its own on the private server. Writes bench/results/access.json.
Run: python -m bench.access [staff ...]
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from daicho.config.bootstrap import setup

setup()

from django.db import connection  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from daicho.foundation.access.actor import load_actor  # noqa: E402
from daicho.foundation.access.catalogue import catalogue  # noqa: E402
from daicho.foundation.access.decision import decide  # noqa: E402
from daicho.foundation.identity.models import Staff  # noqa: E402

RESULT = Path(__file__).parent / "results" / "access.json"
AT = datetime(2026, 6, 10, 9, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
SIZES = (10, 10_000, 100_000)
FUNCTION = "tax.taxpayer.view"
PEOPLE_A_UNIT = 50
ROUNDS = 500
POSTS = """
INSERT INTO access_post (staff_id, unit, title, is_head, kind, valid)
SELECT id, 'U' || (substr(login, 2)::int / %s), '主事', false, 'main', '[2026-04-01,)'
FROM identity_staff WHERE substr(login, 2)::int >= %s
"""
UNITS = """
INSERT INTO access_unit (code, level, name, parent, valid)
SELECT 'U' || n, 'section', '課' || n, '', '[2026-04-01,)' FROM generate_series(%s, %s) n
ON CONFLICT DO NOTHING
"""
OWN = """
INSERT INTO access_grant (staff_id, unit, function, scope, valid_from, valid_to, granted_by,
                          granted_at, revoked_by)
SELECT s.id, '', f, '', '2026-04-01', '2027-03-31', 'bench', now(), ''
FROM identity_staff s, unnest(%s::text[]) f WHERE substr(s.login, 2)::int >= %s
"""
OF_UNITS = """
INSERT INTO access_grant (staff_id, unit, function, scope, valid_from, valid_to, granted_by,
                          granted_at, revoked_by)
SELECT NULL, u.code, f, '', '2026-04-01', '2027-03-31', 'bench', now(), ''
FROM access_unit u, unnest(%s::text[]) f WHERE substr(u.code, 2)::int >= %s
"""


def main() -> None:
    """Grow the town, measure at each size, report."""
    sizes = tuple(int(word) for word in sys.argv[1:]) or SIZES
    databases = setup_databases(verbosity=0, interactive=False)
    figures: dict[str, dict[str, float]] = {}
    try:
        before = 0
        for size in sizes:
            populate(before, size)
            figures[str(size)] = measure(size)
            before = size
    finally:
        teardown_databases(databases, verbosity=0)
    first, last = figures[str(sizes[0])], figures[str(sizes[-1])]
    ratios = {name: round(last[name] / first[name], 2) for name in first}
    report = {"staff": figures, f"ratio_{sizes[-1]}_to_{sizes[0]}": ratios}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    print(json.dumps(report, indent=2))


def populate(before: int, size: int) -> None:
    """Staff, posts, units and rights from `before` to `size`."""
    codes = sorted(catalogue().functions)
    first = date(2026, 4, 1)
    Staff.objects.bulk_create(
        (
            Staff(login=f"b{number}", name="職員", kana="ショクイン", active_from=first)
            for number in range(before, size)
        ),
        batch_size=5_000,
    )
    with connection.cursor() as cursor:
        cursor.execute(UNITS, [-(-before // PEOPLE_A_UNIT), size // PEOPLE_A_UNIT])
        cursor.execute(POSTS, [PEOPLE_A_UNIT, before])
        cursor.execute(OWN, [[FUNCTION, "desk.home", "documents.view"], before])
        cursor.execute(OF_UNITS, [codes[:10], -(-before // PEOPLE_A_UNIT)])
        cursor.execute("ANALYZE")


def measure(size: int) -> dict[str, float]:
    """Medians in milliseconds."""
    staff = Staff.objects.get(login=f"b{size // 2}")
    actor = load_actor(staff=staff, at=AT)
    said = {"actor": actor, "function": FUNCTION, "purpose": "assessment", "at": AT}

    def about_nobody() -> None:
        decide(subject=None, **said)  # type: ignore[arg-type]

    def about_somebody() -> None:
        decide(subject=1234567, **said)  # type: ignore[arg-type]

    if not decide(subject=None, **said).is_allowed:  # type: ignore[arg-type]
        raise SystemExit("the measured decision must be allowed")
    return {
        "decision_ms": timed(about_nobody),
        "decision_with_protection_asked_ms": timed(about_somebody),
        "load_actor_ms": timed(lambda: load_actor(staff=staff, at=AT)),
    }


def timed(work: Callable[[], object]) -> float:
    """The median of many."""
    spans = []
    for _ in range(ROUNDS):
        start = time.perf_counter_ns()
        work()
        spans.append(time.perf_counter_ns() - start)
    return round(median(spans) / 1_000_000, 4)


if __name__ == "__main__":
    main()
