# SPDX-License-Identifier: Apache-2.0
"""The made-up ward's register: agrees with the residents files, and the product takes it in."""

import csv
import datetime as dt
from collections import Counter

import pyarrow.compute as pc
import pytest
from django.utils import timezone

from daicho.adapters.registry import FILE_KINDS
from daicho.config.operator import command_context
from daicho.counterparts.ward.draws import Draws
from daicho.counterparts.ward.generate import generate_register, generate_ward
from daicho.counterparts.ward.lives.timeline import live
from daicho.counterparts.ward.people import day_of, settle
from daicho.domains.addressee.checks import addressees_follow_the_register
from daicho.domains.addressee.models import Addressee
from daicho.domains.register import checks
from daicho.domains.register.migration.actions import ImportRegister
from daicho.domains.register.migration.numbers_file import ImportNumbers
from daicho.domains.register.models import Event, ResidentVersion, SearchEntry
from daicho.domains.register.public import RebuildDerived
from daicho.foundation.actions.action import perform
from daicho.kernel.numbers import is_addressee_number
from daicho.rules.resident_register.reasons import Reason

RESIDENTS, SEED, YEAR = 700, 7, 2026
UNTIL = dt.date(2026, 11, 20)
PASSPHRASE = "made-up-passphrase"
COMPARED = (
    ("household_no", "household_number"), ("name", "name"), ("kana", "kana"),
    ("postcode", "postcode"), ("address", "address"), ("building", "address_detail"),
    ("sex", "sex"), ("relationship", "relationship_to_householder"),
)  # fmt: skip


def make(folder):
    made = generate_register(
        residents=RESIDENTS, seed=SEED, fiscal_year=YEAR, until=UNTIL, out=folder,
        passphrase=PASSPHRASE,
    )  # fmt: skip
    return folder, made


@pytest.fixture(scope="module")
def ward(tmp_path_factory):
    return make(tmp_path_factory.mktemp("ward"))


def rows_of(folder, file):
    with (folder / "register" / f"{file}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def on(rows, day):
    iso = day.isoformat()
    return {
        row["addressee_no"]: row
        for row in rows
        if not row["recorded_to"] and row["status"] == "resident"
        and row["valid_from"] <= iso and (not row["valid_to"] or iso < row["valid_to"])
    }  # fmt: skip


@pytest.mark.parametrize("year", [YEAR - 1, YEAR])
def test_the_residents_of_january_1_are_those_of_the_residents_file(ward, tmp_path, year):
    generate_ward(residents=RESIDENTS, seed=SEED, fiscal_year=year, out=tmp_path)
    told = FILE_KINDS["residents"].read(tmp_path / "residents.csv", fiscal_year=year).table
    told = told.filter(pc.less(told["resident_class"], 3)).to_pylist()
    held = on(rows_of(ward[0], "residents"), dt.date(year, 1, 1))
    assert held.keys() == {str(one["addressee_number"]) for one in told}
    assert len(held) == RESIDENTS
    for one in told:
        row = held[str(one["addressee_number"])]
        for ours, theirs in COMPARED:
            assert row[ours] == str(one[theirs]), (ours, row["addressee_no"])
        assert row["birth_date"].replace("-", "") == str(one["birth_date"])
        assert (row["public_assistance"] == "t") == bool(one["public_assistance"])


def test_lives_agree_with_both_files_at_any_size():
    for residents in (100, 1_234):
        draws = Draws(3)
        lives = live(draws, residents=residents, fiscal_year=YEAR, until=day_of(2026, 6, 30))
        for year in (YEAR - 1, YEAR):
            named = settle(draws, residents=residents, fiscal_year=year).id.tolist()
            here = lives.people.id[lives.are_here(day_of(year, 1, 1))].tolist()
            assert sorted(here) == sorted(named)


def test_the_same_seed_gives_the_same_bytes(ward, tmp_path):
    again, made = make(tmp_path / "again")
    assert made == ward[1]
    for path in sorted((ward[0] / "register").glob("*.[cj]s*")):
        assert (again / "register" / path.name).read_bytes() == path.read_bytes(), path.name


def test_lives_are_told_in_full(ward):
    events = Counter(ward[1]["events"])
    expected = (
        Reason.DOMESTIC_MOVE_IN, Reason.BIRTH, Reason.DOMESTIC_MOVE_OUT, Reason.MOVE_OUT_ABROAD,
        Reason.DEATH, Reason.MOVE_WITHIN, Reason.CORRECT_BY_AUTHORITY, Reason.CANCEL_INCREASE,
        Reason.FORMER_SURNAME_RECORD, Reason.ALIAS_RECORD,
    )  # fmt: skip
    assert all(events[reason.value] for reason in expected)
    rows = rows_of(ward[0], "residents")
    assert all(is_addressee_number(row["addressee_no"]) for row in rows)
    # Somebody has said that they will leave, and is a resident still.
    ahead = [row for row in rows if not row["recorded_to"] and row["ceased_on"] > str(UNTIL)]
    assert ahead
    assert all(row["valid_from"] == row["ceased_on"] for row in ahead)
    told = {row["id"]: row for row in rows_of(ward[0], "events")}
    assert all(row["recorded_at"][:10] <= str(UNTIL) for row in told.values())
    cancelled = [row for row in told.values() if row["cancels_id"]]
    assert {told[row["cancels_id"]]["reason"] for row in cancelled} == {"201"}
    # Who left in the years before the events has a removed record without one.
    assert any(row["status"] == "moved_out" and not row["event_id"] for row in rows)


@pytest.mark.django_db(transaction=True)
def test_the_product_takes_the_register_in(ward, django_db_serialized_rollback):
    folder = ward[0] / "register"

    def does(action, *functions, purpose="upkeep"):
        at = timezone.now()
        context = command_context(functions=frozenset(functions), purpose=purpose, at=at)
        outcome = perform(action, context=context)
        assert outcome.value is not None, outcome.findings[:3]
        return outcome.value

    does(ImportRegister(folder=folder), "register.export")
    numbers = ImportNumbers(folder=folder, passphrase=PASSPHRASE)
    held = does(numbers, "register.export_numbers", purpose="register")
    does(RebuildDerived(), "register.bulk", purpose="register")
    people = ResidentVersion.objects.values("addressee_no").distinct().count()
    assert held == people == Addressee.objects.count()
    assert Addressee.objects.filter(number_hash__isnull=True).count() == 0
    for check in (
        checks.one_householder, checks.householder_is_named, checks.history_is_dense,
        checks.events_exist, checks.required_items_are_there, checks.status_and_day_agree,
        addressees_follow_the_register,
    ):  # fmt: skip
        assert check() == [], check.__name__
    # A bride is found by the name she had before.
    event = Event.objects.filter(detail={"事由": "婚姻"}).first()
    bride = ResidentVersion.objects.filter(addressee_no=event.addressee_nos[0])
    names = {row.name for row in bride.filter(name__contains="　")}
    found = SearchEntry.objects.filter(addressee_no=event.addressee_nos[0], is_current=False)
    assert len(names) == 2
    assert found.exists()
