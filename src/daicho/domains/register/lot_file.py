# SPDX-License-Identifier: Apache-2.0
"""Files of the master of places (住居表示・地番マスタ, 1.3.2): our own, and those of the registry.

Our own has the headings of `OWN`. The files of アドレス・ベース・レジストリ are known by their
column names (住居表示-街区, 住居表示-住居, 地番), which are from memory and unverified.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from daicho.domains.register.models import LotKind
from daicho.kernel.dates import parse_date
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.lots import HIGHEST, MARKS

OWN = (
    "大字",
    "小字・丁目",
    "区分",
    "記号",
    "番地",
    "枝番",
    "枝番2",
    "特殊な表記",
    "実施日",
    "廃止日",
    "備考",
)
_KINDS = {one.label: one for one in LotKind}


@dataclass(frozen=True, slots=True)
class LotLine:
    """One line: in which town, which number."""

    town: str
    part: str
    kind: LotKind
    numbers: tuple[int, int, int, int]  # 記号, 番地, 枝番, 枝番2
    text: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    note: str = ""
    line: int = 0


@dataclass(slots=True)
class ReadLots:
    """The lines that can be read, and what is wrong with the others."""

    lines: list[LotLine] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)


def read_lots(text: str) -> ReadLots:
    """Every line of a file; its kind is known by its headings."""
    found = ReadLots()
    rows = csv.DictReader(text.removeprefix("\ufeff").splitlines())
    names = set(rows.fieldnames or ())
    if not (set(OWN[:5]) <= names or {"oaza_cho", "chome"} <= names):
        found.faults.append(_fault(1, "見出しが違います。" + "、".join(OWN)))
        return found
    read = _own if "大字" in names else _registry
    for number, row in enumerate(rows, start=2):
        given = {name: (value or "").strip() for name, value in row.items() if name}
        try:
            found.lines.append(read(given, number))
        except ValueError as error:
            found.faults.append(_fault(number, str(error)))
    return found


def _own(row: Mapping[str, str], line: int) -> LotLine:
    if row["区分"] not in _KINDS:
        raise ValueError("区分は 住居表示・地番・特殊地番 のどれかです。")
    mark = row.get("記号", "")
    if mark and (len(mark) != 1 or mark not in MARKS):
        raise ValueError("記号は甲乙丙…かイロハ…の1字です。")
    numbers = [_number(row.get(name, ""), name) for name in ("番地", "枝番", "枝番2")]
    if not numbers[0] and not row.get("特殊な表記"):
        raise ValueError("番地か特殊な表記を入力してください。")
    return LotLine(
        row["大字"], row["小字・丁目"], _KINDS[row["区分"]],
        (MARKS.index(mark) + 1 if mark else 0, numbers[0], numbers[1], numbers[2]),
        row.get("特殊な表記", ""), _day(row.get("実施日", ""), "実施日"),
        _day(row.get("廃止日", ""), "廃止日"), row.get("備考", ""), line,
    )  # fmt: skip


def _registry(row: Mapping[str, str], line: int) -> LotLine:
    """The columns of the registry: a block, a house of a block, or a lot."""
    if row.get("prc_num1"):
        kind, names = LotKind.LOT, ("prc_num1", "prc_num2", "prc_num3")
    else:
        kind, names = LotKind.RESIDENTIAL, ("blk_num", "rsdt_num", "rsdt_num2")
    numbers = [_number(row.get(name, ""), name) for name in names]
    if not numbers[0]:
        raise ValueError("番号のない行です。")
    return LotLine(
        row["oaza_cho"], row["chome"] or row.get("koaza", ""), kind, (0, *numbers), "",
        _day(row.get("efct_date", ""), "efct_date"), _day(row.get("ablt_date", ""), "ablt_date"),
        row.get("remarks", ""), line,
    )  # fmt: skip


def _number(text: str, name: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and int(text) <= HIGHEST):
        raise ValueError(f"{name}は数字で入力してください。")
    return int(text)


def _day(text: str, name: str) -> dt.date | None:
    if not text:
        return None
    parsed = parse_date(text)
    if parsed.value is None:
        raise ValueError(f"{name}: {parsed.reason}")
    return parsed.value


def _fault(line: int, message: str) -> Finding:
    return Finding("register.lot_line", Severity.WARNING, message, f"{line}行目")
