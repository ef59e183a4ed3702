# SPDX-License-Identifier: Apache-2.0
"""A change of the vault's key reaches the images; nothing else of them can be changed."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings
from tests.domains.register.people import settle
from tests.domains.seals.desk import SealDesk
from tests.staff_room import StaffRoom

from daicho.domains.seals.models import SealImage
from daicho.domains.seals.public import count_old_images, current_seal, reseal_images
from daicho.foundation.vault.keys import VaultError

pytestmark = pytest.mark.django_db


def test_images_follow_the_key(staff_room: StaffRoom, settings: Settings) -> None:
    desk, head = SealDesk.open(staff_room), settle().head
    desk.register(head)
    before = current_seal(addressee_no=head, at=desk.at)
    former, settings.VAULT_KEY = settings.VAULT_KEY, b"n" * 32
    settings.VAULT_FORMER_KEYS = (former,)
    assert (count_old_images(), reseal_images(), count_old_images()) == (1, 1, 0)
    assert reseal_images() == 0
    settings.VAULT_FORMER_KEYS = ()
    assert current_seal(addressee_no=head, at=desk.at) == before
    settings.VAULT_KEY = former
    with pytest.raises(VaultError):
        current_seal(addressee_no=head, at=desk.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        SealImage.objects.update(width=100)
