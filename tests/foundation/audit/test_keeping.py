# SPDX-License-Identifier: Apache-2.0
"""A year of the log goes whole, seven years after its end, and the chain still holds."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection
from tests.staff_room import StaffRoom

from daicho.foundation.actions.action import perform
from daicho.foundation.audit import chain, keeping
from daicho.foundation.audit.entries import NewEntry, Who
from daicho.foundation.audit.log import append, append_many
from daicho.foundation.audit.models import Entry, Kind, Tombstone
from daicho.foundation.audit.verify import verify
from daicho.foundation.database.query import execute, row, rows
from daicho.web.desk.log_keeping import PurgeLog

TOKYO = ZoneInfo("Asia/Tokyo")
LATER = datetime(2033, 4, 1, tzinfo=TOKYO)  # the years up to 2024 and 2025 are over


def entry(at: datetime, number: int = 1) -> NewEntry:
    return NewEntry(
        at=at, kind=Kind.INQUIRY, who=Who("z1", "台帳 花子", "税務課"), terminal="10.0.0.7",
        function="x", screen="照会", purpose="", subjects=(number,),
    )  # fmt: skip


def day(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=TOKYO)


def partition_of(number: int) -> str:
    (name,) = row("SELECT tableoid::regclass::text FROM audit.entry WHERE id = %s", [number]) or ""
    return str(name)


@pytest.fixture
def three_years(db: None) -> dict[str, int]:
    """Blocks of the years 2024, 2024 with 2025 mixed, 2025, 2026; signed at two places."""
    numbers: dict[str, int] = {}
    numbers["2024"] = append(entry(day(2024, 6, 1)))
    chain.seal_all()
    numbers["new year's eve"] = append(entry(day(2025, 3, 31, 23)))
    numbers["new year"] = append(entry(day(2025, 4, 1, 0)))
    chain.seal_all()
    chain.checkpoint(at=day(2025, 4, 1))
    append_many(entry(day(2025, 5, 1), n) for n in range(20))
    numbers["late"] = append(entry(day(2025, 2, 1)))  # a moment of the year before
    chain.seal_all()
    numbers["2026"] = append(entry(day(2026, 6, 1)))
    chain.seal_all()
    chain.checkpoint(at=day(2026, 6, 1))
    chain.publish()
    return numbers


def test_entries_lie_in_the_partition_of_their_fiscal_year(three_years: dict[str, int]) -> None:
    places = {name: partition_of(number) for name, number in three_years.items()}
    assert places == {
        "2024": "audit.entry_2024", "new year's eve": "audit.entry_2024",
        "new year": "audit.entry_2025", "late": "audit.entry_2024", "2026": "audit.entry_2026",
    }  # fmt: skip


def test_year_is_prepared_before_it_begins(db: None) -> None:
    assert 2031 not in keeping.years_in_log()
    assert chain.prepare_years(at=day(2030, 4, 1, 0)) >= 1
    assert {2030, 2031} <= set(keeping.years_in_log())
    assert chain.prepare_years(at=day(2030, 6, 1)) == 0
    assert partition_of(append(entry(day(2031, 4, 1, 0)))) == "audit.entry_2031"


def test_checkpoint_prepares_the_next_year(db: None) -> None:
    append(entry(day(2040, 5, 1)))
    chain.seal_all()
    chain.checkpoint(at=day(2041, 5, 1))
    assert {2041, 2042} <= set(keeping.years_in_log())


def test_entry_of_no_prepared_year_is_not_refused(db: None) -> None:
    number = append(entry(day(2015, 5, 1)))
    assert partition_of(number) == "audit.entry_other"
    assert verify().findings == ()


def test_partition_refuses_change_also_to_its_owner(three_years: dict[str, int]) -> None:
    execute("SET LOCAL ROLE daicho_audit")
    with pytest.raises(Exception, match="append-only"):
        execute("DELETE FROM audit.entry_2024")


@pytest.mark.parametrize(
    ("at", "is_over"),
    [(day(2032, 3, 31, 23), False), (day(2032, 4, 1, 0), True)],
)
def test_year_is_kept_seven_years_after_its_end(at: datetime, is_over: bool) -> None:
    assert keeping.is_over(fiscal_year=2024, at=at) is is_over


def test_younger_year_is_refused_and_stays(three_years: dict[str, int]) -> None:
    before = Entry.objects.count()
    grave, findings = keeping.purge_year(fiscal_year=2024, at=day(2032, 3, 31))
    assert grave is None
    assert [finding.code for finding in findings] == ["audit.too_young"]
    assert Entry.objects.count() == before


def test_oldest_year_goes_first(three_years: dict[str, int]) -> None:
    _, findings = keeping.purge_year(fiscal_year=2025, at=LATER)
    assert [finding.code for finding in findings] == ["audit.order"]


def test_chain_holds_after_purging(three_years: dict[str, int]) -> None:
    grave, findings = keeping.purge_year(fiscal_year=2024, at=LATER)
    assert findings == ()
    assert grave is not None
    assert (grave.purged, grave.block, grave.entries) == (3, 2, 1)
    assert not Entry.objects.filter(at__lt=day(2025, 4, 1, 0)).exists()
    result = verify()
    assert (result.findings, result.purged_years) == ((), (2024,))
    assert rows("SELECT id FROM audit.purged_entry ORDER BY id") == [
        (three_years["new year's eve"],), (three_years["late"],),
    ]  # fmt: skip
    keeping.purge_year(fiscal_year=2025, at=LATER)
    result = verify()
    assert (result.findings, result.purged_years) == ((), (2024, 2025))
    assert result.blocks == 1
    append(entry(day(2033, 4, 1)))
    chain.seal_all()
    assert verify().findings == ()
    assert list(Entry.objects.values_list("id", flat=True))[-1] == three_years["2026"]


def test_every_year_may_go(three_years: dict[str, int]) -> None:
    for year in (2024, 2025, 2026):
        keeping.purge_year(fiscal_year=year, at=day(2050, 1, 1))
    result = verify()
    assert (result.findings, result.blocks) == ((), 1)
    append(entry(day(2050, 1, 1)))
    assert verify().findings == ()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE audit.tombstone SET entries = 0", "audit.tombstone"),
        ("UPDATE audit.tombstone SET purged = 2", "audit.tombstone"),
        ("DELETE FROM audit.tombstone", "audit.tombstone_lost"),
        ("DELETE FROM audit.tombstone", "audit.block_removed"),
        ("UPDATE audit.purged_entry SET digest = sha256('x')", "audit.kept"),
        ("DELETE FROM audit.purged_entry", "audit.entry_removed"),
        ("DELETE FROM audit.block WHERE number = 2", "audit.block_removed"),
        ("DELETE FROM audit.entry WHERE at < '2025-05-01'", "audit.entry_removed"),
    ],
)
def test_finds_what_was_done_after_purging(
    three_years: dict[str, int], statement: str, code: str
) -> None:
    keeping.purge_year(fiscal_year=2024, at=LATER)
    chain.publish()
    execute("SET LOCAL ROLE daicho_audit")
    tables = ("entry", "block", "tombstone", "purged_entry")
    for table in tables:
        execute(f"ALTER TABLE audit.{table} DISABLE TRIGGER append_only")
    execute(statement)
    for table in tables:
        execute(f"ALTER TABLE audit.{table} ENABLE TRIGGER append_only")
    execute("RESET ROLE")
    assert code in {finding.code for finding in verify().findings}


def test_log_that_is_not_whole_is_not_purged(three_years: dict[str, int]) -> None:
    execute("SET LOCAL ROLE daicho_audit")
    execute("ALTER TABLE audit.entry DISABLE TRIGGER append_only")
    execute("UPDATE audit.entry SET login = 'x' WHERE id = %s", [three_years["2026"]])
    execute("ALTER TABLE audit.entry ENABLE TRIGGER append_only")
    execute("RESET ROLE")
    grave, findings = keeping.purge_year(fiscal_year=2024, at=LATER)
    assert grave is None
    assert [finding.code for finding in findings] == ["audit.entry_changed"]
    assert 2024 in keeping.years_in_log()


def test_action_says_in_the_log_what_went(
    three_years: dict[str, int], staff_room: StaffRoom, now: datetime
) -> None:
    context = StaffRoom(at=now).context("system.settings", purpose="upkeep")
    refused = perform(PurgeLog(fiscal_year=2024), context=context)
    assert [finding.code for finding in refused.findings] == ["audit.too_young"]
    assert Entry.objects.latest("id").result == "refused"
    assert not Tombstone.objects.exists()


def test_settings_keep_the_role_apart() -> None:
    assert settings.DATABASE_USERS["application"]["USER"] == "daicho_app"
    assert connection.settings_dict.get("USER", "") != "daicho_app"
