# SPDX-License-Identifier: Apache-2.0
"""The log finds what was done to it past the application."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from daicho.foundation.audit import chain
from daicho.foundation.audit.entries import AuditError, NewEntry, Who
from daicho.foundation.audit.log import append, append_many
from daicho.foundation.audit.models import Block, Entry, Kind
from daicho.foundation.audit.verify import verify
from daicho.foundation.database.query import row

WHO = Who("z00001", "台帳 花子", "税務課")


def entry(at: datetime, **changes: object) -> NewEntry:
    """A look at one taxpayer."""
    values: dict[str, object] = {
        "at": at, "kind": Kind.INQUIRY, "who": WHO, "terminal": "10.0.0.7",
        "function": "tax.taxpayer.view", "screen": "納税義務者照会", "purpose": "窓口照会",
        "subjects": (1234567,), "detail": {"年度": 2026},
    }  # fmt: skip
    return NewEntry(**{**values, **changes})  # type: ignore[arg-type]


def tamper(statement: str, *parameters: int | list[int]) -> None:
    """What an administrator of the database could do, with every trigger off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE daicho_audit")
        for table in ("audit.entry", "audit.block", "audit.checkpoint"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, parameters)
        for table in ("audit.entry", "audit.block", "audit.checkpoint"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("RESET ROLE")


def codes() -> list[str]:
    """What the verifier finds."""
    return sorted({finding.code for finding in verify().findings})


@pytest.fixture
def sealed(db: None, now: datetime) -> list[int]:
    """Three blocks of two entries."""
    numbers: list[int] = []
    for _ in range(3):
        numbers += [append(entry(now)), append(entry(now, screen="課税台帳"))]
        chain.seal_all()
    return numbers


def test_whole_log_verifies(sealed: list[int]) -> None:
    result = verify()
    assert (result.entries, result.blocks, result.findings) == (6, 3, ())
    assert result.checkpoints >= 1


def test_entry_reads_back_as_written(sealed: list[int]) -> None:
    stored = Entry.objects.get(pk=sealed[0])
    assert (stored.login, stored.name, stored.section) == ("z00001", "台帳 花子", "税務課")
    assert stored.subjects == [1234567]
    assert stored.detail == {"年度": 2026}
    assert stored.individual_number_shown is False


def test_many_entries_are_one_block(db: None, now: datetime) -> None:
    assert append_many(entry(now, subjects=(n,)) for n in range(1_000)) == 1_000
    assert chain.seal_all() == 1_000
    assert Block.objects.count() == 1
    assert verify().findings == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit.entry SET purpose = ''",
        "DELETE FROM audit.entry",
        "TRUNCATE audit.entry",
        "DELETE FROM audit.block",
        "UPDATE audit.checkpoint SET entries = 0",
    ],
)
def test_application_role_cannot_change_the_log(sealed: list[int], statement: str) -> None:
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Entry.objects.count() == 6


def test_even_the_owner_is_refused_by_the_trigger(sealed: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE daicho_audit")
        with pytest.raises(IntegrityError, match="append-only"):
            cursor.execute("UPDATE audit.entry SET purpose = ''")


def test_finds_changed_entry(sealed: list[int]) -> None:
    tamper("UPDATE audit.entry SET purpose = '別の目的' WHERE id = %s", sealed[2])
    result = verify()
    assert [(found.code, found.subject) for found in result.findings] == [
        ("audit.entry_changed", f"ログ {sealed[2]}")
    ]


def test_finds_changed_whom(sealed: list[int]) -> None:
    tamper("UPDATE audit.entry SET subjects = '{7654321}' WHERE id = %s", sealed[0])
    assert codes() == ["audit.entry_changed"]


def test_finds_entry_overwritten_by_another_with_its_digest(sealed: list[int]) -> None:
    columns = (
        "at, kind, login, name, section, terminal, function, screen, purpose, subjects,"
        " individual_number_shown, result, detail, digest"
    )
    tamper(
        f"UPDATE audit.entry SET ({columns}) ="
        f" (SELECT {columns} FROM audit.entry WHERE id = %s) WHERE id = %s",
        sealed[1], sealed[0],
    )  # fmt: skip
    assert codes() == ["audit.chain_broken"]


def test_finds_removed_entry(sealed: list[int]) -> None:
    tamper("DELETE FROM audit.entry WHERE id = %s", sealed[3])
    assert codes() == ["audit.entry_removed"]


def test_finds_reordered_entries(sealed: list[int]) -> None:
    tamper("UPDATE audit.block SET entry_ids = ARRAY[entry_ids[2], entry_ids[1]] WHERE number = 2")
    assert codes() == ["audit.chain_broken"]


def test_finds_removed_block(sealed: list[int]) -> None:
    tamper("DELETE FROM audit.block WHERE number = 2")
    assert "audit.block_removed" in codes()


def test_finds_entry_put_in_past_the_chain(sealed: list[int]) -> None:
    tamper(
        "INSERT INTO audit.entry (at, kind, login, name, section, terminal, function, screen,"
        " purpose, subjects, individual_number_shown, result, detail, digest)"
        " SELECT at, kind, 'z99999', name, section, terminal, function, screen, purpose, subjects,"
        " individual_number_shown, result, detail, digest FROM audit.entry WHERE id = %s",
        sealed[0],
    )
    assert codes() == ["audit.entry_unsealed"]


def test_finds_chain_cut_off_at_its_end(
    sealed: list[int], now: datetime, django_capture_on_commit_callbacks: object
) -> None:
    chain.checkpoint(at=now)
    chain.publish()
    tamper("DELETE FROM audit.entry WHERE id = ANY(%s)", sealed[4:])
    tamper("DELETE FROM audit.block WHERE number = 3")
    tamper("DELETE FROM audit.checkpoint WHERE block_number = 3")
    findings = verify().findings
    assert [found.code for found in findings] == ["audit.truncated"]
    assert "外部" in findings[0].subject


def test_finds_forged_checkpoint(sealed: list[int]) -> None:
    tamper("UPDATE audit.checkpoint SET entries = entries + 1")
    assert codes() == ["audit.signature"]


def test_published_checkpoint_carries_its_public_key(sealed: list[int], now: datetime) -> None:
    chain.checkpoint(at=now)
    chain.publish()
    assert Path(settings.AUDIT_CHECKPOINT_DIR) in chain.published_path().parents
    assert '"key"' in chain.published_path().read_text("utf-8")


def test_refuses_an_individual_number_and_does_not_repeat_it(db: None, now: datetime) -> None:
    with pytest.raises(AuditError) as raised:
        append(entry(now, detail={"検索語": "123456789018"}))
    assert "123456789018" not in str(raised.value)


def test_refuses_fractions(db: None, now: datetime) -> None:
    with pytest.raises(AuditError):
        append(entry(now, detail={"税額": 1.5}))


@pytest.mark.django_db(transaction=True)
def test_commit_seals_by_itself(now: datetime) -> None:
    before = Block.objects.count()
    with transaction.atomic():
        append(entry(now))
        append(entry(now))
    assert Block.objects.count() == before + 1
    assert verify().findings == ()


@pytest.mark.django_db(transaction=True)
def test_rolled_back_entry_leaves_no_trace(now: datetime) -> None:
    before = Entry.objects.count()
    with transaction.atomic():
        append(entry(now))
        transaction.set_rollback(True)
    assert Entry.objects.count() == before
    assert verify().findings == ()


@pytest.mark.django_db(transaction=True)
def test_sixteen_writers_leave_nothing_unsealed(now: datetime) -> None:
    """Whoever leaves word with the thread that is sealing is sealed by it."""
    before = Entry.objects.count()

    def work(number: int) -> None:
        for _ in range(10):
            with transaction.atomic():
                append(entry(now, subjects=(number,)))
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 17)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    chain.seal()  # the last round may have been the holder's last
    assert Entry.objects.count() == before + 160
    assert row("SELECT count(*) FROM audit.pending") == (0,)
    assert verify().findings == ()
