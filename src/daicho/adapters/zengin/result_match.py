# SPDX-License-Identifier: Apache-2.0
"""A bank's result held against the request that was sent: every row of each, once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from daicho.adapters.record_files.received_file import ReceivedFile, RecordProblem
from daicho.kernel.findings import Severity

KEY = "customer_number"
_HEADER_ITEMS = {
    "client_code": "委託者コード", "effective_on": "引落日", "bank_code": "取引銀行番号",
}  # fmt: skip
# What a bank must give back as it was sent, by how it weighs when it does not.
_ITEMS = {
    "amount": ("引落金額", Severity.ERROR),
    "bank_code": ("引落銀行番号", Severity.ERROR),
    "branch_code": ("引落支店番号", Severity.ERROR),
    "account_kind": ("預金種目", Severity.ERROR),
    "account_number": ("口座番号", Severity.ERROR),
    "name": ("預金者名", Severity.WARNING),
}


class ResultMatch(NamedTuple):
    """What agrees (`matched`: the result's rows), what does not, and what the bank left out."""

    matched: pa.Table
    unmatched: pa.Table  # rows of the result that no sent row answers to, or another way
    missing: pa.Table  # sent rows without a result
    problems: tuple[RecordProblem, ...]


def match_result(request: pa.Table, result: ReceivedFile) -> ResultMatch:
    """Join the rows that were sent (one file's, or one bank's) with the rows that came back."""
    rows = result.table
    sent_at, is_repeated = _find(request[KEY], rows[KEY])
    problems: list[RecordProblem] = []
    bad = sent_at < 0
    _tell(problems, result, rows, bad, "顧客番号", "依頼していない明細です")
    again = is_repeated & ~bad
    _tell(problems, result, rows, again, "顧客番号", "同じ顧客番号の結果が重なっています")
    bad |= is_repeated
    known = np.maximum(sent_at, 0)
    for name, (name_ja, severity) in _ITEMS.items():
        if not request.num_rows:
            break
        sent = request[name].combine_chunks().take(pa.array(known))
        differs = ~_mask(pc.equal(sent, rows[name].combine_chunks())) & (sent_at >= 0)
        reason = "依頼と違います（依頼: {sent}、結果: {found}）"
        _tell(problems, result, rows, differs, name_ja, reason, severity, name=name, sent=sent)
        if severity is Severity.ERROR:
            bad |= differs
    answered = np.zeros(request.num_rows, dtype=bool)
    answered[sent_at[sent_at >= 0]] = True
    missing = request.filter(pa.array(~answered))
    if missing.num_rows:
        total = pc.sum(missing["amount"]).as_py()
        reason = f"結果のない依頼が{missing.num_rows:,}件あります（{total:,}円）"
        problems.append(RecordProblem(result.name, 0, 0, 0, "", reason))
    return ResultMatch(
        rows.filter(pa.array(~bad)), rows.filter(pa.array(bad)), missing, tuple(sorted(problems))
    )


def check_request(request: pa.Table, *, name: str) -> tuple[RecordProblem, ...]:
    """A customer number that is sent twice could not be told apart in the result."""
    _, is_repeated = _find(request[KEY], request[KEY])
    reason = "同じ顧客番号の依頼が重なっています"
    return tuple(
        RecordProblem(name, row + 1, 0, 0, "顧客番号", reason)
        for row in np.flatnonzero(is_repeated).tolist()
    )


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


def _find(sent: pa.ChunkedArray, found: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """Where each found key stands among the sent ones (-1: nowhere), and which come twice."""
    keys = pc.cast(sent, pa.string()).combine_chunks()
    at = pc.index_in(found, value_set=keys)
    places = np.asarray(pc.fill_null(at, -1)).astype(np.int64)
    _, inverse, counts = np.unique(places, return_inverse=True, return_counts=True)
    return places, np.asarray(counts[inverse] > 1)


def _mask(array: pa.Array) -> np.ndarray:
    return np.asarray(array.to_numpy(zero_copy_only=False), dtype=bool)


def _tell(
    problems: list[RecordProblem], result: ReceivedFile, rows: pa.Table, wrong: np.ndarray,
    name_ja: str, reason: str, severity: Severity = Severity.ERROR, *, name: str = "",
    sent: pa.Array | None = None,
) -> None:  # fmt: skip
    for row in np.flatnonzero(wrong).tolist():
        record = rows["record_number"][row].as_py()
        said = reason
        if sent is not None:
            said = reason.format(sent=sent[row].as_py(), found=rows[name][row].as_py())
        problems.append(RecordProblem(result.name, record, 0, 0, name_ja, said, severity))
