# SPDX-License-Identifier: Apache-2.0
"""再転入者: a number in common stops a new entry, three facts in common warn; cancelling."""

import datetime as dt
from dataclasses import replace

import pytest

from daicho.kernel.uncertain_date import UncertainDate
from daicho.rules.resident_register.readmission import (
    Identity,
    check_cancellation,
    check_minor_correction,
    check_readmission,
)
from daicho.rules.resident_register.relationship import Sex

BIRTH = UncertainDate(dt.date(1980, 3, 1))
NEW = Identity(
    "渡邉　太郎", Sex.MALE, BIRTH, 0, "token-1", resident_code="12345678903", card_number=""
)
OLD = Identity("鈴木　太郎", Sex.MALE, BIRTH, 19)


@pytest.mark.parametrize(
    ("old", "codes"),
    [
        (OLD, []),
        (replace(OLD, individual_number_token="token-1"), ["E-036"]),
        (replace(OLD, resident_code="12345678903"), ["E-036"]),
        (replace(OLD, name="渡辺 太郎"), ["A-004"]),
        (replace(OLD, name="渡辺 太郎", resident_code="12345678903"), ["E-036"]),
        (replace(OLD, name="渡辺 太郎", sex=Sex.FEMALE), []),
        (replace(OLD, name="渡辺 太郎", birth=None), []),
        (replace(OLD, name="渡辺 太郎", birth=UncertainDate(BIRTH.day, "昭和55年3月頃")), []),
    ],
)
def test_who_was_here_before(old, codes):
    found, numbers = check_readmission(NEW, [old])
    assert [each.code.removeprefix("register.") for each in found] == codes
    assert numbers == ((19,) if codes else ())


def test_the_sure_ones_come_first_and_no_number_is_told():
    old = (
        replace(OLD, name="渡辺太郎"),
        replace(OLD, addressee_no=27, resident_code=NEW.resident_code),
    )
    found, numbers = check_readmission(NEW, old)
    assert numbers == (27, 19)
    assert [each.subject for each in found] == ["宛名番号 27", "宛名番号 19"]
    assert all(NEW.resident_code not in each.message_ja for each in found)


def test_empty_numbers_match_nobody():
    foreign = Identity("ZHANG YULIN", Sex.FEMALE, BIRTH)
    assert check_readmission(foreign, [replace(OLD, addressee_no=27)]) == ((), ())


@pytest.mark.parametrize(
    ("is_cancelled", "later", "code"),
    [(False, 0, None), (False, 2, "E-067"), (True, 0, "E-071"), (True, 2, "E-071")],
)
def test_events_are_cancelled_once_and_from_the_last(is_cancelled, later, code):
    found = check_cancellation(is_cancelled=is_cancelled, later_events=later)
    assert [each.code for each in found] == ([f"register.{code}"] if code else [])


def test_a_minor_correction_touches_name_and_address():
    assert check_minor_correction(["氏名", "住所", "方書"]) == ()
    found = check_minor_correction(["氏名", "性別", "続柄"])
    assert found[0].message_ja.startswith("軽微な修正に当たらない項目です（性別、続柄）。")
