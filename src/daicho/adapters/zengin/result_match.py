# SPDX-License-Identifier: Apache-2.0
"""A bank's result held against the request that was sent: every row of each, once."""

from __future__ import annotations

import pyarrow as pa

from daicho.adapters.record_files.matching import (
    MatchRules,
    ResultMatch,
    find_repeated,
    match_rows,
)
from daicho.adapters.record_files.received_file import ReceivedFile, RecordProblem
from daicho.kernel.findings import Severity

_HEADER_ITEMS = {
    "client_code": "委託者コード", "effective_on": "引落日", "bank_code": "取引銀行番号",
}  # fmt: skip
# What a bank must give back as it was sent, by how it weighs when it does not.
DEBIT_RULES = MatchRules(
    key=("customer_number",),
    key_ja="顧客番号",
    amount="amount",
    items={
        "amount": ("引落金額", Severity.ERROR),
        "bank_code": ("引落銀行番号", Severity.ERROR),
        "branch_code": ("引落支店番号", Severity.ERROR),
        "account_kind": ("預金種目", Severity.ERROR),
        "account_number": ("口座番号", Severity.ERROR),
        "name": ("預金者名", Severity.WARNING),
    },
)


def match_result(request: pa.Table, result: ReceivedFile) -> ResultMatch:
    """Join the rows that were sent (one file's, or one bank's) with the rows that came back."""
    return match_rows(request, result, DEBIT_RULES)


def check_request(request: pa.Table, *, name: str) -> tuple[RecordProblem, ...]:
    """Customer numbers that stand in a request twice."""
    return find_repeated(request, DEBIT_RULES, name=name)


def check_headers(request: ReceivedFile, result: ReceivedFile) -> tuple[RecordProblem, ...]:
    """Whether every batch of a result answers to a batch of the request."""
    sent = {_header_key(batch.header) for batch in request.batches}
    problems = []
    for batch in result.batches:
        if _header_key(batch.header) not in sent:
            told = "、".join(
                f"{name_ja} {batch.header[name]}" for name, name_ja in _HEADER_ITEMS.items()
            )
            problems.append(
                RecordProblem(
                    result.name, batch.record, 0, 0, "ヘッダレコード",
                    f"この依頼はしていません（{told}）",
                )
            )  # fmt: skip
    return tuple(problems)


def _header_key(header: dict[str, str | int]) -> tuple[str | int, ...]:
    return tuple(header[name] for name in _HEADER_ITEMS)
