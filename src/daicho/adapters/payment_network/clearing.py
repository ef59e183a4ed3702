# SPDX-License-Identifier: Apache-2.0
"""消込情報: the file of what was paid through MPN.

Its layout is for members of the network. Ours (clearing_file.toml) is unverified and holds the
items that are known by name; when the document is at hand only that table changes.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from daicho.adapters.payment_network.numbers import (
    PayEasyNumbers,
    check_numbers,
    parse_file_name,
)
from daicho.adapters.record_files.layout import RecordFileLayout
from daicho.adapters.record_files.layout_file import load_layout
from daicho.adapters.record_files.received_file import ReceivedFile, RecordProblem

_TABLE = Path(__file__).with_name("clearing_file.toml")


@cache
def clearing_layout() -> RecordFileLayout:
    """The layout of the file."""
    return load_layout(_TABLE)


def check_clearing(received: ReceivedFile, *, institution: str) -> tuple[RecordProblem, ...]:
    """Whether the file is ours and its name agrees with it; and the numbers of every row."""
    problems = [
        RecordProblem(received.name, 0, 0, 0, "", reason)
        for reason in _judge_name(received, institution)
    ]
    wanted = ["record_number", "payment_number", "confirmation_number", "payment_class"]
    for row in received.table.select(wanted).to_pylist():
        numbers = PayEasyNumbers(
            institution,
            row["payment_number"],
            row["confirmation_number"],
            row["payment_class"],
        )
        problems += [
            RecordProblem(received.name, row["record_number"], 0, 0, "", reason)
            for reason in check_numbers(numbers)
        ]
    return tuple(problems)


def _judge_name(received: ReceivedFile, institution: str) -> list[str]:
    said = parse_file_name(received.name)
    reasons = []
    if said is None:
        reasons.append("ファイル名が「01_金融機関_収納機関_月日_番号」の形ではありません")
    elif said.institution != institution:
        reasons.append(f"ファイル名の収納機関番号が{institution}ではありません")
    for batch in received.batches:
        if batch.header["institution"] != institution:
            reasons.append(
                f"ヘッダの収納機関番号{batch.header['institution']}が{institution}ではありません"
            )
        if said and batch.header["bank_code"] != said.bank:
            reasons.append(
                f"ファイル名の金融機関{said.bank}とヘッダの{batch.header['bank_code']}が違います"
            )
    return reasons
