# SPDX-License-Identifier: Apache-2.0
"""The compiled kernel: written, compiled once and kept on disk, run over columns on all cores.

The folder of a kernel is named by the hash of its whole text (every rule, every figure of the
year) and of the compiler's version, so that neither a changed rule nor a changed figure can meet
old machine code.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite
import numba
import numpy as np

from daicho.engine.batch import Array, Batch, empty_batch, staggered
from daicho.engine.kernel_source import OUTPUTS, SHAPES, Output, Shape, kernel_source
from daicho.engine.layout import AMOUNTS
from daicho.engine.statutes import DEFAULT_MUNICIPALITY, load_parameters

CHUNK = 1 << 16  # persons a thread takes at a time


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0))


def kernels_folder() -> Path:
    """Where compiled kernels are kept: under DAICHO_HOME."""
    return Path(os.environ.get("DAICHO_HOME", ".daicho")).absolute() / "kernels"


@dataclass(frozen=True, slots=True)
class Kernel:
    """One year's rules in machine code."""

    entry: Callable[..., None]
    outputs: tuple[Output, ...]

    def room_for(self, count: int) -> dict[str, Array]:
        """Columns (int64) for the results of `count` persons; may be used again and again."""
        return {
            output.name: staggered(count, np.int64, place)
            for place, output in enumerate(self.outputs, len(AMOUNTS))
        }

    def run(
        self, batch: Batch, threads: int = 0, into: dict[str, Array] | None = None
    ) -> dict[str, Array]:
        """Assess every person of the batch; a column an output, in `into` where it is given."""
        count = len(batch)
        results = self.room_for(count) if into is None else into
        arguments = (*batch.columns(), *(results[output.name] for output in self.outputs))

        def work(start: int) -> None:
            self.entry(start, min(start + CHUNK, count), *arguments)

        starts = range(0, count, CHUNK)
        with ThreadPoolExecutor(threads or cores()) as pool:
            list(pool.map(work, starts))
        return {name: column[:count] for name, column in results.items()}


@cache
def load_kernel(
    fiscal_year: int,
    municipality: str = DEFAULT_MUNICIPALITY,
    nontaxable_class: int = 0,
    outputs: tuple[Output, ...] = OUTPUTS,
    shapes: tuple[Shape, ...] = SHAPES,
) -> Kernel:
    """The kernel of a year and municipality, from disk where it was compiled before."""
    parameters = load_parameters(fiscal_year, municipality)
    source = kernel_source(parameters, nontaxable_class, outputs, shapes)
    kernel = Kernel(_module(source).run, outputs)
    kernel.run(empty_batch(1), threads=1)  # compiles, or reads the compiled code
    return kernel


def _module(source: str) -> Any:
    """The module of a source text, written where Numba can keep its machine code beside it."""
    versions = f"{numba.__version__} {llvmlite.__version__} {np.__version__}"
    key = hashlib.sha256(f"{versions}\n{source}".encode()).hexdigest()[:20]
    path = kernels_folder() / key / f"daicho_kernel_{key}.py"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, source)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # Numba imports it by name when it reads its cache
    spec.loader.exec_module(module)
    return module


def _write_whole(path: Path, text: str) -> None:
    """Another process sees the file whole or not at all."""
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, delete=False, suffix=".part", encoding="utf-8"
    ) as part:
        part.write(text)
    Path(part.name).replace(path)
