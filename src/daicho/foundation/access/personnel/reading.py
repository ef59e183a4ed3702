# SPDX-License-Identifier: Apache-2.0
"""Personnel orders as the file has them: each cell checked, every fault told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from daicho.foundation.access.table_file import TableLine, read_table
from daicho.kernel.dates import parse_date
from daicho.kernel.findings import Finding

HEADINGS = ("職員番号", "氏名", "カナ", "所属コード", "職名", "発令日", "区分")
LOGIN = re.compile(r"[0-9A-Za-z_-]{1,32}")
LENGTHS = {"氏名": 100, "カナ": 100, "所属コード": 16, "職名": 50}


class OrderKind(StrEnum):
    """Kinds of orders (発令区分)."""

    HIRE = "採用"
    MOVE = "異動"
    RETIRE = "退職"
    CONCURRENT = "兼務"
    LEAVE = "休職"


WITHOUT_UNIT = frozenset({OrderKind.RETIRE, OrderKind.LEAVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order. For 退職 `effective` is the last day in office, else the first day."""

    line: TableLine
    login: str
    name: str
    kana: str
    unit: str
    title: str
    effective: date
    kind: OrderKind

    @property
    def is_head(self) -> bool:
        """Whether the title heads its unit: 課長, 所長 …, not 副課長 nor 課長補佐.

        This decides who approves requests, never what a person may do.
        """
        return self.title.endswith("長") and not self.title.startswith("副")


@dataclass(frozen=True, slots=True)
class ReadOrders:
    """The orders that could be read, and every fault of the file."""

    orders: tuple[Order, ...]
    findings: tuple[Finding, ...]


def read_orders(content: bytes) -> ReadOrders:
    """Every order of the file."""
    table = read_table(content, HEADINGS)
    findings = list(table.findings)
    orders = []
    for line in table.lines:
        faults = [*_faults(line), *_missing(line)]
        findings += faults
        if not faults:
            orders.append(_order(line))
    return ReadOrders(tuple(orders), tuple(findings))


def _faults(line: TableLine) -> list[Finding]:
    found = []
    if not LOGIN.fullmatch(line.cells["職員番号"]):
        found.append(
            line.fault("職員番号", "personnel.login", "職員番号は半角の英数字32文字以内です。")
        )
    if line.cells["区分"] not in list(OrderKind):
        words = "・".join(OrderKind)
        found.append(line.fault("区分", "personnel.kind", f"区分は{words}のどれかです。"))
    parsed = parse_date(line.cells["発令日"])
    if parsed.value is None:
        found.append(line.fault("発令日", "personnel.date", parsed.reason))
    for name, longest in LENGTHS.items():
        if len(line.cells[name]) > longest:
            found.append(
                line.fault(name, "personnel.length", f"{longest}文字以内にしてください。")
            )  # fmt: skip
    return found


def _missing(line: TableLine) -> list[Finding]:
    kind = line.cells["区分"]
    needed = ["氏名", "カナ"] if kind == OrderKind.HIRE else []
    if kind in list(OrderKind) and kind not in WITHOUT_UNIT:
        needed += ["所属コード", "職名"]
    return [
        line.fault(name, "personnel.missing", f"{kind}では{name}が必要です。")
        for name in needed
        if not line.cells[name]
    ]


def _order(line: TableLine) -> Order:
    cells = line.cells
    effective = parse_date(cells["発令日"]).value
    if effective is None:
        raise ValueError("a date that was checked")
    return Order(
        line=line, login=cells["職員番号"], name=cells["氏名"], kana=cells["カナ"],
        unit=cells["所属コード"], title=cells["職名"], effective=effective,
        kind=OrderKind(cells["区分"]),
    )  # fmt: skip
