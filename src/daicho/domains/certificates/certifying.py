# SPDX-License-Identifier: Apache-2.0
"""In whose name, under which seal (認証者・公印): by the day, switching by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Literal, cast

from django.conf import settings

from daicho.domains.certificates.models import (
    Certifier,
    CertifierRole,
    KindSetting,
    OfficialSeal,
    SealChoice,
    SealKind,
    SealState,
    Signer,
)
from daicho.domains.certificates.office import office_of
from daicho.domains.certificates.papers.head import OMITTED_WORDS, SEAL_WORDS, Head, Seal
from daicho.domains.certificates.seal_images import in_colour


def certifier_on(day: dt.date, *, signer: str = Signer.AUTO) -> tuple[str, str, str]:
    """Role, title and name of who certifies on a day: the deputy while one is in force.

    A kind may always bear the mayor's name, or the deputy's while there is one.
    """
    found = {one.role: one for one in Certifier.objects.filter(valid__contains=day)}
    head = found.get(CertifierRole.HEAD)
    one = head if signer == Signer.HEAD else found.get(CertifierRole.DEPUTY) or head
    if one is None:
        office = office_of(settings.MUNICIPALITY_CODE)
        return CertifierRole.HEAD, office.head_title, office.head_name
    return one.role, one.title, one.name


def seal_on(day: dt.date, *, role: str, choice: str = SealChoice.AUTO) -> Seal | None:
    """The approved seal of the day: the one for certificates, else that of the certifier."""
    if choice == SealChoice.NONE:
        return None
    approved = OfficialSeal.objects.filter(state=SealState.APPROVED, valid__contains=day)
    found = {one.kind: one for one in approved.exclude(kind=SealKind.CARD)}
    if choice == SealChoice.AUTO:
        one = found.get(role) if role == CertifierRole.DEPUTY else None
        one = one or found.get(SealKind.CERTIFICATE) or found.get(role)
    else:
        one = found.get(choice)
    if one is None:
        return None
    media = cast(Literal["png", "svg"], one.media)
    return Seal(media=media, data=bytes(one.data), side_mm=float(one.side_mm))


def card_seal_on(day: dt.date) -> tuple[Seal, str] | None:
    """The seal for the face of cards (カード券面用の印) in its colour, and the colour."""
    one = OfficialSeal.objects.filter(
        kind=SealKind.CARD, state=SealState.APPROVED, valid__contains=day
    ).first()
    if one is None:
        return None
    media = cast(Literal["png", "svg"], one.media)
    data = in_colour(media, bytes(one.data), one.colour)
    return Seal(media=media, data=data, side_mm=float(one.side_mm)), one.colour


def setting_of(kind: str, day: dt.date) -> KindSetting | None:
    """What was set for a kind of certificate on a day; None where nothing was."""
    return KindSetting.objects.filter(
        kind=kind, state=SealState.APPROVED, valid__contains=day
    ).first()


def head_on(day: dt.date, *, kind: str, number: str, digest: str) -> Head:
    """What stands around a certificate of that kind and day."""
    return replace(_head(day, kind), number=number, digest=digest)


def sample_head(day: dt.date, *, kind: str) -> Head:
    """Around a sample (見本): no number, no seal."""
    return replace(_head(day, kind), seal=None, is_sample=True)


def _head(day: dt.date, kind: str) -> Head:
    found = setting_of(kind, day) or KindSetting(
        signer=Signer.AUTO, seal=SealChoice.AUTO, seal_words=SEAL_WORDS,
        omitted_words=OMITTED_WORDS,
    )  # fmt: skip
    role, title, name = certifier_on(day, signer=found.signer)
    return Head(
        number="", issued_on=day, title=title, name=name,
        seal=seal_on(day, role=role, choice=found.seal), seal_words=found.seal_words,
        omitted_words=found.omitted_words, fixed_words=found.fixed_words,
    )  # fmt: skip
