# SPDX-License-Identifier: Apache-2.0
"""What others may use of extraction: carry out a kept definition, or one of their own."""

from __future__ import annotations

import datetime as dt

from daicho.domains.extraction.actions.extract import Extract
from daicho.domains.extraction.definition import Definition, Sort, from_json
from daicho.domains.extraction.models import SavedExtraction
from daicho.domains.extraction.output import ENDINGS, Form
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Outcome, perform
from daicho.kernel.findings import Finding, Severity

__all__ = ["ENDINGS", "Form", "extract_kept", "extract_restraints"]
GONE = Finding("extraction.gone", Severity.ERROR, "この抽出条件はありません。")
_LISTED = (
    "restraint_no", "addressee_no", "household_no", "name", "kind", "change_level", "issue_level",
    "inquiry_level", "first", "last", "reason", "written_by",
)  # fmt: skip


def extract_kept(
    *, extraction_no: int, form: Form, day: dt.date, context: Context
) -> Outcome[bytes]:
    """Carry out what somebody kept under this number."""
    kept = SavedExtraction.objects.filter(pk=extraction_no, is_removed=False).first()
    if kept is None:
        return Outcome(None, (GONE,))
    definition = from_json(source=kept.source, kept=kept.definition, day=day)
    return perform(Extract(definition=definition, form=form, title=kept.name), context=context)


def extract_restraints(*, day: dt.date, context: Context) -> Outcome[bytes]:
    """Everything that is restrained on the day (抑止対象者一覧, 9.2), as CSV."""
    definition = Definition(
        source="restraints", columns=_LISTED, day=day, sorts=(Sort("restraint_no"),),
        filter="かつ([最新の内容], [開始日] <= 基準日(),"
        " 空なら([解除日], 基準日() + 1) > 基準日())",
    )  # fmt: skip
    action = Extract(definition=definition, form=Form.CSV, title="抑止対象者一覧")
    return perform(action, context=context)
