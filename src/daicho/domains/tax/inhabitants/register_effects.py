# SPDX-License-Identifier: Apache-2.0
"""Later-known changes of January 1 (賦課期日) and what they would do to a released tax.

The register tells of every event; one that changes what it said of the January 1 of a released year
is noted for the person and for whoever has the person as a relative. The tax is recomputed when
somebody looks, never by itself (地方税法318条: 賦課期日の現況).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from daicho.domains.register.public import Changed, ChangedDay, ResidentVersion, changes_of_days
from daicho.domains.tax.inhabitants.actions.reassess import preview_reassessment
from daicho.domains.tax.inhabitants.models import (
    Assessment,
    AssessmentRun,
    ClaimVerdict,
    RegisterEffect,
    RelativeClaim,
    RunState,
)
from daicho.domains.tax.inhabitants.selectors.current import current_assessment
from daicho.foundation.access.actor import Context
from daicho.kernel.dates import assessment_date, format_japanese
from daicho.kernel.findings import Finding

NO_RECORD = "記載なし"
# What of the register the tax depends on: item → how it reads. No address is among them.
_ITEMS = ("status", "birth_date", "sex", "public_assistance", "relationship", "nationality")
_LABELS = {
    "status": "住民状態", "birth_date": "生年月日", "sex": "性別", "public_assistance": "生活扶助",
    "relationship": "続柄", "nationality": "国籍・地域",
}  # fmt: skip


def follow_register(*, changes: Sequence[Changed], context: Context) -> None:
    """Note which released years an event touches; part of the event's own transaction."""
    released = AssessmentRun.objects.filter(state=RunState.RELEASED)
    years = {
        assessment_date(year): year
        for year in released.values_list("fiscal_year", flat=True).distinct()
    }
    for changed in changes_of_days(changes=changes, days=years):
        items = _differences(changed)
        if items:
            _note(changed, years[changed.day], items, context.at)


def _note(changed: ChangedDay, fiscal_year: int, items: list[list[str]], at: dt.datetime) -> None:
    number = changed.addressee_no
    RegisterEffect.objects.bulk_create(
        RegisterEffect(
            fiscal_year=fiscal_year, addressee_no=one, because_of=number,
            event_id=changed.event.pk, items=items, noticed_at=at,
        )
        for one in (number, *_claimants(fiscal_year, number))
    )  # fmt: skip


def _claimants(fiscal_year: int, number: int) -> list[int]:
    """Who has the person as a relative that counts in that year."""
    claims = RelativeClaim.objects.filter(
        fiscal_year=fiscal_year, claimed_no=number, verdict=ClaimVerdict.COUNTED
    ).exclude(claimant_no=number)
    return list(claims.values_list("claimant_no", flat=True).order_by("claimant_no").distinct())


def _differences(changed: ChangedDay) -> list[list[str]]:
    """[item, before, after] in words, of what the tax depends on."""
    rows = (changed.before, changed.after)
    return [
        [_LABELS[name], before, after]
        for name in _ITEMS
        for before, after in [tuple(_word(row, name) for row in rows)]
        if before != after
    ]


def _word(row: ResidentVersion | None, name: str) -> str:
    if row is None:
        return NO_RECORD
    if name == "birth_date":
        return row.birth_date_text or (format_japanese(row.birth_date) if row.birth_date else "")
    if name == "public_assistance":
        return "あり" if row.public_assistance else "なし"
    shown = getattr(row, f"get_{name}_display", None)
    return str(shown() if shown else getattr(row, name))


@dataclass(frozen=True, slots=True)
class Effect:
    """A noted change with the tax as it stands and as it would be; why not, where neither is."""

    noted: RegisterEffect
    tax_before: int | None
    tax_after: int | None
    reason: str

    @property
    def difference(self) -> int | None:
        """What a reassessment would add (or take off)."""
        if self.tax_after is None:
            return None
        return self.tax_after - (self.tax_before or 0)


def open_effects(*, fiscal_year: int | None = None) -> QuerySet[RegisterEffect]:
    """Those that nobody has dismissed, and after which nothing was reassessed; oldest first."""
    later = Assessment.objects.filter(
        fiscal_year=OuterRef("fiscal_year"), addressee_no=OuterRef("addressee_no"),
        recorded_at__gt=OuterRef("noticed_at"), run_id__isnull=True,
    )  # fmt: skip
    found = RegisterEffect.objects.filter(dismissed_at__isnull=True).exclude(Exists(later))
    if fiscal_year is not None:
        found = found.filter(fiscal_year=fiscal_year)
    return found.order_by("noticed_at", "pk")


def effects_of(noted: Iterable[RegisterEffect], *, at: dt.datetime) -> list[Effect]:
    """The tax before and after, recomputed from the documents and the register as known now."""
    return [_effect(one, at) for one in noted]


def _effect(one: RegisterEffect, at: dt.datetime) -> Effect:
    current = current_assessment(addressee_no=one.addressee_no, fiscal_year=one.fiscal_year)
    before = current.annual_tax if current is not None else None
    found = preview_reassessment(
        addressee_no=one.addressee_no, fiscal_year=one.fiscal_year,
        municipality=settings.MUNICIPALITY_CODE, changes={}, from_documents=True,
        reason="住民異動による確認", at=at,
    )  # fmt: skip
    if isinstance(found, Finding):
        return Effect(one, before, None, found.message_ja)
    return Effect(one, before, found.assessed.annual_tax, "")
