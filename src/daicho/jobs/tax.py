# SPDX-License-Identifier: Apache-2.0
"""Jobs of the inhabitants tax: 当初賦課, and the notices of a decided year.

Whoever starts them at the desk decides nothing: the stop check of a run, its acceptance and its
release stay with people (tax.release.accept).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from daicho.domains.tax.inhabitants.issuer import issuer_of
from daicho.domains.tax.inhabitants.models import AssessmentRun
from daicho.domains.tax.inhabitants.notices.public import (
    KINDS,
    BeginNotices,
    IssueNotices,
    Making,
    print_notices,
)
from daicho.domains.tax.inhabitants.public import (
    StartInitialAssessment,
    carry_out,
    find_run,
    find_running,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import perform
from daicho.foundation.batch.jobs import Clock, JobKind, JobResult, add_job_kinds
from daicho.kernel.dates import fiscal_year_of
from daicho.kernel.findings import Finding

Told = Mapping[str, str]
NO_FOLDER = JobResult("出力先のフォルダーを指定してください。", is_good=False)


def _year(told: Told, context: Context) -> int:
    """The year that was given, else that of today."""
    given = told.get("fiscal_year", "")
    return int(given) if given.isdigit() else fiscal_year_of(timezone.localtime(context.at).date())


def _refused(findings: tuple[Finding, ...]) -> JobResult:
    return JobResult(" ".join(one.message_ja for one in findings), is_good=False)


def do_assessment(told: Told, context: Context, clock: Clock) -> JobResult:
    """Begin 当初賦課 of a year, or go on with the one that stopped on its way."""
    year = _year(told, context)
    found = find_running(fiscal_year=year)
    if found is None:
        action = StartInitialAssessment(fiscal_year=year, municipality=settings.MUNICIPALITY_CODE)
        outcome = perform(action, context=context)
        found = find_run(run_id=outcome.value) if outcome.value is not None else None
        if found is None:
            return _refused(outcome.findings)
    done = carry_out(found, context=context, clock=clock)
    return JobResult(f"賦課処理{done.pk} {year}年度 {done.get_state_display()}")


def do_notices(told: Told, context: Context, clock: Clock) -> JobResult:
    """Print the notices of a decided year, each kind into a folder of its own."""
    if not told.get("folder"):
        return NO_FOLDER
    folder = Path(told["folder"])
    papers = (told["paper"],) if told.get("paper") else tuple(KINDS)
    if not set(papers) <= set(KINDS):
        return JobResult(f"種類は {'・'.join(KINDS)} のどれかです。", is_good=False)
    if any(any((folder / paper).glob("*.pdf")) for paper in papers):
        return JobResult("出力先に通知書のPDFが既にあります。", is_good=False)
    begun = perform(BeginNotices(fiscal_year=_year(told, context), kinds=papers), context=context)
    found = find_run(run_id=begun.value) if begun.value is not None else None
    if found is None:
        return _refused(begun.findings)
    results = [_print(found, paper, folder / paper, context) for paper in papers]
    return JobResult(" ".join(one.text for one in results), all(one.is_good for one in results))


def _print(run: AssessmentRun, paper: str, folder: Path, context: Context) -> JobResult:
    """One kind; the log gets the counts, and refuses what does not reconcile."""
    at = timezone.localtime(context.at)
    # One process: whoever works at the counter goes on undisturbed.
    making = Making(
        run=run, issuer=issuer_of(settings.MUNICIPALITY_CODE), issued_on=at.date(), made_at=at,
        workers=1, tell=lambda count: None,
    )  # fmt: skip
    tally = print_notices(making, paper, folder).tally
    outcome = perform(
        IssueNotices(
            run_id=run.pk, paper=paper, letters=tally.letters, people=tally.people,
            amount=tally.amount,
        ),
        context=context,
    )  # fmt: skip
    wrong = [one.message_ja for one in (*outcome.findings, *tally.refusals)]
    text = f"{KINDS[paper]} {tally.letters:,}通 {tally.amount:,}円"
    return JobResult(" ".join([text, *dict.fromkeys(wrong)]), not wrong)


_YEAR = ("fiscal_year", "年度（西暦、空欄は今年度）")
add_job_kinds(
    JobKind(
        code="tax.assessment", label_ja="当初賦課", work=do_assessment, purpose="assessment",
        functions=frozenset({"tax.assessment.run"}), parameters=(_YEAR,),
    ),
    JobKind(
        code="tax.notices", label_ja="納税通知書等の一括作成", work=do_notices,
        functions=frozenset({"tax.notice.issue"}), purpose="assessment",
        parameters=(_YEAR, ("paper", "種類（tax、employer、employee。空欄は全部）"),
                    ("folder", "出力先のフォルダー")),
    ),
)  # fmt: skip
