# SPDX-License-Identifier: Apache-2.0
"""Many notices at once: chunks in worker processes, one PDF a chunk, in the order of the items.

Why one file a chunk: printers take files of a bounded size, a broken run loses one chunk, and no
process ever holds more than a chunk. A worker ends after a few chunks, because the engine keeps
what it has laid out and would grow without bound.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from daicho.domains.tax.inhabitants.documents.printing import press_for, set_notices
from daicho.domains.tax.inhabitants.documents.tax_notice import TaxNotice, count_pages

NOTICES_A_FILE = 250
_CHUNKS_A_WORKER = 4
_WAITING_CHUNKS = 2  # beside the ones in work: bounds what is held in memory


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One PDF of a batch: its first and last notice number let a torn stack be put in order."""

    path: Path
    count: int
    pages: int
    first_notice_no: str
    last_notice_no: str


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a batch printed. `count` and `pages` are control totals: compare them with the run's."""

    count: int
    pages: int
    files: tuple[BatchFile, ...]


def render_notices(
    items: Iterable[TaxNotice],
    out: Path,
    *,
    made_at: datetime,
    workers: int = 2,
    notices_a_file: int = NOTICES_A_FILE,
) -> BatchResult:
    """Print notices into numbered PDF files in the folder `out`; items are read as they are needed.

    All items are of one issuer and one fiscal year, else ValueError. `out` must hold no PDF yet.
    """
    out.mkdir(parents=True, exist_ok=True)
    if any(out.glob("*.pdf")):
        raise FileExistsError(f"PDFが既にあります: {out}")
    files = tuple(_print_chunks(_chunks(items, notices_a_file), out, made_at, workers))
    return BatchResult(sum(f.count for f in files), sum(f.pages for f in files), files)


def _chunks(items: Iterable[TaxNotice], size: int) -> Iterator[tuple[TaxNotice, ...]]:
    rest = iter(items)
    while chunk := tuple(islice(rest, size)):
        yield chunk


def _print_chunks(
    chunks: Iterator[tuple[TaxNotice, ...]], out: Path, made_at: datetime, workers: int
) -> Iterator[BatchFile]:
    """Keep the workers busy and hand back the files in order."""
    if workers <= 1:
        for number, chunk in enumerate(chunks, start=1):
            yield _print_chunk(chunk, _file(out, number), made_at)
        return
    waiting: deque[Future[BatchFile]] = deque()
    pool = ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context("spawn"),  # no database connection is inherited
        max_tasks_per_child=_CHUNKS_A_WORKER,
    )
    with pool:
        for number, chunk in enumerate(chunks, start=1):
            waiting.append(pool.submit(_print_chunk, chunk, _file(out, number), made_at))
            if len(waiting) >= workers + _WAITING_CHUNKS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _file(out: Path, number: int) -> Path:
    return out / f"tax-notices-{number:05d}.pdf"


def _print_chunk(chunk: tuple[TaxNotice, ...], path: Path, made_at: datetime) -> BatchFile:
    """Runs in a worker. The file appears whole or not at all."""
    press = press_for()
    partial = path.with_suffix(".partial")
    partial.write_bytes(set_notices(press, chunk, made_at=made_at))
    partial.rename(path)
    pages = sum(count_pages(notice) for notice in chunk)
    return BatchFile(path, len(chunk), pages, chunk[0].notice_no, chunk[-1].notice_no)
