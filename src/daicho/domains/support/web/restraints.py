# SPDX-License-Identifier: Apache-2.0
"""Restraints: of a person or household, the list of all, temporary release, how long it lasts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from daicho.domains.register.public import ResidentVersion
from daicho.domains.support.actions.restraints import (
    ChangeRestraint,
    EndRestraint,
    ReleaseRestraint,
    SetReleaseTime,
    SetRestraint,
)
from daicho.domains.support.models import ReleaseTime, RestraintRelease, RestraintStep
from daicho.domains.support.selectors import (
    day_of,
    latest_restraints,
    open_restraints,
    release_minutes,
    releases_about,
    restraints_about,
)
from daicho.domains.support.web.forms import (
    EndRestraintForm,
    ReleaseForm,
    ReleaseTimeForm,
    RestraintForm,
)
from daicho.domains.support.web.measures import people_of
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.foundation.audit.details import ExportDetail, sha256_of
from daicho.foundation.audit.models import Kind
from daicho.foundation.ui.csv_download import csv_lines
from daicho.foundation.ui.paging import page_number, page_of
from daicho.kernel.dates import format_japanese
from daicho.kernel.findings import Finding

TARGETS = {"person": "addressee_no", "household": "household_no"}
HEAD = (
    "抑止番号", "宛名番号", "世帯番号", "氏名", "種類", "異動", "発行", "照会", "開始日",
    "終了日", "設定した職員",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TargetPage:
    """Whose restraints a page is about."""

    column: str
    number: int
    title: str

    @property
    def wanted(self) -> dict[str, int]:
        """The field of an action or row that names it."""
        return {self.column: self.number}

    @property
    def asked(self) -> dict[str, list[int]]:
        """For reading."""
        return {f"{self.column}s": [self.number]}


@require_safe
@page(function="register.restrain", title="抑止対象者一覧")
def restraint_list(request: DeskRequest) -> HttpResponse:
    """Every restraint in force (9.2)."""
    found = open_restraints(on=day_of(request.desk.context.at)).order_by("restraint_no")
    rows, paging = page_of(found, page_number(request.GET.get("page")))
    lines = _with_names(request, rows)
    return render(request, "support/restraint_list.html", {"lines": lines, "paging": paging})


@require_safe
@page(function="register.restrain", title="抑止対象者一覧の出力", kind=Kind.EXTRACT)
def restraint_file(request: DeskRequest) -> HttpResponse:
    """The same as CSV."""
    found = open_restraints(on=day_of(request.desk.context.at)).order_by("restraint_no")
    rows = [_cells(step, name) for step, name in _with_names(request, list(found))]
    content = "".join(csv_lines(HEAD, rows)).encode()
    detail = ExportDetail(
        name="抑止対象者一覧.csv", conditions={}, rows=len(rows), columns=HEAD,
        sha256=sha256_of(content),
    )  # fmt: skip
    request.desk.note(**detail.as_detail())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = "attachment; filename=restraints.csv"
    return response


@require_http_methods(["GET", "POST"])
@page(function="register.restrain", title="抑止の設定")
def restraints(request: DeskRequest, target: str, number: int) -> HttpResponse:
    """What is restrained, with its history; and one more."""
    about = _about(request, target, number)
    form = RestraintForm(request.POST or None, initial={"first": _today(request)})
    findings: Sequence[Finding] = ()
    if request.method == "POST" and form.is_valid():
        outcome = perform_at(request.desk, SetRestraint(**about.wanted, **form.cleaned_data))
        findings = outcome.findings
        if not outcome.is_refused:
            messages.success(request, "抑止を設定しました。", "good")
            return _back(target, number)
    context = {
        "about": about, "target": target, "form": form, "refusals": findings,
        "steps": restraints_about(**about.asked),
        "history": RestraintStep.objects.filter(**about.wanted).order_by("-pk"),
        "releases": RestraintRelease.objects.filter(**about.wanted).order_by("-pk")[:50],
    }  # fmt: skip
    return render(request, "support/restraints.html", context, status=422 if request.POST else 200)


@require_http_methods(["GET", "POST"])
@page(function="register.restrain", title="抑止の変更・解除")
def restraint(request: DeskRequest, number: int) -> HttpResponse:
    """Change or end one."""
    step = latest_restraints().filter(restraint_no=number).first()
    if step is None or step.ended_on is not None:
        raise Http404("この抑止はないか、解除されています")
    target, key = _target_of(step)
    about = _about(request, target, key)
    is_end = request.POST.get("act") == "end"
    form = RestraintForm(
        request.POST if request.method == "POST" and not is_end else None, initial=_initial(step)
    )
    end_form = EndRestraintForm(request.POST if is_end else None, auto_id="end_%s")
    findings: Sequence[Finding] = ()
    chosen = end_form if is_end else form
    if request.method == "POST" and chosen.is_valid():
        action = EndRestraint if is_end else ChangeRestraint
        outcome = perform_at(request.desk, action(restraint_no=number, **chosen.cleaned_data))
        findings = outcome.findings
        if not outcome.is_refused:
            messages.success(request, "抑止を解除しました。" if is_end else "抑止を変更しました。",
                             "good")  # fmt: skip
            return _back(target, key)
    context = {
        "about": about, "target": target, "step": step, "form": form, "end_form": end_form,
        "refusals": findings,
    }  # fmt: skip
    return render(request, "support/restraint.html", context, status=422 if request.POST else 200)


@require_http_methods(["GET", "POST"])
@page(function="register.release", title="抑止の一時解除")
def release(request: DeskRequest, target: str, number: int) -> HttpResponse:
    """Let one process through for a while."""
    about = _about(request, target, number)
    form = ReleaseForm(request.POST or None, initial={"minutes": release_minutes()})
    findings: Sequence[Finding] = ()
    if request.method == "POST" and form.is_valid():
        outcome = perform_at(request.desk, ReleaseRestraint(**about.wanted, **form.cleaned_data))
        findings = outcome.findings
        if not outcome.is_refused:
            messages.success(request, "一時解除しました。時間が来ると抑止に戻ります。", "good")
            return HttpResponseRedirect(reverse("support:release", args=[target, number]))
    context = {
        "about": about, "target": target, "form": form, "refusals": findings,
        "steps": [one for one in restraints_about(**about.asked) if one.ended_on is None],
        "releases": releases_about(at=request.desk.context.at, **about.asked),
        "minutes": release_minutes(),
    }  # fmt: skip
    return render(request, "support/release.html", context, status=422 if request.POST else 200)


@require_http_methods(["GET", "POST"])
@page(function="system.settings", title="抑止の一時解除の時間", kind=Kind.EVENT)
def release_time(request: DeskRequest) -> HttpResponse:
    """After how many minutes a restraint is back."""
    form = ReleaseTimeForm(request.POST or None, initial={"minutes": release_minutes()})
    findings: Sequence[Finding] = ()
    if request.method == "POST" and form.is_valid():
        outcome = perform_at(request.desk, SetReleaseTime(**form.cleaned_data))
        findings = outcome.findings
        if not outcome.is_refused:
            messages.success(request, "設定しました。", "good")
            return HttpResponseRedirect(reverse("support:release-time"))
    context = {"form": form, "refusals": findings, "rows": ReleaseTime.objects.order_by("-pk")[:20]}
    return render(
        request, "support/release_time.html", context, status=422 if request.POST else 200
    )


def _about(request: DeskRequest, target: str, number: int) -> TargetPage:
    """Whom a page is about; 404 for nobody."""
    if target not in TARGETS:
        raise Http404("個人か世帯を指定してください")
    if target == "household":
        if not ResidentVersion.objects.filter(household_no=number).exists():
            raise Http404("世帯番号の該当なし")
        request.desk.note(世帯番号=number)
        return TargetPage("household_no", number, f"世帯{number}")
    row = people_of([number]).get(number)
    if row is None:
        raise Http404("宛名番号の該当なし")
    request.desk.saw(number)
    return TargetPage("addressee_no", number, row.name)


def _target_of(step: RestraintStep) -> tuple[str, int]:
    if step.addressee_no is not None:
        return "person", step.addressee_no
    return "household", step.household_no or 0


def _back(target: str, number: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("support:restraints", args=[target, number]))


def _initial(step: RestraintStep) -> dict[str, Any]:
    names = ("kind", "change_level", "issue_level", "inquiry_level", "reason")
    return {name: getattr(step, name) for name in names} | {
        "first": format_japanese(step.first),
        "last": format_japanese(step.last) if step.last else "",
    }


def _today(request: DeskRequest) -> str:
    return format_japanese(day_of(request.desk.context.at))


def _with_names(
    request: DeskRequest, steps: Sequence[RestraintStep]
) -> list[tuple[RestraintStep, str]]:
    numbers = {one.addressee_no for one in steps if one.addressee_no is not None}
    request.desk.saw(*sorted(numbers))
    people = people_of(numbers)
    return [
        (one, people[one.addressee_no].name if one.addressee_no in people else "") for one in steps
    ]


def _cells(step: RestraintStep, name: str) -> Iterable[object]:
    return (
        step.restraint_no, step.addressee_no, step.household_no, name,
        step.get_kind_display(), step.get_change_level_display(), step.get_issue_level_display(),
        step.get_inquiry_level_display(), step.first, step.last or "",
        f"{step.written_by} {timezone.localtime(step.written_at):%Y-%m-%d %H:%M}",
    )  # fmt: skip
