# SPDX-License-Identifier: Apache-2.0
"""The whole register out, into an empty database, and counted; results/register_migration.json.

Three sizes (N, 2N, 4N) show how time and memory grow. Run: python -m bench.register_migration [N]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

RESULT = Path(__file__).parent / "results" / "register_migration.json"


def main(residents: int) -> None:
    """Measure each size in a database of its own."""
    figures = [measure(residents * times) for times in (1, 2, 4)]
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, ensure_ascii=False, indent=1))


def measure(residents: int) -> dict[str, Any]:
    """One size, in a process of its own so that its memory is its own."""
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        with os.fdopen(writer, "w") as out:
            json.dump(_measure(residents), out)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as given:
        text = given.read()
    os.waitpid(child, 0)
    return dict(json.loads(text))


def _measure(residents: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="daicho-bench-") as folder:
        os.environ["DAICHO_HOME"] = folder
        from daicho.config.bootstrap import setup

        setup()
        from daicho.config.commands.db_stop import run as stop

        try:
            return _figures(residents, Path(folder))
        finally:
            stop(argparse.Namespace(delete_data=True))


def _figures(residents: int, folder: Path) -> dict[str, Any]:
    from datetime import date, timedelta

    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.counterparts.ward.bulk_register import make_register
    from daicho.domains.register.migration.actions import ExportRegister, ImportRegister
    from daicho.domains.register.migration.tables import exported_tables
    from daicho.domains.register.models import ResidentVersion
    from daicho.domains.statistics.run import carry_out, open_statistics
    from daicho.foundation.actions.action import perform

    call_command("migrate", verbosity=0)
    at = timezone.now()
    make_register(residents=residents, at=at)
    context = command_context(
        functions=frozenset({"register.export", "protected.view", "register.statistics"}),
        purpose="upkeep", at=at + timedelta(seconds=1),
    )  # fmt: skip
    before = _peak()

    def count() -> None:
        run = open_statistics(
            since=date(2025, 6, 1), day=date(2026, 6, 1), known_at=context.at, context=context
        )
        assert carry_out(run, context=context, clock=timezone.now).state == "done"  # noqa: S101

    def carry(action: Any) -> None:
        done = perform(action, context=context)
        assert done.value is not None, done.findings[:5]  # noqa: S101

    figures = {
        "residents": residents, "rows": ResidentVersion.objects.count(),
        "statistics_s": _timed(count),
        "export_s": _timed(lambda: carry(ExportRegister(folder=folder / "out"))),
    }  # fmt: skip
    with connection.cursor() as cursor:
        names = [table.relation for table in exported_tables()]
        cursor.execute(f"TRUNCATE {', '.join(names)}, addressee_addressee CASCADE")
    figures["import_with_rebuild_s"] = _timed(lambda: carry(ImportRegister(folder=folder / "out")))
    return figures | {"memory_grown_mb": (_peak() - before) // 1024}


def _timed(work: Callable[[], None]) -> float:
    started = time.monotonic()
    work()
    return round(time.monotonic() - started, 1)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("residents", type=int, nargs="?", default=5_000)
    main(parser.parse_args().residents)
