# SPDX-License-Identifier: Apache-2.0
"""印鑑登録 and 手数料: sizes, names and persons that are refused; amounts and who pays nothing."""

import datetime as dt
from dataclasses import replace

import pytest

from daicho.engine.certificate_fees import are_fees_unverified, load_certificate_fees
from daicho.engine.statute_files import StatuteError
from daicho.rules.resident_register.fees import Exemption, FeeKind, charge
from daicho.rules.resident_register.reasons import ResidentKind, ResidentStatus
from daicho.rules.resident_register.seals import (
    Seal,
    SealApplicant,
    SealDefect,
    SealEnd,
    SealNames,
    check_seal_registration,
    ends_registration,
    is_name_allowed,
    is_size_allowed,
)

TODAY = dt.date(2026, 11, 20)
JAPANESE, FOREIGN = ResidentKind.JAPANESE, ResidentKind.FOREIGN
NAMES = SealNames("渡邊", "太郎", former_surname="青木")
APPLICANT = SealApplicant(
    birth=dt.date(1980, 3, 1),
    kind=JAPANESE,
    status=ResidentStatus.RESIDENT,
    has_capacity=True,
    has_registration=False,
    names=NAMES,
)
SEAL = Seal(width=180, height=180, text="渡邊")


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (80, 80, False),
        (81, 81, True),
        (60, 120, True),
        (250, 250, True),
        (251, 100, False),
        (100, 251, False),
    ],
)
def test_sizes_of_an_impression(width, height, expected):
    assert is_size_allowed(width, height) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("渡邊太郎", True),
        ("渡邊", True),
        ("渡辺", True),  # 異体字 of the same character
        ("太郎", True),
        ("渡邊太", True),
        ("渡太", True),
        ("青木", True),
        ("青木太郎", True),
        ("渡邊之印", True),
        ("渡邊の印", True),
        ("渡邊　太郎", True),
        ("鈴木", False),
        ("渡邊商店", False),
        ("渡", False),
        ("", False),
    ],
)
def test_names_on_a_seal(text, expected):
    assert is_name_allowed(text, NAMES, kind=JAPANESE) is expected


ABROAD = SealNames(
    full_name="ZHANG YULIN",
    alias_surname="住民",
    alias_given="花子",
    kana=("チャン", "ユウリン"),
)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("ZHANG YULIN", FOREIGN, True),
        ("ＺＨＡＮＧ　ＹＵＬＩＮ", FOREIGN, True),
        ("住民花子", FOREIGN, True),
        ("チャン", FOREIGN, True),
        ("ちゃん", FOREIGN, True),
        ("チャン・ユウリン", FOREIGN, True),
        ("ユウ", FOREIGN, False),
        ("住民", JAPANESE, False),
    ],
)
def test_names_of_foreign_residents_on_a_seal(text, kind, expected):
    assert is_name_allowed(text, ABROAD, kind=kind) is expected


@pytest.mark.parametrize(
    ("applicant", "seal", "codes"),
    [
        (APPLICANT, SEAL, []),
        (replace(APPLICANT, birth=dt.date(2011, 11, 21)), SEAL, []),
        (replace(APPLICANT, birth=dt.date(2011, 11, 22)), SEAL, ["E-094"]),
        (replace(APPLICANT, has_capacity=False), SEAL, ["E-094"]),
        (replace(APPLICANT, status=ResidentStatus.MOVED_OUT), SEAL, ["E-094"]),
        (replace(APPLICANT, has_registration=True), SEAL, ["E-095"]),
        (APPLICANT, replace(SEAL, width=260), ["E-091"]),
        (APPLICANT, replace(SEAL, text="鈴木"), ["E-092"]),
        (
            APPLICANT,
            replace(SEAL, defects=frozenset({SealDefect.NO_FRAME, SealDefect.SOFT})),
            ["E-093", "E-093"],
        ),
        (APPLICANT, replace(SEAL, is_registered_by_another=True), ["E-096"]),
        (
            replace(APPLICANT, birth=dt.date(2020, 1, 1), has_registration=True),
            Seal(50, 50, "鈴木", is_registered_by_another=True),
            ["E-094", "E-095", "E-091", "E-092", "E-096"],
        ),
    ],
)
def test_every_refusal_is_told_at_once(applicant, seal, codes):
    found = check_seal_registration(applicant, seal, as_of=TODAY)
    assert [each.code.removeprefix("register.") for each in found] == codes


def test_a_refused_size_is_told_in_millimetres():
    found = check_seal_registration(APPLICANT, replace(SEAL, width=255, height=80), as_of=TODAY)
    assert found[0].message_ja.startswith(
        "印鑑の大きさが定めに合いません（縦8.0ミリメートル、横25.5ミリメートル）。"
    )


@pytest.mark.parametrize(
    ("status", "text", "end"),
    [
        (ResidentStatus.RESIDENT, "渡邊", None),
        (ResidentStatus.LEAVING, "太郎", None),
        (ResidentStatus.RESIDENT, "鈴木", SealEnd.NAME_CHANGED),
        (ResidentStatus.MOVED_OUT, "渡邊", SealEnd.MOVED_OUT),
        (ResidentStatus.DEAD, "渡邊", SealEnd.DIED),
        (ResidentStatus.REMOVED, "渡邊", SealEnd.NOT_RESIDENT),
    ],
)
def test_registrations_that_end_by_authority(status, text, end):
    found = ends_registration(seal_text=text, status=status, names=NAMES, kind=JAPANESE)
    assert found is end


@pytest.mark.parametrize(
    ("kind", "copies", "exemption", "amount", "waived"),
    [
        (FeeKind.RESIDENT_RECORD_COPY, 1, Exemption.NONE, 300, 0),
        (FeeKind.RESIDENT_RECORD_COPY, 3, Exemption.NONE, 900, 0),
        (FeeKind.RESIDENT_RECORD_COPY, 3, Exemption.OFFICIAL_USE, 0, 900),
        (FeeKind.SEAL_CERTIFICATE, 2, Exemption.PUBLIC_ASSISTANCE, 0, 600),
        (FeeKind.MOVE_OUT_CERTIFICATE, 1, Exemption.NONE, 0, 0),
    ],
)
def test_charges(kind, copies, exemption, amount, waived):
    asked = charge(load_certificate_fees(2026, "131032"), kind, copies=copies, exemption=exemption)
    assert (asked.amount, asked.waived) == (amount, waived)


def test_only_waivers_need_a_decision():
    assert [each.label_ja for each in Exemption if each.is_waiver] == [
        "減免（生活保護）",
        "減免（災害）",
        "減免（市区町村長が特に認めるもの）",
    ]


def test_nobody_is_charged_for_no_copy():
    with pytest.raises(ValueError, match="１以上"):
        charge(load_certificate_fees(2026, "131032"), FeeKind.SEAL_CERTIFICATE, copies=0)


def test_every_kind_has_an_amount_that_is_marked_unverified():
    table = load_certificate_fees(2026, "131032")
    assert {kind.value for kind in FeeKind} == set(table._fields)
    assert are_fees_unverified("131032")
    with pytest.raises(StatuteError, match=r"999999/certificate_fees.toml: ファイルがありません"):
        load_certificate_fees(2026, "999999")
