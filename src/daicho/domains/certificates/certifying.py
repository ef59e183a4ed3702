# SPDX-License-Identifier: Apache-2.0
"""In whose name, under which seal (認証者・公印): by the day, switching by itself."""

from __future__ import annotations

import datetime as dt
from typing import Literal, cast

from django.conf import settings

from daicho.domains.certificates.models import (
    Certifier,
    CertifierRole,
    OfficialSeal,
    SealKind,
    SealState,
)
from daicho.domains.certificates.office import office_of
from daicho.domains.certificates.papers.head import Head, Seal


def certifier_on(day: dt.date) -> tuple[str, str, str]:
    """Role, title and name of who certifies on a day: the deputy while one is in force."""
    found = {one.role: one for one in Certifier.objects.filter(valid__contains=day)}
    one = found.get(CertifierRole.DEPUTY) or found.get(CertifierRole.HEAD)
    if one is None:
        office = office_of(settings.MUNICIPALITY_CODE)
        return CertifierRole.HEAD, office.head_title, office.head_name
    return one.role, one.title, one.name


def seal_on(day: dt.date, *, role: str) -> Seal | None:
    """The approved seal of the day: the one for certificates, else that of the certifier."""
    found = {
        one.kind: one
        for one in OfficialSeal.objects.filter(state=SealState.APPROVED, valid__contains=day)
    }
    one = found.get(role) if role == CertifierRole.DEPUTY else None
    one = one or found.get(SealKind.CERTIFICATE) or found.get(role)
    if one is None:
        return None
    media = cast(Literal["png", "svg"], one.media)
    return Seal(media=media, data=bytes(one.data), side_mm=float(one.side_mm))


def head_on(day: dt.date, *, number: str, digest: str) -> Head:
    """What stands around a certificate of that day."""
    role, title, name = certifier_on(day)
    return Head(
        number=number, issued_on=day, title=title, name=name, seal=seal_on(day, role=role),
        digest=digest,
    )  # fmt: skip


def sample_head(day: dt.date) -> Head:
    """Around a sample (見本): no number, no seal."""
    _, title, name = certifier_on(day)
    return Head(number="", issued_on=day, title=title, name=name, seal=None, is_sample=True)
