# SPDX-License-Identifier: Apache-2.0
"""Rows that came back held against the rows that were sent: every row of each, once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from daicho.adapters.record_files.received_file import ReceivedFile, RecordProblem
from daicho.kernel.findings import Severity


class MatchRules(NamedTuple):
    """What names a row, and what must come back as it was sent, by how it weighs if not."""

    key: tuple[str, ...]
    key_ja: str
    amount: str  # added up when rows are missing
    items: dict[str, tuple[str, Severity]]


class ResultMatch(NamedTuple):
    """What agrees (`matched`: the result's rows), what does not, and what was left out."""

    matched: pa.Table
    unmatched: pa.Table  # rows of the result that no sent row answers to, or another way
    missing: pa.Table  # sent rows without a result
    problems: tuple[RecordProblem, ...]


def match_rows(request: pa.Table, result: ReceivedFile, rules: MatchRules) -> ResultMatch:
    """Join the rows that were sent (one file's, or one bank's) with the rows that came back."""
    rows = result.table
    sent_at, is_repeated = _find(_keys(request, rules), _keys(rows, rules))
    problems: list[RecordProblem] = []
    bad = sent_at < 0
    _tell(problems, result, rows, bad, rules.key_ja, "依頼していない明細です")
    again = is_repeated & ~bad
    _tell(problems, result, rows, again, rules.key_ja, f"同じ{rules.key_ja}の結果が重なっています")
    bad |= is_repeated
    known = np.maximum(sent_at, 0)
    for name, (name_ja, severity) in rules.items.items():
        if not request.num_rows:
            break
        sent = request[name].combine_chunks().take(pa.array(known))
        differs = ~_mask(pc.equal(sent, rows[name].combine_chunks())) & (sent_at >= 0)
        if severity is Severity.ERROR:
            reason = "依頼と違います（依頼: {sent}、結果: {found}）"
            _tell(problems, result, rows, differs, name_ja, reason, severity, name=name, sent=sent)
            bad |= differs
        else:  # a name: told, never quoted
            _tell(problems, result, rows, differs, name_ja, "依頼と違います", severity)
    answered = np.zeros(request.num_rows, dtype=bool)
    answered[sent_at[sent_at >= 0]] = True
    missing = request.filter(pa.array(~answered))
    if missing.num_rows:
        total = pc.sum(missing[rules.amount]).as_py()
        reason = f"結果のない依頼が{missing.num_rows:,}件あります（{total:,}円）"
        problems.append(RecordProblem(result.name, 0, 0, 0, "", reason))
    return ResultMatch(
        rows.filter(pa.array(~bad)), rows.filter(pa.array(bad)), missing, tuple(sorted(problems))
    )


def find_repeated(request: pa.Table, rules: MatchRules, *, name: str) -> tuple[RecordProblem, ...]:
    """A key that is sent twice could not be told apart in the result."""
    _, is_repeated = _find(_keys(request, rules), _keys(request, rules))
    reason = f"同じ{rules.key_ja}の依頼が重なっています"
    return tuple(
        RecordProblem(name, row + 1, 0, 0, rules.key_ja, reason)
        for row in np.flatnonzero(is_repeated).tolist()
    )


def _keys(table: pa.Table, rules: MatchRules) -> pa.Array:
    columns = [pc.cast(table[name], pa.string()).combine_chunks() for name in rules.key]
    return columns[0] if len(columns) == 1 else pc.binary_join_element_wise(*columns, "-")


def _find(sent: pa.Array, found: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Where each found key stands among the sent ones (-1: nowhere), and which come twice."""
    at = pc.index_in(found, value_set=sent)
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
