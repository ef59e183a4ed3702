# SPDX-License-Identifier: Apache-2.0
"""The ledger: what each event makes of an instalment, and what the database refuses."""

from __future__ import annotations

from itertools import count

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.domains.collection.conftest import AT, DAY

from daicho.domains.collection.balances import differing_balances, rebuild_balances
from daicho.domains.collection.checks import (
    entries_balance,
    open_stands_in_one_year,
    receivables_add_up,
    rules_are_those_of_the_code,
)
from daicho.domains.collection.ledger import Line, NewEntry, Plain, post
from daicho.domains.collection.models import (
    Account,
    Balance,
    Component,
    EntryKind,
    Figure,
    JournalEntry,
    Posting,
)
from daicho.domains.collection.position import Position, position
from daicho.domains.collection.reversing import reversal

TAX = Component.TAX
CONTRA = {
    EntryKind.INCREASE: Account.ASSESSED, EntryKind.DECREASE: Account.ASSESSED,
    EntryKind.RECEIVE: Account.CASH, EntryKind.DECIDE_REFUND: Account.REFUND_DUE,
    EntryKind.WRITE_OFF: Account.WRITTEN_OFF, EntryKind.RECOVER: Account.CASH,
}  # fmt: skip
numbers = count(1000)


def entry(kind: EntryKind, figure: Figure, receivable: int, amount: int) -> NewEntry:
    return NewEntry(
        kind, DAY, DAY, "test", next(numbers), contra=CONTRA[kind],
        lines=[Line(receivable, TAX, figure, amount)],
    )  # fmt: skip


def receive(receivable: int, amount: int) -> int:
    (number,) = post([entry(EntryKind.RECEIVE, Figure.RECEIVED, receivable, amount)], at=AT, by="a")
    return number


def take_back(number: int) -> int:
    whole = reversal(
        JournalEntry.objects.get(pk=number), booked_on=DAY, effective_on=DAY, note="不渡り"
    )
    (made,) = post([whole], at=AT, by="a")
    return made


def stands(receivable: int) -> tuple[int, int, int]:
    found = Balance.objects.get(receivable_id=receivable, component=TAX)
    return found.open, found.overpaid, found.recovery


def accounts(number: int) -> dict[int, int]:
    return dict(Posting.objects.filter(entry_id=number).values_list("account", "amount"))


def test_what_is_paid_too_much_is_overpaid_in_the_same_entry(instalments: list[int]) -> None:
    number = receive(instalments[0], 10_300)
    assert accounts(number) == {Account.OPEN: -10_000, Account.OVERPAID: -300, Account.CASH: 10_300}
    assert stands(instalments[0]) == (0, 300, 0)


def test_a_void_payment_is_owed_again_and_its_refund_recovered(instalments: list[int]) -> None:
    one = instalments[0]
    paid = receive(one, 10_300)
    post([entry(EntryKind.DECIDE_REFUND, Figure.REFUNDED, one, 300)], at=AT, by="a")
    made = take_back(paid)
    assert stands(one) == (10_000, 0, 300)
    assert accounts(made) == {Account.OPEN: 10_000, Account.RECOVERY: 300, Account.CASH: -10_300}
    with pytest.raises(IntegrityError), transaction.atomic():
        take_back(paid)  # only once
    receive(one, 300)  # what comes in next is first what was given back too much
    assert stands(one) == (10_000, 0, 0)


def test_two_payments_of_one_batch_count_one_after_the_other(instalments: list[int]) -> None:
    one = instalments[0]
    first, second = post(
        [entry(EntryKind.RECEIVE, Figure.RECEIVED, one, 10_000) for _ in range(2)], at=AT, by="a"
    )
    assert accounts(first) == {Account.OPEN: -10_000, Account.CASH: 10_000}
    assert accounts(second) == {Account.OVERPAID: -10_000, Account.CASH: 10_000}


def test_appropriation_moves_an_overpayment_to_what_is_open(instalments: list[int]) -> None:
    one, other, _ = instalments
    receive(one, 14_000)
    (number,) = post(
        [
            NewEntry(
                EntryKind.APPROPRIATE, DAY, DAY, "test", next(numbers), contra=Account.INTEREST,
                lines=[
                    Line(one, TAX, Figure.APPROPRIATED_OUT, 4_000),
                    Line(other, TAX, Figure.APPROPRIATED, 4_100),
                ],
            )
        ],
        at=AT, by="a",
    )  # fmt: skip
    assert (stands(one), stands(other)) == ((0, 0, 0), (5_900, 0, 0))
    assert accounts(number) == {
        Account.OVERPAID: 4_000, Account.OPEN: -4_100, Account.INTEREST: 100
    }  # fmt: skip


def test_the_end_of_the_year_carries_what_is_open(instalments: list[int]) -> None:
    one = instalments[0]
    receive(one, 4_000)
    post(
        [
            NewEntry(
                EntryKind.CARRY_OVER, DAY, DAY, "test", next(numbers),
                plain=[
                    Plain(Account.OPEN, TAX, 2026, -6_000, one),
                    Plain(Account.OPEN, TAX, 2027, 6_000, one),
                ],
            )
        ],
        at=AT, by="a",
    )  # fmt: skip
    assert Balance.objects.get(receivable_id=one).book_year == 2027
    number = receive(one, 6_000)
    assert set(Posting.objects.filter(entry_id=number).values_list("book_year", flat=True)) == {
        2027
    }
    assert (stands(one), open_stands_in_one_year()) == ((0, 0, 0), [])


@pytest.mark.parametrize(
    ("kind", "figure", "amount"),
    [
        (EntryKind.DECIDE_REFUND, Figure.REFUNDED, 1),  # nothing is overpaid
        (EntryKind.WRITE_OFF, Figure.WRITTEN_OFF, 10_001),  # more than is owed
        (EntryKind.DECREASE, Figure.ASSESSED, -10_001),
        (EntryKind.RECOVER, Figure.RECOVERED, 1),
        (EntryKind.RECEIVE, Figure.RECEIVED, -1),
    ],
)
def test_more_than_there_is_is_refused(
    instalments: list[int], kind: EntryKind, figure: Figure, amount: int
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        post([entry(kind, figure, instalments[0], amount)], at=AT, by="a")
    assert stands(instalments[0]) == (10_000, 0, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO collection_posting (entry_id, component, account, figure, book_year, amount)"
        " SELECT min(id), 1, 11, 0, 2026, 5 FROM collection_journalentry",
        "INSERT INTO collection_posting (entry_id, component, account, figure, book_year, amount)"
        " SELECT min(id), 1, a, 0, 2026, a - 11 FROM collection_journalentry,"
        " (VALUES (10), (12)) v (a) GROUP BY a",
        "INSERT INTO collection_posting (entry_id, receivable_id, component, account, figure,"
        " book_year, amount) VALUES (-1, -1, 1, 1, 1, 2026, 5)",
        "UPDATE collection_posting SET amount = amount + 1",
        "UPDATE collection_journalentry SET booked_on = booked_on",
        "UPDATE collection_receivable SET due_date = due_date",
        "DELETE FROM collection_posting",
        "DELETE FROM collection_journalentry",
        "TRUNCATE collection_posting",
        "UPDATE collection_balance SET open = open - 1",
    ],
)
def test_the_database_refuses_by_itself(instalments: list[int], statement: str) -> None:
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["receive", "increase", "decrease", "refund", "write_off", "reverse", "appropriate"]
        ),
        st.integers(0, 2),
        st.integers(1, 25_000),
    ),
    min_size=1,
    max_size=60,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events=EVENTS)
def test_any_stream_of_events_keeps_every_invariant(
    instalments: list[int], events: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        story = Story(instalments)
        for kind, place, amount in events:
            getattr(story, kind)(instalments[place], instalments[(place + 1) % 3], amount)
            assert {one: stands(one) for one in instalments} == {
                one: story.at(one) for one in instalments
            }
        assert differing_balances(10) == []
        assert (entries_balance(), receivables_add_up(), open_stands_in_one_year()) == ([], [], [])
        before = sorted(Balance.objects.values_list())
        rebuild_balances()
        assert sorted(Balance.objects.values_list()) == before
        transaction.set_rollback(True)


class Story:
    """The same events on the ledger and on a plain model of two totals an instalment."""

    def __init__(self, instalments: list[int]) -> None:
        self.owed = dict.fromkeys(instalments, 10_000)
        self.paid = dict.fromkeys(instalments, 0)
        self.received: list[tuple[int, int, int]] = []

    def at(self, one: int) -> Position:
        return position(owed=self.owed[one], paid=self.paid[one])

    def receive(self, one: int, _: int, amount: int) -> None:
        self.received.append((receive(one, amount), one, amount))
        self.paid[one] += amount

    def increase(self, one: int, _: int, amount: int) -> None:
        post([entry(EntryKind.INCREASE, Figure.ASSESSED, one, amount)], at=AT, by="a")
        self.owed[one] += amount

    def decrease(self, one: int, _: int, amount: int) -> None:
        if amount <= self.owed[one]:
            post([entry(EntryKind.DECREASE, Figure.ASSESSED, one, -amount)], at=AT, by="a")
            self.owed[one] -= amount

    def refund(self, one: int, _: int, amount: int) -> None:
        if amount <= self.at(one).overpaid:
            post([entry(EntryKind.DECIDE_REFUND, Figure.REFUNDED, one, amount)], at=AT, by="a")
            self.paid[one] -= amount

    def write_off(self, one: int, _: int, amount: int) -> None:
        if amount <= self.at(one).open:
            post([entry(EntryKind.WRITE_OFF, Figure.WRITTEN_OFF, one, amount)], at=AT, by="a")
            self.owed[one] -= amount

    def reverse(self, _: int, __: int, amount: int) -> None:
        if self.received:
            number, target, paid = self.received.pop(amount % len(self.received))
            take_back(number)
            self.paid[target] -= paid

    def appropriate(self, one: int, other: int, amount: int) -> None:
        moved = min(amount, self.at(one).overpaid, self.at(other).open)
        if moved:
            lines = [
                Line(one, TAX, Figure.APPROPRIATED_OUT, moved),
                Line(other, TAX, Figure.APPROPRIATED, moved),
            ]
            post(
                [NewEntry(EntryKind.APPROPRIATE, DAY, DAY, "test", next(numbers), lines=lines)],
                at=AT,
                by="a",
            )
            self.paid[one] -= moved
            self.paid[other] += moved


def test_rules_are_stored(db: None) -> None:
    assert rules_are_those_of_the_code() == []
