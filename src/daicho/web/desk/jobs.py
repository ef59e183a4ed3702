# SPDX-License-Identifier: Apache-2.0
"""Pages of the jobs (バッチ処理, 9.1): start one, schedule one, what came of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import Action, perform_at
from daicho.foundation.batch.jobs import (
    JOB_KINDS,
    JobKind,
    ScheduleJob,
    StartJob,
    StopSchedule,
    failed_kinds,
    last_parameters,
)
from daicho.foundation.batch.models import JobRun, JobSchedule
from daicho.foundation.batch.schedule import WEEKDAYS, Every
from daicho.foundation.ui.date_field import JapaneseDateField
from daicho.foundation.ui.menu import Waiting
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.foundation.ui.paging import page_number, page_of
from daicho.kernel.findings import Finding

FUNCTION = "system.settings"


class ParametersForm(GuardedForm):
    """What a kind of job may be told, as it was told the last time."""

    def __init__(self, kind: JobKind, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in kind.parameters:
            self.fields[name] = forms.CharField(label=label, max_length=300, required=False)


class TimingForm(GuardedForm):
    """When."""

    every = forms.ChoiceField(label="間隔", choices=Every.choices)
    time = forms.TimeField(label="時刻", help_text="例: 02:30")
    on = JapaneseDateField(label="年月日（日時指定）", required=False)
    weekday = forms.TypedChoiceField(
        label="曜日（毎週）", required=False, coerce=int, empty_value=None,
        choices=[("", "選んでください"), *((number, name) for number, name in WEEKDAYS)],
    )  # fmt: skip
    day = forms.IntegerField(
        label="日（毎月）", required=False, min_value=1, max_value=31,
        help_text="その日がない月は月末日に実行します。",
    )  # fmt: skip


@require_safe
@page(function=FUNCTION, title="処理の一覧")
def jobs(request: DeskRequest) -> HttpResponse:
    """Every kind with its last run, what is scheduled, and the runs."""
    runs, paging = page_of(
        JobRun.objects.select_related("schedule"), page_number(request.GET.get("page"))
    )
    last = {run.kind: run for run in JobRun.objects.order_by("kind", "-pk").distinct("kind")}
    context = {
        "kinds": [(kind, last.get(kind.code)) for kind in JOB_KINDS.values()],
        "schedules": [
            (one, _label(one.kind))
            for one in JobSchedule.objects.filter(next_at__isnull=False).order_by("next_at")
        ],
        "runs": [(run, _label(run.kind), _told(run)) for run in runs], "paging": paging,
    }  # fmt: skip
    return render(request, "desk/jobs.html", context)


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="処理の起動・予定")
def job(request: DeskRequest, code: str) -> HttpResponse:
    """Start a job now, or schedule it."""
    kind = JOB_KINDS.get(code)
    if kind is None:
        raise Http404("この処理はありません")
    is_sent = request.method == "POST"
    is_schedule = is_sent and request.POST.get("act") == "schedule"
    last = last_parameters(code)
    form = ParametersForm(kind, request.POST if is_sent else None, initial=last)
    timing = TimingForm(request.POST if is_schedule else None)
    findings: Sequence[Finding] = ()
    if is_sent and form.is_valid() and (not is_schedule or timing.is_valid()):
        action: Action[int] = StartJob(job_kind=code, parameters=dict(form.cleaned_data))
        if is_schedule:
            action = ScheduleJob(
                job_kind=code, parameters=dict(form.cleaned_data), **timing.cleaned_data
            )
        outcome = perform_at(request.desk, action)
        if not outcome.is_refused:
            done = "予定を登録しました。" if is_schedule else "起動しました。順に実行します。"
            messages.success(request, f"{kind.label_ja}: {done}", "good")
            return HttpResponseRedirect(reverse("desk:jobs"))
        findings = outcome.findings
    context = {"kind": kind, "form": form, "timing": timing, "refusals": findings, "last": last}
    return render(request, "desk/job.html", context, status=422 if is_sent else 200)


@require_POST
@page(function=FUNCTION, title="処理の予定の停止")
def stop_schedule(request: DeskRequest, number: int) -> HttpResponse:
    """Stop one."""
    outcome = perform_at(request.desk, StopSchedule(schedule_no=number))
    if outcome.is_refused:
        raise Http404("この予定はありません")
    messages.success(request, "予定を止めました。", "good")
    return HttpResponseRedirect(reverse("desk:jobs"))


def waiting_jobs() -> list[Waiting]:
    """A warning for every kind whose last run failed."""
    return [
        Waiting(
            f"処理の異常: {_label(run.kind)}", run.get_state_display(),
            f"{run.result} {run.error_code}".strip(), reverse("desk:jobs"), is_urgent=True,
        )
        for run in failed_kinds()
    ]  # fmt: skip


def _label(code: str) -> str:
    return JOB_KINDS[code].label_ja if code in JOB_KINDS else code


def _told(run: JobRun) -> list[tuple[str, str, bool]]:
    """The parameters in words: label, value, whether it differs from the run before."""
    kind = JOB_KINDS.get(run.kind)
    labels = dict(kind.parameters) if kind else {}
    return [
        (labels.get(name, name), value or "（空欄）", name in run.changed)
        for name, value in run.parameters.items()
    ]
