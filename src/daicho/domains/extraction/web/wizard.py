# SPDX-License-Identifier: Apache-2.0
"""The wizard: choose a source, columns and conditions, look at the first rows, take the file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.domains.extraction import query
from daicho.domains.extraction.actions.extract import Extract, told_conditions
from daicho.domains.extraction.actions.save import RemoveExtraction, SaveExtraction
from daicho.domains.extraction.definition import (
    Condition,
    Definition,
    Operator,
    check,
    columns_for,
    from_json,
)
from daicho.domains.extraction.models import SavedExtraction
from daicho.domains.extraction.output import CONTENT_TYPES, ENDINGS, Form
from daicho.domains.extraction.sources import SOURCES, Source
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.kernel.dates import parse_date

FUNCTION = "register.extract"
CONDITIONS = 6
FIRST_ROWS = 20
OPERATORS = {one.value for one in Operator}


@require_safe
@page(function=FUNCTION, title="データ抽出")
def kept(request: DeskRequest) -> HttpResponse:
    """The sources, and the definitions that somebody kept."""
    found = SavedExtraction.objects.filter(is_removed=False)
    rows = [(one, SOURCES[one.source].label) for one in found if one.source in SOURCES]
    return render(request, "extraction/list.html", {"sources": SOURCES.values(), "kept": rows})


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="データ抽出の条件")
def wizard(request: DeskRequest, source: str) -> HttpResponse:
    """Put together, look, keep, take out."""
    if source not in SOURCES:
        raise Http404("このデータソースはありません")
    of = SOURCES[source]
    if request.method == "GET":
        return _show(request, of, _kept(request, of))
    definition = _definition(request, of, request.POST)
    step = request.POST.get("step", "look")
    if step == "save":
        return _save(request, of, definition)
    if step in ENDINGS:
        return _take(request, of, definition, Form(step))
    return _look(request, of, definition)


@require_POST
@page(function=FUNCTION, title="抽出条件の削除")
def remove(request: DeskRequest, number: int) -> HttpResponse:
    """Off the list."""
    outcome = perform_at(request.desk, RemoveExtraction(extraction_no=number))
    if outcome.is_refused:
        messages.error(request, outcome.findings[0].message_ja, "bad")
    return HttpResponseRedirect(reverse("extraction:list"))


def _look(request: DeskRequest, of: Source, definition: Definition) -> HttpResponse:
    """The number of rows and the first ones: a look at persons, logged with the conditions."""
    context = request.desk.context
    findings = check(definition, context.actor)
    if findings:
        return _show(request, of, definition, findings=findings, status=422)
    sees = PROTECTED_VIEW in context.actor.functions
    count = query.count(definition, sees_places=sees, known=context.at)
    rows = list(query.read(definition, sees_places=sees, known=context.at, most=FIRST_ROWS))
    request.desk.note(データソース=of.label, 条件=told_conditions(definition), 件数=count)
    found = {"head": query.head_of(definition), "rows": rows, "count": count}
    return _show(request, of, definition, found=found)


def _take(request: DeskRequest, of: Source, definition: Definition, form: Form) -> HttpResponse:
    title = request.POST.get("name", "").strip() or of.label
    outcome = perform_at(request.desk, Extract(definition=definition, form=form, title=title))
    if outcome.value is None:
        return _show(request, of, definition, findings=outcome.findings, status=422)
    made = HttpResponse(outcome.value, content_type=CONTENT_TYPES[form])
    made["Content-Disposition"] = f'attachment; filename="extraction.{ENDINGS[form]}"'
    return made


def _save(request: DeskRequest, of: Source, definition: Definition) -> HttpResponse:
    action = SaveExtraction(definition=definition, name=request.POST.get("name", ""))
    outcome = perform_at(request.desk, action)
    if outcome.is_refused:
        return _show(request, of, definition, findings=outcome.findings, status=422)
    messages.success(request, "抽出条件を保存しました。", "good")
    return HttpResponseRedirect(reverse("extraction:list"))


def _show(
    request: DeskRequest,
    of: Source,
    definition: Definition,
    *,
    findings: Any = (),
    found: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    conditions = list(definition.conditions)
    blank = Condition("", Operator.EQUAL, "")
    context = {
        "source": of, "columns": columns_for(of, request.desk.context.actor),
        "chosen": set(definition.columns), "definition": definition, "operators": list(Operator),
        "conditions": (conditions + [blank] * CONDITIONS)[:CONDITIONS], "findings": findings,
        "found": found, "name": request.POST.get("name", ""),
        "day": request.POST.get("day", "") or definition.day,
    }  # fmt: skip
    return render(request, "extraction/wizard.html", context, status=status)


def _definition(request: DeskRequest, of: Source, sent: QueryDict) -> Definition:
    typed = zip(
        sent.getlist("column"), sent.getlist("operator"), sent.getlist("value"), strict=False
    )
    today = timezone.localtime(request.desk.context.at).date()
    return Definition(
        source=of.code, is_counted=bool(sent.get("is_counted")),
        columns=tuple(code for code in _order(sent) if code in of.columns),
        day=parse_date(sent.get("day", "")).value or today,
        conditions=tuple(
            Condition(column, Operator(operator), value.strip())
            for column, operator, value in typed
            if column in of.columns and operator in OPERATORS
        ),
    )  # fmt: skip


def _order(sent: QueryDict) -> list[str]:
    """The columns in the order that was typed, else in that of the source."""
    ordered = sent.get("order", "").split()
    chosen = sent.getlist("columns")
    return [code for code in ordered if code in chosen] + [c for c in chosen if c not in ordered]


def _kept(request: DeskRequest, of: Source) -> Definition:
    """A kept definition, or an empty one."""
    today = timezone.localtime(request.desk.context.at).date()
    number = request.GET.get("kept", "")
    found = SavedExtraction.objects.filter(
        pk=int(number) if number.isdigit() else 0, source=of.code, is_removed=False
    ).first()
    if found is not None:
        return from_json(source=of.code, kept=found.definition, day=today)
    return Definition(source=of.code, columns=(), day=today)
