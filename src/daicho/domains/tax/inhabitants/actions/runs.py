# SPDX-License-Identifier: Apache-2.0
"""Actions on a run of 当初賦課: start, accept (by a second person), release, withdraw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.db import connection
from django.db.models import Max, Sum

from daicho.domains.addressee.public import map_employers
from daicho.domains.collection.public import (
    NewPosting,
    PostingReason,
    post_receivables,
)
from daicho.domains.tax.inhabitants.instalments import instalments_of, postings_of
from daicho.domains.tax.inhabitants.models import Assessment, AssessmentRun, RunState
from daicho.domains.tax.inhabitants.run.runner import open_batch, plan_chunks
from daicho.domains.tax.inhabitants.versions import parameters_hash, rule_version
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.kernel.findings import Finding, Severity

RUN_LOCK = 0x7A8  # one start at a time
FETCH = 5_000


def refused(code: str, message: str) -> Outcome[int]:
    """An outcome with one refusal."""
    return Outcome(None, (Finding(code, Severity.ERROR, message),))


@dataclass(frozen=True, kw_only=True)
class StartInitialAssessment(Action[int]):
    """Open a run of 当初賦課 and cut the ward into chunks; the runner then carries it out."""

    function: ClassVar[str] = "tax.assessment.run"
    audit_text: ClassVar[str] = "当初賦課の開始"

    fiscal_year: int
    municipality: str

    def detail(self) -> Mapping[str, object]:
        return {"年度": self.fiscal_year, "団体コード": self.municipality}

    def lock(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (RUN_LOCK,))

    def change(self, context: Context) -> Outcome[int]:
        live = AssessmentRun.objects.filter(fiscal_year=self.fiscal_year, kind="initial").exclude(
            state=RunState.WITHDRAWN
        )
        if live.exists():
            return refused("run.exists", f"{self.fiscal_year}年度の当初賦課は既に行われています。")
        stored = Assessment.objects.filter(fiscal_year=self.fiscal_year)
        highest = stored.aggregate(found=Max("sequence"))["found"]
        run = AssessmentRun.objects.create(
            fiscal_year=self.fiscal_year,
            municipality_code=self.municipality,
            started_at=context.at,
            started_by=context.actor.who.login,
            sequence=0 if highest is None else highest + 1,
            rule_version=rule_version(),
            parameters_hash=parameters_hash(self.fiscal_year, self.municipality),
        )
        plan_chunks(run)
        if not run.counts["people"]:
            return refused("run.nobody", "賦課期日の住民も課税資料もありません。")
        open_batch(run, context)
        return Outcome(run.pk)


@dataclass(frozen=True, kw_only=True)
class OfRun(Action[int]):
    """An action on one run that is locked first."""

    function: ClassVar[str] = ""

    run_id: int

    def detail(self) -> Mapping[str, object]:
        return {"賦課処理": self.run_id}

    def lock(self) -> None:
        AssessmentRun.objects.select_for_update().filter(pk=self.run_id).first()

    def change(self, context: Context) -> Outcome[int]:
        run = AssessmentRun.objects.filter(pk=self.run_id).first()
        if run is None:
            return refused("run.unknown", "該当する賦課処理がありません。")
        return self.change_run(run, context)

    def change_run(self, run: AssessmentRun, context: Context) -> Outcome[int]:
        """What to do with the run."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class AcceptRun(OfRun):
    """A second person accepts what the stop check stopped, and says why (前年比較の確認)."""

    function: ClassVar[str] = "tax.release.accept"
    audit_text: ClassVar[str] = "当初賦課の前年比較の確認"

    reason: str

    def detail(self) -> Mapping[str, object]:
        return {"賦課処理": self.run_id, "理由": self.reason}

    def change_run(self, run: AssessmentRun, context: Context) -> Outcome[int]:
        login = context.actor.who.login
        if run.state != RunState.STOPPED:
            return refused("run.not_stopped", "確認待ちの賦課処理ではありません。")
        if run.stop_check.get("gaps"):
            return refused(
                "run.has_gaps",
                "件数・金額の不一致があるため確認できません。取消してやり直してください。",
            )
        if login == run.started_by:
            return refused(
                "run.same_person", "実行した本人は確認できません。別の職員が確認してください。"
            )
        if not self.reason.strip():
            return refused("run.no_reason", "確認の理由を入力してください。")
        run.state = RunState.ACCEPTED
        run.accepted_by, run.accepted_at, run.accepted_reason = login, context.at, self.reason
        run.save()
        return Outcome(run.pk)


@dataclass(frozen=True, kw_only=True)
class ReleaseRun(OfRun):
    """Decide the assessments (賦課決定) and post the receivables; notices may then be printed."""

    function: ClassVar[str] = "tax.assessment.run"
    audit_text: ClassVar[str] = "当初賦課の確定・調定"

    def change_run(self, run: AssessmentRun, context: Context) -> Outcome[int]:
        if run.state == RunState.STOPPED:
            return refused("run.stopped", "前年比較で停止しています。別の職員の確認が必要です。")
        if run.state != RunState.ACCEPTED:
            return refused("run.not_accepted", "確定できる状態の賦課処理ではありません。")
        posted = post_receivables(
            postings_of_run(run), posted_at=context.at, by=context.actor.who.login
        )
        expected = Assessment.objects.filter(run_id=run.pk).aggregate(sum=Sum("annual_tax"))["sum"]
        if posted[1] != (expected or 0):
            return refused(
                "run.posting_differs",
                f"調定額の計{posted[1]:,}円が年税額の計{expected or 0:,}円と合いません。",
            )
        run.state = RunState.RELEASED
        run.released_at, run.released_by = context.at, context.actor.who.login
        run.counts["postings"] = posted[0]
        run.save()
        return Outcome(run.pk)


def postings_of_run(run: AssessmentRun) -> Iterator[NewPosting]:
    """The first receivables of everybody in the run."""
    payers = map_employers()
    rows = Assessment.objects.filter(run_id=run.pk, annual_tax__gt=0).order_by("pk")
    for row in rows.iterator(chunk_size=FETCH):
        yield from postings_of(
            instalments_of(row, run.fiscal_year, run.municipality_code, row.decided_on),
            fiscal_year=run.fiscal_year,
            addressee_no=row.addressee_no,
            employer_payer=payers.get(row.employer_no or ""),
            reason=PostingReason.INITIAL.value,
            source_id=row.pk,
        )


@dataclass(frozen=True, kw_only=True)
class WithdrawRun(OfRun):
    """Take a run back that was not released; its rows stay, but count for nothing."""

    function: ClassVar[str] = "tax.assessment.run"
    audit_text: ClassVar[str] = "当初賦課の取消"

    reason: str

    def detail(self) -> Mapping[str, object]:
        return {"賦課処理": self.run_id, "理由": self.reason}

    def change_run(self, run: AssessmentRun, context: Context) -> Outcome[int]:
        if run.state in (RunState.RELEASED, RunState.WITHDRAWN):
            return refused("run.not_open", "確定後または取消済みの賦課処理は取り消せません。")
        if not self.reason.strip():
            return refused("run.no_reason", "取消の理由を入力してください。")
        run.state = RunState.WITHDRAWN
        run.withdrawn_by, run.withdrawn_at = context.actor.who.login, context.at
        run.withdrawn_reason = self.reason
        run.save()
        return Outcome(run.pk)
