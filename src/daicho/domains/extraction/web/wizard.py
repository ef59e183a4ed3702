# SPDX-License-Identifier: Apache-2.0
"""The wizard: choose a source, columns and conditions, look at the first rows, take the file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.domains.extraction import query
from daicho.domains.extraction.actions.extract import Extract, told_conditions
from daicho.domains.extraction.actions.save import RemoveExtraction, SaveExtraction
from daicho.domains.extraction.definition import (
    COUNT,
    GROUPS,
    Aggregate,
    Computed,
    Condition,
    Definition,
    Operator,
    Sort,
    Total,
    columns_for,
    from_json,
    sources_for,
)
from daicho.domains.extraction.formula.functions import EXPLAINED
from daicho.domains.extraction.models import SavedExtraction
from daicho.domains.extraction.output import CONTENT_TYPES, ENDINGS, Form
from daicho.domains.extraction.preparing import check
from daicho.domains.extraction.query import Look, UncountableError
from daicho.domains.extraction.sources import Source
from daicho.domains.extraction.web.sent import (
    COMPUTED_CODES,
    COMPUTEDS,
    CONDITIONS,
    SORTS,
    TOTALS,
    definition_of,
)
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at

FUNCTION = "register.extract"
FIRST_ROWS = 20


@require_safe
@page(function=FUNCTION, title="データ抽出")
def kept(request: DeskRequest) -> HttpResponse:
    """The sources, and the definitions that somebody kept."""
    found = SavedExtraction.objects.filter(is_removed=False)
    open_to = {one.code: one for one in sources_for(request.desk.context.actor)}
    rows = [(one, open_to[one.source].label) for one in found if one.source in open_to]
    return render(request, "extraction/list.html", {"sources": open_to.values(), "kept": rows})


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="データ抽出の条件")
def wizard(request: DeskRequest, source: str) -> HttpResponse:
    """Put together, look, keep, take out."""
    open_to = {one.code: one for one in sources_for(request.desk.context.actor)}
    if source not in open_to:
        raise Http404("このデータソースはありません")
    of = open_to[source]
    if request.method == "GET":
        return _show(request, of, _kept(request, of))
    definition = definition_of(of, request.POST, _today(request))
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
    look = Look(known=context.at, sees_places=PROTECTED_VIEW in context.actor.functions)
    try:
        count = query.count(definition, look)
        rows = list(query.read(definition, look, most=FIRST_ROWS))
    except UncountableError as error:
        return _show(request, of, definition, findings=[error.finding], status=422)
    request.desk.note(データソース=of.label, 条件=told_conditions(definition), 件数=count)
    found = {"head": query.head_of(definition), "rows": rows, "count": count}
    return _show(request, of, definition, found=found)


def _take(request: DeskRequest, of: Source, definition: Definition, form: Form) -> HttpResponse:
    title = request.POST.get("name", "").strip() or of.label
    outcome = perform_at(request.desk, _extract(request, definition, form, title))
    if outcome.value is None:
        return _show(request, of, definition, findings=outcome.findings, status=422)
    made = HttpResponse(outcome.value, content_type=CONTENT_TYPES[form])
    made["Content-Disposition"] = f'attachment; filename="extraction.{ENDINGS[form]}"'
    return made


def _extract(request: DeskRequest, definition: Definition, form: Form, title: str) -> Extract:
    is_iso = request.POST.get("dates", "iso") == "iso"
    return Extract(definition=definition, form=form, title=title, is_iso=is_iso)


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
    actor = request.desk.context.actor
    context = {
        "source": of, "columns": columns_for(of, actor), "chosen": set(definition.columns),
        "definition": definition, "operators": list(Operator), "groups": GROUPS,
        "aggregates": list(Aggregate), "count_code": COUNT,
        "conditions": _padded(definition.conditions, Condition("", Operator.EQUAL, ""), CONDITIONS),
        "computed": list(zip(COMPUTED_CODES,
                             _padded(definition.computed, Computed("", ""), COMPUTEDS),
                             strict=True)),
        "sorts": _padded(definition.sorts, Sort(""), SORTS),
        "totals": _padded(definition.totals, Total(Aggregate.SUM, ""), TOTALS),
        "functions": EXPLAINED, "findings": findings, "found": found,
        "name": request.POST.get("name", ""), "dates": request.POST.get("dates", "iso"),
        "day": request.POST.get("day", "") or definition.day,
    }  # fmt: skip
    return render(request, "extraction/wizard.html", context, status=status)


def _padded(given: tuple[Any, ...], blank: Any, most: int) -> list[Any]:
    """As many rows as can be typed."""
    return [*given, *[blank] * most][:most]


def _today(request: DeskRequest) -> date:
    return timezone.localtime(request.desk.context.at).date()


def _kept(request: DeskRequest, of: Source) -> Definition:
    """A kept definition, or an empty one."""
    today = _today(request)
    number = request.GET.get("kept", "")
    found = SavedExtraction.objects.filter(
        pk=int(number) if number.isdigit() else 0, source=of.code, is_removed=False
    ).first()
    if found is not None:
        return from_json(source=of.code, kept=found.definition, day=today)
    return Definition(source=of.code, columns=(), day=today)
