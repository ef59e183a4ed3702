# SPDX-License-Identifier: Apache-2.0
"""更正: change figures, look at the difference, then decide with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from daicho.domains.collection.public import CollectionMethod
from daicho.domains.tax.documents.merge.public import basis_row
from daicho.domains.tax.inhabitants.actions.reassess import (
    REASON_CODES,
    Preview,
    Reassess,
    preview_reassessment,
)
from daicho.domains.tax.inhabitants.instalments import Instalment, differences, instalments_of
from daicho.domains.tax.inhabitants.models import Assessment
from daicho.domains.tax.inhabitants.web.taxpayer import instalment_name, year_context
from daicho.domains.tax.inhabitants.web.values import say_fact
from daicho.domains.tax.inhabitants.web.words import FACT_WORDS, FROM_REGISTER, word_of
from daicho.domains.tax.inhabitants.web.years import changes_between
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.text import to_half_ascii
from daicho.rules.inhabitants_tax.facts import PersonFacts

MORE_ROWS = 3
LARGEST = 9_999_999_999
NOT_DECIDED = Finding(
    "reassess.not_decided",
    Severity.ERROR,
    "この年度の賦課はまだ確定していません。資料や名寄せを直して当初賦課をやり直してください。",
)
CHOICES = tuple(
    (name, FACT_WORDS[name])
    for name in PersonFacts._fields
    if name in FACT_WORDS and name not in FROM_REGISTER
)


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the basis, and what was typed over it."""

    name: str
    label: str
    value: str
    typed: str


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was sent."""

    changes: dict[str, int]
    from_documents: bool
    reason_code: str
    reason: str
    errors: tuple[Finding, ...]


@require_http_methods(["GET", "POST"])
@page(function="tax.assessment.reassess", title="賦課更正")
def reassess(request: DeskRequest, number: int, year: int) -> HttpResponse:
    """The form; the difference before deciding; the decision."""
    context, current = year_context(request, number, year, "history")
    typed = read_form(request.POST)
    context |= _form(current, request.POST, typed)
    if not context["is_decided"]:
        return _refuse(request, context, (NOT_DECIDED,))
    if request.method == "GET":
        return render(request, "inhabitants/reassess.html", context)
    if typed.errors:
        return _refuse(request, context, typed.errors)
    if request.POST.get("step") == "decide":
        return _decide(request, context, typed)
    found = preview_reassessment(
        addressee_no=number, fiscal_year=year, municipality=settings.MUNICIPALITY_CODE,
        changes=typed.changes, from_documents=typed.from_documents, reason=typed.reason,
        at=request.desk.context.at,
    )  # fmt: skip
    if isinstance(found, Finding):
        return _refuse(request, context, (found,))
    request.desk.note(操作="更正前の確認", 項目=sorted(typed.changes))
    context |= _preview(found, current, localdate(request.desk.context.at), year)
    return render(request, "inhabitants/reassess.html", context)


def read_form(sent: QueryDict) -> Typed:
    """The figures that were typed; what is no number is an error with its name."""
    pairs = [(key.removeprefix("fact-"), sent[key]) for key in sent if key.startswith("fact-")]
    pairs += list(zip(sent.getlist("more-name"), sent.getlist("more-value"), strict=False))
    known = dict(CHOICES)
    changes: dict[str, int] = {}
    errors = []
    for name, text in pairs:
        plain = to_half_ascii(text).replace(",", "").strip()
        if not plain or name not in known:
            continue
        if plain.isascii() and plain.isdigit() and int(plain) <= LARGEST:
            changes[name] = int(plain)
        else:
            message = f"「{word_of(name)}」は0以上の整数(円・人)で入力してください。"
            errors.append(Finding("reassess.not_a_number", Severity.ERROR, message))
    return Typed(
        changes, sent.get("from_documents") == "1", sent.get("reason_code", ""),
        sent.get("reason", ""), tuple(errors),
    )  # fmt: skip


def _decide(request: DeskRequest, context: dict[str, Any], typed: Typed) -> HttpResponse:
    number, year = context["person"].line.addressee_no, context["year"]
    action = Reassess(
        addressee_no=number, fiscal_year=year, municipality=settings.MUNICIPALITY_CODE,
        reason=typed.reason, reason_code=typed.reason_code, changes=typed.changes,
        from_documents=typed.from_documents,
    )  # fmt: skip
    outcome = perform_at(request.desk, action)
    if outcome.is_refused:
        return _refuse(request, context, outcome.findings)
    messages.success(request, "更正を決定しました。", "good")
    return HttpResponseRedirect(reverse("inhabitants:history", args=[number, year]))


def _refuse(
    request: DeskRequest, context: dict[str, Any], findings: tuple[Finding, ...]
) -> HttpResponse:
    context["refusals"] = findings
    return render(request, "inhabitants/reassess.html", context, status=422)


def _form(current: Assessment, sent: QueryDict, typed: Typed) -> dict[str, Any]:
    """What the form shows: figures of the basis in force, and empty rows for others."""
    facts: Mapping[str, Any] = basis_row(current.basis_id)["facts"]
    known = dict(CHOICES)
    rows = [
        Row(name, known[name], say_fact(name, value), sent.get(f"fact-{name}", ""))
        for name, value in facts.items()
        if name in known
    ]
    more = list(zip(sent.getlist("more-name"), sent.getlist("more-value"), strict=False))
    return {
        "rows": rows,
        "more": (more + [("", "")] * MORE_ROWS)[:MORE_ROWS],
        "choices": CHOICES,
        "typed": typed,
        "reason_codes": [item for item in REASON_CODES.items() if item[0] != "withdrawal"],
    }


def _preview(found: Preview, current: Assessment, day: Any, year: int) -> dict[str, Any]:
    """The difference in figures and in instalments."""
    place = current.municipality_code
    new = instalments_of(found.assessed, year, place, day)
    old = instalments_of(current, year, place, current.decided_on)
    changed = differences(new, {(item.method, item.number): item for item in old})
    return {
        "preview": found,
        "changes": changes_between(found.before or current, found.assessed),
        "instalment_changes": [_instalment(item) for item in changed],
        "facts": found.content.facts,
    }


def _instalment(item: Instalment) -> tuple[str, Instalment]:
    label = CollectionMethod(item.method).label
    return f"{label} {instalment_name(item.method, item.number)}", item
