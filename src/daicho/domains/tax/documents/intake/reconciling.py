# SPDX-License-Identifier: Apache-2.0
"""What is stored must be what was read: rows and sums of every figure, read back from the table."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
from django.db.backends.utils import CursorWrapper

from daicho.domains.tax.documents.facts import IncomingFile
from daicho.domains.tax.documents.figures import read_figures
from daicho.foundation.database.bulk import copy_out
from daicho.kernel.findings import Finding, Severity

_STORED = "SELECT figures::text FROM tax_documents_document WHERE file_id = %s"
# Only people with several live documents of the kind are compared: a few in a hundred.
_DOUBLED = """
WITH several AS (
    SELECT * FROM (
        SELECT id, file_id, line_no, addressee_no, payer_no, payer_name, recipient_no, figures,
               count(*) OVER (PARTITION BY addressee_no, payer_no) AS documents
        FROM tax_documents_document
        WHERE fiscal_year = %(year)s AND kind = %(kind)s AND join_state = 1 AND NOT withdrawn
          AND correction IN (0, 1)
    ) counted WHERE documents > 1
)
SELECT d.line_no, o.file_id, o.line_no
FROM several d JOIN several o USING (addressee_no, payer_no, payer_name, recipient_no)
WHERE d.file_id = %(file)s AND o.id < d.id AND o.figures = d.figures
ORDER BY 1, 2, 3
"""
_BASELESS = """
SELECT d.line_no, d.correction FROM tax_documents_document d
WHERE d.file_id = %s AND d.join_state = 1 AND d.correction IN (2, 3)
  AND d.kind IN ('salary_report', 'pension_report')
  AND NOT EXISTS (SELECT FROM tax_documents_document o
      WHERE o.addressee_no = d.addressee_no AND o.fiscal_year = d.fiscal_year
        AND o.kind = d.kind AND o.payer_no = d.payer_no AND o.id < d.id AND NOT o.withdrawn)
ORDER BY 1
"""


def stored_totals(*, cursor: CursorWrapper, file_id: int) -> dict[str, int]:
    """Rows and the sum of every figure of an import, as the table holds them."""
    texts = copy_out(cursor, _STORED, [file_id], pa.schema([("figures", pa.string())]))
    figures = read_figures(texts["figures"])
    return {
        "rows": texts.num_rows,
        **{name: int(pc.sum(figures[name]).as_py() or 0) for name in figures.column_names},
    }


def find_gaps(*, file: IncomingFile, stored: dict[str, int]) -> list[Finding]:
    """Every total that differs between the file and the table: any of them stops the import."""
    expected = {"rows": file.rows_accepted} | {
        name: total for name, total in file.sums.items() if name in file.figures
    }
    return [
        Finding(
            "import.totals_differ",
            Severity.ERROR,
            f"合計が合いません(ファイル {total:,}、保存 {stored.get(name, 0):,})。",
            f"{file.name} {name}",
        )
        for name, total in expected.items()
        if stored.get(name, 0) != total
    ]


def find_doubled(*, cursor: CursorWrapper, file: IncomingFile, file_id: int) -> list[Finding]:
    """The same report twice for one person, and corrections of reports that never came."""
    parameters = {"year": file.fiscal_year, "kind": file.kind, "file": file_id}
    cursor.execute(_DOUBLED, parameters)
    doubled = [
        Finding(
            "import.duplicate_document",
            Severity.WARNING,
            f"同じ内容の資料がすでにあります(取込 {other} の{other_line}行)。",
            f"{file.name} {line}行",
        )
        for line, other, other_line in cursor.fetchall()
    ]
    cursor.execute(_BASELESS, [file_id])
    words = {2: "訂正", 3: "取消"}
    return doubled + [
        Finding(
            "import.nothing_to_correct",
            Severity.WARNING,
            f"{words[correction]}の報告ですが、もとの報告がありません。",
            f"{file.name} {line}行",
        )
        for line, correction in cursor.fetchall()
    ]
