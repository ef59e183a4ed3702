# SPDX-License-Identifier: Apache-2.0
"""Parquet to Parquet: partitions come back as written, totals do not depend on how they are cut."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from daicho.engine.batch import person_of
from daicho.engine.bench import checksum
from daicho.engine.kernel import load_kernel
from daicho.engine.national import assess_nation, list_partitions, read_partition, write_partition
from daicho.engine.population import make_population

YEAR = 2025
SIZES = (3_000, 1_000, 2_000, 4_000)


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nation")
    for number, size in enumerate(SIZES):
        write_partition(make_population(size, number, YEAR), folder, number)
    return folder


def test_a_partition_is_read_as_written(nation: Path) -> None:
    written = make_population(SIZES[1], 1, YEAR)
    read = read_partition(list_partitions(nation)[1].path)
    assert len(read) == SIZES[1]
    for index in range(0, SIZES[1], 7):
        assert person_of(read, index) == person_of(written, index)


def test_partitions_are_numbered_through(nation: Path) -> None:
    assert [partition.first for partition in list_partitions(nation)] == [0, 3_000, 4_000, 6_000]


def test_results_equal_the_kernel_in_memory(nation: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    totals = assess_nation(
        nation, tmp_path, fiscal_year=YEAR, threads=2, progress=lambda *at: told.append(at)
    )
    kernel = load_kernel(YEAR)
    taxes = [
        kernel.run(make_population(size, number, YEAR))["annual_tax"]
        for number, size in enumerate(SIZES)
    ]
    assert totals.persons == sum(SIZES)
    assert totals.annual_tax == int(np.concatenate(taxes).sum())
    assert totals.checksum == checksum(np.concatenate(taxes), 0)
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    stored = pq.read_table(tmp_path / "assessed-00002.parquet")
    assert np.array_equal(stored.column("annual_tax").to_numpy(), taxes[2])


def test_a_run_that_was_cut_off_is_continued(nation: Path, tmp_path: Path) -> None:
    whole = assess_nation(nation, tmp_path, fiscal_year=YEAR)
    kept = tmp_path / "assessed-00000.parquet"
    before = kept.stat().st_mtime_ns
    (tmp_path / "assessed-00001.parquet").unlink()
    (tmp_path / "assessed-00001.part").write_bytes(b"half")
    assert assess_nation(nation, tmp_path, fiscal_year=YEAR) == whole
    assert kept.stat().st_mtime_ns == before
    assert not (tmp_path / "assessed-00001.part").exists()


@pytest.mark.full
def test_ray_gives_the_same_with_1_2_and_4_workers(nation: Path, tmp_path: Path) -> None:
    ray = pytest.importorskip("ray", reason="daicho[ray] is not installed")
    from daicho.engine.national_ray import assess_nation_on_ray

    expected = assess_nation(nation, tmp_path / "plain", fiscal_year=YEAR)
    for workers in (1, 2, 4):
        folder = tmp_path / str(workers)
        found = assess_nation_on_ray(nation, folder, fiscal_year=YEAR, workers=workers)
        ray.shutdown()
        assert found == expected


@pytest.mark.full
def test_a_killed_ray_worker_loses_nothing(tmp_path: Path) -> None:
    ray = pytest.importorskip("ray", reason="daicho[ray] is not installed")
    from daicho.engine.national_ray import assess_nation_on_ray

    source = tmp_path / "source"
    source.mkdir()
    for number in range(12):
        write_partition(make_population(60_000, number, YEAR), source, number)
    expected = assess_nation(source, tmp_path / "plain", fiscal_year=YEAR)
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)

    @ray.remote
    def process() -> int:
        return os.getpid()

    victims = set(ray.get([process.remote() for _ in range(8)]))
    killer = threading.Timer(0.5, lambda: [os.kill(pid, signal.SIGKILL) for pid in victims])
    killer.start()
    found = assess_nation_on_ray(source, tmp_path / "ray", fiscal_year=YEAR)
    killer.join()
    ray.shutdown()
    assert found == expected
