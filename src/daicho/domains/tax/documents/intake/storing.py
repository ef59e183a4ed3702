# SPDX-License-Identifier: Apache-2.0
"""What stands beside the documents of a file: candidates, forwards, refused rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pyarrow as pa
from django.db.backends.utils import CursorWrapper

from daicho.domains.tax.documents.facts import RefusedLine
from daicho.domains.tax.documents.intake.candidates import Candidate
from daicho.domains.tax.documents.intake.joining import Joins
from daicho.domains.tax.documents.models import JoinState
from daicho.domains.tax.documents.municipalities import Municipality
from daicho.foundation.database.bulk import copy_in

_STAGE_CANDIDATES = """
CREATE TEMP TABLE incoming_candidate (
    line_no integer, addressee_no bigint, score smallint, agreements jsonb) ON COMMIT DROP
"""
_STORE_CANDIDATES = """
INSERT INTO tax_documents_joincandidate (document_id, addressee_no, score, agreements)
SELECT d.id, c.addressee_no, c.score, c.agreements
FROM incoming_candidate c
JOIN tax_documents_document d ON d.file_id = %s AND d.line_no = c.line_no
"""
_STAGE_FORWARDS = """
CREATE TEMP TABLE incoming_forward (
    line_no integer, municipality_code text, municipality_name text) ON COMMIT DROP
"""
_STORE_FORWARDS = """
INSERT INTO tax_documents_forwardentry
    (document_id, municipality_code, municipality_name, state, reason, decided_by)
SELECT d.id, f.municipality_code, f.municipality_name, 'proposed', d.join_reason, ''
FROM incoming_forward f
JOIN tax_documents_document d ON d.file_id = %s AND d.line_no = f.line_no
"""


def store_candidates(
    cursor: CursorWrapper,
    file_id: int,
    lines: pa.Array,
    candidates: Mapping[int, Sequence[Candidate]],
    joins: Joins,
) -> None:
    """Keep the candidates of the documents that are doubtful or unknown."""
    kept = [
        one
        for row, found in candidates.items()
        if joins.state[row] != JoinState.FORWARDED
        for one in found
    ]
    if not kept:
        return
    table = pa.table(
        {
            "line_no": pa.array([lines[one.row_no].as_py() for one in kept]),
            "addressee_no": pa.array([one.addressee_no for one in kept]),
            "score": pa.array([one.score for one in kept]),
            "agreements": pa.array([json.dumps(one.agreements) for one in kept]),
        }
    )
    cursor.execute("DROP TABLE IF EXISTS incoming_candidate")
    cursor.execute(_STAGE_CANDIDATES)
    copy_in(cursor, "incoming_candidate", table)
    cursor.execute(_STORE_CANDIDATES, [file_id])


def store_forwards(
    cursor: CursorWrapper, file_id: int, lines: pa.Array, forwards: Mapping[int, Municipality]
) -> None:
    """Put documents of other municipalities' people on the list to be sent on."""
    if not forwards:
        return
    table = pa.table(
        {
            "line_no": pa.array([lines[row].as_py() for row in forwards]),
            "municipality_code": pa.array([place.code for place in forwards.values()]),
            "municipality_name": pa.array([place.name for place in forwards.values()]),
        }
    )
    cursor.execute("DROP TABLE IF EXISTS incoming_forward")
    cursor.execute(_STAGE_FORWARDS)
    copy_in(cursor, "incoming_forward", table)
    cursor.execute(_STORE_FORWARDS, [file_id])


def store_refused(cursor: CursorWrapper, file_id: int, refused: Sequence[RefusedLine]) -> None:
    """Keep every refused row with its reasons; the import stays open until they are settled."""
    if not refused:
        return
    table = pa.table(
        {
            "file_id": pa.array([file_id] * len(refused)),
            "line_no": pa.array([row.line_no for row in refused]),
            "reasons": pa.array([_reasons(row) for row in refused]),
            "state": pa.array(["open"] * len(refused)),
            "settled_by": pa.array([""] * len(refused)),
            "settled_reason": pa.array([""] * len(refused)),
        }
    )
    copy_in(cursor, "tax_documents_refusedrow", table)


def _reasons(row: RefusedLine) -> str:
    return json.dumps(
        [{"column": column, "message_ja": reason} for column, reason in row.reasons],
        ensure_ascii=False,
    )
