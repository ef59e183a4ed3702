# SPDX-License-Identifier: Apache-2.0
"""Convenience agency, payment network, employers' portal and pension office over real sockets."""

import datetime as dt
import json
from collections import deque

import pyarrow as pa
import pytest

from daicho.adapters.convenience_store.notices import CONVENIENCE_NOTICES, check_notices
from daicho.adapters.convenience_store.pairing import PaymentState, pair_notices
from daicho.adapters.payment_network.clearing import check_clearing, clearing_layout
from daicho.adapters.pension.collection_results import (
    PENSION_REQUEST,
    PENSION_RESULT,
    check_results,
    match_results,
)
from daicho.adapters.record_files.reader import read_records
from daicho.adapters.record_files.received_file import OutgoingBatch
from daicho.adapters.record_files.writer import compose_records
from daicho.adapters.shared_payment.agreement import agree, check_parts
from daicho.adapters.shared_payment.layouts import (
    read_breakdown,
    read_payments,
    write_breakdown,
)
from daicho.counterparts.convenience_store.agency import ConvenienceAgency
from daicho.counterparts.eltax_payment.portal import SharedPaymentPortal
from daicho.counterparts.file_exchange.faults import Fault
from daicho.counterparts.payment_network.network import PaymentNetwork
from daicho.counterparts.pension_office.office import PensionOffice
from daicho.kernel.barcodes import payment_slip_digits

TODAY = dt.date(2026, 6, 10)
BILLER = "123456"


@pytest.fixture
def keep(tmp_path):
    """Keep bytes under their name; gives the path."""

    def put(name, data):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return put


def _slips(count):
    codes = [
        payment_slip_digits(
            biller=BILLER, key=str(n), amount=1_000 + n, last_day=dt.date(2026, 6, 30)
        )
        for n in range(1, count + 1)
    ]
    return "\n".join(codes).encode()


def test_slips_paid_at_convenience_stores(serve, keep):
    party = ConvenienceAgency(TODAY, biller=BILLER, paid=5_000, cancelled=1_000, window=5)
    agency = serve(party)
    assert agency.give("slips.txt", _slips(120)) == (201, ["120件の納付書を登録しました"])
    agency.pass_to("2026-07-10")
    states = {}
    for name in agency.names():
        received = read_records(CONVENIENCE_NOTICES, keep(name, agency.fetch(name)))
        assert received.problems == ()
        checked = check_notices(received, biller=BILLER)
        assert checked.problems == ()
        pairing = pair_notices(states, checked.rows, file=name)
        assert pairing.problems == []
        states = pairing.states
    kinds = list(states.values())
    assert 40 <= len(kinds) <= 80
    assert PaymentState.EARLY not in kinds
    assert 1 <= kinds.count(PaymentState.CANCELLED) <= 16
    assert agency.give("bad.txt", b"12\n" + _slips(1)) == (
        422,
        ["bad.txt 1行: 44桁の数字ではありません"],
    )


def test_the_agency_at_fault(serve, keep):
    party = ConvenienceAgency(
        TODAY, biller=BILLER, paid=10_000, window=1, faults=deque([Fault.CHANGED_AMOUNT])
    )
    agency = serve(party)
    agency.give("slips.txt", _slips(3))
    agency.pass_to("2026-06-11")
    name = agency.names()[0]
    received = read_records(CONVENIENCE_NOTICES, keep(name, agency.fetch(name)))
    assert [p.reason for p in check_notices(received, biller=BILLER).problems] == [
        "バーコードの金額と違います"
    ]


def test_slips_paid_over_the_network(serve, keep):
    network = serve(PaymentNetwork(TODAY, institution="13103", paid=5_000, window=3))
    slips = [
        {
            "payment_number": f"{n:020d}", "confirmation_number": "123456",
            "payment_class": "0000000001", "amount": 1_000 * n,
        }
        for n in range(1, 41)
    ]  # fmt: skip
    body = "\n".join(map(json.dumps, slips)).encode()
    assert network.give("slips", body) == (201, ["40件の納付書を登録しました"])
    network.pass_to("2026-06-20")
    names = network.names()
    assert names[0] == "01_00001_13103_0611_001"
    paid = {}
    for name in names:
        received = read_records(clearing_layout(), keep(name, network.fetch(name)))
        assert received.problems == check_clearing(received, institution="13103") == ()
        for row in received.table.to_pylist():
            paid[row["payment_number"]] = row["amount"]
    assert 10 <= len(paid) <= 30
    assert all(amount == 1_000 * int(number) for number, amount in paid.items())
    wrong = b'{"payment_number": "x"}\nnothing'
    assert network.give("bad", wrong) == (
        422,
        ["bad 1行: 項目が違います", "bad 2行: JSONとして読めません"],
    )


def _levies(employers):
    rows = [
        {
            "payment_number": "-", "employer_number": f"{employer:08d}", "month": "202606",
            "payee_number": str(person), "addressee_number": "", "name": "港　太郎",
            "kana": "ミナトタロウ", "birth_date": 19800301, "class_code": "1",
            "amount": 10_000 + 100 * person,
        }
        for employer in range(1, employers + 1)
        for person in range(1, 4)
    ]  # fmt: skip
    for row in rows:
        row["payment_number"] = "0"
    return pa.Table.from_pylist(rows)


def _pay(serve, keep, tmp_path, **options):
    portal = serve(SharedPaymentPortal(TODAY, **options))
    path = tmp_path / "levies.csv"
    write_breakdown(_levies(60), path)
    assert portal.give("june", path.read_bytes()) == (201, ["60件の納入を登録しました"])
    assert portal.names() == []
    portal.pass_to("2026-06-14")
    payments = read_payments(keep("p.csv", portal.fetch("payments-june")))
    breakdown = read_breakdown(keep("b.csv", portal.fetch("breakdown-june")))
    return payments, breakdown


def test_employers_pay_with_their_lists(serve, keep, tmp_path):
    payments, breakdown = _pay(serve, keep, tmp_path, unpaid=1_000, over=1_000, short=1_000)
    assert payments.problems == ()
    assert breakdown.problems == ()
    assert check_parts(payments.table) == ()
    agreement = agree(payments.table, breakdown.table)
    reasons = {difference.reason for difference in agreement.differences}
    assert reasons == {
        "月割額が内訳の計より1,000円多く納められています",
        "月割額が内訳の計より1,000円少なく納められています",
    }
    assert 40 <= payments.accepted_count < 60
    counted = len(agreement.agreed) + len(agreement.without_list) + len(agreement.differences)
    assert counted == payments.accepted_count


@pytest.mark.parametrize(
    ("fault", "reasons"),
    [
        (Fault.FOREIGN_ROW, ["内訳だけがあり、納付がありません"]),
        (
            Fault.MISSING_ROW,
            [
                "月割額が内訳の計より10,100円多く納められています",
                "人数が違います（納付: 3人、内訳: 2人）",
            ],
        ),
        (Fault.CHANGED_AMOUNT, ["月割額が内訳の計より1円少なく納められています"]),
    ],
)
def test_the_portal_at_fault(serve, keep, tmp_path, fault, reasons):
    payments, breakdown = _pay(
        serve, keep, tmp_path, unpaid=0, over=0, short=0, without_list=0, faults=deque([fault])
    )
    agreement = agree(payments.table, breakdown.table)
    assert [difference.reason for difference in agreement.differences] == reasons


def test_a_truncated_list_of_payments_is_refused(serve, keep, tmp_path):
    payments, _ = _pay(serve, keep, tmp_path, faults=deque([Fault.TRUNCATED]))
    assert payments.refusal.startswith("最後の行に改行がありません")


def test_the_pension_office_withholds(serve, keep):
    head = {
        "prefecture_code": "13", "city_code": "103", "collector_code": "001", "scheme_code": "0",
        "made_on": 20260610, "notice_code": "01",
    }  # fmt: skip
    count = 100
    rows = pa.table(
        {
            **{name: [value] * count for name, value in head.items()},
            "basic_pension_number": [f"{n:010d}" for n in range(count)],
            "pension_code": ["1150"] * count, "birth_date": [19500401] * count,
            "name": ["港　太郎"] * count, "kana": ["ﾐﾅﾄ ﾀﾛｳ"] * count,
            "address": ["港区芝公園"] * count, "pension_amount": [6_000 + n for n in range(count)],
        }
    )  # fmt: skip
    data = compose_records(PENSION_REQUEST, [OutgoingBatch(head, rows)], name="x").data
    office = serve(PensionOffice(TODAY, failures=2_000))
    assert office.give("request.dat", data) == (201, ["100件を受け付けました"])
    office.pass_to("2026-06-24")
    result = read_records(PENSION_RESULT, keep("r", office.fetch("result-request.dat")))
    assert result.problems == ()
    checked = check_results(result)
    assert checked.problems == ()
    codes = result.table["result_code"].to_pylist()
    assert 60 <= codes.count("00") <= 95
    assert match_results(rows, result).problems == ()
    assert sum(result.table["amount_2"].to_pylist()) + sum(
        result.table["amount_3"].to_pylist()
    ) == sum(rows["pension_amount"].to_pylist())
