# SPDX-License-Identifier: Apache-2.0
"""The register's CSV with its list of contents, as `daicho register import` takes it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from daicho.counterparts.ward.draws import Draws
from daicho.counterparts.ward.lives.book import FOREVER, Book, Record, Told
from daicho.counterparts.ward.lives.cast import Cast, spare_codes
from daicho.counterparts.ward.lives.days import Days
from daicho.domains.register.migration.manifest import FileFigures, Manifest
from daicho.domains.register.migration.numbers_file import FILE_NAME as NUMBERS_FILE
from daicho.domains.register.migration.sealed_file import write_sealed
from daicho.domains.register.migration.tables import Column, exported_tables

PLACES = ("芝地区総合支所", "麻布地区総合支所", "赤坂地区総合支所", "高輪地区総合支所", "芝浦港南")
CLERKS, CHIEFS = ("前田", "森", "五十嵐"), ("係長 原", "係長 和田")
CODES_A_THOUSAND = 30  # free resident codes for so many residents
DAY = 86_400
_BOOKKEEPING = ("addressee_no", "history_no", "event_id", "valid_from", "valid_to",
                "recorded_from", "recorded_to", "source")  # fmt: skip
_PLAIN = {"boolean": "f", "jsonb": "{}"}
_ALWAYS = {"status": "resident", "kind": "japanese", "nationality": "JP", "sex": "0"}
_MEMOS = (
    "郵便物が返戻されている。来庁時に居住を確認すること。", "筆談を希望。", "日本語の通訳が必要。",
    "世帯員の代理で来庁することが多い。本人確認済み。",
)  # fmt: skip
_REMARK = "世帯主との続柄は戸籍により確認済"
_WIDE_IDS = 5_000


def item_columns() -> list[tuple[str, str]]:
    """The items of a row in the file's order, each with what stands for an item not said."""
    return [
        (column.name, _ALWAYS.get(column.name, "" if column.is_nullable else _plain(column)))
        for column in _columns("residents")
        if column.name not in _BOOKKEEPING
    ]


def _plain(column: Column) -> str:
    return next((text for kind, text in _PLAIN.items() if column.type == kind), "")


def _columns(file: str) -> Sequence[Column]:
    return next(table for table in exported_tables() if table.file == file).columns


def write_register(
    folder: Path, cast: Cast, book: Book, draws: Draws, *, until: int, passphrase: str
) -> Manifest:
    """Write every file into a new folder; 個人番号 apart, under the passphrase."""
    folder.mkdir(parents=True)
    days = Days()
    records = [record for record in cast.records if record.rows]
    files = {
        "events": _events(book, days, draws),
        "residents": _residents(records, days),
        "remarks": _notes(records, draws, days, "remark", 0.004, (_REMARK,)),
        "memos": _notes(records, draws, days, "memo", 0.01, _MEMOS),
        "resident_codes": _stock(len(records), days, until),
    }
    figures = tuple(
        _write(folder / f"{file}.csv", file, lines)
        for file, lines in files.items()
    )  # fmt: skip
    manifest = Manifest(figures)
    manifest.write(folder)
    if passphrase:
        write_sealed(folder / NUMBERS_FILE, _numbers(cast, days), passphrase)
    return manifest


def _write(path: Path, file: str, lines: Iterable[bytes]) -> FileFigures:
    digest, rows = hashlib.sha256(), 0
    with path.open("wb") as out:
        head = ",".join(column.name for column in _columns(file)).encode() + b"\n"
        out.write(head)
        digest.update(head)
        for line in lines:
            out.write(line)
            digest.update(line)
            rows += 1
    return FileFigures(path.name, rows, digest.hexdigest())


def _residents(records: Sequence[Record], days: Days) -> Iterator[bytes]:
    """The columns in the order of the table: bookkeeping before and behind the items."""
    for record in records:
        for number, row in enumerate(record.rows, start=1):
            told = row.told.number if row.told is not None else ""
            last = "" if row.last == FOREVER else days.iso(row.last)
            until = "" if row.until == FOREVER else days.at(row.until)
            head = f"{record.number},{number},{told},".encode()
            tail = f",{days.iso(row.first)},{last},{days.at(row.known)},{until},\n".encode()
            yield head + row.items + tail


def _events(book: Book, days: Days, draws: Draws) -> Iterator[bytes]:
    numbers = np.arange(len(book.events))
    place = draws.below(numbers, "lives place", len(PLACES)).tolist()
    clerk = draws.below(numbers, "lives clerk", len(CLERKS)).tolist()
    for told, at, by in zip(book.events, place, clerk, strict=True):
        cells = _event(told, days) | {
            "place": PLACES[at], "terminal": f"端末{by + 1}", "entered_by": CLERKS[by],
            "checked_by": CHIEFS[at % len(CHIEFS)],
        }  # fmt: skip
        yield _line(cells, "events")


def _event(told: Told, days: Days) -> dict[str, str]:
    return {
        "id": str(told.number), "reason": told.reason, "basis": told.basis,
        "happened_on": days.iso(told.happened), "happened_text": told.happened_text,
        "notified_on": "" if told.notified is None else days.iso(told.notified),
        "processed_on": days.iso(told.moment // DAY), "recorded_at": days.at(told.moment),
        "addressee_nos": json.dumps(told.people), "note": told.note, "is_special": "f",
        "is_light": "t" if told.is_light else "f", "detail": told.detail,
        "cancels_id": "" if told.cancels is None else str(told.cancels.number),
    }  # fmt: skip


def _line(cells: dict[str, str], file: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(
        [cells.get(column.name, "") for column in _columns(file)]
    )
    return out.getvalue().encode()


def _notes(
    records: Sequence[Record], draws: Draws, days: Days, what: str, share: float,
    texts: Sequence[str],
) -> Iterator[bytes]:  # fmt: skip
    numbers = np.array([record.number for record in records])
    chosen = np.flatnonzero(draws.happens(numbers, what, share))
    picked = draws.below(numbers, f"{what} text", len(texts))
    for number, place in enumerate(chosen.tolist(), start=1):
        record = records[place]
        bits = draws.bits(numbers[place : place + 1], f"{what} thread").tobytes()
        yield _line(
            {
                "id": str(number), "addressee_no": str(record.number),
                "thread": str(uuid.UUID(bytes=bits * 2)), "text": texts[picked[place]],
                "is_removed": "f", "written_by": CLERKS[number % len(CLERKS)],
                "written_at": days.at(record.rows[-1].known + 60),
            },
            f"{what}s",
        )  # fmt: skip


def _stock(people: int, days: Days, until: int) -> Iterator[bytes]:
    for number, code in enumerate(spare_codes(people * CODES_A_THOUSAND // 1000 + 100), start=1):
        yield _line(
            {
                "id": str(number), "code": code, "draw": str(number * 7919 % 1_000_003),
                "received_at": days.at((until - 60) * DAY + 36_000), "source": "CS",
            },
            "resident_codes",
        )  # fmt: skip


def _numbers(cast: Cast, days: Days) -> Iterator[bytes]:
    """個人番号 of everybody recorded, a few thousand at a time."""
    held = [
        f"{record.number},{number},{days.at(record.rows[0].known).replace(' ', 'T')}:00,\n"
        for record, number in zip(
            cast.records, cast.identity.individual_number.to_pylist(), strict=True
        )
        if record.rows
    ]
    for start in range(0, len(held), _WIDE_IDS):
        yield "".join(held[start : start + _WIDE_IDS]).encode("ascii")
