# SPDX-License-Identifier: Apache-2.0
"""Reads of seal registrations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from daicho.domains.seals.models import (
    LIVE,
    ScannerCalibration,
    SealImage,
    SealRegistration,
    SealStatus,
    SealStep,
    SealStepKind,
)
from daicho.domains.seals.persons import day_of, end_of, read_people
from daicho.foundation.vault.blobs import unseal


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentSeal:
    """A seal that may be certified now. Sides of the image in tenths of a millimetre."""

    addressee_no: int
    registration_no: int
    card_no: int
    registered_on: dt.date
    text: str
    png: bytes = field(repr=False)
    paper_width: int
    paper_height: int


def current_seal(*, addressee_no: int, at: dt.datetime) -> CurrentSeal | None:
    """The one seal of a person that may be certified; call it under the lock on the person.

    The register is asked again besides: a registration whose end is due and not yet written, or
    that is held, is none.
    """
    found = find_live(addressee_no=addressee_no)
    if found is None or not is_certifiable(found, at=at):
        return None
    if found.card_no is None or found.registered_on is None:
        return None
    image = found.image
    return CurrentSeal(
        addressee_no=addressee_no, registration_no=found.number, card_no=found.card_no,
        registered_on=found.registered_on, text=found.text, png=png_of(image),
        paper_width=image.paper_width, paper_height=image.paper_height,
    )  # fmt: skip


def is_certifiable(registration: SealRegistration, *, at: dt.datetime) -> bool:
    """Registered, not held, and the register says nothing against it on the day."""
    if registration.status != SealStatus.REGISTERED or registration.is_held:
        return False
    number = registration.addressee_no
    row = read_people(addressee_nos=[number], on=day_of(at)).get(number)
    if row is None or end_of(row, text=registration.text) is not None:
        return False
    return registration.has_guardian or not row.under_guardianship


def find_live(*, addressee_no: int) -> SealRegistration | None:
    """The registration of a person that is registered or waits for its answer."""
    return (
        SealRegistration.objects.filter(addressee_no=addressee_no, status__in=LIVE)
        .select_related("image")
        .first()
    )


def state_of(*, addressee_no: int, at: dt.datetime) -> str:
    """How the person's latest registration stands, in words; empty when there never was one."""
    last = list_registrations(addressee_no=addressee_no).first()
    if last is None:
        return ""
    if last.status == SealStatus.REGISTERED and not is_certifiable(last, at=at):
        return "登録（証明は保留中）"
    return str(last.get_status_display())


def list_registrations(*, addressee_no: int) -> QuerySet[SealRegistration]:
    """Every registration of a person, the latest first."""
    return SealRegistration.objects.filter(addressee_no=addressee_no).order_by("-pk")


def list_inquiries() -> QuerySet[SealRegistration]:
    """Inquiries (照会書) that wait for their answer, the most urgent first."""
    return SealRegistration.objects.filter(status=SealStatus.INQUIRING).order_by(
        "answer_until", "pk"
    )


def list_revoked() -> QuerySet[SealRegistration]:
    """Registrations that ended by an event which has been cancelled since: somebody decides."""
    return SealRegistration.objects.filter(is_revoked=True).order_by("ended_on", "pk")


def list_notices() -> QuerySet[SealStep]:
    """Endings of which the person has still to be told (抹消通知), oldest first."""
    told = SealStep.objects.filter(
        kind=SealStepKind.NOTIFY, registration=OuterRef("registration"), pk__gt=OuterRef("pk")
    )
    due = SealStep.objects.filter(needs_notice=True).exclude(Exists(told))
    return due.select_related("registration").order_by("recorded_at", "pk")


def png_of(image: SealImage) -> bytes:
    """The cropped imprint, opened."""
    return unseal(bytes(image.png))


def calibrated_dpi(*, terminal: str) -> float | None:
    """The resolution last measured for the scanner of a terminal."""
    last = ScannerCalibration.objects.filter(terminal=terminal).order_by("-measured_at").first()
    return float(last.dpi) if last is not None else None
