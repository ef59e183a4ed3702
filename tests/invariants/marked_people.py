# SPDX-License-Identifier: Apache-2.0
"""Protected persons in every state, whose places are marks that stand nowhere else.

Each lives with somebody without a measure, once lived elsewhere, has a registered domicile, and
somebody has left the household since, whose record names the place as 転入前住所 and 本籍: an
address may leak by any of them.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from tests.domains.register.people import (
    HEAD,
    SON,
    WIFE,
    Family,
    new_event,
    settle,
)
from tests.domains.support.desk import FUNCTIONS, application
from tests.ward_fixture import NOW, TOKYO

from daicho.domains.certificates.actions.issue import IssueRequest
from daicho.domains.certificates.actions.receive import ReceiveRequest
from daicho.domains.register.actions.notes import WriteMemo, WriteRemark
from daicho.domains.register.actions.slips import DraftEvent, EnterEvent
from daicho.domains.register.history import PersonChange, write_event
from daicho.domains.register.hooks import tell_followers
from daicho.domains.register.models import Status
from daicho.domains.support.actions.measures import ApplyForSupport, ConfirmSupport
from daicho.domains.support.actions.restraints import SetRestraint
from daicho.foundation.access.actor import Actor, Context, load_actor
from daicho.foundation.actions.action import Action, perform
from daicho.foundation.audit.entries import Who
from daicho.foundation.identity.models import Staff
from daicho.rules.resident_register.checks import ALL_CHECKS
from daicho.rules.resident_register.reasons import Reason

MARK = "印玉"
POSTCODE = "9876543"
MARKS = (MARK, POSTCODE, "987-6543", "六本木")
STATES = ("provisional", "measure", "passed", "moved_out")
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A protected person in one state, who lives along, who has left the household."""

    state: str
    person: int
    mate: int
    former_mate: int
    household_no: int
    application_no: int


@dataclass
class Scene:
    """Everything that the walk finds its way by."""

    people: list[Marked] = field(default_factory=list)
    slips: list[int] = field(default_factory=list)


def place(what: str, state: str) -> str:
    """東京都港区印玉現町provisional…: says on a failing page what leaked."""
    return f"東京都港区{MARK}{what}町{STATES.index(state) + 1}丁目１番１号"


def build_scene() -> Scene:
    """The protected persons of all states, known to every part of the system."""
    clock = itertools.count(1)

    def act(action: Action[Any], purpose: str = "protection", login: str = "register_chief") -> Any:
        outcome = perform(action, context=_context(login, purpose, next(clock)))
        assert outcome.value is not None, (action, outcome.findings)
        return outcome.value

    scene = Scene()
    for state in STATES:
        family = _settle(state)
        person = family.head
        # Issued before anybody knew of the danger: the paper is kept.
        asked = act(_certificate(state, person), purpose="certificate")
        act(IssueRequest(request_no=asked), purpose="certificate")
        act(WriteMemo(addressee_no=person, text=f"{MARK}メモ"), purpose="register")
        act(WriteRemark(addressee_no=person, text=f"{MARK}備考"), purpose="register")
        scene.people.append(_protect(state, family, act))
    scene.slips = _slips(scene, act)
    return scene


def _context(login: str, purpose: str, minutes: int) -> Context:
    at = NOW - timedelta(hours=5) + minutes * MINUTE
    actor = load_actor(staff=Staff.objects.get(login=login), at=at)
    return Context(actor=actor, purpose=purpose, terminal="10.0.0.7", at=at)


def _settle(state: str) -> Family:
    """A household at a former place that moved to another; the son went his own way."""
    people = [
        replace(HEAD, name=f"秘匿　{state}", kana="ヒトク　マモル"),
        replace(WIFE, name=f"同居　{state}", kana="ドウキョ　ハナコ"),
        replace(SON, name=f"退去　{state}", kana="タイキョ　イチロウ"),
    ]
    family = settle(
        people, postcode=POSTCODE, address=place("旧", state), building=f"{MARK}旧荘",
        town=f"{MARK}旧町", previous_address=place("前", state), previous_postcode=POSTCODE,
        last_registered_address=place("登", state), registered_domicile=place("籍", state),
    )  # fmt: skip
    moved = {
        "address": place("現", state), "building": f"{MARK}現荘", "town": f"{MARK}現町",
        "moved_in_on": date(2024, 4, 1),
    }  # fmt: skip
    _event(Reason.MOVE_WITHIN, date(2024, 4, 1), dict.fromkeys(family.numbers, moved))
    away = {
        "household_no": 999_000 + STATES.index(state), "address": "東京都港区海岸一丁目１番１号",
        "building": "", "town": "海岸一丁目", "postcode": "1050022", "relationship": "世帯主",
        # Where the protected person lives now, spelt otherwise, and with the building after it.
        "previous_address": f"{place('現', state).removeprefix('東京都')}　{MARK}現荘",
        "previous_postcode": POSTCODE, "last_registered_address": place("現", state),
        "registered_domicile": place("現", state).replace("番１号", "番地１"),
    }  # fmt: skip
    _event(Reason.MOVE_WITHIN, date(2025, 4, 1), {family.numbers[2]: away})
    return family


def _event(reason: Reason, day: date, values: dict[int, dict[str, Any]]) -> None:
    at = datetime(day.year, day.month, day.day, 11, tzinfo=TOKYO)
    event = new_event(reason=reason, happened_on=day, at=at, note=f"{MARK}留意")
    changes = [
        PersonChange(addressee_no=number, first_day=day, values=one)
        for number, one in values.items()
    ]
    changed = write_event(event=event, changes=changes)
    actor = Actor(0, Who("test", "試験", "区民課"), frozenset(FUNCTIONS))
    context = Context(actor=actor, purpose="register", terminal="10.0.0.7", at=at)
    tell_followers(changes=changed, context=context)


def _protect(state: str, family: Family, act: Any) -> Marked:
    since = {"passed": "R7.3.1", "moved_out": "R8.1.10"}.get(state, "R8.6.1")
    person = family.head
    typed = application(
        person, applied_on=since, consulted=f"{MARK}相談所", note=f"{MARK}備考",
        contacts=[{"kind": "郵送", "text": place("連", state)}],
        former_places=[{"kind": "前住所", "text": place("古", state)}],
        blocked=[{"matter": "住民票の写し等の交付", "place": "前住所", "text": place("抑", state)}],
        perpetrators=[{"name": "加害　太郎", "address": place("加", state)}],
        transfers=[{"municipality": f"{MARK}市", "sent_on": "R8.6.2"}],
    )  # fmt: skip
    number = act(ApplyForSupport(data=typed))
    if state != "provisional":
        first = {"passed": date(2025, 3, 1), "moved_out": date(2026, 1, 10)}.get(
            state, date(2026, 6, 1)
        )
        act(ConfirmSupport(application_no=number, first=first, reason=f"{MARK}の件"))
    if state == "moved_out":
        gone = {
            "status": Status.MOVED_OUT, "ceased_on": date(2026, 5, 31), "cease_reason": "国内転出",
            "moved_to_planned": place("予", state), "moved_to_planned_postcode": POSTCODE,
            "moved_to": place("転", state), "moved_to_postcode": POSTCODE,
        }  # fmt: skip
        # Who went with them did not apply, and left for the same place.
        along = {**gone, "household_no": 999_100, "moved_to": place("転", state)}
        _event(Reason.DOMESTIC_MOVE_OUT, date(2026, 5, 31), {person: gone})
        _event(Reason.DOMESTIC_MOVE_OUT, date(2026, 5, 31), {family.numbers[2]: along})
    act(
        SetRestraint(
            addressee_no=person, kind="support", change_level=1, first=date(2026, 6, 1),
            reason=f"{MARK}の申出",
        )
    )  # fmt: skip
    return Marked(
        state=state, person=person, mate=family.numbers[1], former_mate=family.numbers[2],
        household_no=family.household_no, application_no=number,
    )  # fmt: skip


def _certificate(state: str, person: int) -> Action[Any]:
    return ReceiveRequest(
        key=f"marked-{state}", certificate="resident_copy", people=(person,),
        asker="秘匿", asker_address=place("請", state), identity="個人番号カード",
    )  # fmt: skip


def _slips(scene: Scene, act: Any) -> list[int]:
    """Moves within of protected persons: one half typed, one that waits for its check."""
    return [
        act(
            DraftEvent(
                entry_kind="register.move_within", data=_move(scene.people[1]),
                subjects_typed=(scene.people[1].person,),
            ),
            purpose="register",
        ),
        act(
            EnterEvent(
                entry_kind="register.move_within", data=_move(scene.people[0]),
                acknowledged=tuple(f"register.{one.number}" for one in ALL_CHECKS),
            ),
            purpose="register",
        ),
    ]  # fmt: skip


def _move(told: Marked) -> dict[str, Any]:
    return {
        "happened_on": "R8.6.9", "notified_on": "R8.6.10",
        "members": [{"addressee_no": told.person, "relationship": "世帯主"}],
        "address": place("新", told.state), "building": f"{MARK}新荘", "postcode": POSTCODE,
        "note": f"{MARK}へ",
    }  # fmt: skip
