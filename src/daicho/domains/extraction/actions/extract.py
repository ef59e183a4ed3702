# SPDX-License-Identifier: Apache-2.0
"""Taking data out, and keeping a definition to repeat it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from daicho.domains.extraction import output, query
from daicho.domains.extraction.definition import Definition, check
from daicho.domains.extraction.output import LABEL_COLUMNS, MOST_PRINTED, Form
from daicho.foundation.access.actor import Context
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.details import ExportDetail, sha256_of
from daicho.foundation.audit.models import Kind
from daicho.kernel.findings import Finding, Severity

HIDDEN_VALUE = "(記録しません)"


@dataclass(frozen=True, kw_only=True)
class Extract(Action[bytes]):
    """Take rows out as a file; the log has the conditions, the number of rows and the hash."""

    function = "register.extract"
    audit_text = "住民記録のデータ抽出"
    kind = Kind.EXTRACT

    definition: Definition
    form: Form
    title: str

    def detail(self) -> Mapping[str, object]:
        return {"データソース": self.definition.of.label, "形式": self.form.value}

    def change(self, context: Context) -> Outcome[bytes]:
        findings = [*check(self.definition, context.actor), *self._check_paper()]
        if findings:
            return Outcome(None, tuple(findings))
        sees = PROTECTED_VIEW in context.actor.functions
        most = MOST_PRINTED if self.form in (Form.LIST, Form.LABELS) else query.MOST_ROWS
        rows = query.read(self.definition, sees_places=sees, known=context.at, most=most)
        counted = _Counted(rows)
        made = output.write(
            self.form, title=self.title, head=query.head_of(self.definition), rows=counted,
            at=context.at,
        )  # fmt: skip
        taken = ExportDetail(
            name=self.title, conditions=told_conditions(self.definition), rows=counted.count,
            columns=query.head_of(self.definition), sha256=sha256_of(made),
        )  # fmt: skip
        return Outcome(made, told=taken.as_detail())

    def _check_paper(self) -> list[Finding]:
        labels = [self.definition.of.columns[code].label for code in self.definition.columns
                  if code in self.definition.of.columns]  # fmt: skip
        if self.form is Form.LABELS and tuple(labels) != LABEL_COLUMNS:
            message = f"宛名は、項目を「{'」「'.join(LABEL_COLUMNS)}」の順に選んでください。"
            return [Finding("extraction.labels", Severity.ERROR, message)]
        return []


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[list[str]]) -> None:
        self.rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[list[str]]:
        for row in self.rows:
            self.count += 1
            yield row


def told_conditions(definition: Definition) -> dict[str, str]:
    """The conditions for the log; a place that was asked for could tell where somebody lives."""
    columns = definition.of.columns
    return {
        f"{columns[one.column].label} {one.operator.value}": HIDDEN_VALUE
        if columns[one.column].is_place
        else one.value
        for one in definition.conditions
    }
