# SPDX-License-Identifier: Apache-2.0
"""Corrections, cancellations and duplicates among the documents of one person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from daicho.domains.tax.documents.merge.papers import (
    ADDED,
    CANCELLED,
    CORRECTED,
    ONE_STOP,
    RESIDENT_RETURN,
    SALARY_REPORT,
    TAX_RETURN,
    Paper,
    Rejected,
    Settled,
)

RETURNS = (TAX_RETURN, RESIDENT_RETURN)  # the stronger first
ONE_STOP_LIMIT = 5  # municipalities (地方税法附則7条)


def settle(papers: Sequence[Paper]) -> Settled:
    """Which documents count. Order of the documents does not matter, their ids do."""
    if len(papers) == 1 and papers[0].correction != CANCELLED:
        return Settled(tuple(papers), ())
    rejected: list[Rejected] = []
    live: list[Paper] = []
    for group in _by_origin(papers):
        kept, dropped = _settle_origin(group)
        live += kept
        rejected += dropped
    live.sort(key=lambda paper: paper.id)
    live, dropped = _drop_weaker(live)
    rejected += dropped
    return Settled(tuple(live), tuple(sorted(rejected, key=lambda item: item.paper.id)))


def find_return(live: Iterable[Paper]) -> Paper | None:
    """The return that decides, if there is one; settle() leaves at most one."""
    return next((paper for paper in live if paper.kind in RETURNS), None)


def _by_origin(papers: Sequence[Paper]) -> list[list[Paper]]:
    """Documents of the same kind from the same payer, the earlier first."""
    groups: dict[tuple[str, str], list[Paper]] = {}
    for paper in sorted(papers, key=lambda paper: paper.id):
        groups.setdefault((paper.kind, paper.payer_no), []).append(paper)
    return list(groups.values())


def _settle_origin(group: list[Paper]) -> tuple[list[Paper], list[Rejected]]:
    """Within one origin a cancellation empties what came before, a correction replaces it."""
    live: list[Paper] = []
    rejected: list[Rejected] = []
    for paper in group:
        if paper.correction == CANCELLED:
            rejected += [Rejected(earlier, "cancelled") for earlier in (*live, paper)]
            live = []
        elif paper.correction == CORRECTED:
            rejected += [Rejected(earlier, "corrected") for earlier in live]
            live = [paper]
        elif paper.correction != ADDED and any(_is_same(paper, other) for other in live):
            rejected.append(Rejected(paper, "duplicate"))
        else:
            live.append(paper)
    return live, rejected


def _is_same(one: Paper, other: Paper) -> bool:
    return one.figures == other.figures and one.kind != ONE_STOP


def _drop_weaker(live: list[Paper]) -> tuple[list[Paper], list[Rejected]]:
    """One return stays; what it makes void goes; so does a job that another report includes."""
    rejected: list[Rejected] = []
    returns = [paper for paper in live if paper.kind in RETURNS]
    if returns:
        chosen = min(returns, key=lambda paper: (RETURNS.index(paper.kind), -paper.id))
        for paper in returns:
            if paper is not chosen:
                weaker = paper.kind != chosen.kind
                rejected.append(Rejected(paper, "tax_return_first" if weaker else "later_return"))
    one_stops = [paper for paper in live if paper.kind == ONE_STOP]
    if one_stops and returns:
        rejected += [Rejected(paper, "one_stop_void") for paper in one_stops]
    elif len({paper.payer_no for paper in one_stops}) > ONE_STOP_LIMIT:
        rejected += [Rejected(paper, "one_stop_too_many") for paper in one_stops]
    rejected += _previous_jobs(live)
    gone = {item.paper.id for item in rejected}
    return [paper for paper in live if paper.id not in gone], rejected


def _previous_jobs(live: list[Paper]) -> list[Rejected]:
    """Reports whose pay another employer's report states as that of the previous job (前職分)."""
    reports = [paper for paper in live if paper.kind == SALARY_REPORT]
    stated = {
        paper.figures["other_payer_salary"]: paper.id
        for paper in reports
        if paper.figures.get("other_payer_salary")
    }
    return [
        Rejected(paper, "previous_job")
        for paper in reports
        if stated.get(paper.figures.get("salary_revenue", 0), paper.id) != paper.id
    ]
