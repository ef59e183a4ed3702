# SPDX-License-Identifier: Apache-2.0
"""Two officers press the button at the same moment: one seal, and the other is told why not."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection
from tests.domains.register.people import settle
from tests.domains.seals.desk import CARDS, SealDesk
from tests.staff_room import StaffRoom

from daicho.domains.seals.actions.slips import RegisterSealSlip
from daicho.domains.seals.models import CardStatus, SealCard, SealRegistration
from daicho.foundation.actions.action import Outcome, perform
from daicho.foundation.entries.models import Entry, State

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("same_person", [True, False])
def test_one_of_two_slips_wins(staff_room: StaffRoom, same_person: bool) -> None:
    """For one person two seals, or for two persons the same card."""
    desk, family = SealDesk.open(staff_room), settle()
    people = [family.head] * 2 if same_person else list(family.numbers[:2])
    cards = [CARDS, CARDS + same_person]
    slips = [
        slip_of(desk, number, card_no=card) for number, card in zip(people, cards, strict=True)
    ]
    start, outcomes = Barrier(2), dict[int, Outcome[int]]()

    def press(number: int) -> None:
        start.wait()
        try:
            outcomes[number] = perform(RegisterSealSlip(entry_no=number), context=desk.chief)
        finally:
            connection.close()

    threads = [Thread(target=press, args=(number,)) for number in slips]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    codes = sorted(tuple(one.code for one in outcomes[number].findings) for number in slips)
    reason = "register.E-095" if same_person else "seal.card_not_in_stock"
    assert codes == [(), (reason,)]
    assert SealRegistration.objects.count() == 1
    assert SealCard.objects.filter(status=CardStatus.ISSUED).count() == 1


def slip_of(desk: SealDesk, number: int, *, card_no: int) -> int:
    """A slip in check, also where another about the same person is."""
    Entry.objects.update(state=State.DRAFT)
    typed = desk.application(number, card_no=card_no)
    entered = desk.enter("register", {"addressee_no": number} | typed)
    Entry.objects.update(state=State.PROVISIONAL)
    assert entered.value is not None
    return entered.value
