# SPDX-License-Identifier: Apache-2.0
"""What a slip offers while it is typed: households to join (4.0.2), 本籍 and names (4.0.6, 4.0.10).

Unlike the suggestions of towns these are of persons: they are posted, so that no name is in an
address, logged with whose records were read, and hide what the reader may not see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Value
from django.db.models.functions import Concat, Length, StrIndex
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from daicho.domains.register.history import latest_rows
from daicho.domains.register.models import AddressTown, ResidentVersion
from daicho.domains.register.search.query import search
from daicho.domains.register.selectors import household_of
from daicho.domains.register.showing import NO_RIGHT, Seen, see
from daicho.domains.register.warnings import warnings_about
from daicho.domains.register.web.forms import SearchForm
from daicho.foundation.access.decision import MASKED_ADDRESS, PROTECTED_VIEW
from daicho.foundation.access.pages import DeskRequest, page

MOST_HOUSEHOLDS = 10
MOST_PEOPLE = 20
_NAMES = ("name", "registry_head", "previous_householder", "notifier")
_PEOPLE = ("addressee_no", "addressee_nos", "members", "person", "parent_no")


@dataclass(frozen=True, slots=True)
class Household:
    """A household to choose: its number and the members found by what was typed."""

    number: int
    names: str
    is_protected: bool


@require_POST
@page(function="register.enter", title="異動先世帯の検索")
def find_households(request: DeskRequest) -> HttpResponse:
    """The households of the residents who fit; by whoever's address no protected person."""
    path, text = _searched(request.POST)
    form = SearchForm({"everything": text})
    if not form.is_valid():
        request.desk.note(操作="条件なし")
        return render(request, "register/households.html", {"path": path, "is_asked": bool(text)})
    actor, today = request.desk.context.actor, _today(request)
    found = search(
        criteria=form.criteria(), page=1, may_see_protected=PROTECTED_VIEW in actor.functions,
        on=today,
    )  # fmt: skip
    rows = [one for one in (hit.row for hit in found.hits) if one.is_resident and one.household_no]
    seen = see(_open(rows, request), actor=actor, on=today)
    request.desk.saw(*(one.addressee_no for one in seen))
    context = {"path": path, "households": _households(seen), "is_asked": True}
    return render(request, "register/households.html", context)


@require_safe
@page(function="register.enter", title="異動先世帯の内容")
def show_household(request: DeskRequest) -> HttpResponse:
    """The members of the household whose number is typed; of a protected one that it is one."""
    number = next((int(one) for one in request.GET.values() if _is_number(one)), None)
    if number is None:
        return render(request, "register/household_there.html", {})
    today = _today(request)
    rows = household_of(household_no=number, valid_on=today, known_at=request.desk.context.at)
    rows = [one for one in rows if one.is_resident]
    seen = see(rows, actor=request.desk.context.actor, on=today)
    request.desk.saw(*(one.addressee_no for one in seen))
    is_hidden = any(one.hides_places for one in seen) or len(_open(rows, request)) < len(rows)
    return render(
        request,
        "register/household_there.html",
        {"number": number, "members": [] if is_hidden else seen, "is_hidden": is_hidden},
    )


@require_POST
@sensitive_post_parameters()
@page(function="register.enter", title="本籍・氏名の候補")
def suggest_from_slip(request: DeskRequest, source: str) -> HttpResponse:
    """Options made of what is typed and of the records of whom the slip is about."""
    if source not in ("domiciles", "names"):
        raise Http404("この候補はありません")
    people = _people(request)
    if source == "names":
        found = [*_typed(request.POST, _NAMES), *(one.text["householder_name"] for one in people)]
    else:
        found = [*_typed(request.POST, ("address", "previous_address")), *_domiciles(people)]
        found += _of_history(request)
    options = dict.fromkeys(one for one in found if one and one not in (NO_RIGHT, MASKED_ADDRESS))
    return render(request, "register/plain_options.html", {"options": options})


def _people(request: DeskRequest) -> list[Seen]:
    """Whom the slip is about and with whom they live or will live, the householders first."""
    rows = latest_rows(_numbers(request.POST, _PEOPLE))
    homes = {row.household_no for row in rows.values() if row.household_no and row.is_resident}
    homes |= set(_numbers(request.POST, ("household_no",)))
    together = {
        one.addressee_no: one
        for number in sorted(homes)[:MOST_PEOPLE]
        for one in household_of(
            household_no=number, valid_on=_today(request), known_at=request.desk.context.at
        )
    }
    everybody = _open((together | rows).values(), request)
    seen = see(everybody, actor=request.desk.context.actor, on=_today(request))
    request.desk.saw(*(one.addressee_no for one in seen))
    return sorted(seen, key=lambda one: not one.row.is_householder)


def _domiciles(people: Iterable[Seen]) -> Iterator[str]:
    """現住所, 転入前住所, 世帯主の本籍 and 世帯員の本籍, as far as the reader may see them."""
    for item in ("address", "previous_address", "registered_domicile"):
        for one in people:
            yield one.text[item]


def _of_history(request: DeskRequest) -> list[str]:
    """Own 本籍 of other times; one in a town that is no more is left out (4.0.6)."""
    numbers = _numbers(request.POST, _PEOPLE)
    rows = ResidentVersion.objects.filter(addressee_no__in=numbers).order_by("-history_no")
    seen = see(_open(rows, request), actor=request.desk.context.actor, on=_today(request))
    texts = dict.fromkeys(one.text["registered_domicile"] for one in seen)
    return [text for text in texts if text and not is_in_former_town(text)]


def is_in_former_town(place: str) -> bool:
    """Whether a place begins with a town of the dictionary that is no more, and with no other."""
    begins = Concat("prefecture", "city", "town", "part")
    towns = AddressTown.objects.annotate(
        begins=begins, at=StrIndex(Value(place), begins), long=Length(begins)
    )
    near = towns.filter(prefecture__startswith=place[:2], at=1)
    longest = near.order_by("-long", "is_former").first()
    return longest is not None and longest.is_former


def _households(seen: Collection[Seen]) -> list[Household]:
    names: dict[int, list[Seen]] = {}
    for one in seen:
        names.setdefault(one.row.household_no or 0, []).append(one)
    return [
        Household(
            number, "・".join(each.row.name for each in own), any(o.hides_places for o in own)
        )
        for number, own in names.items()
    ][:MOST_HOUSEHOLDS]


def _open(rows: Iterable[ResidentVersion], request: DeskRequest) -> list[ResidentVersion]:
    """Those whose record may be looked at at all (照会抑止, 3.1)."""
    context = request.desk.context
    warned = {
        row.addressee_no: warnings_about(row=row, context=context)
        for row in {one.addressee_no: one for one in rows}.values()
    }
    return [row for row in rows if not any(one.stops for one in warned[row.addressee_no])]


def _searched(sent: QueryDict) -> tuple[str, str]:
    key = next((one for one in sent if one.endswith(".search")), "")
    return key.removesuffix(".search"), sent.get(key, "").strip()


def _typed(sent: QueryDict, names: Collection[str]) -> list[str]:
    return [
        value.strip() for key in sent if key.rsplit(".", 1)[-1] in names
        for value in sent.getlist(key) if not _is_number(value)
    ]  # fmt: skip


def _numbers(sent: QueryDict, names: Collection[str]) -> list[int]:
    found = [
        int(value) for key in sent if key.rsplit(".", 1)[-1] in names
        for value in sent.getlist(key) if _is_number(value)
    ]  # fmt: skip
    return list(dict.fromkeys(found))[:MOST_PEOPLE]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def _today(request: DeskRequest) -> date:
    return timezone.localtime(request.desk.context.at).date()
