# SPDX-License-Identifier: Apache-2.0
"""A new key: values, hashes and files follow, a killed run goes on, the former key can go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings
from tests.staff_room import StaffRoom

from daicho.domains.addressee.models import Addressee
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import perform
from daicho.foundation.audit.models import Entry
from daicho.foundation.database.query import execute, row
from daicho.foundation.vault import blobs, numbers, rotation
from daicho.foundation.vault.actions import RevealIndividualNumber, SwitchVaultKey
from daicho.foundation.vault.keys import VaultError, key_id, keyring, lookup_hashes
from daicho.kernel.numbers import individual_number_check_digit

NEW = bytes(range(32))


def number(serial: int) -> str:
    base = f"{serial:011d}"
    return f"{base}{individual_number_check_digit(base)}"


PEOPLE = [(n, number(20_000_000_000 + n)) for n in range(1, 26)]
STRANGER = number(33_333_333_333)


@pytest.fixture
def stored(db: None, now: datetime, settings: Settings, tmp_path: Path) -> Iterator[None]:
    """25 people, a number that changed, a stranger of a document, a file of two pieces."""
    settings.DAICHO_HOME = tmp_path
    numbers.store_many(numbers=[*PEOPLE[:-1], (25, number(44_444_444_444))], at=now)
    numbers.store_many(numbers=PEOPLE[-1:], at=now)
    numbers.hash_and_keep([STRANGER, PEOPLE[0][1]])
    execute("CREATE TABLE rotation_holder (id bigint PRIMARY KEY, number_hash bytea, people jsonb)")
    a, b, stranger = lookup_hashes([PEOPLE[0][1], PEOPLE[1][1], STRANGER])
    execute(
        "INSERT INTO rotation_holder VALUES (1, %s, '[]'), (2, NULL, %s::jsonb), (3, %s, '[]')",
        [a, f'[{{"name": "港", "number_hash": "{b.hex()}"}}, {{"name": "無"}}]', stranger],
    )
    settings.VAULT_HASH_HOLDERS = "tests.foundation.vault.test_rotation"
    return


HOLDERS = (
    rotation.HashHolder("rotation_holder", "id", "number_hash"),
    rotation.HashHolder("rotation_holder", "id", "people", is_json=True),
)


@pytest.fixture
def context(staff_room: StaffRoom) -> Context:
    return staff_room.context("system.settings", purpose="upkeep", login="z8")


def turn_key(settings: Settings) -> bytes:
    former: bytes = settings.VAULT_KEY
    settings.VAULT_FORMER_KEYS = (former,)
    settings.VAULT_KEY = NEW
    return former


def quiet(table: str, done: int) -> None:
    """Tell nobody."""


def held() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT encode(number_hash, 'hex'), people #>> '{0,number_hash}' FROM rotation_holder"
            " ORDER BY id"
        )
        return list(cursor.fetchall())


def hexes(*them: str) -> list[str]:
    return [value.hex() for value in lookup_hashes(them)]


def test_everything_follows_and_the_former_key_can_go(
    stored: None, settings: Settings, context: Context, staff_room: StaffRoom
) -> None:
    former = turn_key(settings)
    assert rotation.count_left() == 28  # 26 values, the stranger's, the hashes
    assert rotation.reseal_numbers(quiet) == 27
    outcome = perform(SwitchVaultKey(), context=context)
    assert outcome.value == rotation.Switch(hashes=27, elsewhere=3, strays=0)
    assert rotation.count_left() == 0
    settings.VAULT_FORMER_KEYS = ()
    assert former not in keyring().values()
    assert all(numbers.open_number(addressee_no=n) == value for n, value in PEOPLE)
    assert numbers.find_addressees(lookups=lookup_hashes([PEOPLE[4][1]])) == {
        lookup_hashes([PEOPLE[4][1]])[0]: (5,)
    }
    a, b, stranger = hexes(PEOPLE[0][1], PEOPLE[1][1], STRANGER)
    assert held() == [(a, None), (None, b), (stranger, None)]
    reveal = RevealIndividualNumber(addressee_no=3, reason="調査")
    officer = staff_room.context("vault.reveal", login="z9")
    assert perform(reveal, context=officer).value == PEOPLE[2][1]


def test_rotation_is_logged_without_the_key(
    stored: None, settings: Settings, context: Context
) -> None:
    turn_key(settings)
    rotation.reseal_numbers(quiet)
    perform(SwitchVaultKey(), context=context)
    entry = Entry.objects.latest("id")
    assert (entry.kind, entry.screen) == ("settings", "個人番号の暗号鍵の更新")
    assert entry.detail == {"新しい鍵": key_id(NEW).hex()}
    assert NEW.hex() not in str(entry.detail)


def test_numbers_meet_at_every_moment(
    stored: None, settings: Settings, context: Context, now: datetime
) -> None:
    before = hexes(PEOPLE[0][1])
    turn_key(settings)
    rotation.reseal_numbers(quiet)
    assert hexes(PEOPLE[0][1]) == before  # the stored hashes are still the former ones
    numbers.store_many(numbers=[(77, PEOPLE[0][1])], at=now)  # somebody works on meanwhile
    perform(SwitchVaultKey(), context=context)
    (after,) = lookup_hashes([PEOPLE[0][1]])
    assert after.hex() not in before
    assert numbers.find_addressees(lookups=[after]) == {after: (1, 77)}
    assert numbers.open_number(addressee_no=77) == PEOPLE[0][1]


def test_goes_on_where_it_was_killed(
    stored: None, settings: Settings, monkeypatch: pytest.MonkeyPatch, context: Context
) -> None:
    turn_key(settings)
    monkeypatch.setattr(rotation, "BATCH", 10)

    def killed(table: str, done: int) -> None:
        if done >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.reseal_numbers(killed)
    assert rotation.count_left() == 28 - 20
    assert rotation.reseal_numbers(quiet) == 7
    perform(SwitchVaultKey(), context=context)
    assert rotation.count_left() == 0
    assert all(numbers.open_number(addressee_no=n) == value for n, value in PEOPLE)


def test_switch_that_fails_changes_nothing(
    stored: None, settings: Settings, context: Context
) -> None:
    turn_key(settings)
    before = held()
    execute("ALTER TABLE rotation_holder ADD CHECK (people = '[]' OR id <> 2) NOT VALID")
    with pytest.raises(Exception, match="check constraint"):
        perform(SwitchVaultKey(), context=context)
    assert held() == before
    assert row("SELECT current_user = session_user") == (True,)


def test_unknown_hash_is_counted_and_stays(
    stored: None, settings: Settings, context: Context
) -> None:
    execute("UPDATE rotation_holder SET number_hash = sha256('x') WHERE id = 3")
    turn_key(settings)
    outcome = perform(SwitchVaultKey(), context=context)
    assert outcome.value is not None
    assert (outcome.value.elsewhere, outcome.value.strays) == (2, 1)


def test_without_its_key_nothing_opens(stored: None, settings: Settings) -> None:
    settings.VAULT_KEY = NEW
    with pytest.raises(VaultError, match="unknown key"):
        numbers.open_number(addressee_no=1)
    with pytest.raises(VaultError, match="not among our keys"):
        lookup_hashes([STRANGER])


def test_value_of_the_first_form_still_opens(stored: None, settings: Settings) -> None:
    """What was sealed before keys had names."""
    execute("SET LOCAL ROLE daicho_vault")
    execute(
        "UPDATE vault.individual_number SET sealed = '\\x01'::bytea || substr(sealed, 6)"
        " WHERE addressee_no = 1"
    )
    execute("RESET ROLE")
    assert numbers.open_number(addressee_no=1) == PEOPLE[0][1]
    turn_key(settings)
    assert numbers.open_number(addressee_no=1) == PEOPLE[0][1]
    rotation.reseal_numbers(quiet)
    settings.VAULT_FORMER_KEYS = ()
    assert numbers.open_number(addressee_no=1) == PEOPLE[0][1]


@pytest.mark.parametrize("size", [0, 5, blobs.PIECE + 1])
def test_files_follow(settings: Settings, tmp_path: Path, size: int) -> None:
    settings.DAICHO_HOME = tmp_path
    source = tmp_path / "a"
    source.write_bytes(b"x" * size)
    blob = blobs.store_file(source)
    turn_key(settings)
    assert blobs.count_left() == 1
    assert blobs.reseal_files() == 1
    assert (blobs.reseal_files(), blobs.count_left()) == (0, 0)
    settings.VAULT_FORMER_KEYS = ()
    blobs.restore_file(blob, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == source.read_bytes()
    stored = tmp_path / "blobs" / blob.sha256[:2] / blob.sha256
    assert stored.stat().st_mode & 0o777 == 0o600


def test_every_hash_in_the_database_is_declared() -> None:
    """A new column with a hash must be named in config/hash_holders.py."""
    from django.apps import apps

    from daicho.config.hash_holders import HOLDERS as DECLARED

    columns = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if "number_hash" in field.name
    }
    assert columns == {(one.table, one.column) for one in DECLARED if not one.is_json}
    assert ("addressee_addressee", "number_hash") in columns
    assert Addressee._meta.db_table == "addressee_addressee"
