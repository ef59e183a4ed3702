# SPDX-License-Identifier: Apache-2.0
"""Scenes of coming and going: moves in, births, moves within, moves out and deaths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from daicho.counterparts.ward.lives.book import Items, Told
from daicho.counterparts.ward.lives.days import japanese
from daicho.counterparts.ward.lives.house import NO_MOVE, House, Scene
from daicho.counterparts.ward.lives.timeline import DEATH
from daicho.rules.resident_register.reasons import Basis, Reason

ENTRY, EXIT = 0, 20
_BORN = "出生"
_NO_TRACE = "職権消除（実態調査（居住の事実なし））"


def arrivals(house: House) -> Iterator[Scene]:
    """Everybody's first record: taken over from before, or by moving in or birth."""
    stage = house.stage
    groups: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for row in house.rows:
        day = stage.arrives[row]
        if day < stage.begins:
            _take_over(house, row)
        else:
            groups[day, day == stage.births[row]].append(row)
    for (day, is_birth), rows in sorted(groups.items()):
        yield _birth(house, rows, day) if is_birth else _move_in(house, rows, day)


def _take_over(house: House, row: int) -> None:
    """A record of the former system: a row for each householder, one more for who has left."""
    stage = house.stage
    record, known = stage.cast.records[row], stage.begins * 86_400
    first, leaves = stage.arrives[row], stage.leaves[row]
    record.items |= _entered(house, row, first, first == stage.births[row], None)
    stage.book.begin(record, first=first, known=known, told=None)
    for day in sorted({stage.leaves[one] for one in house.rows} | {leaves}):
        if not (first < day <= leaves and day < stage.begins):
            continue
        ended = day == leaves
        now = _ended(house, row, day, day) if ended else house.seat(row, day)
        if now.items() <= record.items.items():
            continue
        record.rows[-1].last = day
        record.items |= now
        stage.book.begin(record, first=day, known=known, told=None)


def _entered(house: House, row: int, day: int, is_birth: bool, told_on: int | None) -> Items:
    stage = house.stage
    iso = stage.days.iso(day)
    abroad = stage.abroad[row]
    kind = _BORN if is_birth else "国外転入等" if abroad else "国内転入"
    items = house.place(day) | house.seat(row, day) | {
        "moved_in_on": iso, "became_resident_by": kind,
        "foreign_resident_on" if stage.foreign[row] else "became_resident_on": iso,
    }  # fmt: skip
    if told_on is not None:
        items |= {"notified_on": stage.days.iso(told_on)}
        items |= {"address_notified_on": stage.days.iso(told_on)}
    if not is_birth:
        items["previous_address"] = "国外" if abroad else stage.cities[row]
    return items


def _move_in(house: House, rows: list[int], day: int) -> Scene:
    stage, luck = house.stage, house.stage.luck
    told_on = day + int(13 * luck.home("move in told", rows[0]))
    is_abroad = stage.abroad[rows[0]]
    by_card = not is_abroad and luck.home("by certificate", rows[0]) < 0.3

    def play(moment: int) -> None:
        reason = Reason.MOVE_IN_FROM_ABROAD if is_abroad else Reason.DOMESTIC_MOVE_IN
        detail = '{"特例転入": true}' if by_card else "{}"
        told = house.event(
            reason, Basis.NOTIFICATION, day=day, told_on=told_on, moment=moment, detail=detail
        )
        _record(house, told, rows, day, told_on, is_birth=False)

    return Scene(day, told_on, play, ENTRY)


def _birth(house: House, rows: list[int], day: int) -> Scene:
    told_on = day + 2 + int(11 * house.stage.luck.own("birth told", rows[0]))

    def play(moment: int) -> None:
        basis = Basis.FAMILY_REGISTER
        told = house.event(Reason.BIRTH, basis, day=day, told_on=told_on, moment=moment)
        _record(house, told, rows, day, told_on, is_birth=True)

    return Scene(day, told_on, play, ENTRY)


def _record(
    house: House, told: Told, rows: list[int], day: int, told_on: int, *, is_birth: bool
) -> None:  # fmt: skip
    records = [house.stage.cast.records[row] for row in rows]
    for row, record in zip(rows, records, strict=True):
        record.items |= _entered(house, row, day, is_birth, min(told_on, told.moment // 86_400))
    house.stage.book.record(told, records, day)


def plan_move_within(house: House) -> Iterator[Scene]:
    """One of five households changes its home once, never between the two January firsts."""
    stage, luck = house.stage, house.stage.luck
    row = house.first
    if luck.home("moves within", row) >= 0.22:
        return
    begin = max(stage.arrives[row] + 200, stage.begins)
    last = min(stage.leaves[row], stage.until) - 60
    if last <= begin:
        return
    day = begin + int((last - begin) * luck.home("moves within on", row))
    if stage.january[0] < day <= stage.january[1]:
        day = stage.january[0] - 40
    if day < begin or not house.present(day):
        return
    house.moves_on, house.starts_old = day, day <= stage.january[0]
    told_on = day + int(13 * luck.home("move within told", row))

    def play(moment: int) -> None:
        told = house.event(
            Reason.MOVE_WITHIN, Basis.NOTIFICATION, day=day, told_on=told_on, moment=moment
        )
        moved = house.place(day) | {
            "moved_in_on": stage.days.iso(day), "address_notified_on": stage.days.iso(told_on),
        }  # fmt: skip
        rows = [one for one in house.present(day) if stage.cast.records[one].rows]
        house.tell(told, dict.fromkeys(rows, moved), day)

    yield Scene(day, told_on, play)


def departures(house: House) -> Iterator[Scene]:
    """Deaths, and moves out together or alone, with what follows for those who stay."""
    stage = house.stage
    leaving: dict[int, list[int]] = defaultdict(list)
    for row in house.rows:
        day = stage.leaves[row]
        if day < stage.begins or day > stage.until + 14:
            continue
        if stage.ending[row] == DEATH:
            yield from _death(house, row, day)
        else:
            leaving[day].append(row)
    for day, rows in sorted(leaving.items()):
        yield from _move_out(house, rows, day)


def _ended(house: House, row: int, day: int, told_on: int) -> Items:
    """The items of a removed record (除票)."""
    days, is_death = house.stage.days, house.stage.ending[row] == DEATH
    ended = {"ceased_on": days.iso(day), "cease_notified_on": days.iso(told_on)}
    if is_death:
        return ended | {"status": "dead", "cease_reason": "死亡"}
    if house.stage.luck.own("no trace", house.first) < 0.012:
        return ended | {"status": "removed", "cease_reason": _NO_TRACE}
    place = house.stage.cast.away[row]
    is_abroad = goes_abroad(house, row)
    reason = Reason.MOVE_OUT_ABROAD if is_abroad else Reason.DOMESTIC_MOVE_OUT
    where = {"moved_to_planned": "国外"} if is_abroad else {
        "moved_to_planned": place.address, "moved_to_planned_postcode": place.postcode,
    }  # fmt: skip
    return ended | where | {
        "status": "moved_out", "cease_reason": reason.label_ja,
        "moved_out_planned_on": days.iso(day),
    }  # fmt: skip


def goes_abroad(house: House, row: int) -> bool:
    """Half of the foreigners who leave, and few others."""
    share = 0.5 if house.stage.foreign[row] else 0.05
    return house.stage.luck.home("goes abroad", row) < share


def _death(house: House, row: int, day: int) -> Iterator[Scene]:
    stage, luck = house.stage, house.stage.luck
    told_on = day + 1 + int(8 * luck.own("death told", row))
    text = f"{japanese(day)}頃" if luck.own("found dead", row) < 0.02 else ""

    def play(moment: int) -> None:
        told = house.event(
            Reason.DEATH, Basis.FAMILY_REGISTER, day=day, told_on=told_on, moment=moment,
            happened_text=text,
        )  # fmt: skip
        house.tell(told, {row: _ended(house, row, day, told_on) | {"ceased_text": text}}, day)

    yield Scene(day, told_on, play, EXIT)
    head = house.head(day)
    rest = [one for one in house.present(day) if stage.births[one] < day]
    if head is None or house.head(day - 1) != row or stage.arrives[head] > day:
        return
    alone = len(rest) == 1
    later = told_on if alone else day + 12 + int(25 * luck.own("new head told", row))
    basis = Basis.AUTHORITY if alone else Basis.NOTIFICATION

    def succeed(moment: int) -> None:
        told = house.event(Reason.HOUSEHOLDER_CHANGE, basis, day=day, told_on=later, moment=moment)
        known = [one for one in rest if stage.cast.records[one].rows]
        house.tell(told, {one: house.seat(one, day) for one in known}, day)

    yield Scene(day, later, succeed, EXIT + 1)


def _move_out(house: House, rows: list[int], day: int) -> Iterator[Scene]:
    stage, luck = house.stage, house.stage.luck
    row = rows[0]
    told_on = day - 10 + int(14 * luck.own("move out told", row))
    is_removed = luck.own("no trace", house.first) < 0.012
    is_abroad = goes_abroad(house, row)
    if is_removed:
        reason, told_on = Reason.REMOVE_BY_AUTHORITY, day + 20
    else:
        reason = Reason.MOVE_OUT_ABROAD if is_abroad else Reason.DOMESTIC_MOVE_OUT
    basis = Basis.AUTHORITY if is_removed else Basis.NOTIFICATION

    def play(moment: int) -> None:
        known = [one for one in rows if stage.cast.records[one].rows]
        told = house.event(reason, basis, day=day, told_on=told_on, moment=moment)
        house.tell(told, {one: _ended(house, one, day, told_on) for one in known}, day)

    yield Scene(day, told_on, play, EXIT)
    if not (is_removed or is_abroad) and luck.own("notice comes", row) < 0.93:
        yield _notice(house, rows, day)


def _notice(house: House, rows: list[int], day: int) -> Scene:
    """転入通知: the place moved to says that they have come."""
    stage = house.stage
    there = day + int(8 * stage.luck.own("moved in there", rows[0]))
    told_on = there + 3 + int(10 * stage.luck.own("notice told", rows[0]))

    def play(moment: int) -> None:
        told = house.event(
            Reason.CORRECT_BY_AUTHORITY, Basis.NOTICE, day=there, told_on=told_on, moment=moment,
            detail='{"転入通知": true}',
        )  # fmt: skip
        changes = {}
        for row in rows:
            place = stage.cast.away[row]
            changes[row] = {
                "move_in_notice_on": stage.days.iso(told_on), "moved_out_on": stage.days.iso(there),
                "moved_to": place.address, "moved_to_postcode": place.postcode,
            }  # fmt: skip
        house.tell(told, {r: c for r, c in changes.items() if stage.cast.records[r].rows}, told_on)

    return Scene(told_on, told_on, play, EXIT + 2)


def ends_with(house: House) -> int:
    """The first day on which somebody of the household leaves it."""
    return min((house.stage.leaves[row] for row in house.rows), default=NO_MOVE)
