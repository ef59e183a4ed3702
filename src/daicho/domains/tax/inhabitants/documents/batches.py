# SPDX-License-Identifier: Apache-2.0
"""Many letters at once: chunks in worker processes, one PDF a chunk, in the order of the items.

Why one file a chunk: printers take files of a bounded size, a broken run loses one chunk, and no
process ever holds more than a chunk. A worker ends after a few chunks, because the engine keeps
what it has laid out and would grow without bound.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from daicho.domains.tax.inhabitants.documents.employer_notice import (
    EmployeeNotice,
    EmployerNotice,
    count_employer_pages,
)
from daicho.domains.tax.inhabitants.documents.letters import find_missing_shapes
from daicho.domains.tax.inhabitants.documents.printing import (
    press_for,
    render_employee_notices,
    render_employer_notices,
    render_tax_notices,
)
from daicho.domains.tax.inhabitants.documents.tax_notice import TaxNotice, count_pages

NOTICES_A_FILE = 250
EMPLOYERS_A_FILE = 50
_CHUNKS_A_WORKER = 4
_WAITING_CHUNKS = 2  # beside the ones in work: bounds what is held in memory

AnyLetter = TypeVar("AnyLetter")


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One PDF of a batch: its first and last key let a torn stack be put in order.

    `missing_shapes` names letters whose name or address has characters or variants that no font
    here draws rightly; they are printed, but must be taken out and mended by hand.
    """

    path: Path
    count: int
    pages: int
    first_key: str
    last_key: str
    missing_shapes: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a batch printed. `count` and `pages` are control totals: compare them with the run's."""

    count: int
    pages: int
    files: tuple[BatchFile, ...]


class _Kind(NamedTuple):
    """How one kind of letter is printed in a batch."""

    render: Callable[..., bytes]
    count_pages: Callable[[Any], int]
    key: Callable[[Any], str]


# By the beginning of the file's name; a worker process looks its kind up here.
_KINDS = {
    "tax-notices": _Kind(render_tax_notices, count_pages, lambda item: item.notice_no),
    "employer-notices": _Kind(
        render_employer_notices, count_employer_pages, lambda item: item.employer_no
    ),
    "employee-notices": _Kind(
        render_employee_notices,
        lambda item: 1,
        lambda item: f"{item.employer_no}-{item.employee_no}",
    ),
}


def render_notices(
    items: Iterable[TaxNotice],
    out: Path,
    *,
    made_at: datetime,
    workers: int = 2,
    items_a_file: int = NOTICES_A_FILE,
) -> BatchResult:
    """Print 納税通知書 into numbered PDF files in the folder `out`; items are read as needed.

    All items are of one issuer and one fiscal year, else ValueError. `out` must hold no PDF yet.
    The key of a file is the notice number.
    """
    return _render("tax-notices", items, out, made_at, workers, items_a_file)


def render_employer_batch(
    items: Iterable[EmployerNotice],
    out: Path,
    *,
    made_at: datetime,
    workers: int = 2,
    items_a_file: int = EMPLOYERS_A_FILE,
) -> BatchResult:
    """The same for employers' notices; the key is the employer number (指定番号)."""
    return _render("employer-notices", items, out, made_at, workers, items_a_file)


def render_employee_batch(
    items: Iterable[EmployeeNotice],
    out: Path,
    *,
    made_at: datetime,
    workers: int = 2,
    items_a_file: int = NOTICES_A_FILE,
) -> BatchResult:
    """The same for employees' notices; the key is employer number and 受給者番号."""
    return _render("employee-notices", items, out, made_at, workers, items_a_file)


def _render(
    name: str,
    items: Iterable[AnyLetter],
    out: Path,
    made_at: datetime,
    workers: int,
    items_a_file: int,
) -> BatchResult:
    out.mkdir(parents=True, exist_ok=True)
    if any(out.glob("*.pdf")):
        raise FileExistsError(f"PDFが既にあります: {out}")
    jobs = (
        partial(_print_chunk, name, chunk, out, number, made_at)
        for number, chunk in enumerate(_chunks(items, items_a_file), start=1)
    )
    files = tuple(job() for job in jobs) if workers <= 1 else tuple(_run(jobs, workers))
    return BatchResult(sum(f.count for f in files), sum(f.pages for f in files), files)


def _chunks(items: Iterable[AnyLetter], size: int) -> Iterator[tuple[AnyLetter, ...]]:
    rest = iter(items)
    while chunk := tuple(islice(rest, size)):
        yield chunk


def _run(jobs: Iterator[Callable[[], BatchFile]], workers: int) -> Iterator[BatchFile]:
    """Keep the workers busy and hand back the files in order."""
    waiting: deque[Future[BatchFile]] = deque()
    pool = ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context("spawn"),  # no database connection is inherited
        max_tasks_per_child=_CHUNKS_A_WORKER,
    )
    with pool:
        for job in jobs:
            waiting.append(pool.submit(job))
            if len(waiting) >= workers + _WAITING_CHUNKS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _print_chunk(
    name: str, chunk: Sequence[Any], out: Path, number: int, made_at: datetime
) -> BatchFile:
    """Runs in a worker. The file appears whole or not at all."""
    kind = _KINDS[name]
    path = out / f"{name}-{number:05d}.pdf"
    unfinished = path.with_suffix(".partial")
    unfinished.write_bytes(kind.render(chunk, made_at=made_at))
    unfinished.rename(path)
    fonts = press_for().fonts
    missing = ((kind.key(item), find_missing_shapes(item.recipient, fonts)) for item in chunk)
    return BatchFile(
        path,
        len(chunk),
        sum(map(kind.count_pages, chunk)),
        kind.key(chunk[0]),
        kind.key(chunk[-1]),
        tuple((key, shapes) for key, shapes in missing if shapes),
    )
