# SPDX-License-Identifier: Apache-2.0
"""個人番号 go beside the register under a passphrase, whole or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.domains.register.people import settle
from tests.staff_room import StaffRoom

from daicho.domains.register.migration.numbers_file import (
    FILE_NAME,
    ExportNumbers,
    ImportNumbers,
    check_numbers,
)
from daicho.domains.register.migration.sealed_file import (
    SealedFileError,
    read_sealed,
    write_sealed,
)
from daicho.foundation.actions.action import perform
from daicho.foundation.vault import numbers
from daicho.foundation.vault.role import vault_role
from daicho.foundation.vault.transfer import open_every_number
from daicho.kernel.numbers import individual_number_check_digit

WORDS = "correct horse battery"
OLD, NEW = (
    base + str(individual_number_check_digit(base)) for base in ("12345678901", "98765432109")
)


def test_a_sealed_file_opens_with_its_words_only(tmp_path: Path) -> None:
    path = tmp_path / "x"
    write_sealed(path, [b"one", b"two"], WORDS)
    assert list(read_sealed(path, WORDS)) == [b"one", b"two"]
    whole = path.read_bytes()
    assert b"one" not in whole
    with pytest.raises(SealedFileError, match="合言葉"):
        list(read_sealed(path, WORDS + "x"))
    cut = len(whole) - len(b"two") - 16 - 4
    for spoilt in (whole[:cut], whole[:-1], whole[:-1] + b"\x00", whole + whole[cut:]):
        path.write_bytes(spoilt)
        with pytest.raises(SealedFileError):
            list(read_sealed(path, WORDS))


@pytest.mark.django_db
def test_numbers_come_back_with_their_history(
    staff_room: StaffRoom, tmp_path: Path, now: datetime
) -> None:
    family = settle()
    head, wife = family.numbers[:2]
    numbers.store_many(numbers=[(head, OLD)], at=now)
    numbers.store_many(numbers=[(head, NEW)], at=now + timedelta(hours=1))
    numbers.store_many(numbers=[(wife, OLD)], at=now + timedelta(hours=2))
    before = list(open_every_number())
    context = staff_room.context("register.export_numbers", purpose="register")
    weak = perform(ExportNumbers(folder=tmp_path, passphrase="short"), context=context)
    assert [one.code for one in weak.findings] == ["register.import.passphrase"]
    done = perform(ExportNumbers(folder=tmp_path, passphrase=WORDS), context=context)
    assert done.value == len(before) == 3
    assert OLD.encode() not in (tmp_path / FILE_NAME).read_bytes()

    again = perform(ImportNumbers(folder=tmp_path, passphrase=WORDS), context=context)
    assert [one.message_ja for one in again.findings] == ["すでに個人番号が登録されています。"]
    with vault_role() as cursor:
        cursor.execute("DELETE FROM vault.individual_number")
    assert perform(ImportNumbers(folder=tmp_path, passphrase=WORDS), context=context).value == 3
    assert list(open_every_number()) == before
    assert numbers.open_number(addressee_no=wife) == OLD


@pytest.mark.django_db
def test_numbers_of_strangers_are_refused(
    staff_room: StaffRoom, tmp_path: Path, now: datetime
) -> None:
    numbers.store_many(numbers=[(19, OLD)], at=now)
    context = staff_room.context("register.export_numbers", purpose="register")
    perform(ExportNumbers(folder=tmp_path, passphrase=WORDS), context=context)
    with vault_role() as cursor:
        cursor.execute("DELETE FROM vault.individual_number")
    done = perform(ImportNumbers(folder=tmp_path, passphrase=WORDS), context=context)
    assert [one.subject for one in done.findings] == [f"{FILE_NAME} 1行"]
    assert list(open_every_number()) == []
    assert check_numbers(tmp_path, "other words here")[0].code == "register.import.sealed"


@pytest.mark.django_db
def test_the_purpose_must_be_one_that_uses_the_number(
    staff_room: StaffRoom, tmp_path: Path
) -> None:
    context = staff_room.context("register.export_numbers", purpose="statistics")
    done = perform(ExportNumbers(folder=tmp_path, passphrase=WORDS), context=context)
    assert [one.code for one in done.findings] == ["access.not_number_use"]
    assert list(tmp_path.iterdir()) == []
