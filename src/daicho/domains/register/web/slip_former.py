# SPDX-License-Identifier: Apache-2.0
"""Who moves in again, on the page of the slip: offered by name, taken up by a button (4.1.1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from daicho.domains.register.events.move_in_form import MoveIn
from daicho.domains.register.events.move_in_take_up import Former, offer_former, take_up, taken_up
from daicho.domains.register.history import latest_rows
from daicho.domains.register.models import ResidentVersion
from daicho.domains.register.warnings import warnings_about
from daicho.foundation.access.pages import DeskRequest
from daicho.foundation.entries.kinds import EntryKind

if TYPE_CHECKING:
    from daicho.domains.register.web.slip_context import Typing

NAMES = {"former_name": "旧氏", "alias": "通称"}


def is_move_in(kind: EntryKind) -> bool:
    """Whether the slip brings in people who may have been here before."""
    return issubclass(kind.form, MoveIn)


def offer_on_page(request: DeskRequest, kind: EntryKind, data: Mapping[str, Any]) -> list[Former]:
    """The removed records alike the movers; whose they are goes into the log."""
    if not is_move_in(kind):
        return []
    offered = offer_former(data, request.desk.context)
    request.desk.saw(*(one.row.addressee_no for one in offered))
    return offered


def start_former(request: DeskRequest, person: int) -> list[dict[str, Any]]:
    """The first mover of a slip that begins with somebody who was here before."""
    row = latest_rows([person]).get(person)
    if row is None or row.is_resident or _lives_here(row, request):
        return []
    _refuse_if_stopped(row, request)
    return [taken_up({}, {}, row, request.desk.context)]


def take_up_former(request: DeskRequest, typing: Typing, key: str) -> dict[str, Any]:
    """The slip with the chosen record filled in; a name that goes along is said."""
    before = typing.data
    after = take_up(before, key, request.desk.context)
    for old, new in zip(before.get("members", []), after.get("members", []), strict=False):
        number = new.get("addressee_no")
        if number is None or old.get("addressee_no") == number:
            continue
        _refuse_if_stopped(latest_rows([int(number)])[int(number)], request)
        request.desk.saw(int(number))
        messages.info(request, f"宛名番号{number}の除票の記載を入れました。確認してください。")
        for name, label in NAMES.items():
            if new.get(name) and not old.get(name):
                messages.info(request, f"{label}「{new[name]}」も引き継いでいます。", "warn")
    return after


def _lives_here(row: ResidentVersion, request: DeskRequest) -> bool:
    """A removal that is only planned: until then they live here."""
    today = timezone.localtime(request.desk.context.at).date()
    began = row.valid.lower
    return began is not None and began > today


def _refuse_if_stopped(row: ResidentVersion, request: DeskRequest) -> None:
    warned = warnings_about(row=row, context=request.desk.context)
    if (stop := next((one for one in warned if one.stops), None)) is not None:
        raise PermissionDenied(stop.text)  # 照会抑止 (3.1)
