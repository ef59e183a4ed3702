# SPDX-License-Identifier: Apache-2.0
"""Taking data out, and keeping a definition to repeat it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from daicho.domains.extraction import output, query
from daicho.domains.extraction.definition import COMPUTED, Definition
from daicho.domains.extraction.output import LABEL_COLUMNS, MOST_PRINTED, Form
from daicho.domains.extraction.preparing import check, prepare
from daicho.domains.extraction.query import Look, UncountableError
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
    is_iso: bool = True  # how CSV and XML write dates; paper always writes 和暦 (1.1.9)

    def detail(self) -> Mapping[str, object]:
        return {"データソース": self.definition.of.label, "形式": self.form.value}

    def change(self, context: Context) -> Outcome[bytes]:
        findings = [*check(self.definition, context.actor), *self._check_paper()]
        if findings:
            return Outcome(None, tuple(findings))
        is_paper = self.form in (Form.LIST, Form.LABELS)
        look = Look(
            known=context.at, sees_places=PROTECTED_VIEW in context.actor.functions,
            is_iso=self.is_iso and not is_paper, leaves_out_hidden=self.form is Form.LABELS,
        )  # fmt: skip
        most = MOST_PRINTED if is_paper else query.MOST_ROWS
        counted = _Counted(query.read(self.definition, look, most=most))
        head = query.head_of(self.definition)
        try:
            made = output.write(self.form, title=self.title, head=head, rows=counted, at=context.at)
        except UncountableError as error:
            return Outcome(None, (error.finding,))
        taken = ExportDetail(
            name=self.title, conditions=told_conditions(self.definition), rows=counted.count,
            columns=head, sha256=sha256_of(made),
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
    made = prepare(definition)
    told: dict[str, str] = {}
    for number, one in enumerate(definition.conditions, 1):
        column = made.columns[one.column]
        value = HIDDEN_VALUE if column.is_place else one.value
        name = f"{column.label} {one.operator.value}"
        told[name if name not in told else f"{name} ({number})"] = value
    joined = {"いずれかを満たす組": "、".join(map(str, definition.any_of)),
              "組どうし": "いずれか" if definition.is_any_group else ""}  # fmt: skip
    told |= {name: text for name, text in joined.items() if text}
    for number, computed in enumerate(definition.computed, 1):
        code = f"{COMPUTED}{number}"
        is_place = code in made.columns and made.columns[code].is_place
        told[f"式 {computed.name or number}"] = HIDDEN_VALUE if is_place else computed.formula
    if made.filter is not None:
        told["条件式"] = HIDDEN_VALUE if made.filter.is_place else definition.filter
    if definition.sample is not None:
        told["無作為抽出"] = f"{definition.sample:,}人 (種 {definition.seed})"
    return told
