# SPDX-License-Identifier: Apache-2.0
"""Every table of a run as one workbook (XLSX), ready to be handed in: a cover, a sheet a table."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from daicho.domains.statistics.tables import TABLES, Table
from daicho.foundation.batch.models import BatchRun
from daicho.kernel.dates import format_japanese

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COVER = "表紙"
NARROW, WIDE = 9, 42
FONT = {"font_name": "游ゴシック", "font_size": 10}


def workbook(run: BatchRun, *, made_at: dt.datetime) -> bytes:
    """The file; figures are numbers, texts never formulas, and the same run gives the same."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": f"住民記録の統計 {run.subject}", "created": made_at})
        head = book.add_format({**FONT, "bold": True, "bg_color": "#E8F1FE", "border": 1,
                                "text_wrap": True, "valign": "top"})  # fmt: skip
        text = book.add_format({**FONT, "border": 1})
        number = book.add_format({**FONT, "border": 1, "num_format": "#,##0"})
        tables = [make(run) for make in TABLES.values()]
        _cover(book.add_worksheet(COVER), run, tables, made_at, (head, text))
        for table in tables:
            _sheet(book.add_worksheet(table.title[:31]), table, (head, text, number))
    return out.getvalue()


def _cover(
    sheet: Worksheet, run: BatchRun, tables: Sequence[Table], made_at: dt.datetime,
    formats: tuple[Format, Format],
) -> None:  # fmt: skip
    head, text = formats
    said = run.parameters
    first = dt.date.fromisoformat(said["since"]) + dt.timedelta(days=1)
    day = dt.date.fromisoformat(said["day"])
    lines = [
        ("基準日", format_japanese(day)),
        ("異動の期間", f"{format_japanese(first)}〜{format_japanese(day)}"),
        ("実行番号", str(run.pk)),
        ("作成日", format_japanese(made_at.date())),
        *(("統計表", table.title) for table in tables),
    ]
    for place, (name, value) in enumerate(lines):
        sheet.write_string(place, 0, name, head)
        sheet.write_string(place, 1, value, text)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, WIDE)


def _sheet(sheet: Worksheet, table: Table, formats: tuple[Format, Format, Format]) -> None:
    head, text, number = formats
    for place, label in enumerate(table.head):
        sheet.write_string(0, place, label, head)
    for line, row in enumerate(table.rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(line, place, cell, number)
            else:
                sheet.write_string(line, place, str(cell), text)
    for place, label in enumerate(table.head):
        longest = max([len(label), *(len(str(row[place])) for row in table.rows)])
        sheet.set_column(place, place, min(max(longest * 2, NARROW), WIDE))
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
