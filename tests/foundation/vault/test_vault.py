# SPDX-License-Identifier: Apache-2.0
"""A number goes in, meets its equals by hash, and comes out only through the logged action."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction
from pytest_django import Settings
from tests.staff_room import StaffRoom

from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import perform
from daicho.foundation.audit.models import Entry
from daicho.foundation.vault import blobs, numbers
from daicho.foundation.vault.actions import RevealIndividualNumber, StoreIndividualNumber
from daicho.foundation.vault.keys import VaultError, hash_with, lookup_hashes
from daicho.kernel.numbers import individual_number_check_digit


def number(serial: int) -> str:
    """A made-up number whose check digit fits."""
    base = f"{serial:011d}"
    return f"{base}{individual_number_check_digit(base)}"


A, B = number(12345678901), number(98765432109)


@pytest.fixture
def stored(db: None, now: datetime) -> None:
    numbers.store_many(numbers=[(11, A), (22, B)], at=now)


@pytest.fixture
def officer(staff_room: StaffRoom) -> Context:
    return staff_room.context("vault.reveal", "vault.store")


def reveal(context: Context, addressee_no: int = 11, reason: str = "調査") -> str | None:
    action = RevealIndividualNumber(addressee_no=addressee_no, reason=reason)
    return perform(action, context=context).value


def test_reveals_and_logs_that_it_was_shown(stored: None, officer: Context) -> None:
    assert (reveal(officer), reveal(officer, 22)) == (A, B)
    entries = Entry.objects.order_by("id")
    assert [(entry.subjects, entry.individual_number_shown) for entry in entries] == [
        ([11], True), ([22], True),
    ]  # fmt: skip
    assert A not in str(list(entries.values()))


def test_without_reason_nothing_is_shown(stored: None, officer: Context) -> None:
    assert reveal(officer, reason=" ") is None
    assert Entry.objects.get().individual_number_shown is False


def test_counter_purpose_does_not_open_the_vault(stored: None, staff_room: StaffRoom) -> None:
    assert reveal(staff_room.context("vault.reveal", purpose="counter")) is None


def test_unknown_person_has_none(stored: None, officer: Context) -> None:
    assert reveal(officer, 33) is None


def test_equal_numbers_meet_by_hash(stored: None, now: datetime) -> None:
    numbers.store_many(numbers=[(33, A)], at=now)
    a, b, unknown = lookup_hashes([A, B, number(55555555555)])
    assert numbers.find_addressees(lookups=[a, b, unknown]) == {a: (11, 33), b: (22,)}
    assert dict(numbers.list_lookups()) == {11: a, 22: b, 33: a}


def test_hash_needs_the_key(db: None, settings: Settings) -> None:
    assert lookup_hashes([A]) == hash_with(settings.VAULT_KEY, [A])
    assert lookup_hashes([A]) != hash_with(bytes(32), [A])


def test_changed_number_ends_the_former(stored: None, now: datetime, officer: Context) -> None:
    changed = number(11111111111)
    assert numbers.store_many(numbers=[(11, changed), (22, B)], at=now) == 1
    assert reveal(officer) == changed
    assert numbers.find_addressees(lookups=lookup_hashes([A])) == {}


def test_application_role_reads_nothing(stored: None) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied for schema vault"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM vault.individual_number")


def test_role_is_laid_down_afterwards(stored: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = session_user")
        assert cursor.fetchone() == (True,)


def test_value_copied_to_another_person_does_not_open(stored: None, officer: Context) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE daicho_vault")
        cursor.execute(
            "UPDATE vault.individual_number SET sealed = (SELECT sealed FROM"
            " vault.individual_number WHERE addressee_no = 22) WHERE addressee_no = 11"
        )
        cursor.execute("RESET ROLE")
    with pytest.raises(VaultError):
        reveal(officer)


def test_wrong_number_is_refused_and_not_repeated(officer: Context) -> None:
    action = StoreIndividualNumber(addressee_no=11, number="123456789012")
    outcome = perform(action, context=officer)
    assert [finding.code for finding in outcome.findings] == ["vault.check_digit"]
    assert "123456789012" not in f"{outcome} {action} {list(Entry.objects.values())}"


def test_stores_one_through_the_action(officer: Context) -> None:
    assert not perform(StoreIndividualNumber(addressee_no=11, number=A), context=officer).is_refused
    assert reveal(officer) == A


@pytest.mark.parametrize("size", [0, 1, 1000, blobs.PIECE, blobs.PIECE + 1])
def test_file_comes_back_whole(tmp_path: Path, settings: Settings, size: int) -> None:
    settings.DAICHO_HOME = tmp_path
    source = tmp_path / "給報.csv"
    source.write_bytes((A * (size // 12 + 1)).encode()[:size])
    blob = blobs.store_file(source)
    assert blob == blobs.store_file(source)
    assert blob.size == size
    stored = tmp_path / "blobs" / blob.sha256[:2] / blob.sha256
    assert A.encode() not in stored.read_bytes()
    assert stored.stat().st_mode & 0o777 == 0o600
    blobs.restore_file(blob, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == source.read_bytes()


def test_changed_file_does_not_open(tmp_path: Path, settings: Settings) -> None:
    settings.DAICHO_HOME = tmp_path
    source = tmp_path / "a"
    source.write_bytes(b"x" * 100)
    blob = blobs.store_file(source)
    stored = tmp_path / "blobs" / blob.sha256[:2] / blob.sha256
    content = bytearray(stored.read_bytes())
    content[50] ^= 1
    stored.write_bytes(content)
    with pytest.raises(VaultError):
        blobs.restore_file(blob, tmp_path / "back")


def test_seals_small_data() -> None:
    sealed = blobs.seal(b"abc")
    assert b"abc" not in sealed
    assert blobs.unseal(sealed) == b"abc"
