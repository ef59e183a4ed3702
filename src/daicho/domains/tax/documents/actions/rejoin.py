# SPDX-License-Identifier: Apache-2.0
"""Joining again what waits, after the register or the addressees have changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from django.db import connection
from django.db.backends.utils import CursorWrapper

from daicho.domains.tax.documents.actions.import_file import LOCK
from daicho.domains.tax.documents.intake.joining import Joins, join_documents
from daicho.domains.tax.documents.models import JoinState
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.database.bulk import copy_in, copy_out
from daicho.kernel.dates import assessment_date

# What a person has decided on stays as it was decided.
_WAITING = """
SELECT id, '\\x' || encode(number_hash, 'hex'), stated_addressee_no, name_folded, kana_folded,
       birth_date, sex, address
FROM tax_documents_document d
WHERE fiscal_year = %s AND NOT withdrawn AND join_state IN (2, 3, 5)
  AND NOT EXISTS (SELECT FROM tax_documents_joindecision j WHERE j.document_id = d.id)
  AND NOT EXISTS (SELECT FROM tax_documents_forwardentry f
                  WHERE f.document_id = d.id AND f.state IN ('confirmed', 'sent'))
ORDER BY id
"""
_WAITING_SCHEMA = pa.schema(
    [("id", pa.int64()), ("number_hash", pa.string()), ("stated_addressee_no", pa.int64()),
     ("name_folded", pa.string()), ("kana_folded", pa.string()), ("birth_date", pa.date32()),
     ("sex", pa.int64()), ("address", pa.string())]
)  # fmt: skip
_STAGE = """
CREATE TEMP TABLE joined_now (id bigint, addressee_no bigint, rule text) ON COMMIT DROP
"""
_JOIN = """
UPDATE tax_documents_document d
SET addressee_no = n.addressee_no, join_state = 1, join_rule = n.rule, join_reason = ''
FROM joined_now n WHERE n.id = d.id
"""
_CANCEL_FORWARDS = """
UPDATE tax_documents_forwardentry f SET state = 'cancelled'
FROM joined_now n WHERE n.id = f.document_id
"""


@dataclass(frozen=True, kw_only=True)
class RejoinDocuments(Action[int]):
    """Look again for the people of waiting documents (再名寄せ). Returns how many were found."""

    function = "documents.import"
    audit_text = "課税資料の再名寄せ"

    fiscal_year: int

    def detail(self) -> Mapping[str, object]:
        return {"年度": self.fiscal_year}

    def lock(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(LOCK)

    def change(self, context: Context) -> Outcome[int]:
        with connection.cursor() as cursor:
            waiting = copy_out(cursor, _WAITING, [self.fiscal_year], _WAITING_SCHEMA)
            if waiting.num_rows == 0:
                return Outcome(0)
            keys = waiting.append_column("row_no", pa.array(np.arange(waiting.num_rows)))
            joins = join_documents(
                cursor=cursor, keys=keys, addresses=waiting["address"].combine_chunks(),
                day=assessment_date(self.fiscal_year), now=context.at,
            )  # fmt: skip
            return Outcome(_store(cursor, waiting, joins))


def _store(cursor: CursorWrapper, waiting: pa.Table, joins: Joins) -> int:
    rows = np.flatnonzero(joins.state == JoinState.JOINED)
    cursor.execute("DROP TABLE IF EXISTS joined_now")
    cursor.execute(_STAGE)
    found = pa.table(
        {
            "id": waiting["id"].take(rows),
            "addressee_no": pa.array(joins.addressee_no[rows]),
            "rule": pa.array(joins.rule[rows], pa.string()),
        }
    )
    copy_in(cursor, "joined_now", found)
    cursor.execute(_JOIN)
    cursor.execute(_CANCEL_FORWARDS)
    return len(rows)
