# SPDX-License-Identifier: Apache-2.0
"""Enter an employer's notification that an employee left (給与所得者異動届出書)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.timezone import localdate

from daicho.domains.addressee.public import map_employers
from daicho.domains.collection.public import PostingReason
from daicho.domains.tax.inhabitants.actions.reassess import OfTaxpayer, next_sequence, refused
from daicho.domains.tax.inhabitants.instalments import Owed, instalments_of, owed_by
from daicho.domains.tax.inhabitants.leaving import (
    LEAVING_CODES,
    TRANSFERRED,
    Leaving,
    Moved,
    check_leaving,
    describe,
    last_index,
    move_rest,
)
from daicho.domains.tax.inhabitants.models import Assessment
from daicho.domains.tax.inhabitants.posting import months_of_others, post_changes, posted_of
from daicho.domains.tax.inhabitants.redistribution import MONTHS
from daicho.domains.tax.inhabitants.run.storing import (
    ASSESSMENT_TABLE,
    NewAssessment,
    reserve_ids,
    store_assessments,
)
from daicho.domains.tax.inhabitants.selectors.current import current_assessment
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Outcome

ARRAYS = ("provisional", "final")


@dataclass(frozen=True, kw_only=True)
class EnterLeaving(OfTaxpayer):
    """Move the months not yet withheld; the tax stays, a new assessment tells the instalments."""

    function: ClassVar[str] = "tax.assessment.reassess"
    audit_text: ClassVar[str] = "給与所得者の異動"

    reason_code: str  # leaving.LEAVING_CODES
    left_on: date
    last_month: int  # the last month withheld, as the calendar counts; 0: none
    lump_sum: bool = False
    pay_is_insufficient: bool = False
    new_employer_no: str = ""

    def detail(self) -> Mapping[str, object]:
        return {
            "年度": self.fiscal_year,
            "事由": LEAVING_CODES.get(self.reason_code, self.reason_code),
            "異動日": self.left_on.isoformat(),
            "徴収済みの月": self.last_month,
            "一括徴収": self.lump_sum,
            "新しい指定番号": self.new_employer_no,
        }

    def change(self, context: Context) -> Outcome[int]:
        before = current_assessment(addressee_no=self.addressee_no, fiscal_year=self.fiscal_year)
        if before is None or before.employer_no is None or not before.salary_total:
            return refused("leaving.not_withheld", "給与から特別徴収している賦課がありません。")
        known = map_employers()
        posted = posted_of(addressee_no=self.addressee_no, fiscal_year=self.fiscal_year)
        payer = known.get(before.employer_no) or self.addressee_no
        findings = check_leaving(self.leaving, before, known, months_of_others(posted, payer))
        if findings:
            return Outcome(None, tuple(findings))
        moved = move_rest(self.leaving, before, localdate(context.at))
        row = self._row(before, moved, context)
        store_assessments([row])
        self._post(row, posted, known.get(row.employer_no or ""), context)
        return Outcome(row.id)

    @property
    def leaving(self) -> Leaving:
        """The notification as a value."""
        return Leaving(
            *(self.reason_code, self.left_on, self.last_month, self.lump_sum),
            *(self.pay_is_insufficient, self.new_employer_no),
        )

    def _row(self, before: Assessment, moved: Moved, context: Context) -> NewAssessment:
        """The assessment in force with other instalments; its basis and rules stay."""
        kept = {name: getattr(before, name) for name in NewAssessment._fields}
        kept |= {name: tuple(kept[name]) for name in ARRAYS}
        kept |= {"ordinary": moved.ordinary, "salary": moved.salary}
        text = " ".join(part for part in (describe(self.leaving), self.reason.strip()) if part)
        changed = {
            "id": reserve_ids(ASSESSMENT_TABLE, 1),
            "run_id": None,
            "sequence": next_sequence(self),
            "reason_code": self.reason_code,
            "reason": text,
            "difference": 0,
            "ordinary_total": sum(moved.ordinary),
            "salary_total": sum(moved.salary),
            "employer_no": self.new_employer_no or None,
            "decided_on": localdate(context.at).isoformat(),
            "recorded_at": context.at.isoformat(),
            "decided_by": context.actor.who.login,
        }
        return NewAssessment(**{**kept, **changed})

    def _post(
        self, row: NewAssessment, posted: list[Owed], employer_payer: int | None, context: Context
    ) -> None:
        is_transfer = self.reason_code == TRANSFERRED
        new = owed_by(
            instalments_of(row, row.fiscal_year, row.municipality_code, localdate(context.at)),
            addressee_no=self.addressee_no,
            employer_payer=employer_payer,
            posted=posted,
            settled_months=last_index(self.leaving) + 1 if is_transfer else MONTHS,
        )
        post_changes(
            new,
            posted,
            fiscal_year=self.fiscal_year,
            addressee_no=self.addressee_no,
            reason=PostingReason.MOVED.value,
            source_id=row.id,
            at=context.at,
            by=context.actor.who.login,
            difference=0,
        )
