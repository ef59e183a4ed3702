# SPDX-License-Identifier: Apache-2.0
"""What a clerk has to look at after the merging of one person's documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from daicho.domains.tax.documents.merge.papers import (
    RESIDENT_RETURN,
    SALARY_REPORT,
    CheckedClaim,
    Paper,
    Person,
    Settled,
)
from daicho.domains.tax.documents.merge.relatives import (
    BORN_LATER,
    CLAIMED_TWICE,
    DECEASED,
    INCOME_TOO_HIGH,
    SELF,
    SPOUSE,
    UNDER_16,
)
from daicho.domains.tax.documents.merge.settle import find_return
from daicho.kernel.findings import Finding, Severity

DEDUCTIBLE_AGE = 16  # for remarks only; the rules take the year's own figure
COMPARED = (("salary_revenue", "給与収入"), ("pension_revenue", "公的年金等収入"))
VERDICTS = {
    CLAIMED_TWICE: ("claimed_twice", "ほかの納税者も扶養しているため算入しない"),
    INCOME_TOO_HIGH: ("income_too_high", "合計所得金額が扶養の所得要件を超える"),
    DECEASED: ("relative_deceased", "所得の年より前に死亡しているため算入しない"),
    BORN_LATER: ("relative_born_later", "所得の年の後に生まれたため算入しない"),
    SELF: ("claims_self", "本人が扶養親族として記載されている"),
}


def check_documents(
    settled: Settled, facts: Mapping[str, int], trace: Mapping[str, Any]
) -> list[Finding]:
    """Remarks on how the documents fit together; none for the single clean report of most."""
    if len(settled.live) == 1 and not settled.rejected:
        return []
    return [
        *_check_duplicates(settled),
        *_check_return(settled, trace),
        *_check_same_payer(settled),
        *_check_one_stop(settled, facts),
    ]


def _check_duplicates(settled: Settled) -> Iterator[Finding]:
    for paper, reason in settled.rejected:
        if reason == "duplicate":
            yield _warn("duplicate_document", "同じ支払者の同じ内容の資料が重複している", paper)
        elif reason == "tax_return_first" and paper.kind == RESIDENT_RETURN:
            yield _warn("two_returns", "確定申告書と住民税申告書の両方がある", paper)


def _check_return(settled: Settled, trace: Mapping[str, Any]) -> Iterator[Finding]:
    """A return that states less than the payers reported (申告漏れの疑い)."""
    decider = find_return(settled.live)
    if decider is None:
        return
    for name, label in COMPARED:
        entry = trace.get(name)
        reported = (
            sum(item[1] for item in entry["rejected"] if item[2] == "in_return") if entry else 0
        )
        if entry and reported > entry["value"]:
            yield _warn(
                "return_below_reports",
                f"申告書の{label}{entry['value']:,}円が支払報告書の計{reported:,}円より少ない",
                decider,
            )


def _check_same_payer(settled: Settled) -> Iterator[Finding]:
    seen: set[str] = set()
    for paper in settled.live:
        if paper.kind == SALARY_REPORT and paper.payer_no:
            if paper.payer_no in seen:
                yield _warn(
                    "same_payer_twice", "同じ支払者から内容の異なる報告が複数ある(合算した)", paper
                )
            seen.add(paper.payer_no)


def _check_one_stop(settled: Settled, facts: Mapping[str, int]) -> Iterator[Finding]:
    """Gifts of void notices that the return does not state: the taxpayer often forgets them."""
    void = [item.paper for item in settled.rejected if item.reason.startswith("one_stop")]
    amount = sum(paper.figures.get("donation_one_stop", 0) for paper in void)
    if amount > facts.get("donation_furusato", 0):
        yield Finding(
            "one_stop_not_in_return",
            Severity.WARNING,
            f"無効になった申告特例の寄附金{amount:,}円が申告書にない",
            _subject(void[0]),
            "地方税法附則7条",
        )


def check_relatives(
    person: Person, claims: Sequence[CheckedClaim], fiscal_year: int
) -> Iterator[Finding]:
    """Relatives that do not count, and lists that do not fit the age."""
    for checked in claims:
        known = VERDICTS.get(checked.verdict)
        if known:
            code, text = known
            subject = f"資料{checked.claim.document_id} {_relative(checked)}"
            yield Finding(code, Severity.WARNING, text, subject, "地方税法314条の2")
        elif checked.claimed_no and not checked.claim.birth_date and checked.claim.listed != SPOUSE:
            yield from _check_age(checked, fiscal_year)


def _check_age(checked: CheckedClaim, fiscal_year: int) -> Iterator[Finding]:
    """Reports list relatives by age without their birth dates; returns have one list for all."""
    age = (fiscal_year * 10_000 + 101 - checked.birth_date) // 10_000
    listed_young = checked.claim.listed == UNDER_16
    if listed_young != (age < DEDUCTIBLE_AGE):
        code = "too_old_for_list" if listed_young else "too_young_for_list"
        text = f"{'16歳未満' if listed_young else '16歳以上'}の欄に{age}歳の人が記載されている"
        subject = f"資料{checked.claim.document_id} {_relative(checked)}"
        yield Finding(code, Severity.INFO, text, subject, "地方税法314条の2")


def _relative(checked: CheckedClaim) -> str:
    return f"宛名番号{checked.claimed_no}" if checked.claimed_no else "(区内に該当者なし)"


def _warn(code: str, text: str, paper: Paper) -> Finding:
    return Finding(code, Severity.WARNING, text, _subject(paper))


def _subject(paper: Paper) -> str:
    return f"資料{paper.id}"
