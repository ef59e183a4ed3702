# SPDX-License-Identifier: Apache-2.0
"""Carries a run through: plan chunks, check relatives, process the chunks, compare with last year.

Each step leaves its mark in the database when it is through. A run that was killed goes on at the
first step without one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge as merge_sorted
from itertools import groupby

from daicho.domains.addressee.public import map_employers
from daicho.domains.tax.documents.merge.public import people_with_documents, reserve_basis_ids
from daicho.domains.tax.inhabitants.assessing import prepare_kernel
from daicho.domains.tax.inhabitants.models import AssessmentRun, RunChunk, RunFinding, RunState
from daicho.domains.tax.inhabitants.municipal import load_settings
from daicho.domains.tax.inhabitants.run import claims
from daicho.domains.tax.inhabitants.run.chunk import process_chunk
from daicho.domains.tax.inhabitants.run.completeness import IMPORT_OPEN, check_run
from daicho.domains.tax.inhabitants.run.distribution import (
    count_jumps,
    distribution_of_run,
    distribution_of_year,
)
from daicho.domains.tax.inhabitants.run.plan import CHUNK_PEOPLE, RunPlan, plan_of
from daicho.domains.tax.inhabitants.run.population import people_of, registered_people
from daicho.domains.tax.inhabitants.run.storing import (
    ASSESSMENT_TABLE,
    reserve_ids,
    store_findings,
)
from daicho.domains.tax.inhabitants.run.workers import PARALLEL_FROM, MapRun, cores, workers
from daicho.domains.tax.inhabitants.stop_check import as_json, check
from daicho.foundation.access.actor import Context
from daicho.foundation.batch.models import BatchRun
from daicho.foundation.batch.runner import Piece, Step, StepContext, open_run, run_steps
from daicho.kernel.findings import Severity

Clock = Callable[[], dt.datetime]
Work = Callable[[AssessmentRun, MapRun, dt.datetime], Iterator[Piece]]
BATCH_KIND = "tax.assessment.run"
PIECE = 5_000


def plan_chunks(run: AssessmentRun, chunk_people: int = CHUNK_PEOPLE) -> None:
    """Cut the ward into ranges of 宛名番号 and reserve the numbers of what they will store.

    Part of the transaction that makes the run.
    """
    documented = people_with_documents(run.fiscal_year)
    registered = registered_people(run.fiscal_year, run.started_at)
    everybody = [number for number, _ in groupby(merge_sorted(registered, documented))]
    has_document = set(documented)
    basis_id = reserve_basis_ids(len(documented)) if documented else 0
    assessment_id = reserve_ids(ASSESSMENT_TABLE, len(documented)) if documented else 0
    chunks = []
    for number, start in enumerate(range(0, len(everybody), chunk_people), 1):
        numbers = everybody[start : start + chunk_people]
        chunks.append(
            RunChunk(
                run=run,
                number=number,
                addressee_from=numbers[0],
                addressee_to=numbers[-1],
                people=len(numbers),
                basis_id_from=basis_id,
                assessment_id_from=assessment_id,
            )
        )
        with_documents = sum(1 for one in numbers if one in has_document)
        basis_id += with_documents
        assessment_id += with_documents
    RunChunk.objects.bulk_create(chunks)
    run.counts = {"people": len(everybody)}
    run.save(update_fields=["counts"])


STEPS = (("claims", "扶養の確認"), ("assess", "併合・税額計算"), ("finish", "完了の確認"))


def open_batch(run: AssessmentRun, context: Context) -> None:
    """Write the steps of a run down, so that its progress can be seen and it can be resumed."""
    batch = open_run(
        kind=BATCH_KIND,
        subject=f"{run.fiscal_year}年度",
        steps=_steps(run, None, context.at),
        parameters={"賦課処理": run.pk},
        context=context,
    )
    run.batch_run_id = batch.pk
    run.save(update_fields=["batch_run_id"])


def carry_out(
    run: AssessmentRun, *, context: Context, clock: Clock, processes: int = 0
) -> AssessmentRun:
    """Do whatever the run still lacks. `processes` 0: as many as fit the ward and the machine."""
    if not processes:
        processes = cores() if run.counts["people"] >= PARALLEL_FROM else 1
    batch = BatchRun.objects.get(pk=run.batch_run_id)
    if plan_of(run).is_compiled:
        prepare_kernel(run.fiscal_year, run.municipality_code)  # once, not in every worker
    with workers(processes) as map_run:
        steps = _steps(run, map_run, context.at)
        run_steps(batch, steps=steps, context=context, clock=clock)
    run.refresh_from_db()
    return run


def _steps(run: AssessmentRun, map_run: MapRun | None, at: dt.datetime) -> list[Step]:
    works = (_check_claims, _process_chunks, _finish)

    def bind(work: Work) -> Callable[[StepContext], Iterator[Piece]]:
        def begin(_: StepContext) -> Iterator[Piece]:
            if map_run is None:
                raise RuntimeError("a step needs workers")
            return work(run, map_run, at)

        return begin

    return [
        Step(code=code, label_ja=label, work=bind(work))
        for (code, label), work in zip(STEPS, works, strict=True)
    ]


def _check_claims(run: AssessmentRun, map_run: MapRun, at: dt.datetime) -> Iterator[Piece]:
    """扶養の確認: every claim of the ward before anybody is assessed."""
    if "claims" in run.counts:
        return
    plan = plan_of(run)
    ranges = list(run.chunks.order_by("number").values_list("addressee_from", "addressee_to"))
    made: list[claims.Made] = []
    parts = map_run(claims.claims_of_range, ((plan.fiscal_year, *pair) for pair in ranges))
    for done, part in enumerate(parts, 1):
        made += part
        yield Piece(done=done, total=len(ranges) + 1)
    resolved = claims.resolve(made)
    incomes = _incomes(plan, resolved.claimed_numbers(), map_run)
    ceased = people_of(plan.fiscal_year, plan.recorded_at, resolved.ceased_numbers())
    checked = claims.check(plan, resolved, incomes, ceased)
    shared = claims.claimants_of_shared(checked)
    checked = claims.settle_shared(plan, checked, _incomes(plan, shared, map_run))
    claims.store_claims(plan, checked)
    run.counts["claims"] = len(checked)
    run.save(update_fields=["counts"])
    yield Piece(done=len(ranges) + 1, total=len(ranges) + 1, totals={"claims": len(checked)})


def _incomes(plan: RunPlan, numbers: Sequence[int], map_run: MapRun) -> dict[int, int]:
    pieces = (numbers[start : start + PIECE] for start in range(0, len(numbers), PIECE))
    jobs = ((plan.fiscal_year, plan.municipality, plan.recorded_at, piece) for piece in pieces)
    found: dict[int, int] = {}
    for part in map_run(claims.income_of_people, jobs):
        found.update(part)
    return found


def _process_chunks(run: AssessmentRun, map_run: MapRun, at: dt.datetime) -> Iterator[Piece]:
    plan = plan_of(run)
    known = frozenset(map_employers())
    chunks = list(run.chunks.order_by("number").values_list("pk", "done"))
    waiting = [(plan, pk, known) for pk, done in chunks if not done]
    done = len(chunks) - len(waiting)
    for _ in map_run(process_chunk, waiting):
        done += 1
        yield Piece(done=done, total=len(chunks))


def _finish(run: AssessmentRun, map_run: MapRun, at: dt.datetime) -> Iterator[Piece]:
    """Totals, completeness and the stop check; the run then waits for its release."""
    run = AssessmentRun.objects.select_for_update().get(pk=run.pk)
    if run.state != RunState.RUNNING:
        return
    run.counts = {**run.counts, **_sum(chunk.counts for chunk in run.chunks.all())}
    run.totals = _sum(chunk.totals for chunk in run.chunks.all())
    findings = check_run(run)
    store_findings(run.pk, ((None, (), finding) for finding in findings))
    limits = load_settings(run.municipality_code).limits
    this, last = distribution_of_run(run.pk), distribution_of_year(run.fiscal_year - 1)
    verdict = check(this, last, count_jumps(run.pk, run.fiscal_year, limits), limits)
    gaps = [finding.as_dict() for finding in findings if finding.severity is Severity.ERROR]
    unfinished = [finding.as_dict() for finding in findings if finding.code == IMPORT_OPEN]
    run.stop_check = as_json(this, last, verdict, limits) | {"gaps": gaps, "open": unfinished}
    is_fine = verdict.is_fine and not gaps and not unfinished
    run.state = RunState.ACCEPTED if is_fine else RunState.STOPPED
    run.finished_at = at
    run.counts["findings"] = RunFinding.objects.filter(run_id=run.pk).count()
    run.save()
    yield Piece(done=1, total=1, totals={"assessed": run.counts["assessed"], **run.totals})


def _sum(parts: Iterable[dict[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return dict(total)
