# SPDX-License-Identifier: Apache-2.0
"""The nation's partitions spread over Ray workers (extra `daicho[ray]`).

A partition is a task. Ray repeats the task of a worker that died; its unfinished file was never
moved into place, so nothing is lost and nothing counts twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from daicho.engine.kernel import load_kernel
from daicho.engine.national import (
    Partition,
    Totals,
    assess_partition,
    list_partitions,
    sum_up,
)
from daicho.engine.statutes import DEFAULT_MUNICIPALITY

RETRIES = 5


def assess_nation_on_ray(
    source: Path,
    target: Path,
    *,
    fiscal_year: int,
    municipality: str = DEFAULT_MUNICIPALITY,
    workers: int | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Totals:
    """As `assess_nation`, over the Ray cluster at hand, or local workers where there is none."""
    import ray

    target.mkdir(parents=True, exist_ok=True)
    load_kernel(fiscal_year, municipality)  # compiled once, before the workers ask for it
    if not ray.is_initialized():
        ray.init(num_cpus=workers, include_dashboard=False, log_to_driver=False)
    task = ray.remote(num_cpus=1, max_retries=RETRIES)(_assess_one)
    partitions = list_partitions(source)
    waiting = [task.remote(p.path, p.first, target, fiscal_year, municipality) for p in partitions]
    return sum_up(_as_they_end(ray, waiting), len(partitions), progress)


def _assess_one(
    path: Path, first: int, target: Path, fiscal_year: int, municipality: str
) -> Totals:
    kernel = load_kernel(fiscal_year, municipality)
    return assess_partition(kernel, Partition(path, first), target)


def _as_they_end(ray: Any, waiting: list[Any]) -> Iterator[Totals]:
    while waiting:
        done, waiting = ray.wait(waiting)
        yield from ray.get(done)
