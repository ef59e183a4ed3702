# SPDX-License-Identifier: Apache-2.0
"""Certificates become a slip; what cannot be read is told by its line, never by its content."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest
from tests.domains.register.people import TOKYO, Counter, resident_code, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.events.move_in_certificate import (
    VERSION,
    continued,
    read_certificates,
)
from daicho.domains.register.models import ResidentVersion
from daicho.kernel.numbers import individual_number_check_digit

BASE = "22345678901"
NUMBER = f"{BASE}{individual_number_check_digit(BASE)}"
FATHER: dict[str, Any] = {
    "v": VERSION, "name": "大阪　太郎", "kana": "オオサカ　タロウ", "birth": "1980-03-01", "sex": 2,
    "rel": "世帯主", "head": "大阪　太郎", "addr": "大阪府大阪市北区梅田１", "on": "2026-06-08",
    "to": "東京都港区芝五丁目１番１号", "domicile": "大阪府大阪市", "registry_head": "大阪　太郎",
    "code": resident_code(77), "number": NUMBER,
}  # fmt: skip
SON = {**FATHER, "name": "大阪　一郎", "rel": "子", "birth": "平成20年頃", "code": "", "number": ""}


def lines(*people: dict[str, Any]) -> str:
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in people)


@pytest.mark.django_db
def test_a_family_of_codes_becomes_a_slip_that_can_be_registered(staff_room: StaffRoom) -> None:
    read = read_certificates(lines(FATHER, SON), is_special=True)
    assert (read.findings, read.planned_on) == ((), ("2026-06-08", "2026-06-08"))
    counter = Counter.open(staff_room)
    slip = read.slip | {"happened_on": "R8.6.8", "notified_on": "R8.6.10"}
    event = counter.carry("register.move_in", slip)
    assert event.detail == {"特例転入": True}
    rows = ResidentVersion.objects.filter(event=event).order_by("member_order")
    assert [(row.name, row.relationship, row.birth_date_text) for row in rows] == [
        ("大阪　太郎", "世帯主", ""), ("大阪　一郎", "子", "平成20年頃"),
    ]  # fmt: skip
    assert rows[0].resident_code == resident_code(77)
    assert rows[0].previous_householder == "大阪　太郎"


def test_a_file_with_the_same_names_reads_alike() -> None:
    header = ",".join(FATHER)
    told = read_certificates(
        f"\ufeff{header}\r\n{','.join(str(value) for value in FATHER.values())}\r\n",
        is_special=False,
    )
    assert told.slip == read_certificates(lines(FATHER), is_special=False).slip
    assert told.slip["members"][0]["individual_number"] == NUMBER


def test_bad_lines_are_told_and_good_ones_kept() -> None:
    text = "\n".join(
        [
            lines(FATHER), "{broken", lines({**FATHER, "v": "OTHER/9"}), "[1]",
            lines({**FATHER, "name": "", "sex": None}), lines({**FATHER, "kana": {"x": 1}}),
        ]
    )  # fmt: skip
    read = read_certificates(text, is_special=False)
    assert [(one.subject, one.message_ja) for one in read.findings] == [
        ("2件目", "転出証明書の情報として読み取れません。"),
        ("3件目", f"転出証明書の情報の版が違います（{VERSION}のみ）。"),
        ("4件目", "転出証明書の情報として読み取れません。"),
        ("5件目", "氏名・性別がありません。"),
    ]
    assert len(read.slip["members"]) == 2
    assert NUMBER not in str(read.findings)
    assert read_certificates("", is_special=False).slip == {"by_certificate": False, "members": []}


@pytest.mark.django_db
def test_who_was_here_before_keeps_the_name_and_takes_the_rest_from_the_certificate() -> None:
    old = settle(on=date(2019, 1, 1), at=datetime(2019, 1, 1, 10, tzinfo=TOKYO), status="moved_out")
    record = ResidentVersion.objects.get(addressee_no=old.head)
    mover = read_certificates(lines({**FATHER, "kana": ""}), is_special=True).slip["members"][0]
    told = continued(mover, record)
    assert (told["addressee_no"], told["name"]) == (old.head, "試作　太郎")
    assert (told["kana"], told["registry_head"]) == ("シサク　タロウ", "大阪　太郎")
    assert (told["birth"], told["resident_code"]) == ("1980-03-01", resident_code(77))
    assert "nationality" not in told
