# SPDX-License-Identifier: Apache-2.0
"""Scenes without coming or going: names, marriages, corrections, a move that is cancelled."""

from __future__ import annotations

from collections.abc import Iterator

from daicho.counterparts.ward.lives.book import Items, Told
from daicho.counterparts.ward.lives.cast import WARD, maiden_name, name_items
from daicho.counterparts.ward.lives.days import japanese
from daicho.counterparts.ward.lives.house import House, Scene
from daicho.counterparts.ward.people import CHILDREN, FEMALE, HEAD, OTHER, SPOUSE, day_of
from daicho.rules.resident_register.reasons import Basis, Reason

YEAR = 365
READINGS_FROM, READINGS_UNTIL = day_of(2025, 5, 26), day_of(2026, 5, 25)
PRESENT: Items = {
    "status": "resident", "ceased_on": "", "ceased_text": "", "cease_reason": "",
    "cease_notified_on": "", "moved_to_planned": "", "moved_to_planned_postcode": "",
    "moved_out_planned_on": "",
}  # fmt: skip
_PREVIOUS = {"韓国", "中国", "フィリピン"}
RENEWED = "改製"


def marriages(house: House) -> Iterator[Scene]:
    """婚姻: she takes his name; before the January firsts couples, after them who shared a home."""
    stage, luck = house.stage, house.stage.luck
    seats = {stage.roles[row]: row for row in house.rows}
    head, spouse, other = (seats.get(role) for role in (HEAD, SPOUSE, OTHER))
    bride = spouse if spouse is not None else other
    if head is None or bride is None or stage.foreign[head] or stage.sexes[bride] != FEMALE:
        return
    if stage.sexes[head] == FEMALE or luck.home("marries", house.first) > 0.3:
        return
    begin = max(stage.arrives[head], stage.arrives[bride], stage.begins) + 40
    last = min(stage.leaves[head], stage.leaves[bride], stage.until) - 40
    if spouse is not None:
        last = min(last, stage.january[0] - 100)
    else:
        begin = max(begin, stage.january[1] + 30)
    children = [stage.births[row] for row in house.rows if stage.roles[row] in CHILDREN]
    last = min([last, *(birth - 30 for birth in children)])
    if last <= begin:
        return
    day = begin + int((last - begin) * luck.home("wedding", house.first))
    yield from _wedding(house, head, bride, day, is_lodger=spouse is None)


def _wedding(house: House, head: int, bride: int, day: int, *, is_lodger: bool) -> Iterator[Scene]:
    stage, records = house.stage, house.stage.cast.records
    own, his = records[bride].items, records[head].items
    together = {
        "registered_domicile": his["registered_domicile"], "registry_head": his["registry_head"],
        "relationship": "妻",
    }  # fmt: skip
    given, given_kana = own["name"].partition("　")[2], own["kana"].partition("　")[2]
    if is_lodger:
        surname, kana = his["name"].partition("　")[0], his["kana"].partition("　")[0]
        before = own["name"].partition("　")[0], own["kana"].partition("　")[0]
        after = name_items(f"{surname}　{given}", f"{kana}　{given_kana}") | together
    else:
        before = maiden_name(stage.luck.own("maiden name", bride))
        after = {key: own[key] for key in ("name", "name_folded", "kana", "kana_folded")} | together
        own |= name_items(f"{before[0]}　{given}", f"{before[1]}　{given_kana}")
        own |= {"registry_head": f"{before[0]}　{records[head].items['name'].partition('　')[2]}"}
        own["registered_domicile"] = stage.cast.old_home[bride].address
    told_on = day + 3 + int(9 * stage.luck.own("wedding told", bride))

    def play(moment: int) -> None:
        told = house.event(
            Reason.CORRECT_BY_AUTHORITY, Basis.FAMILY_REGISTER, day=day, told_on=told_on,
            moment=moment, detail='{"事由": "婚姻"}',
        )  # fmt: skip
        house.tell(told, dict.fromkeys(house.known([bride], day), after), day)

    if not is_lodger:
        house.before_wedding[bride] = day
    yield Scene(day, told_on, play)
    if stage.luck.own("keeps former name", bride) < 0.35:
        yield _former_name(house, bride, told_on + 20, before)


def _former_name(house: House, row: int, day: int, names: tuple[str, str]) -> Scene:
    def play(moment: int) -> None:
        told = house.event(
            Reason.FORMER_SURNAME_RECORD, Basis.REQUEST, day=day, told_on=day, moment=moment
        )
        recorded = {
            "former_name": names[0], "former_name_kana": names[1],
            "former_name_kana_confirmed": "t",
        }  # fmt: skip
        house.tell(told, dict.fromkeys(house.known([row], day), recorded), day)

    return Scene(day, day, play)


def aliases(house: House) -> Iterator[Scene]:
    """通称 of some foreigners: recorded, now and then removed and another one recorded."""
    stage, luck = house.stage, house.stage.luck
    for row in house.rows:
        if not stage.foreign[row] or luck.own("alias", row) > 0.3:
            continue
        if stage.cast.records[row].items["nationality"] not in _PREVIOUS:
            continue
        begin = max(stage.arrives[row], stage.begins) + 10
        day = begin + int(500 * luck.own("alias on", row))
        yield _alias(house, row, day, "alias name")
        if luck.own("alias ends", row) < 0.3:
            later = day + 200 + int(400 * luck.own("alias ends on", row))
            yield _alias_ends(house, row, later)
            if luck.own("alias again", row) < 0.5:
                yield _alias(house, row, later + 60, "second alias")


def _alias(house: House, row: int, day: int, what: str) -> Scene:
    stage = house.stage
    surname, reading = maiden_name(stage.luck.own(what, row))
    given = stage.cast.records[row].items["kana"].partition("　")[2].split(" ")[0]

    def play(moment: int) -> None:
        told = house.event(Reason.ALIAS_RECORD, Basis.OFFER, day=day, told_on=day, moment=moment)
        recorded = {
            "alias": f"{surname}　{given}", "alias_kana": f"{reading}　{given}",
            "alias_entered_on": stage.days.iso(day), "alias_entered_at": WARD,
            "alias_removed_on": "", "alias_removed_at": "",
        }  # fmt: skip
        house.tell(told, dict.fromkeys(house.known([row], day), recorded), day)

    return Scene(day, day, play)


def _alias_ends(house: House, row: int, day: int) -> Scene:
    def play(moment: int) -> None:
        told = house.event(Reason.ALIAS_REMOVE, Basis.OFFER, day=day, told_on=day, moment=moment)
        removed = {
            "alias": "", "alias_kana": "", "alias_entered_on": "", "alias_entered_at": "",
            "alias_removed_on": house.stage.days.iso(day), "alias_removed_at": WARD,
        }  # fmt: skip
        house.tell(told, dict.fromkeys(house.known([row], day), removed), day)

    return Scene(day, day, play)


def stays_renewed(house: House) -> Iterator[Scene]:
    """Who stays longer gets a new card; the agency tells (入管通知)."""
    stage, luck = house.stage, house.stage.luck
    for row in house.rows:
        items = stage.cast.records[row].items
        if not items.get("residence_until") or luck.own("stay renewed", row) > 0.5:
            continue
        day = stage.until - 30 - int(900 * luck.own("stay renewed on", row))
        if day <= max(stage.arrives[row], stage.begins) + 60:
            continue
        renewed = {name: items[name] for name in ("residence_until", "residence_card_no")}
        number = int(items["residence_card_no"][2:10])
        items["residence_until"] = stage.days.iso(day + 12)
        items["residence_card_no"] = f"AC{number:08d}CE"
        yield _correct(
            house, row, day, renewed, basis=Basis.NOTICE,
            detail='{"出入国在留管理庁長官通知": "在留期間の更新"}',
        )  # fmt: skip


def readings(house: House) -> Iterator[Scene]:
    """振り仮名 by notice of the family register, in the year in which they were asked for."""
    stage, luck = house.stage, house.stage.luck
    if luck.home("readings", house.first) > 0.12:
        return
    length = READINGS_UNTIL - READINGS_FROM
    day = READINGS_FROM + int(length * luck.home("readings on", house.first))
    rows = [row for row in house.present(day) if not stage.foreign[row]]
    rows = [row for row in rows if not stage.cast.records[row].items.get("kana_confirmed")]
    if rows and day > stage.begins:
        yield _correct_all(
            house, rows, day, {"kana_confirmed": "t"}, basis=Basis.FAMILY_REGISTER,
            detail='{"項目": ["氏名の振り仮名"]}',
        )  # fmt: skip


def corrections(house: House) -> Iterator[Scene]:
    """Mistakes mended: a missing building, a reading; and records made anew (改製)."""
    stage, luck = house.stage, house.stage.luck
    row = house.first
    day = max(stage.arrives[row], stage.begins) + 30 + int(300 * luck.home("mended on", row))
    if luck.home("mended", row) < 0.02:
        yield _correct(house, row, day, {"kana_confirmed": "t"}, reason=Reason.CLERICAL_CORRECTION)
    elif luck.home("mended", row) < 0.024:
        yield from _renewal(house, row, day)


def assistance(house: House) -> Iterator[Scene]:
    """生活扶助 that begins or ends between the January firsts."""
    stage = house.stage
    for row in house.rows:
        then = stage.assisted_later[row]
        if then is None:
            continue
        day = stage.january[0] + 30 + int(300 * stage.luck.own("assistance on", row))
        yield _correct(house, row, day, {"public_assistance": "t" if then else "f"})


def _correct(
    house: House, row: int, day: int, values: Items, *,
    reason: Reason = Reason.CORRECT_BY_AUTHORITY, basis: Basis = Basis.AUTHORITY,
    detail: str = "{}",
) -> Scene:  # fmt: skip
    return _correct_all(house, [row], day, values, reason=reason, basis=basis, detail=detail)


def _correct_all(
    house: House, rows: list[int], day: int, values: Items, *,
    reason: Reason = Reason.CORRECT_BY_AUTHORITY, basis: Basis, detail: str,
) -> Scene:  # fmt: skip
    def play(moment: int) -> None:
        told = house.event(reason, basis, day=day, told_on=day, moment=moment, detail=detail)
        house.tell(told, dict.fromkeys(house.known(rows, day), values), day)

    return Scene(day, day, play)


def _renewal(house: House, row: int, day: int) -> Iterator[Scene]:
    """改製: the old record is removed and a new one made, both at once."""
    iso = house.stage.days.iso(day)

    def play(moment: int) -> None:
        removed = {"status": "removed", "ceased_on": iso, "cease_reason": RENEWED}
        made = PRESENT | {"reissued_on": iso}
        steps = ((Reason.RENEWAL_REMOVE, removed), (Reason.RENEWAL_RECORD, made))
        for later, (reason, values) in enumerate(steps):
            told = house.event(reason, Basis.AUTHORITY, day=day, told_on=day, moment=moment + later)
            house.tell(told, dict.fromkeys(house.known([row], day), values), day)

    yield Scene(day, day, play)


def cancelled_move(house: House) -> Iterator[Scene]:
    """A move out that was announced and then did not happen (転出の取消し)."""
    stage, luck = house.stage, house.stage.luck
    if luck.home("stays after all", house.first) > 0.012:
        return
    begin = max(stage.arrives[row] for row in house.rows) + 100
    begin = max(begin, stage.begins)
    last = min(*(stage.leaves[row] for row in house.rows), stage.until) - 40
    if last <= begin:
        return
    told_on = begin + int((last - begin) * luck.home("stays after all on", house.first))
    day = told_on + 12
    place = stage.cast.away[house.first]
    reason = Reason.DOMESTIC_MOVE_OUT
    planned: Items = {
        "status": "moved_out", "ceased_on": stage.days.iso(day), "cease_reason": reason.label_ja,
        "cease_notified_on": stage.days.iso(told_on), "moved_to_planned": place.address,
        "moved_to_planned_postcode": place.postcode, "moved_out_planned_on": stage.days.iso(day),
    }  # fmt: skip
    announced: list[Told] = []

    def announce(moment: int) -> None:
        told = house.event(reason, Basis.NOTIFICATION, day=day, told_on=told_on, moment=moment)
        announced.append(told)
        house.tell(told, dict.fromkeys(house.known(house.rows, day), planned), day)

    def cancel(moment: int) -> None:
        told = house.event(
            Reason.CANCEL_INCREASE, Basis.OFFER, day=day, told_on=told_on + 6, moment=moment,
            note=f"{japanese(told_on)}届出の転出の取消し",
        )  # fmt: skip
        told.cancels = announced[0]
        house.tell(told, dict.fromkeys(house.known(house.rows, day), PRESENT), day)

    yield Scene(day, told_on, announce)
    yield Scene(day, told_on + 6, cancel)
