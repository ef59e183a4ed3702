# SPDX-License-Identifier: Apache-2.0
"""From Parquet to Parquet: partitions of taxpayers through the compiled kernel.

A partition is one Parquet file of persons (the narrow columns, dependants as lists) and one of the
side table. Each partition is assessed on its own and its result is moved into place whole, so that
a run that was killed loses nothing and can be repeated: partitions that are there are only read
again for the totals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from daicho.engine.batch import Array, Batch
from daicho.engine.bench import checksum
from daicho.engine.kernel import Kernel, cores, load_kernel
from daicho.engine.layout import AMOUNTS, RARE
from daicho.engine.statutes import DEFAULT_MUNICIPALITY

_PERSONS = "persons-*.parquet"
_LISTS = ("dependant_birth", "dependant_income", "dependant_flags")
_MANY_VALUES = "DELTA_BINARY_PACKED"  # amounts: smaller than plain, and faster than a compressor


class Partition(NamedTuple):
    """One file of persons; `first` is the number of its first person in the nation."""

    path: Path
    first: int


class Totals(NamedTuple):
    """Sums of one partition or of all; they add up in any order."""

    persons: int
    annual_tax: int
    checksum: int

    def plus(self, other: Totals) -> Totals:
        """Both together."""
        return Totals(
            self.persons + other.persons,
            self.annual_tax + other.annual_tax,
            (self.checksum + other.checksum) % 2**64,
        )


NOTHING = Totals(0, 0, 0)


def write_partition(batch: Batch, folder: Path, number: int) -> Path:
    """Write one partition of persons; dependants become lists."""
    columns: dict[str, Any] = dict(batch.amounts)
    columns |= {"flags": batch.flags, "rare_index": batch.rare_index}
    for name in _LISTS:
        values = pa.array(getattr(batch, name))
        columns[name] = pa.ListArray.from_arrays(pa.array(batch.offsets), values)
    path = folder / f"persons-{number:05}.parquet"
    rare = {name: batch.rare[place] for place, name in enumerate(RARE)}
    pq.write_table(pa.table(rare), side_table_of(path))
    rows = {"row_group_size": 1 << 20, "use_dictionary": False}  # measured: the fastest to read
    pq.write_table(pa.table(columns), path, compression="lz4", **rows)
    return path


def side_table_of(path: Path) -> Path:
    """The side table's file of a partition."""
    return path.with_name(path.name.replace("persons-", "rare-"))


def list_partitions(folder: Path) -> list[Partition]:
    """The partitions of a folder in order; only their footers are read."""
    found, first = [], 0
    for path in sorted(folder.glob(_PERSONS)):
        found.append(Partition(path, first))
        first += pq.read_metadata(path).num_rows
    return found


def read_partition(path: Path) -> Batch:
    """One partition as columns."""
    table = _read(path, [*AMOUNTS, "flags", "rare_index"])
    nested = _read(path, list(_LISTS))  # apart: lists beside plain columns are read in small pieces
    rare = _read(side_table_of(path), list(RARE))
    lists = [_list(nested, name) for name in _LISTS]
    side = np.empty((len(RARE), rare.num_rows), np.int64)
    for place, name in enumerate(RARE):
        side[place] = rare.column(name).to_numpy()
    return Batch(
        {name: _flat(table, name) for name in AMOUNTS},
        _flat(table, "flags"),
        _flat(table, "rare_index"),
        side,
        _writable(lists[0].offsets),
        *(_writable(found.values) for found in lists),
    )


def _read(path: Path, columns: list[str]) -> pa.Table:
    return pq.read_table(path, columns=columns, use_threads=False).combine_chunks()


def _list(table: pa.Table, name: str) -> pa.ListArray:
    column = table.column(name)
    return column.chunk(0) if column.num_chunks else pa.array([], column.type)


def _flat(table: pa.Table, name: str) -> Array:
    column = table.column(name)
    return _writable(column.chunk(0) if column.num_chunks else pa.array([], column.type))


def _writable(array: pa.Array) -> Array:
    """The kernel is compiled for writable arrays; it never writes into its inputs."""
    values: Array = array.to_numpy(zero_copy_only=False)
    address, _ = values.__array_interface__["data"]
    if not len(values) or not address:
        return np.zeros(0, values.dtype)
    interface = {**values.__array_interface__, "data": (address, False)}
    return np.asarray(_View(interface, values))


class _View:
    """Holds the memory of a read-only array behind a writable view."""

    def __init__(self, interface: dict[str, Any], owner: Array) -> None:
        self.__array_interface__ = interface
        self.owner = owner


def assess_partition(
    kernel: Kernel, partition: Partition, folder: Path, room: dict[str, Array] | None = None
) -> Totals:
    """Assess one partition and move its result into place; done before: only sum it up."""
    target = folder / partition.path.name.replace("persons-", "assessed-")
    if target.is_file():
        taxes = pq.read_table(target, columns=["annual_tax"], use_threads=False)
        return _totals(taxes.column("annual_tax").to_numpy(), partition)
    batch = read_partition(partition.path)
    if room is not None and len(next(iter(room.values()))) < len(batch):
        room.update(kernel.room_for(len(batch)))
    results = kernel.run(batch, threads=1, into=room)
    part = target.with_suffix(".part")
    encodings = dict.fromkeys(results, _MANY_VALUES)
    pq.write_table(
        pa.table(results),
        part,
        compression="none",
        use_dictionary=False,
        column_encoding=encodings,
        write_statistics=False,
    )
    part.replace(target)
    return _totals(results["annual_tax"], partition)


def _totals(taxes: Array, partition: Partition) -> Totals:
    return Totals(len(taxes), int(taxes.sum()), checksum(taxes, partition.first))


def assess_nation(
    source: Path,
    target: Path,
    *,
    fiscal_year: int,
    municipality: str = DEFAULT_MUNICIPALITY,
    threads: int = 0,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Totals:
    """Every partition of `source` into `target`, on all cores of this machine."""
    target.mkdir(parents=True, exist_ok=True)
    kernel = load_kernel(fiscal_year, municipality)
    partitions = list_partitions(source)
    workers = threads or cores()
    rooms: list[dict[str, Array]] = [kernel.room_for(0) for _ in range(workers)]

    def work(partition: Partition) -> Totals:
        room = rooms.pop()
        try:
            return assess_partition(kernel, partition, target, room)
        finally:
            rooms.append(room)

    with ThreadPoolExecutor(workers) as pool:
        return sum_up(pool.map(work, partitions), len(partitions), progress)


def sum_up(parts: Iterable[Totals], count: int, progress: Callable[[int, int], None]) -> Totals:
    """All partitions together, telling the progress."""
    totals = NOTHING
    for done, part in enumerate(parts, 1):
        totals = totals.plus(part)
        progress(done, count)
    return totals
