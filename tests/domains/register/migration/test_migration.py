# SPDX-License-Identifier: Apache-2.0
"""The whole register out, into an empty database, and out again: the same bytes."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.domains.register.people import (
    DESK,
    FOUR,
    HEAD,
    TOKYO,
    Counter,
    new_event,
    settle,
)
from tests.domains.register.test_cancel import slip
from tests.staff_room import StaffRoom

from daicho.domains.addressee.models import Addressee
from daicho.domains.register.history import PersonChange, write_event
from daicho.domains.register.hooks import tell_followers
from daicho.domains.register.migration.actions import ExportRegister, ImportRegister
from daicho.domains.register.migration.manifest import FileFigures, Manifest, read_manifest
from daicho.domains.register.migration.tables import exported_tables
from daicho.domains.register.models import Event, Memo, Remark, ResidentVersion, SearchEntry
from daicho.domains.support.models import (
    ApplicationVersion,
    BlockChange,
    MeasureStep,
    RestraintRelease,
    RestraintStep,
    SupportNotice,
)
from daicho.foundation.access.actor import Actor, Context
from daicho.foundation.access.protection import protect
from daicho.foundation.actions.action import Outcome, perform
from daicho.foundation.numbering.models import Series
from daicho.foundation.numbering.series import take
from daicho.kernel.findings import Finding
from daicho.rules.resident_register.reasons import Reason

pytestmark = pytest.mark.django_db
MOVED = "東京都港区芝公園一丁目５番２５号"
FULL = frozenset({"register.export", "protected.view"})


def who(at: datetime, functions: frozenset[str] = FULL) -> Context:
    actor = Actor(staff_id=0, who=DESK.actor.who, functions=functions)
    return Context(actor=actor, purpose="upkeep", terminal="t", at=at)


def export(folder: Path, at: datetime) -> Manifest:
    done = perform(ExportRegister(folder=folder), context=who(at))
    assert done.value is not None, done.findings
    return done.value


def take_in(folder: Path, at: datetime) -> Outcome[Manifest]:
    return perform(ImportRegister(folder=folder), context=who(at))


def empty() -> None:
    """As a database that was just made."""
    tables = [table.relation for table in exported_tables()]
    more = ["addressee_addressee", "register_searchentry", "numbering_series"]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in [*tables, *more]:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join([*tables, *more])} RESTART IDENTITY CASCADE")
        for name in [*tables, *more]:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def move(number: int, *, on: date, at: datetime, address: str = MOVED) -> Event:
    event = new_event(reason=Reason.MOVE_WITHIN, happened_on=on, at=at)
    values = {"address": address, "moved_in_on": on}
    changes = [PersonChange(addressee_no=number, first_day=on, values=values)]
    changed = write_event(event=event, changes=changes)
    tell_followers(changes=changed, context=replace(DESK, at=at))
    return event


def protected_and_restrained(number: int, household_no: int, at: datetime) -> None:
    """A measure with its application, restraints with a release, what other systems were told."""
    for code, serial in (("application", 8), ("measure", 5), ("restraint", 10)):
        Series.objects.create(code=f"support_{code}", next_serial=serial)
    ApplicationVersion.objects.create(
        application_no=7, version_no=1, items={"相手方": "試作　三郎", "住所": ["大阪府", None]},
        written_by="a", written_at=at,
    )  # fmt: skip
    MeasureStep.objects.create(
        measure_no=4, step_no=1, application_no=7, addressee_no=number, is_applicant=True,
        act="apply", provisional_from=at.date(), written_by="a", written_at=at,
    )  # fmt: skip
    levels = {"change_level": 1, "issue_level": 2, "inquiry_level": 0, "first": at.date(),
              "written_by": "a", "written_at": at}  # fmt: skip
    for step, act in enumerate(("set", "end"), 1):
        RestraintStep.objects.create(
            restraint_no=9, step_no=step, act=act, kind="mail", household_no=household_no,
            reason="返戻", ended_on=at.date() if act == "end" else None, **levels,
        )  # fmt: skip
    RestraintRelease.objects.create(
        addressee_no=number, process="発行", since=at, until=at + timedelta(minutes=10),
        reason="本人確認", released_by="b",
    )  # fmt: skip
    SupportNotice.objects.create(
        measure_no=4, addressee_no=number, text="転居", event_no=1, made_at=at
    )
    BlockChange.objects.create(
        addressee_no=number, first=at.date(), last=None, is_measure=True, made_at=at
    )


@pytest.fixture
def told(staff_room: StaffRoom, now: datetime) -> list[int]:
    """A register with a cancelled event, one entered late, notes, a protected person."""
    family = settle()
    counter = Counter.open(staff_room)
    awkward = '改行\nと"引用"、,コンマ\r\nタブ\tと\\バックスラッシュ'
    settle([replace(HEAD, name="試作　次郎", items={"building": awkward})], on=date(2021, 5, 1),
           at=datetime(2021, 5, 1, 9, tzinfo=TOKYO))  # fmt: skip
    wrong = move(family.head, on=date(2025, 3, 1), at=now - timedelta(days=400))
    counter.carry("register.cancel", slip(wrong))
    move(family.numbers[1], on=date(2022, 2, 1), at=now + timedelta(hours=1))
    thread = "0f6f7c2e-7b0e-4c2e-8f4d-0a0a0a0a0a0a"
    Remark.objects.create(addressee_no=family.head, thread=thread, text="備考", written_by="a",
                          written_at=now)  # fmt: skip
    Memo.objects.create(addressee_no=family.head, thread=thread, text="", is_removed=True,
                        written_by="a", written_at=now)  # fmt: skip
    ResidentVersion.objects.filter(addressee_no=family.numbers[1]).update(
        entitlements={"pension": {"insured": "1", "acquired_on": "2020-04-01"}}
    )
    protect(addressee_nos=[family.head], first=date(2026, 4, 1), at=now, by="a", measure="1")
    protected_and_restrained(family.head, family.household_no, now)
    return list(family.numbers)


def test_export_import_export_gives_the_same_bytes(
    told: list[int], tmp_path: Path, now: datetime
) -> None:
    later = now + timedelta(days=1)
    first = export(tmp_path / "first", later)
    figures = {one.file: one.rows for one in first.files}
    assert figures["residents.csv"] == ResidentVersion.objects.count() > 8
    assert figures["protected_people.csv"] == 1
    assert (figures["support_measures.csv"], figures["restraints.csv"]) == (1, 2)
    people = Addressee.objects.order_by("pk").values("addressee_no", "name", "address")
    before = (
        list(people),
        SearchEntry.objects.count(),
        dict(Series.objects.values_list("code", "next_serial")),
    )
    empty()
    assert not ResidentVersion.objects.exists()

    done = take_in(tmp_path / "first", later)
    assert done.value is not None, done.findings
    assert done.value.sha256 == first.sha256
    export(tmp_path / "second", later)
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    # What is derived was made anew, and numbers go on where they ended.
    assert (list(people.all()), SearchEntry.objects.count()) == before[:2]
    numbers = dict(Series.objects.values_list("code", "next_serial"))
    assert numbers.items() >= before[2].items()
    told_events = Event.objects.values_list("pk", flat=True)
    fresh = move(told[2], on=date(2026, 1, 1), at=later)
    assert fresh.pk == max(told_events.exclude(pk=fresh.pk)) + 1
    series = [f"support_{one}" for one in ("measure", "application", "restraint")]
    assert [take(series=one)[0] for one in series] == [5, 8, 10]


def test_refuses_a_database_that_holds_a_register(
    told: list[int], tmp_path: Path, now: datetime
) -> None:
    export(tmp_path / "out", now + timedelta(days=1))
    rows = ResidentVersion.objects.count()
    done = take_in(tmp_path / "out", now + timedelta(days=2))
    assert {one.code for one in done.findings} == {"register.import.not_empty"}
    assert "住民記録" in {one.subject for one in done.findings}
    assert ResidentVersion.objects.count() == rows


def test_the_whole_export_is_for_the_officer_of_the_measures(
    told: list[int], tmp_path: Path, now: datetime
) -> None:
    context = who(now, frozenset({"register.export"}))
    done = perform(ExportRegister(folder=tmp_path / "out"), context=context)
    assert [one.code for one in done.findings] == ["register.export.protected"]
    assert not (tmp_path / "out").exists()


def test_refuses_a_folder_with_something_in_it(tmp_path: Path, now: datetime) -> None:
    (tmp_path / "note").touch()
    done = perform(ExportRegister(folder=tmp_path), context=who(now))
    assert [one.code for one in done.findings] == ["register.export.folder"]


Change = Callable[[list[dict[str, str]]], None]


def spoil(folder: Path, name: str, change: Change) -> None:
    """Change rows of a file and give it a fitting list of contents."""
    import hashlib

    path = folder / name
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, head = list(reader), list(reader.fieldnames or ())
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, head, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    said = read_manifest(folder)
    figures = FileFigures(name, len(rows), hashlib.sha256(path.read_bytes()).hexdigest())
    files = tuple(figures if one.file == name else one for one in said.files)
    replace(said, files=files).write(folder)


def told_of(done: Outcome[Manifest]) -> set[tuple[str, str]]:
    def pair(one: Finding) -> tuple[str, str]:
        return one.code.removeprefix("register.import."), one.subject

    return {pair(one) for one in done.findings}


@pytest.fixture
def folder(told: list[int], tmp_path: Path, now: datetime) -> Path:
    export(tmp_path / "out", now + timedelta(days=1))
    empty()
    return tmp_path / "out"


def test_tells_every_cell_with_file_line_and_column(folder: Path, now: datetime) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows[0]["birth_date"] = "2025-02-30"
        rows[1]["status"] = "gone"
        rows[1]["addressee_no"] = ""
        rows[2]["sex"] = "女"
        rows[3]["name"] = "試作 123456789018"

    spoil(folder, "residents.csv", change)
    assert told_of(take_in(folder, now)) == {
        ("value", "residents.csv 2行 birth_date(生年月日)"),
        ("choice", "residents.csv 3行 status(住民状態)"),
        ("missing", "residents.csv 3行 addressee_no(宛名番号)"),
        ("value", "residents.csv 4行 sex(性別)"),
        ("individual_number", "residents.csv 5行 name(氏名)"),
    }
    assert not ResidentVersion.objects.exists()
    assert not Event.objects.exists()


def test_counts_lines_as_an_editor_does_when_texts_run_over_lines(
    folder: Path, now: datetime
) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows[0]["note"] = "一\n二\n三"
        rows[1]["basis"] = "うわさ"

    spoil(folder, "events.csv", change)
    assert told_of(take_in(folder, now)) == {("choice", "events.csv 5行 basis(根拠)")}


def test_tells_rows_that_do_not_fit_together(folder: Path, now: datetime) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        first = next(row for row in rows if row["recorded_to"])
        first["recorded_to"] = ""  # now known at the same time as what replaced it
        rows[-1]["event_id"] = "999999"
        rows[-1]["valid_to"] = rows[-1]["valid_from"]
        rows[-1]["household_no"] = "12"

    spoil(folder, "residents.csv", change)
    found = told_of(take_in(folder, now))
    codes = {code for code, _ in found}
    assert codes == {"overlap", "target", "period", "check_digit"}
    assert not ResidentVersion.objects.exists()


@pytest.mark.parametrize(
    "kept", ['[]', '{"pension": "1"}', '{"pension": {"insured": 1}}',
             '{"pension": {"lost_on": "2026-02-30"}}'],
)  # fmt: skip
def test_tells_entitlements_of_another_shape(folder: Path, now: datetime, kept: str) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows[0]["entitlements"] = kept

    spoil(folder, "residents.csv", change)
    assert told_of(take_in(folder, now)) == {
        ("entitlements", "residents.csv 2行 entitlements(資格)")
    }


def test_tells_a_changed_file_by_its_checksum(folder: Path, now: datetime) -> None:
    path = folder / "residents.csv"
    path.write_text(path.read_text("utf-8").replace("芝五丁目", "芝四丁目"), "utf-8")
    assert told_of(take_in(folder, now)) == {("sha256", "residents.csv")}


def test_tells_a_file_that_is_cut_off_or_not_utf8(folder: Path, now: datetime) -> None:
    path = folder / "residents.csv"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert {code for code, _ in told_of(take_in(folder, now))} == {"csv"}
    path.write_bytes(whole.replace("芝五丁目".encode(), "芝五丁目".encode("cp932")))
    assert {code for code, _ in told_of(take_in(folder, now))} == {"encoding"}
    path.write_bytes(whole.replace(b"addressee_no", b"address_no", 1))
    assert told_of(take_in(folder, now)) == {("header", "residents.csv 1行")}
    path.unlink()
    assert told_of(take_in(folder, now)) == {("no_file", "residents.csv")}


def test_refuses_a_list_of_contents_that_was_changed(folder: Path, now: datetime) -> None:
    path = folder / "manifest.json"
    content = json.loads(path.read_text("utf-8"))
    content["files"][0]["rows"] += 1
    path.write_text(json.dumps(content), "utf-8")
    assert {code for code, _ in told_of(take_in(folder, now))} == {"manifest"}
    path.unlink()
    assert {code for code, _ in told_of(take_in(folder, now))} == {"manifest"}


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
DAYS = st.dates(date(2021, 1, 1), date(2026, 1, 1))
ACTS = st.lists(
    st.tuples(
        st.integers(0, 3), DAYS, TEXTS, st.sampled_from(["address", "building", "name", "kana"])
    ),
    max_size=8,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # each try takes a second
)  # fmt: skip
@given(acts=ACTS, strangers=st.lists(TEXTS, max_size=2))
def test_any_history_comes_back_as_it_was(
    db: None,
    tmp_path_factory: pytest.TempPathFactory,
    acts: list[tuple[int, date, str, str]],
    strangers: list[str],
) -> None:
    """Back-dated, repeated, overlapping, with whatever characters."""
    place = tmp_path_factory.mktemp("made")
    at = datetime(2024, 1, 1, tzinfo=TOKYO)
    with transaction.atomic():
        family = settle([*FOUR])
        for text in strangers:
            settle([replace(HEAD, name=f"外{text}")], previous_address=text)
        for who_, on, text, item in acts:
            at += timedelta(seconds=1, microseconds=1)
            event = new_event(reason=Reason.MOVE_WITHIN, happened_on=on, at=at, note=text)
            change = PersonChange(
                addressee_no=family.numbers[who_], first_day=on, values={item: text}
            )
            write_event(event=event, changes=[change])
        later = at + timedelta(days=1000)
        export(place / "first", later)
        empty()
        done = take_in(place / "first", later)
        assert done.value is not None, done.findings
        export(place / "second", later)
        assert contents(place / "first") == contents(place / "second")
        transaction.set_rollback(True)
