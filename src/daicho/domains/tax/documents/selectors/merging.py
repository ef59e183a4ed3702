# SPDX-License-Identifier: Apache-2.0
"""Live documents for the merging: of a whole year as columns, of one person as rows."""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa
from django.db import connection
from django.db.models import QuerySet

from daicho.domains.tax.documents.figures import read_figures
from daicho.domains.tax.documents.models import Document, JoinState
from daicho.foundation.database.bulk import copy_out

_SCHEMA = pa.schema(
    [
        ("addressee_no", pa.int64()),
        ("id", pa.int64()),
        ("kind", pa.string()),
        ("payer_no", pa.string()),
        ("payer_name", pa.string()),
        ("recipient_no", pa.string()),
        ("correction", pa.int8()),
        ("figures", pa.string()),
        ("texts", pa.string()),
        ("relatives", pa.string()),
    ]
)
_LIVE = f"""
SELECT {", ".join(_SCHEMA.names)} FROM tax_documents_document
WHERE fiscal_year = %s AND join_state = 1 AND NOT withdrawn AND superseded_by IS NULL
ORDER BY addressee_no, id
"""


class MergeInput(NamedTuple):
    """Documents ordered by 宛名番号 and number; row i of `figures` is of row i of `documents`.

    `figures` has one int64 column a figure (0: not stated); `texts` and `relatives` stay JSON.
    """

    documents: pa.Table
    figures: pa.Table


def documents_for_merge(*, fiscal_year: int) -> MergeInput:
    """Every live document of a year."""
    with connection.cursor() as cursor:
        found = copy_out(cursor, _LIVE, [fiscal_year], _SCHEMA)
    return MergeInput(found.drop_columns(["figures"]), read_figures(found["figures"]))


def documents_of(*, addressee_no: int, fiscal_year: int) -> QuerySet[Document]:
    """The live documents of one person and year."""
    return Document.objects.filter(
        addressee_no=addressee_no, fiscal_year=fiscal_year, join_state=JoinState.JOINED,
        withdrawn=False, superseded_by__isnull=True,
    ).order_by("id")  # fmt: skip
