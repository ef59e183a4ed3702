# SPDX-License-Identifier: Apache-2.0
"""The list of banks and branches (統一金融機関コード) as a file, and what it says of a row.

Public lists differ in form; this layout is our own. A branch stands with the days on which its
code began and ended, because branches are merged.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from daicho.adapters.csv_reader import read_csv_file
from daicho.adapters.csv_writer import write_csv_file
from daicho.adapters.layout import Certainty, Kind, Layout, Need, build_columns
from daicho.adapters.parsed_file import ParsedFile
from daicho.adapters.zengin.bank_kana import to_bank_kana

_NAME_BYTES = 15
HEAD_OFFICE = "000"  # the row of the bank itself

LAYOUT = Layout(
    kind="bank-list",
    name_ja="金融機関・支店一覧",
    columns=build_columns(
        (
            ("金融機関コード", "bank_code", Kind.DIGITS, 4, Need.REQUIRED),
            ("支店コード", "branch_code", Kind.DIGITS, 3, Need.REQUIRED, "000 は金融機関そのもの"),
            ("名称", "name", Kind.TEXT, 60, Need.REQUIRED),
            ("カナ", "kana", Kind.KANA, 60, Need.REQUIRED),
            ("開始日", "since_date", Kind.DATE, 8),
            ("廃止日", "closed_date", Kind.DATE, 8, "この日から使えない"),
            ("引継ぎ先金融機関コード", "successor_bank", Kind.DIGITS, 4),
            ("引継ぎ先支店コード", "successor_branch", Kind.DIGITS, 3),
        ),
        certainty=Certainty.OURS,
    ),
    source_ja="台帳の定め（公開の一覧から作る）",
)

_read = partial(read_csv_file, LAYOUT)
write = partial(write_csv_file, LAYOUT)


def read(path: Path) -> ParsedFile:
    """Read a list; no year belongs to it."""
    return _read(path, fiscal_year=0)


class Branch(NamedTuple):
    """One bank (branch code 000) or branch."""

    bank_code: str
    branch_code: str
    name: str
    kana: str
    since_date: int
    closed_date: int
    successor: tuple[str, str]

    def file_kana(self) -> str:
        """The name as the files of banks take it."""
        return to_bank_kana(self.kana, length=_NAME_BYTES).text


@dataclass(frozen=True, slots=True)
class BankList:
    """Banks and branches by code."""

    branches: dict[tuple[str, str], Branch]

    @classmethod
    def of(cls, table: pa.Table) -> BankList:
        """The list out of the rows read."""
        found = (
            Branch(
                row["bank_code"], row["branch_code"], row["name"], row["kana"],
                row["since_date"], row["closed_date"],
                (row["successor_bank"], row["successor_branch"]),
            )
            for row in table.to_pylist()
        )  # fmt: skip
        return cls({(branch.bank_code, branch.branch_code): branch for branch in found})

    def find(self, bank_code: str, branch_code: str = HEAD_OFFICE) -> Branch | None:
        """A bank or branch, closed ones too."""
        return self.branches.get((bank_code, branch_code))

    def refusal(self, bank_code: str, branch_code: str, *, on: int) -> str:
        """Why no account can be at this branch on a day (yyyymmdd), in Japanese; empty: it can."""
        bank, branch = self.find(bank_code), self.find(bank_code, branch_code)
        if bank is None:
            return f"金融機関コード{bank_code}は一覧にありません"
        if branch is None:
            return f"支店コード{branch_code}は{bank.name}にありません"
        for place in (bank, branch):
            if place.closed_date and place.closed_date <= on:
                to_bank, to_branch = place.successor
                moved = f"。{to_bank}-{to_branch}に引き継がれています" if to_bank else ""
                return f"{place.name}は廃止されています{moved}"
            if place.since_date > on:
                return f"{place.name}はまだ始まっていません"
        return ""
