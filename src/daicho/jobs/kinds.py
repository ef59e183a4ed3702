# SPDX-License-Identifier: Apache-2.0
"""The kinds of jobs: each calls what its domain offers, as the command of the same name does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from daicho.domains.certificates.public import CloseInterrupted, ForgetPapers
from daicho.domains.register.actions.rebuild import RebuildDerived
from daicho.domains.register.public import (
    PutAwayRemovedRecords,
    carry_out_bulk,
    run_day,
)
from daicho.domains.statistics.public import StartStatistics, carry_out, find_statistics
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Outcome, perform
from daicho.foundation.audit.keeping import is_over, years_in_log
from daicho.foundation.batch.jobs import Clock, JobKind, JobResult, add_job_kinds
from daicho.foundation.batch.models import BatchRun, State
from daicho.foundation.batch.runner import totals_of
from daicho.foundation.database.backup import save_files
from daicho.jobs.files import write_statistics

BULK = "register.bulk"
Told = Mapping[str, str]


def _day(told: Told, name: str, otherwise: dt.date) -> dt.date:
    """A day that was given, else the usual one."""
    return dt.date.fromisoformat(told[name]) if told.get(name) else otherwise


def _today(context: Context) -> dt.date:
    return timezone.localtime(context.at).date()


def _of_run(run: BatchRun) -> JobResult:
    totals = "、".join(
        f"{name} {value:,}" for step in totals_of(run).values() for name, value in step.items()
    )
    return JobResult(f"{run.get_state_display()} {totals}".strip(), run.state == State.DONE)


def _of_outcomes(outcomes: Iterable[tuple[str, Outcome[Any]]]) -> JobResult:
    found = list(outcomes)
    wrong = [one.message_ja for _, outcome in found for one in outcome.findings]
    done = "、".join(f"{label} {outcome.value or 0:,}件" for label, outcome in found)
    is_good = not any(outcome.is_refused for _, outcome in found)
    return JobResult(" ".join([done, *wrong]), is_good)


def do_register_day(told: Told, context: Context, clock: Clock) -> JobResult:
    """What was entered ahead begins to hold (日次処理)."""
    return _of_run(run_day(context=context, clock=clock))


def do_bulk_changes(told: Told, context: Context, clock: Clock) -> JobResult:
    """Go on with every bulk change whose run was opened at a desk and is not done (本処理)."""
    states = (State.WAITING, State.RUNNING, State.FAILED)
    runs = list(BatchRun.objects.filter(kind=BULK, state__in=states).order_by("pk"))
    done = [carry_out_bulk(run_no=run.pk, context=context, clock=clock) for run in runs]
    return JobResult(f"一括変更 {len(done):,}件", all(run.state == State.DONE for run in done))


def do_statistics(told: Told, context: Context, clock: Clock) -> JobResult:
    """Count population and changes up to the first of this month, or the day that is told."""
    day = _day(told, "day", _today(context).replace(day=1))
    since = _day(told, "since", (day - dt.timedelta(days=1)).replace(day=1))
    started = perform(StartStatistics(since=since, day=day), context=context)
    found = find_statistics(started.value) if started.value is not None else None
    if found is None:
        return _of_outcomes([("統計", started)])
    done = carry_out(found, context=context, clock=clock)
    if done.state == State.DONE and told.get("folder"):
        write_statistics(done, told["folder"], context)
    return _of_run(done)


def do_put_away(told: Told, context: Context, clock: Clock) -> JobResult:
    """Removed records of more than five years ago (除票の移行)."""
    as_of = _day(told, "as_of", _today(context))
    outcome = perform(PutAwayRemovedRecords(as_of=as_of), context=context)
    return _of_outcomes([("移行", outcome)])


def do_rebuild(told: Told, context: Context, clock: Clock) -> JobResult:
    """Make everything derived from the register anew."""
    outcome = perform(RebuildDerived(), context=context)
    return JobResult("作り直しました。" if not outcome.is_refused else "", not outcome.is_refused)


def do_certificates(told: Told, context: Context, clock: Clock) -> JobResult:
    """Close what was interrupted, let papers go whose days are over."""
    closed = perform(CloseInterrupted(), context=context)
    return _of_outcomes([("中断", closed), ("控え", perform(ForgetPapers(), context=context))])


def check_purge(told: Told, context: Context, clock: Clock) -> JobResult:
    """Say which years of the log may go; letting them go stays a person's decision."""
    at = timezone.localtime(context.at)
    years = [year for year in years_in_log() if is_over(fiscal_year=year, at=at)]
    found = "、".join(f"{year}年度" for year in years)
    return JobResult(f"保存期間を過ぎた年度: {found or 'なし'}")


def save_new_files(told: Told, context: Context, clock: Clock) -> JobResult:
    """Copy new import files and checkpoints (daicho backup --files)."""
    if not told.get("folder"):
        return JobResult("バックアップ先のフォルダーを指定してください。", is_good=False)
    count = save_files(
        settings.DAICHO_HOME, Path(told["folder"]), checkpoints=settings.AUDIT_CHECKPOINT_DIR
    )
    return JobResult(f"{count:,}件を写しました。")


_REGISTER = {"functions": frozenset({"register.bulk"}), "purpose": "register"}
add_job_kinds(
    JobKind(code="register.day", label_ja="日次処理", work=do_register_day, **_REGISTER),
    JobKind(code=BULK, label_ja="一括変更の本処理", work=do_bulk_changes, **_REGISTER),
    JobKind(
        code="register.rebuild", label_ja="検索索引などの作り直し", work=do_rebuild,
        needs_owner=True, **_REGISTER,
    ),
    JobKind(
        code="register.put_away", label_ja="除票の移行", work=do_put_away,
        parameters=(("as_of", "基準日（YYYY-MM-DD、空欄は当日）"),), **_REGISTER,
    ),
    JobKind(
        code="register.statistics", label_ja="住民記録の統計", work=do_statistics,
        functions=frozenset({"register.statistics"}), purpose="statistics",
        parameters=(("since", "異動を数え始める日の前日（YYYY-MM-DD、空欄は前月1日）"),
                    ("day", "基準日（YYYY-MM-DD、空欄は今月1日）"),
                    ("folder", "XLSX・CSVの出力先のフォルダー（空欄は集計だけ）")),
    ),
    JobKind(
        code="certificates.tidy", label_ja="証明書の控えの整理", work=do_certificates,
        functions=frozenset({"certificate.issue"}), purpose="certificate",
    ),
    JobKind(
        code="audit.purge_check", label_ja="操作ログの保存期間の確認", work=check_purge,
        functions=frozenset(), purpose="upkeep",
    ),
    JobKind(
        code="backup.files", label_ja="取込ファイルのバックアップ", work=save_new_files,
        functions=frozenset(), purpose="upkeep",
        parameters=(("folder", "バックアップ先のフォルダー"),),
    ),
)  # fmt: skip
