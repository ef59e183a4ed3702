# SPDX-License-Identifier: Apache-2.0
"""The parts of a run on several processes: Python's rows are what a run spends its time on."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

Result = TypeVar("Result")
MapRun = Callable[[Callable[..., Any], Iterable[Sequence[Any]]], Iterator[Any]]
COLLECT_AFTER = 200_000  # objects made and not yet freed
PARALLEL_FROM = 20_000  # people; below, starting processes takes longer than it saves


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0))


@contextmanager
def workers(count: int) -> Iterator[MapRun]:
    """A function that maps over argument tuples, in order; with one worker in this very process."""
    if count <= 1:
        yield _map_here
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_start) as pool:

        def map_there(
            function: Callable[..., Any], arguments: Iterable[Sequence[Any]]
        ) -> Iterator[Any]:
            return pool.map(_call, ((function, tuple(item)) for item in arguments))

        yield map_there


def _map_here(function: Callable[..., Any], arguments: Iterable[Sequence[Any]]) -> Iterator[Any]:
    return (function(*item) for item in arguments)


def _call(job: tuple[Callable[..., Any], tuple[Any, ...]]) -> Any:
    function, arguments = job
    return function(*arguments)


def _start() -> None:
    """Django in a new process, with a connection of its own.

    A worker makes millions of small tuples and hardly a cycle: collecting as often as usual costs a
    quarter of its time.
    """
    import django

    django.setup()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
