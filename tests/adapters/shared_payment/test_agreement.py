# SPDX-License-Identifier: Apache-2.0
"""Employers' lump sums against their lists: to the yen and the person."""

import pyarrow as pa
import pytest

from daicho.adapters.shared_payment.agreement import agree, check_parts
from daicho.adapters.shared_payment.layouts import (
    BREAKDOWN,
    PAYMENTS,
    read_breakdown,
    read_payments,
    write_breakdown,
    write_payments,
)

PAYMENT = {
    "payment_number": "P1", "employer_number": "00000019", "corporate_number": "8000020130001",
    "name": "みなと商事", "municipality_code": "131032", "month": "202606", "amount": 31_000,
    "monthly_amount": 30_000, "retirement_amount": 1_000, "delinquency_charge": 0,
    "headcount": 2, "paid_date": 20260710, "deposit_date": 20260714, "method": "1",
}  # fmt: skip
PERSON = {
    "payment_number": "P1", "employer_number": "00000019", "month": "202606",
    "payee_number": "7", "addressee_number": "19", "name": "港　太郎", "kana": "ミナトタロウ",
    "birth_date": 19800301, "class_code": "1", "amount": 18_000,
}  # fmt: skip
SECOND = {
    **PERSON,
    "payee_number": "8",
    "addressee_number": "27",
    "name": "芝　花子",
    "amount": 12_000,
}
LEAVER = {**PERSON, "class_code": "2", "amount": 1_000}


def _table(*rows):
    return pa.Table.from_pylist(list(rows))


def test_the_files_are_read_as_they_were_written(tmp_path):
    for write, read, rows in (
        (write_payments, read_payments, _table(PAYMENT)),
        (write_breakdown, read_breakdown, _table(PERSON, SECOND, LEAVER)),
    ):
        path = tmp_path / "file.csv"
        write(rows, path)
        parsed = read(path)
        assert parsed.problems == ()
        assert parsed.table.select(rows.column_names).to_pylist() == rows.to_pylist()
    assert parsed.sums["amount"] == 31_000
    assert {PAYMENTS.source_ja, BREAKDOWN.source_ja} == {
        "会員だけに渡される形式。台帳の定め（未確認）"
    }


def test_a_row_that_says_nothing_is_put_aside(tmp_path):
    path = tmp_path / "file.csv"
    write_payments(_table(PAYMENT, {**PAYMENT, "payment_number": "P2"}), path)
    path.write_bytes(path.read_bytes().replace(b"P2,00000019", b",00000019"))
    parsed = read_payments(path)
    assert [str(problem) for problem in parsed.errors] == [
        "file.csv 3行 納付番号: 入力がありません"
    ]
    assert parsed.accepted_count == 1


def test_a_payment_agrees_with_its_list():
    agreement = agree(_table(PAYMENT), _table(PERSON, SECOND, LEAVER))
    assert agreement == (("P1",), (), ())


def test_a_payment_may_come_without_a_list():
    agreement = agree(_table(PAYMENT), _table(PERSON).slice(1))
    assert agreement.without_list == ("P1",)
    assert agreement.differences == ()


@pytest.mark.parametrize(
    ("people", "reasons"),
    [
        (
            (PERSON, {**SECOND, "amount": 11_000}, LEAVER),
            ["月割額が内訳の計より1,000円多く納められています"],
        ),
        (
            (PERSON, {**SECOND, "amount": 12_500}, LEAVER),
            ["月割額が内訳の計より500円少なく納められています"],
        ),
        ((PERSON, SECOND), ["退職所得分が内訳の計より1,000円多く納められています"]),
        (
            ({**PERSON, "amount": 30_000}, LEAVER),
            ["人数が違います（納付: 2人、内訳: 1人）"],
        ),
        (
            (PERSON, {**SECOND, "addressee_number": "19"}, LEAVER),
            ["人数が違います（納付: 2人、内訳: 1人）", "内訳に同じ人が重なっています"],
        ),
        ((PERSON, {**SECOND, "employer_number": "1"}, LEAVER), ["内訳の指定番号が違います"]),
        ((PERSON, {**SECOND, "month": "202607"}, LEAVER), ["内訳の納入月が違います"]),
    ],
)
def test_why_they_do_not_agree(people, reasons):
    agreement = agree(_table(PAYMENT), _table(*people))
    assert agreement.agreed == ()
    assert [difference.reason for difference in agreement.differences] == reasons
    assert {difference.employer_number for difference in agreement.differences} == {"00000019"}


def test_a_list_without_a_payment():
    agreement = agree(_table(PAYMENT).slice(1), _table(PERSON, SECOND))
    assert agreement.differences == (
        ("P1", "00000019", 0, 30_000, "内訳だけがあり、納付がありません"),
    )


def test_parts_that_do_not_make_the_amount():
    found = check_parts(
        _table(
            PAYMENT,
            {**PAYMENT, "amount": 30_999},
            {**PAYMENT, "payment_number": "P2", "month": "202613"},
        )
    )
    assert [(d.payment_number, d.paid, d.listed, d.reason) for d in found] == [
        ("P1", 30_999, 31_000, "納付額が月割額・退職分・延滞金の計と違います"),
        ("P1", 30_999, 31_000, "同じ納付番号が重なっています"),
        ("P2", 31_000, 31_000, "納入月が暦にない月です: 202613"),
    ]
