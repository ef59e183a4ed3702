# SPDX-License-Identifier: Apache-2.0
"""What every page about a person's seal shows of the person: never a place."""

from __future__ import annotations

import base64
from typing import Any

from django.http import Http404

from daicho.domains.register.public import ResidentVersion
from daicho.domains.seals.models import SealImage
from daicho.domains.seals.persons import day_of, read_people
from daicho.domains.seals.selectors import png_of, state_of
from daicho.domains.support.public import Process, restraints_on
from daicho.foundation.access.pages import DeskRequest
from daicho.kernel.dates import age_on
from daicho.kernel.findings import Finding, Severity


def find_row(request: DeskRequest, number: int) -> ResidentVersion:
    """The person's record, noted for the log; 404 for nobody."""
    today = day_of(request.desk.context.at)
    row = read_people(addressee_nos=[number], on=today).get(number)
    if row is None:
        raise Http404("宛名番号の該当なし")
    request.desk.saw(number)
    return row


def frame(request: DeskRequest, number: int) -> dict[str, Any]:
    """The head of the page."""
    row = find_row(request, number)
    at = request.desk.context.at
    return {
        "row": row,
        "age": age_on(row.birth_date, day_of(at)) if row.birth_date else None,
        "state": state_of(addressee_no=number, at=at),
    }


def inquiry_stop(request: DeskRequest, number: int) -> list[Finding]:
    """What forbids to look at this person's record at all (照会抑止)."""
    found = restraints_on(
        addressee_nos=[number], process=Process.INQUIRY, at=request.desk.context.at
    )
    return [one for one in found if one.severity is Severity.ERROR]


def shown(data: bytes) -> str:
    """An image within its page: it has no address of its own and lies in no cache."""
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


def imprint_of(image: SealImage) -> dict[str, Any]:
    """An imprint to show, with its sides in millimetres."""
    return {
        "pk": image.pk,
        "src": shown(png_of(image)),
        "width": f"{image.width / 10:.1f}",
        "height": f"{image.height / 10:.1f}",
        "paper_width": image.paper_width,
        "paper_height": image.paper_height,
        "image": image,
    }
