# SPDX-License-Identifier: Apache-2.0
"""Times the compiled kernel over synthetic taxpayers in memory, and sums up what it decided."""

from __future__ import annotations

import resource
import time
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from daicho.engine.batch import Array, Batch, head_of
from daicho.engine.kernel import Kernel, cores, load_kernel
from daicho.engine.population import make_population

SEED = 20250101
RUNS = 3


@dataclass(frozen=True, slots=True)
class Pace:
    """One size of the population: the best of several runs."""

    persons: int
    seconds: float
    persons_per_second: float
    persons_per_core_second: float  # by processor time: holds on a busy machine too


@dataclass(frozen=True, slots=True)
class BenchResult:
    """What `daicho tax bench` prints."""

    fiscal_year: int
    threads: int
    paces: tuple[Pace, ...]
    bytes_read_per_person: float
    bytes_written_per_person: float
    kernel_ready_seconds: float
    peak_memory_bytes: int
    annual_tax_sum: int
    checksum: str

    @property
    def persons_per_second(self) -> float:
        """The pace at the size that was asked for."""
        return self.paces[0].persons_per_second

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"persons_per_second": self.persons_per_second, **asdict(self)}


def run_bench(
    *, persons: int, threads: int = 0, fiscal_year: int = 2025, growth: tuple[int, ...] = (1, 2, 4)
) -> BenchResult:
    """Make the population, load the kernel, time it at every size of the growth."""
    used = threads or cores()
    started = time.perf_counter()
    kernel = load_kernel(fiscal_year)
    ready = time.perf_counter() - started
    everybody = make_population(persons * max(growth), SEED, fiscal_year)
    room = kernel.room_for(len(everybody))
    paces = tuple(
        _pace(kernel, head_of(everybody, persons * factor), used, room) for factor in growth
    )
    asked = head_of(everybody, persons)
    taxes = kernel.run(asked, used)["annual_tax"]
    return BenchResult(
        fiscal_year=fiscal_year,
        threads=used,
        paces=paces,
        bytes_read_per_person=round(everybody.nbytes() / len(everybody), 1),
        bytes_written_per_person=8.0 * len(kernel.outputs),
        kernel_ready_seconds=round(ready, 3),
        peak_memory_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        annual_tax_sum=int(taxes.sum()),
        checksum=f"{checksum(taxes, 0):016x}",
    )


def _pace(kernel: Kernel, batch: Batch, threads: int, room: dict[str, Array]) -> Pace:
    runs = [_seconds(kernel, batch, threads, room) for _ in range(RUNS)]
    seconds, core_seconds = (min(column) for column in zip(*runs, strict=True))
    count = len(batch)
    return Pace(count, round(seconds, 4), round(count / seconds), round(count / core_seconds))


def _seconds(
    kernel: Kernel, batch: Batch, threads: int, room: dict[str, Array]
) -> tuple[float, float]:
    """Seconds by the clock, and of all cores together."""
    started, used = time.perf_counter(), time.process_time()
    kernel.run(batch, threads, room)
    return time.perf_counter() - started, time.process_time() - used


def checksum(taxes: Array, first: int) -> int:
    """A sum over (who, how much) modulo 2^64: the same however the people are cut into parts."""
    places = np.arange(first, first + len(taxes), dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    weights = places * np.uint64(0x9E3779B97F4A7C15)
    return int(((taxes.astype(np.uint64) + np.uint64(1)) * weights).sum(dtype=np.uint64))
